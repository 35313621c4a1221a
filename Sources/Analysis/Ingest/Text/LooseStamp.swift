/// A calendar stamp at the start of a text, wherever it ends.
struct LooseStamp {
  /// The stamp's bytes, a bracket around it left out.
  var range: Range<Int>
  /// The first byte after the stamp and its bracket.
  var end: Int

  /// Finds `2024-05-15T14:20:01.123+08:00` and its relatives at `from`.
  /// - Parameter words: whether any zone abbreviation may follow, as PostgreSQL writes them; without
  ///   it only `UTC` and `GMT`, because a severity looks the same.
  init?(_ text: UnsafeRawBufferPointer, from: Int = 0, words: Bool = false) {
    var at = from
    let isBracketed = at < text.count && text[at] == UInt8(ascii: "[")
    if isBracketed { at += 1 }
    let start = at
    func digits(_ count: Int) -> Bool {
      guard at + count <= text.count else { return false }
      for i in at..<(at + count) where !isDigit(text[i]) { return false }
      at += count
      return true
    }
    func one(_ bytes: StaticString) -> Bool {
      guard at < text.count else { return false }
      let found = bytes.withUTF8Buffer { $0.contains(text[at]) }
      if found { at += 1 }
      return found
    }
    guard digits(4), one("-/"), digits(2), one("-/"), digits(2), one("T "), digits(2), one(":"),
      digits(2), one(":"), digits(2)
    else { return nil }
    if at + 1 < text.count, text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ","),
      isDigit(text[at + 1])
    {
      at += 1
      while at < text.count, isDigit(text[at]) { at += 1 }
    }
    at = Self.zoneEnd(text, at, words: words)
    range = start..<at
    if isBracketed, at < text.count, text[at] == UInt8(ascii: "]") { at += 1 }
    end = at
  }

  /// The end of a zone that begins at `from`, or `from`.
  private static func zoneEnd(
    _ text: UnsafeRawBufferPointer, _ from: Int, words: Bool
  ) -> Int {
    var at = from
    guard at < text.count else { return from }
    if text[at] == UInt8(ascii: "Z") || text[at] == UInt8(ascii: "z") { return at + 1 }
    if text[at] == 0x20 { at += 1 }
    guard at < text.count else { return from }
    if text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") {
      let first = at + 1
      at = first
      while at < text.count, at - first < 5, isDigit(text[at]) || text[at] == UInt8(ascii: ":") {
        at += 1
      }
      while at > first, text[at - 1] == UInt8(ascii: ":") { at -= 1 }
      let isWhole = [2, 4, 5].contains(at - first)
      return isWhole && (at == text.count || !isDigit(text[at])) ? at : from
    }
    let first = at
    while at < text.count, at - first < 6, (0x41...0x5a).contains(text[at]) { at += 1 }
    guard at - first >= 2, at - first <= 5, at == text.count || !isWord(text[at]) else {
      return from
    }
    let word = text.part(first, at)
    return words || word.has("UTC") || word.has("GMT") ? at : from
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}

extension StampReader {
  /// Reads a stamp whose zone may be an abbreviation. Only UTC and GMT are one zone everywhere
  /// (CST is three); with another one the stamp has no zone but the assumed one.
  func readAbbreviated(_ text: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
    guard let last = text.lastIndex(where: { !(0x41...0x5a).contains($0) }) else {
      return read(text)
    }
    let word = text.rest(last + 1)
    let isCertain =
      word.count < 2 || word.elementsEqual("UTC".utf8) || word.elementsEqual("GMT".utf8)
    return read(isCertain ? text : text.part(0, last + 1).trimmed)
  }
}
