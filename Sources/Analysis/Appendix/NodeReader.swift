internal import Diagnostics
internal import Yams

/// Reads the members of one mapping, remembering which keys were asked for, so that every other
/// key is an error with a suggestion.
struct NodeReader {
  let file: String
  /// What the mapping is, for messages: `clauses.A2`.
  let name: String
  private var members: [(key: String, keyNode: Node, value: Node)] = []
  private let mark: Mark?
  private var asked: [String] = []
  let problems: ProblemList

  /// A class because readers of nested mappings add to one list.
  final class ProblemList {
    var diagnostics: [Diagnostic] = []
  }

  /// - Returns: nil, with a problem noted, when `node` is no mapping.
  init?(_ node: Node, file: String, name: String, problems: ProblemList) {
    self.file = file
    self.name = name
    self.problems = problems
    mark = node.mark
    guard case .mapping(let mapping) = node else {
      members = []
      note(node.mark, "wrong-type", "\(name) must be a mapping of keys to values")
      return nil
    }
    members = mapping.compactMap { key, value in
      key.scalar.map { (key: $0.string, keyNode: key, value: value) }
    }
    for (key, _) in mapping where key.scalar == nil {
      note(key.mark, "wrong-type", "a key of \(name) is not a plain text")
    }
    var seen: Set<String> = []
    for member in members where !seen.insert(member.key).inserted {
      note(
        member.keyNode.mark, "duplicate-key", "\(name) has the key \"\(member.key)\" twice")
    }
  }

  private func note(_ mark: Mark?, _ code: String, _ message: String, fix: String? = nil) {
    problems.diagnostics.append(
      Diagnostic(
        .error, code, message,
        at: SourceLocation(file: file, line: mark?.line, column: mark?.column), fix: fix))
  }

  /// States a problem at a node, or at this mapping.
  func problem(_ code: String, _ message: String, at node: Node? = nil, fix: String? = nil) {
    note(node?.mark ?? mark, code, message, fix: fix)
  }

  /// Line of the mapping.
  var line: Int { mark?.line ?? 1 }

  /// Keys with their values in document order: for mappings whose keys are names.
  var entries: [(key: String, keyNode: Node, value: Node)] { members }

  /// The value of a key, or nil.
  mutating func node(_ key: String) -> Node? {
    if !asked.contains(key) { asked.append(key) }
    return members.first { $0.key == key }?.value
  }

  /// The value of a key that must be there.
  mutating func required(_ key: String, code: String = "missing-key", fix: String) -> Node? {
    if let found = node(key) { return found }
    problem(code, "\(name) lacks \(key)", fix: fix)
    return nil
  }

  /// A scalar as text. YAML's own reading of numbers and dates is not used.
  mutating func text(_ key: String) -> String? {
    node(key).flatMap { text(of: $0, key) }
  }

  /// The text of a scalar node; anything else is a problem.
  func text(of node: Node, _ key: String) -> String? {
    if let scalar = node.scalar { return scalar.string }
    problem("wrong-type", "\(name).\(key) must be a single value", at: node)
    return nil
  }

  /// One text or a list of texts.
  mutating func texts(_ key: String) -> [(text: String, node: Node)]? {
    guard let node = node(key) else { return nil }
    return list(node).compactMap { item in text(of: item, key).map { ($0, item) } }
  }

  /// The elements of a sequence; a single value is a list of one.
  func list(_ node: Node) -> [Node] {
    if case .sequence(let sequence) = node { return Array(sequence) }
    return [node]
  }

  /// A whole number within `range`.
  mutating func integer(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let node = node(key), let text = text(of: node, key) else { return nil }
    guard let value = Int64(text) else {
      problem("wrong-type", "\(name).\(key) must be a whole number", at: node)
      return nil
    }
    guard range.contains(value) else {
      problem(
        value < 0 ? "negative-value" : "value-range",
        "\(name).\(key) is \(value); it must be \(range.lowerBound) to \(range.upperBound)",
        at: node, fix: "write a number of that range")
      return nil
    }
    return value
  }

