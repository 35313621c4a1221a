/// A place in an export, an appendix or a package.
public struct SourceLocation: Sendable, Hashable {
  /// Path as the user gave it, or relative to the argument it was found under.
  public var file: String
  /// One-based line, in the decompressed text.
  public var line: Int?
  /// One-based column in bytes.
  public var column: Int?
  /// Zero-based byte offset in the decompressed content.
  public var offset: Int64?

  /// A place; leave out what is not known.
  public init(file: String, line: Int? = nil, column: Int? = nil, offset: Int64? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.offset = offset
  }
}

/// How much a diagnostic weighs.
public enum Severity: String, Sendable, Comparable {
  /// For information.
  case note
  /// Something is lost, assumed or doubtful.
  case warning
  /// The input, appendix or package is not usable as it is.
  case error

  /// note < warning < error.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// One problem with its place, a stable code that tests and scripts rely on, and a way out.
public struct Diagnostic: Sendable, Equatable {
  /// How much it weighs.
  public var severity: Severity
  /// Stable, lower-case, hyphenated: `timestamp-zone`.
  public var code: String
  /// Where, if anywhere.
  public var location: SourceLocation?
  /// What is wrong, one line without a final full stop.
  public var message: String
  /// What to do about it.
  public var fix: String?
  /// How often it happened; the location is the first place.
  public var count: Int

  /// A diagnostic that happened once unless `count` says otherwise.
  public init(
    _ severity: Severity, _ code: String, _ message: String, at location: SourceLocation? = nil,
    fix: String? = nil, count: Int = 1
  ) {
    self.severity = severity
    self.code = code
    self.location = location
    self.message = message
    self.fix = fix
    self.count = count
  }

  /// `file:line:column: error: message [code]`, then an indented `fix:` line.
  public var rendered: String {
    var out = ""
    if let location {
      out += location.file
      if let line = location.line {
        out += ":\(line)"
        if let column = location.column { out += ":\(column)" }
      } else if let offset = location.offset {
        out += ": byte \(offset)"
      }
      out += ": "
    }
    out += "\(severity.rawValue): \(message)"
    if count > 1 { out += " (\(count) times, first here)" }
    out += " [\(code)]"
    if let fix { out += "\n  fix: \(fix)" }
    return out
  }
}

/// An error that ends a piece of work; equal diagnostics code means equal kind.
public struct DiagnosticError: Error, Sendable {
  /// What to print.
  public var diagnostics: [Diagnostic]
  /// The diagnostics, most important first.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
  /// One diagnostic.
  public init(_ diagnostic: Diagnostic) { self.diagnostics = [diagnostic] }
}
