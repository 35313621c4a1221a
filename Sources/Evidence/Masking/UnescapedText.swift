internal import Glibc

/// Text as its reader sees it: escapes undone, each byte with the place it comes from.
///
/// Undone are `\uXXXX` with surrogate pairs, `\xNN`, `\n \r \t \b \f \" \' \\ \/` and `%NN`: JSON,
/// access logs and query strings. A value may be spelled so that no detector finds it in the raw
/// bytes (`4111\u00311…`, `user%40example.com`, `\n4111…`).
struct UnescapedText {
  /// Bytes in a row that come from bytes in a row, or all of them from one escape.
  private struct Run {
    var start: Int
    var origin: Range<Int>
    var isEscape: Bool
  }

  private(set) var bytes: [UInt8] = []
  /// In order, without gaps.
  private var runs: [Run] = []

  /// The lines of `text` that hold escapes, without them; nil where there are none. Other lines
  /// read as they are.
  init?(_ text: UnsafeRawBufferPointer) {
    var isChanged = false
    var at = 0
    while let mark = Self.mark(text, from: at) {
      at = Self.lineStart(text, before: mark, floor: at)
      let end = Self.lineEnd(text, from: mark)
      let line = UnsafeRawBufferPointer(rebasing: text[..<end])
      while at < end {
        let next = Self.mark(line, from: at) ?? end
        // What begins no escape stands for itself, like all that is before it.
        let escape = next < end ? Self.escape(text, next) : nil
        let same = at..<(escape == nil ? min(next + 1, end) : next)
        append(UnsafeRawBufferPointer(rebasing: text[same]), same, isEscape: false)
        at = same.upperBound
        guard let (plain, after) = escape else { continue }
        plain.withUnsafeBytes { append($0, next..<after, isEscape: true) }
        isChanged = true
        at = after
      }
    }
    guard isChanged else { return nil }
  }

  /// Next backslash or percent sign.
  private static func mark(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < text.count, let base = text.baseAddress else { return nil }
    let rest = text.count - start
    let slash = memchr(base + start, Int32(backslash), rest).map { UnsafeRawPointer($0) - base }
    let limit = slash.map { $0 - start } ?? rest
    let percent = memchr(base + start, Int32(percent), limit).map { UnsafeRawPointer($0) - base }
    return percent ?? slash
  }

  private static func lineStart(
    _ text: UnsafeRawBufferPointer, before mark: Int, floor: Int
  ) -> Int {
    var at = mark
    while at > floor, text[at - 1] != 0x0A { at -= 1 }
    return at
  }

  /// Behind the line feed.
  private static func lineEnd(_ text: UnsafeRawBufferPointer, from mark: Int) -> Int {
    guard let base = text.baseAddress, let feed = memchr(base + mark, 0x0A, text.count - mark)
    else { return text.count }
    return UnsafeRawPointer(feed) - base + 1
  }

  private mutating func append(
    _ plain: UnsafeRawBufferPointer, _ origin: Range<Int>, isEscape: Bool
  ) {
    guard !plain.isEmpty else { return }
    runs.append(Run(start: bytes.count, origin: origin, isEscape: isEscape))
    bytes.append(contentsOf: plain)
  }

  /// The bytes of the text that give `range`, whole escapes.
  func origin(_ range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else { return 0..<0 }
    let first = run(of: range.lowerBound)
    let last = run(of: range.upperBound - 1)
    let start = first.isEscape ? 0 : range.lowerBound - first.start
    let end =
      last.isEscape
      ? last.origin.upperBound : last.origin.lowerBound + range.upperBound - last.start
    return (first.origin.lowerBound + start)..<end
  }

  /// The run that byte `index` belongs to.
  private func run(of index: Int) -> Run {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= index { low = middle } else { high = middle }
    }
    return runs[low]
  }

  private static let backslash = UInt8(ascii: "\\")
  private static let percent = UInt8(ascii: "%")

  /// What the escape at `at` means, and where it ends; nil if none is there.
  static func escape(_ text: UnsafeRawBufferPointer, _ at: Int) -> (plain: [UInt8], end: Int)? {
    if text[at] == percent {
      return hex(text, at + 1, 2).map { ([UInt8($0)], at + 3) }
    }
    guard text[at] == backslash, at + 1 < text.count else { return nil }
    switch text[at + 1] {
    case UInt8(ascii: "n"): return ([0x0A], at + 2)
    case UInt8(ascii: "r"): return ([0x0D], at + 2)
    case UInt8(ascii: "t"): return ([0x09], at + 2)
    case UInt8(ascii: "b"): return ([0x08], at + 2)
    case UInt8(ascii: "f"): return ([0x0C], at + 2)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), backslash:
      return ([text[at + 1]], at + 2)
    case UInt8(ascii: "x"): return hex(text, at + 2, 2).map { ([UInt8($0)], at + 4) }
    case UInt8(ascii: "u"): return unicode(text, at)
    default: return nil
    }
  }

  private static func unicode(
    _ text: UnsafeRawBufferPointer, _ at: Int
  ) -> (plain: [UInt8], end: Int)? {
    guard let unit = hex(text, at + 2, 4) else { return nil }
    var scalar = unit
    var end = at + 6
    if (0xD800..<0xDC00).contains(unit), end + 1 < text.count, text[end] == backslash,
      text[end + 1] == UInt8(ascii: "u"), let low = hex(text, end + 2, 4),
      (0xDC00..<0xE000).contains(low)
    {
      scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      end += 6
    }
    // Half a pair is no character; it stands as what decoders put for it.
    let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    return (Array(String(character).utf8), end)
  }

  private static func hex(_ text: UnsafeRawBufferPointer, _ at: Int, _ count: Int) -> UInt32? {
    guard at + count <= text.count else { return nil }
    var value: UInt32 = 0
    for byte in text[at..<(at + count)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | UInt32((byte | 0x20) - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }

  /// `value` with its escapes of characters undone, until there are none.
  static func characters(_ value: [UInt8]) -> [UInt8] {
    var value = value
    for _ in 0..<levels {
      var plain: [UInt8] = []
      value.withUnsafeBytes { text in
        var at = 0
        while at < text.count {
          let (bytes, end) = escape(text, at) ?? ([text[at]], at + 1)
          plain += bytes
          at = end
        }
      }
      if plain == value { break }
      value = plain
    }
    return value
  }

  /// How often text may be escaped inside escaped text.
  static let levels = 3
}
