/// What a metric page says of its families by `# TYPE`, and where it contradicts itself.
struct PageTypes {
  /// Families whose types are kept; beyond, nothing is checked.
  static let limit = 100_000

  private var types: [String: String] = [:]
  private var conflicts = Finding()
  private var unknown = Finding()
  private var unread = Finding()
  private var isOverfull = false

  private struct Finding {
    var count = 0
    var first: RecordPlace?

    mutating func add(_ place: RecordPlace) {
      count += 1
      if first == nil { first = place }
    }
  }

  private static let known: Set<String> = [
    "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset", "unknown",
    "untyped",
  ]

  /// Takes what follows `# TYPE `.
  /// - Returns: the family and its type, when the line states both.
  mutating func add(
    _ text: UnsafeRawBufferPointer, _ place: RecordPlace
  ) -> (name: String, type: String)? {
    let words = text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
    guard words.count >= 2, let last = words.last else {
      unread.add(place)
      return nil
    }
    let type = String(decoding: last, as: UTF8.self)
    guard Self.known.contains(type) else {
      unknown.add(place)
      return nil
    }
    let named = UnsafeRawBufferPointer(rebasing: text[words[0].startIndex..<last.startIndex])
    guard let name = Self.name(named) else {
      unread.add(place)
      return nil
    }
    if let before = types[name] {
      // Several scrapes in one file repeat it; only a contradiction says something.
      if before != type { conflicts.add(place) }
      return (name, before)
    }
    if types.count < Self.limit { types[name] = type } else { isOverfull = true }
    return (name, type)
  }

  private static func name(_ text: UnsafeRawBufferPointer) -> String? {
    var bytes = text[...]
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    guard bytes.first == UInt8(ascii: "\"") else { return String(decoding: bytes, as: UTF8.self) }
    return LabelList(UnsafeRawBufferPointer(rebasing: bytes), isGo: false)?.names.first
  }

  /// The type of a family; nil when the page states none.
  func type(of name: String) -> String? { types[name] }

  /// What was found.
  var notes: [FileNote] {
    var notes: [FileNote] = []
    if conflicts.count > 0 {
      notes.append(
        FileNote(
          "metric-type-conflict", "a metric is stated with two types; the first was taken",
          fix: "find out which exporters write one name with different meanings",
          place: conflicts.first, count: conflicts.count))
    }
    if unknown.count > 0 {
      notes.append(
        FileNote(
          "metric-type-unknown", "a # TYPE line states a type that does not exist",
          fix: "check the exporter", place: unknown.first, count: unknown.count))
    }
    if unread.count > 0 {
      notes.append(
        FileNote(
          "metric-type-syntax", "a # TYPE line lacks a name or a type",
          fix: "check the exporter", place: unread.first, count: unread.count))
    }
    if isOverfull {
      notes.append(
        FileNote(
          "metric-types-unchecked", "types of more than \(Self.limit) metrics were not compared",
          isWarning: false))
    }
    return notes
  }
}
