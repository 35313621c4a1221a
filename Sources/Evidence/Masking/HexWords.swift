/// Words of hex digits: ids and digests.
enum HexWords {
  /// Sizes in hex digits of SHA-256 and SM3, SHA-384, SHA-512.
  private static func isDigest(_ digits: Int) -> Bool {
    digits == 64 || digits == 96 || digits == 128
  }
  /// Smaller ones are digests only where their name says so: MD5, SHA-1.
  private static func isSmall(_ digits: Int) -> Bool {
    digits == 32 || digits == 40 || digits == 56
  }
  private static let names: Set<String> = [
    "hash", "prev_hash", "previous_hash", "prevhash", "entry_hash", "md5", "sha1", "sha-1",
    "sha224", "checksum", "digest",
  ]

  /// Where digests stand. Those with the prefix `sha256:` or `sha512:` belong to the list only if
  /// `withPrefixed`.
  static func digests(
    in bytes: UnsafeRawBufferPointer, withPrefixed: Bool
  ) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var floor = 0
    // A word of 32 or more digits holds a whole window of 16 wherever it begins.
    for window in stride(from: 0, through: bytes.count - windowBytes, by: windowBytes)
    where window >= floor
      && WordOfText(bytes, at: window).isHex && WordOfText(bytes, at: window + 8).isHex
    {
      let (range, isHex) = word(around: window, floor, in: bytes)
      floor = range.upperBound
      guard isHex else { continue }
      if isDigest(range.count) {
        if withPrefixed || !hasPrefix(range, in: bytes) { out.append(range) }
      } else if isSmall(range.count), isNamed(range, in: bytes) {
        out.append(range)
      }
    }
    return out
  }

  private static let windowBytes = 16

  /// The word, from `floor` on, around the digits at `window`, and whether all of it is digits.
  private static func word(
    around window: Int, _ floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> (range: Range<Int>, isHex: Bool) {
    var start = window
    var end = window + windowBytes
    var isHex = true
    while start - 8 >= floor, WordOfText(bytes, at: start - 8).isHex { start -= 8 }
    while start > floor, isWord(bytes[start - 1]) {
      start -= 1
      isHex = isHex && isHexDigit(bytes[start])
    }
    while end + 8 <= bytes.count, WordOfText(bytes, at: end).isHex { end += 8 }
    while end < bytes.count, isWord(bytes[end]) {
      isHex = isHex && isHexDigit(bytes[end])
      end += 1
    }
    return (start..<end, isHex)
  }

  /// The word of lowercase hex digits that holds `range`; nil if it is no such word.
  static func word(around range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < 129, isWord(bytes[start - 1]) { start -= 1 }
    var end = range.upperBound
    while end < bytes.count, end - range.upperBound < 129, isWord(bytes[end]) { end += 1 }
    return bytes[start..<end].allSatisfy(isLowerHex) ? start..<end : nil
  }

  private static func hasPrefix(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard range.lowerBound >= 7 else { return false }
    let before = bytes[(range.lowerBound - 7)..<range.lowerBound]
    return before.elementsEqual("sha256:".utf8) || before.elementsEqual("sha512:".utf8)
  }

  /// Whether the word is the value of a name in `names`: `"md5":"…"`, `hash=…`.
  private static func isNamed(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Bool {
    // Every trace id comes by here: most names are told by their first letter.
    guard let found = nameRange(before: range.lowerBound, in: bytes), !found.isEmpty else {
      return false
    }
    switch bytes[found.lowerBound] | 0x20 {
    case UInt8(ascii: "h"), UInt8(ascii: "p"), UInt8(ascii: "e"), UInt8(ascii: "m"),
      UInt8(ascii: "s"), UInt8(ascii: "c"), UInt8(ascii: "d"):
      return names.contains(name(bytes, found))
    default: return false
    }
  }

  /// The name, in lower case, whose value begins at `start`: `"name":"…"`, `name=…`.
  static func name(before start: Int, in bytes: UnsafeRawBufferPointer) -> String? {
    nameRange(before: start, in: bytes).map { name(bytes, $0) }
  }

  private static func name(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self).lowercased()
  }

  private static func nameRange(
    before start: Int, in bytes: UnsafeRawBufferPointer
  ) -> Range<Int>? {
    var at = start
    while at > 0, start - at < 8, isBetween(bytes[at - 1]) { at -= 1 }
    guard at < start else { return nil }
    let end = at
    while at > 0, end - at < 40, isWord(bytes[at - 1]) || bytes[at - 1] == UInt8(ascii: "-") {
      at -= 1
    }
    return at..<end
  }

  /// What stands between a name and its value.
  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: ":"), 0x20,
      UInt8(ascii: "\\"):
      true
    default: false
    }
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte &- 0x61 < 6
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
  }
}
