public import Foundation

/// The codes that the program can print, found by reading its sources.
///
/// No list is kept beside the sources, so a code cannot be printed without being seen here: every
/// function and initialiser that takes `_ code: String` first is a place where codes stand, and so
/// are `code:` labels, faults that are enumerations of codes, the reasons, the notes of verdicts
/// and the names of link tests.
public struct PrintedCodes: Sendable {
  /// One source file.
  public struct File: Sendable {
    /// Path from the root.
    public var path: String
    /// Its text.
    public var text: String
    /// A file.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// Codes of diagnostics, quarantined records and package defects.
  public private(set) var diagnostics: Set<String> = []
  /// Reasons of verdicts and of exposures.
  public private(set) var reasons: Set<String> = []
  /// Notes of verdicts and incidents, without their detail.
  public private(set) var notes: Set<String> = []
  /// Names of link tests.
  public private(set) var linkTests: Set<String> = []

  /// All of them.
  public var all: Set<String> { diagnostics.union(reasons).union(notes).union(linkTests) }

  /// The codes in `files`.
  public init(_ files: [File]) {
    let sources = files.map { (path: $0.path, text: SourceText($0.text)) }
    let helpers = Self.helpers(sources.map(\.text))
    for (path, text) in sources {
      diagnostics.formUnion(Self.calls(of: helpers, in: text))
      diagnostics.formUnion(Self.labelled(in: text))
      if path.contains("/Analysis/") {
        reasons.formUnion(Self.reasons(in: text))
        // Readers spell names of data formats in the way of our notes.
        notes.formUnion(Self.notes(in: text, readsFormats: path.contains("/Ingest/")))
      }
      if path.contains("/LinkTests/") {
        linkTests.formUnion(text.captures(#"\blet name = "([a-z-]+)""#))
      }
    }
  }

  /// The codes of the Swift files below `Sources` of the repository, the catalogue aside.
  public static func inSources(of root: URL) throws -> PrintedCodes {
    let base = root.appendingPathComponent("Sources").path
    let files = try FileManager.default.subpathsOfDirectory(atPath: base)
      .filter { $0.hasSuffix(".swift") && !$0.contains("Catalogue/Pages/") }.sorted()
      .map {
        File(
          path: "Sources/" + $0, text: try String(contentsOfFile: base + "/" + $0, encoding: .utf8))
      }
    return PrintedCodes(files)
  }

  // MARK: Where codes stand

  /// Which argument of which function is a code.
  private static func helpers(_ texts: [SourceText]) -> [String: Int] {
    // The severity of a diagnostic stands before its code.
    var found = ["Diagnostic": 1]
    for text in texts {
      for name in text.captures(#"\bfunc (\w+)\(\s*_ code: String\b"#) { found[name] = 0 }
      for name in text.typesWithInitialiser(#"\binit\(\s*_ code: String\b"#) { found[name] = 0 }
    }
    return found
  }

  private static func calls(of helpers: [String: Int], in text: SourceText) -> Set<String> {
    let names = helpers.keys.sorted().joined(separator: "|")
    var found: Set<String> = []
    for call in text.matches(#"((?:\w+\.)?)\b("# + names + #")\("#) {
      guard let name = call.groups[1], let position = helpers[name] else { continue }
      let receiver = call.groups[0] ?? ""
      let argument = text.argument(position, from: call.end)
      // Names such as `add` are those of lists too, which take any word; codes of several words
      // are told by their hyphens.
      let takesAnyWord =
        ["Diagnostic", "FileNote", "usage", "problem"].contains(name) || receiver == "log."
      for literal in SourceText.alternatives(argument) {
        if isCode(literal) || (takesAnyWord && isWord(literal)) { found.insert(literal) }
      }
    }
    return found
  }

  private static func labelled(in text: SourceText) -> Set<String> {
    var found: Set<String> = []
    for label in text.matches(#"\b(?:code|mismatch)(?:: String)?\s*[:=]\s*(?!=)"#) {
      found.formUnion(SourceText.alternatives(text.expression(from: label.end)).filter(isCode))
    }
    found.formUnion(text.captures(#"[cC]ode: String \{\s*"([a-z0-9-]+)"\s*\}"#))
    for fault in text.matches(#"\benum \w*(?:Defect|Fault)\w*: String[^{]*\{"#) {
      found.formUnion(text.body(from: fault.end).captures(#"\bcase \w+ = "([a-z0-9-]+)""#))
    }
    for tuple in text.matches(#"(?::|->)\s*\((?:[^()_]*,\s*)?code: String[^()]*\)\s*\{"#) {
      let literals = text.body(from: tuple.end).captures(#"(?:\(|\.\w+,)\s*"([^"\\]*)","#)
      found.formUnion(literals.filter(isCode))
    }
    return found
  }

  private static func reasons(in text: SourceText) -> Set<String> {
    var found: Set<String> = []
    for list in text.matches(#"\benum Reason\w* \{"#) {
      found.formUnion(text.body(from: list.end).captures(#"\bstatic let \w+ = "([^"]+)""#))
    }
    found.formUnion(
      text.captures(#"\.(?:indeterminate|notEvaluated)\(\s*"([a-z]+(?:-[a-z]+)*)[":]"#))
    return found
  }

  private static func notes(in text: SourceText, readsFormats: Bool) -> Set<String> {
    var found: Set<String> = []
    for list in text.matches(#"\benum \w*Notes? \{"#) {
      found.formUnion(text.body(from: list.end).captures(#"\bstatic let \w+ = "([^"]+)""#))
    }
    found.formUnion(text.captures(#"\bnotes\.(?:append|insert)\(\s*"([A-Za-z_-]+)[":]"#))
    found.formUnion(text.captures(#"\bnotes\s*\+?=\s*\[\s*"([A-Za-z_-]+)[":]"#))
    if !readsFormats { found.formUnion(text.captures(#""([A-Z]+(?:_[A-Z]+)+)""#)) }
    return found
  }

  /// `json-syntax`, `CREDENTIAL_MISMATCH`.
  private static func isCode(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)+|[A-Z]+(_[A-Z]+)+/) != nil
  }
  private static func isWord(_ text: String) -> Bool { text.wholeMatch(of: /[a-z]+/) != nil }
}
