internal import Diagnostics

/// Collects what is wrong with one package. Places are written as if the zip were a folder:
/// `P.zip/data/logs/a.jsonl`; offsets count from the start of the zip.
struct ProblemLog {
  private let package: String
  private var log = DiagnosticLog()

  init(package: String) { self.package = package }

  mutating func add(
    _ code: String, _ message: String, member: String? = nil, line: Int? = nil,
    offset: UInt64? = nil, fix: String? = nil, severity: Severity = .error
  ) {
    let place = SourceLocation(
      file: member.map { "\(package)/\($0)" } ?? package, line: line,
      offset: offset.map { Int64(clamping: $0) })
    log.add(Diagnostic(severity, code, message, at: place, fix: fix))
  }

  mutating func add(_ error: DiagnosticError) {
    for diagnostic in error.diagnostics { log.add(diagnostic) }
  }

  /// Takes over what another check of the same package found.
  mutating func add(_ other: ProblemLog) {
    for diagnostic in other.log.sorted { log.add(diagnostic) }
  }

  /// By place, code and message; notes last.
  var sorted: [Diagnostic] {
    let all = log.sorted
    return all.filter { $0.severity != .note } + all.filter { $0.severity == .note }
  }
}
