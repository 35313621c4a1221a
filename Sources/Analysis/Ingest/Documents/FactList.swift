/// Gathers the facts of a document, and what is odd about it.
///
/// Texts come out of exports that nobody vouches for: each is kept short and on one line, and of
/// lists only the first members are named.
struct FactList {
  private(set) var facts: [DocumentRecord.Fact] = []
  private(set) var notes: [FileNote] = []

  /// Longest text of one value.
  static let valueLimit = 160
  /// Most values that are named of a list.
  static let listLimit = 16

  mutating func add(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    facts.append(DocumentRecord.Fact(name, Self.short(value)))
  }

  mutating func add(_ name: String, count: Int, evenNone: Bool = false) {
    guard count > 0 || evenNone else { return }
    facts.append(DocumentRecord.Fact(name, "\(count)"))
  }

  /// The distinct values of a list, sorted; beyond the limit, how many more.
  mutating func add(_ name: String, all values: Set<String>) {
    guard !values.isEmpty else { return }
    let sorted = values.sorted()
    var text = sorted.prefix(Self.listLimit).map(Self.short).joined(separator: ", ")
    if sorted.count > Self.listLimit { text += ", and \(sorted.count - Self.listLimit) more" }
    facts.append(DocumentRecord.Fact(name, text))
  }

  /// Counts by name: those of `order` first, the others sorted behind them.
  mutating func add(_ name: String, counts: [String: Int], order: [String] = []) {
    let rest = counts.keys.filter { !order.contains($0) }.sorted()
    for key in order + rest where counts[key] ?? 0 > 0 {
      facts.append(DocumentRecord.Fact("\(name) \(Self.short(key))", "\(counts[key] ?? 0)"))
    }
  }

  /// A finding about the document; one of each code.
  mutating func note(
    _ code: String, _ message: String, at place: RecordPlace, fix: String?, isWarning: Bool = true
  ) {
    if let known = notes.firstIndex(where: { $0.code == code && $0.message == message }) {
      notes[known].count += 1
      return
    }
    notes.append(FileNote(code, message, fix: fix, place: place, isWarning: isWarning))
  }

  /// Delivers the document and what was found.
  func deliver(
    _ format: String, _ time: Stamp?, _ place: RecordPlace, role: SourceRole = .scan,
    into sink: any RecordSink
  ) {
    var record = DocumentRecord(format: format, time: time, facts: facts)
    record.role = role
    sink.document(record, at: place)
    for note in notes { sink.note(note) }
  }

  private static func short(_ text: String) -> String {
    let line = text.unicodeScalars.prefix(valueLimit + 1).map { scalar in
      scalar.properties.generalCategory == .control ? " " : String(scalar)
    }
    return line.count > valueLimit ? line.prefix(valueLimit).joined() + "…" : line.joined()
  }
}

/// Whether `text` is a digest as the OCI image specification writes them, bare or behind `name@`.
func isImageDigest(_ text: String) -> Bool {
  let digest = text.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
  let parts = digest.split(separator: ":", omittingEmptySubsequences: false)
  let lengths: [Substring: Int] = ["sha256": 64, "sha384": 96, "sha512": 128]
  guard parts.count == 2, let length = lengths[parts[0]], parts[1].utf8.count == length else {
    return false
  }
  return parts[1].utf8.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
}

extension JSONTape {
  /// The text or number of a member, in full.
  func string(_ node: Int?, _ name: StaticString) -> String? {
    node.flatMap { member($0, name) }.flatMap { text(ofScalar: $0) }?.string
  }

  /// The elements of an array that is a member; none where it is missing, null or no array.
  func list(_ node: Int?, _ name: StaticString) -> [Int] {
    node.flatMap { member($0, name) }.map { elements($0) } ?? []
  }

  /// The texts of an array that is a member.
  func strings(_ node: Int?, _ name: StaticString) -> [String] {
    list(node, name).compactMap { text(ofScalar: $0)?.string }
  }
}
