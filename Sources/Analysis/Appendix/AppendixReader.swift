public import Diagnostics
internal import Digest
internal import Yams

/// Reads an appendix file, YAML or JSON with the same keys, and reports every problem at once.
public enum AppendixReader {
  /// What reading gave.
  public struct Reading: Sendable {
    /// The appendix.
    public var appendix: Appendix
    /// Things that are allowed but doubtful.
    public var warnings: [Diagnostic]
  }

  /// Largest appendix, in bytes.
  static let limitBytes = 1 << 20

  /// Reads `bytes`; `path` is used in messages.
  /// - Throws: `DiagnosticError` with every problem found, each with line and column.
  public static func read(bytes: [UInt8], path: String) throws(DiagnosticError) -> Reading {
    let root = try compose(bytes, path)
    let problems = NodeReader.ProblemList()
    let appendix = document(root, bytes, path, problems)
    guard let appendix, problems.diagnostics.isEmpty else {
      var log = DiagnosticLog()
      for problem in problems.diagnostics { log.add(problem) }
      throw DiagnosticError(log.sorted)
    }
    return Reading(appendix: appendix, warnings: warnings(appendix))
  }

  private static func compose(_ bytes: [UInt8], _ path: String) throws(DiagnosticError) -> Node {
    func fail(_ code: String, _ message: String, line: Int? = nil, column: Int? = nil)
      -> DiagnosticError
    {
      DiagnosticError(
        Diagnostic(
          .error, code, message, at: SourceLocation(file: path, line: line, column: column),
          fix: "`estreat init` writes a commented example"))
    }
    guard bytes.count <= limitBytes else {
      throw fail("appendix-too-large", "the appendix is larger than \(limitBytes) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw fail("invalid-utf8", "the appendix is not UTF-8", line: 1, column: 1)
    }
    guard !AliasBound.isExceeded(by: bytes) else {
      throw fail("appendix-aliases", "the aliases (*name) stand for too much")
    }
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw fail("appendix-empty", "the appendix is empty", line: 1, column: 1)
      }
      return root
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw fail("yaml-syntax", problem, line: mark.line, column: mark.column)
      case .duplicatedKeysInMapping(let duplicates, let context):
        throw fail(
          "duplicate-key", "a key occurs twice: \(duplicates.first ?? "?")",
          line: context.mark.line, column: context.mark.column)
      default: throw fail("yaml-syntax", "\(error)", line: 1, column: 1)
      }
    } catch let error as DiagnosticError {
      throw error
    } catch {
      throw fail("yaml-syntax", "\(error)", line: 1, column: 1)
    }
  }

  private static func document(
    _ root: Node, _ bytes: [UInt8], _ path: String, _ problems: NodeReader.ProblemList
  ) -> Appendix? {
    guard var keys = NodeReader(root, file: path, name: "appendix", problems: problems) else {
      return nil
    }
    checkVersion(&keys)
    let version = keys.required("appendix", fix: "write appendix: v1").flatMap {
      keys.text(of: $0, "appendix")
    }
    let space = keys.text("space")
    let zone = zone(&keys)
    let sections = AppendixSections(zone: zone ?? .utc)
    let parties = sections.parties(&keys)
    let (clauses, ids) = sections.clauses(&keys)
    let arbitration = sections.arbitration(&keys, ids)
    let late = keys.duration("late-allowance", allowsZero: true) ?? 0
    let excusals = sections.excusals(&keys, ids)
    let calendar = sections.calendar(&keys)
    let sources = SourceReader(zone: zone ?? .utc).sources(&keys)
    let laws = sections.laws(&keys)
    keys.finish()
    guard let version, let zone else { return nil }
    return Appendix(
      version: version, sha256: SHA256.hexDigest(bytes), bytes: bytes, path: path, space: space,
      zone: zone, parties: parties, clauses: clauses, arbitration: arbitration,
      lateAllowanceNanoseconds: late, excusals: excusals, calendar: calendar, sources: sources,
      lawReferences: laws)
  }

  private static func checkVersion(_ keys: inout NodeReader) {
    guard let node = keys.required("estreat", fix: "write estreat: 1") else { return }
    if let text = keys.text(of: node, "estreat"), text != "1" {
      keys.problem(
        "appendix-version", "format version \(text) is not known", at: node,
        fix: "this program reads estreat: 1")
    }
  }

  private static func zone(_ keys: inout NodeReader) -> CivilZone? {
    guard
      let node = keys.required(
        "timezone", code: "timezone-missing",
        fix: "name the contract's IANA time zone, as in timezone: Asia/Shanghai"),
      let name = keys.text(of: node, "timezone")
    else { return nil }
    if let zone = CivilZone(name: name) { return zone }
    keys.problem(
      "timezone-unknown", "there is no time zone \"\(name)\"", at: node,
      fix: ZoneNames.fix(for: name))
    return nil
  }

  /// What is no error but deserves a word.
  private static func warnings(_ appendix: Appendix) -> [Diagnostic] {
    guard let calendar = appendix.calendar else { return [] }
    let both = Set(calendar.holidays).intersection(calendar.workdays).sorted()
    return both.map {
      Diagnostic(
        .warning, "calendar-conflict", "\($0) is both a holiday and a workday; it counts as worked",
        at: SourceLocation(file: appendix.path, line: 1, column: 1),
        fix: "leave it out of one list")
    }
  }
}
