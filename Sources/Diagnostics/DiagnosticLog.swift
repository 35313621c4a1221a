/// Collects recoverable problems: one entry per code and file, counted, keeping the first place.
public struct DiagnosticLog: Sendable {
  private struct Key: Hashable, Sendable {
    var code: String
    var file: String
    var message: String
  }
  private var entries: [Key: Diagnostic] = [:]

  /// An empty log.
  public init() {}

  /// Adds `diagnostic`; one of the same code, file and message only raises the count.
  public mutating func add(_ diagnostic: Diagnostic) {
    let key = Key(
      code: diagnostic.code, file: diagnostic.location?.file ?? "", message: diagnostic.message)
    guard var known = entries[key] else {
      entries[key] = diagnostic
      return
    }
    known.count += diagnostic.count
    if Self.isEarlier(diagnostic.location, known.location) { known.location = diagnostic.location }
    known.severity = max(known.severity, diagnostic.severity)
    entries[key] = known
  }

  /// Adds everything in `other`; the order of merging does not matter.
  public mutating func merge(_ other: DiagnosticLog) {
    for diagnostic in other.entries.values { add(diagnostic) }
  }

  /// All entries, sorted by file, line, column, code, message: independent of arrival order.
  public var sorted: [Diagnostic] {
    entries.values.sorted { a, b in
      let x = a.location, y = b.location
      if x?.file != y?.file { return (x?.file ?? "") < (y?.file ?? "") }
      if x?.line != y?.line { return (x?.line ?? 0) < (y?.line ?? 0) }
      if x?.column != y?.column { return (x?.column ?? 0) < (y?.column ?? 0) }
      if a.code != b.code { return a.code < b.code }
      return a.message < b.message
    }
  }

  /// Whether nothing was logged.
  public var isEmpty: Bool { entries.isEmpty }

  private static func isEarlier(_ a: SourceLocation?, _ b: SourceLocation?) -> Bool {
    guard let a, let b else { return false }
    return (a.offset ?? 0, a.line ?? 0) < (b.offset ?? 0, b.line ?? 0)
  }
}
