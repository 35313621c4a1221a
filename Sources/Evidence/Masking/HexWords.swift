/// Words of hex digits: ids and digests.
enum HexWords {
  /// Sizes in hex digits of SHA-256 and SM3, SHA-384, SHA-512.
  private static let digestDigits: Set<Int> = [64, 96, 128]
  /// Smaller ones are digests only where their name says so: MD5, SHA-1.
  private static let smallDigits: Set<Int> = [32, 40, 56]
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
    // A word of 32 or more bytes holds one of every 32 places.
    for probe in stride(from: leastDigits - 1, to: bytes.count, by: leastDigits)
    where probe >= floor && isHexDigit(bytes[probe]) {
      var start = probe
      while start > floor, isWord(bytes[start - 1]) { start -= 1 }
      var end = probe + 1
      while end < bytes.count, isWord(bytes[end]) { end += 1 }
      floor = end
      let range = start..<end
      guard end - start >= leastDigits, bytes[range].allSatisfy(isHexDigit) else { continue }
      if digestDigits.contains(range.count) {
        if withPrefixed || !hasPrefix(range, in: bytes) { out.append(range) }
      } else if smallDigits.contains(range.count), isNamed(range, in: bytes) {
        out.append(range)
      }
    }
    return out
  }

  private static let leastDigits = 32

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
    name(before: range.lowerBound, in: bytes).map(names.contains) ?? false
  }

  /// The name, in lower case, whose value begins at `start`: `"name":"…"`, `name=…`.
  static func name(before start: Int, in bytes: UnsafeRawBufferPointer) -> String? {
    var at = start
    let between = Set("\"'=: \\".utf8)
    while at > 0, start - at < 8, between.contains(bytes[at - 1]) { at -= 1 }
    guard at < start else { return nil }
    let end = at
    while at > 0, end - at < 40, isWord(bytes[at - 1]) || bytes[at - 1] == UInt8(ascii: "-") {
      at -= 1
    }
    return String(decoding: bytes[at..<end], as: UTF8.self).lowercased()
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