  /// A duration with a unit, such as `200ms`, in nanoseconds and greater than zero unless
  /// `allowsZero`.
  mutating func duration(_ key: String, allowsZero: Bool = false) -> Int64? {
    guard let node = node(key), let text = text(of: node, key) else { return nil }
    switch DurationText.parse(text) {
    case .success(let value) where value > 0 || (allowsZero && value == 0): return value
    case .success:
      problem(
        "value-range", "\(name).\(key) must be longer than zero", at: node,
        fix: "write a length, as in 60s")
    case .failure(.negative):
      problem(
        "negative-value", "\(name).\(key) is negative: \(text)", at: node,
        fix: "leave out the minus sign")
    case .failure(.unitMissing):
      problem(
        "unit-missing", "\(name).\(key) has no unit: \(text)", at: node,
        fix: "write ns, us, ms, s, m or h, as in 200ms")
    case .failure(.syntax):
      problem(
        "value-syntax", "\(name).\(key) is no duration: \(text)", at: node,
        fix: "write a number and a unit, as in 200ms or 30m")
    }
    return nil
  }

  /// One of the raw values of an enumeration.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _: Choice.Type, code: String = "unknown-name"
  ) -> Choice? where Choice.RawValue == String {
    guard let node = node(key), let text = text(of: node, key) else { return nil }
    return choice(text, at: node, key, code: code)
  }

  /// The enumeration value called `text`; a problem with a suggestion when there is none.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, at node: Node, _ key: String, code: String = "unknown-name"
  ) -> Choice? where Choice.RawValue == String {
    if let found = Choice(rawValue: text) { return found }
    let names = Choice.allCases.map(\.rawValue)
    problem(
      code, "\(name).\(key): \"\(text)\" is not known", at: node,
      fix: Suggestion.fix(for: text, among: names))
    return nil
  }

  /// Reports every key that was never asked for.
  func finish() {
    for member in members where !asked.contains(member.key) {
      problem(
        "unknown-key", "\(name) has no key \"\(member.key)\"", at: member.keyNode,
        fix: Suggestion.fix(for: member.key, among: asked))
    }
  }
}

/// Durations as the appendix writes them.
enum DurationText {
  enum Fault: Error { case syntax, unitMissing, negative }

  /// `200ms`, `30 m`, `1.5s`, `7d`; plain `0` needs no unit.
  static func parse(_ text: String) -> Result<Int64, Fault> {
    var rest = Substring(text)
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    let number = rest.prefix { $0.isNumber || $0 == "." }
    let unit = rest.dropFirst(number.count).drop { $0 == " " }
    guard !number.isEmpty else { return .failure(.syntax) }
    if isNegative { return .failure(.negative) }
    let scales: [Substring: Int64] = [
      "ns": 1, "us": 1_000, "µs": 1_000, "ms": 1_000_000, "s": 1_000_000_000,
      "m": 60_000_000_000, "min": 60_000_000_000, "h": 3_600_000_000_000,
      "d": 86_400_000_000_000,
    ]
    if unit.isEmpty { return number == "0" ? .success(0) : .failure(.unitMissing) }
    let digits = Array(number.utf8)
    guard let scale = scales[unit],
      let value = digits.withUnsafeBytes({ parseScaledDecimal($0, scale: scale) })
    else { return .failure(.syntax) }
    return .success(value.value)
  }
}

/// "Did you mean" for names.
enum Suggestion {
  /// A fix line: the nearest name, or all of them when none is near.
  static func fix(for text: String, among names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let near = names.map { ($0, distance(text.lowercased(), $0.lowercased())) }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }
    if let near, near.1 <= max(1, min(text.count, near.0.count) / 3) {
      return "did you mean \"\(near.0)\"?"
    }
    return "known: " + names.sorted().joined(separator: ", ")
  }

  /// Optimal string alignment distance: insertions, deletions, changes, neighbours swapped.
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars)
    let b = Array(b.unicodeScalars)
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    for i in 1...max(1, a.count) where i <= a.count {
      for j in 1...max(1, b.count) where j <= b.count {
        let change = a[i - 1] == b[j - 1] ? 0 : 1
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }
}
