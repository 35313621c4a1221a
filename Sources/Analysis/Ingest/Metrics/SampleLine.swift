/// One line of a metric page cut into its parts: `name{labels} value timestamp # exemplar`.
///
/// Names stand before the braces, quoted inside them (`{"metric.name",a="x"}`), or as `__name__`.
/// Source: Prometheus, "Exposition formats"; OpenMetrics 1.0; "UTF-8 in Prometheus".
struct SampleLine {
  /// Name and labels as written.
  let series: UnsafeRawBufferPointer
  /// The name before the braces; empty where it stands inside them.
  let plainName: UnsafeRawBufferPointer
  private let labels: UnsafeRawBufferPointer
  /// The value as written.
  let value: UnsafeRawBufferPointer
  /// The time as written.
  let timestamp: UnsafeRawBufferPointer?
  /// Whether something after `#` is no exemplar.
  let hasBrokenExemplar: Bool
  /// Whether the value is a native histogram in braces.
  let isHistogram: Bool

  /// The parts of a line; nil when it is no sample.
  init?(_ whole: UnsafeRawBufferPointer) {
    let line = UnsafeRawBufferPointer(rebasing: whole.drop(while: isBlank))
    var at = 0
    while at < line.count, isNameByte(line[at]) { at += 1 }
    if at > 0, isDigit(line[0]) { return nil }
    plainName = UnsafeRawBufferPointer(rebasing: line[0..<at])
    var open = at
    while open < line.count, isBlank(line[open]) { open += 1 }
    var inner = at..<at
    if open < line.count, line[open] == UInt8(ascii: "{") {
      guard let end = Self.closingBrace(line, from: open + 1) else { return nil }
      inner = (open + 1)..<end
      at = end + 1
    } else if at == 0 || open == at {
      return nil
    }
    series = UnsafeRawBufferPointer(rebasing: line[0..<at])
    labels = UnsafeRawBufferPointer(rebasing: line[inner])
    var tail = Tail(line, at)
    if let brace = tail.peek(), brace == UInt8(ascii: "{") {
      isHistogram = true
      guard let end = Self.closingBrace(line, from: tail.at + 1) else { return nil }
      value = UnsafeRawBufferPointer(rebasing: line[tail.at...end])
      tail.at = end + 1
    } else {
      isHistogram = false
      guard let word = tail.word(), word.first != UInt8(ascii: "#") else { return nil }
      value = word
    }
    var next = tail.word()
    if let word = next, word.first != UInt8(ascii: "#") {
      timestamp = word
      next = tail.word()
    } else {
      timestamp = nil
    }
    guard let mark = next else {
      hasBrokenExemplar = false
      return
    }
    guard mark.first == UInt8(ascii: "#") else { return nil }
    hasBrokenExemplar = !(mark.count == 1 && Self.isExemplar(line, &tail))
  }

  /// The words behind the series.
  private struct Tail {
    let line: UnsafeRawBufferPointer
    var at: Int

    init(_ line: UnsafeRawBufferPointer, _ at: Int) {
      self.line = line
      self.at = at
    }

    mutating func peek() -> UInt8? {
      while at < line.count, isBlank(line[at]) { at += 1 }
      return at < line.count ? line[at] : nil
    }

    mutating func word() -> UnsafeRawBufferPointer? {
      guard peek() != nil else { return nil }
      let start = at
      while at < line.count, !isBlank(line[at]) { at += 1 }
      return UnsafeRawBufferPointer(rebasing: line[start..<at])
    }
  }

  private static func isExemplar(_ line: UnsafeRawBufferPointer, _ tail: inout Tail) -> Bool {
    guard tail.peek() == UInt8(ascii: "{"), let end = closingBrace(line, from: tail.at + 1)
    else { return false }
    tail.at = end + 1
    guard let value = tail.word(), sampleValue(value) != nil else { return false }
    if let time = tail.word(), sampleValue(time) == nil { return false }
    return tail.peek() == nil
  }

  private static func closingBrace(_ line: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var at = start
    var isQuoted = false
    while at < line.count {
      switch line[at] {
      case UInt8(ascii: "\\") where isQuoted: at += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "}") where !isQuoted: return at
      default: break
      }
      at += 1
    }
    return nil
  }

  /// Name and labels; nil when they are no `name="value"` pairs, or one name stands twice.
  /// - Parameter isGo: whether values are quoted as Go does (`\x1b`, `\u00e9`), as dumps are.
  func seriesID(isGo: Bool = false) -> MetricSeriesID? {
    guard let parts = LabelList(labels, isGo: isGo) else { return nil }
    var name = String(decoding: plainName, as: UTF8.self)
    for inner in parts.names {
      guard name.isEmpty else { return nil }
      name = inner
    }
    var found: [MetricSeriesID.Label] = []
    for label in parts.labels {
      if label.name == "__name__" {
        guard name.isEmpty else { return nil }
        name = label.value
      } else {
        found.append(label)
      }
    }
    let id = MetricSeriesID(name: name, labels: found)
    let isTwice = zip(id.labels, id.labels.dropFirst()).contains { $0.name == $1.name }
    return isTwice ? nil : id
  }
}

/// A byte of a name without quotes.
private func isNameByte(_ byte: UInt8) -> Bool {
  (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
    || isDigit(byte)
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
