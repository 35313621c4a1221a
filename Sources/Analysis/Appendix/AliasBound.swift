/// How large an appendix can become when its aliases are replaced by what they stand for.
///
/// Aliases of lists of aliases make 9⁹ values of three hundred bytes. As a value they cost nothing;
/// as a key the YAML parser hashes all of them, so that the text is looked at before it is parsed.
enum AliasBound {
  /// More bytes than this are not hashed.
  static let limitBytes = 268_435_456.0

  /// Whether `bytes` could grow beyond the limit. Marks in texts and comments are counted too:
  /// nobody writes so many of them.
  static func isExceeded(by bytes: [UInt8]) -> Bool {
    let anchors = marks(UInt8(ascii: "&"), bytes)
    let aliases = Double(marks(UInt8(ascii: "*"), bytes))
    guard anchors > 0, aliases > 0, mayHaveLargeKeys(bytes) else { return false }
    // Every level of anchors multiplies by the aliases on it; equal shares multiply the most.
    var size = 0.0
    for levels in 1...min(anchors, 64) {
      var product = Double(bytes.count)
      for _ in 0..<levels { product *= max(1, aliases / Double(levels)) }
      size = max(size, product)
    }
    return size > limitBytes
  }

  /// Whether a key may be anything but a plain text: `? key`, `*name : `, `[…]: `, or one in braces.
  private static func mayHaveLargeKeys(_ bytes: [UInt8]) -> Bool {
    if bytes.contains(UInt8(ascii: "{")) || bytes.contains(UInt8(ascii: "?")) { return true }
    return bytes.indices.contains { at in
      guard bytes[at] == UInt8(ascii: ":") else { return false }
      let before = bytes[..<at].suffix(256)
      guard let last = before.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else {
        return before.count == 256
      }
      let word = before[...last].reversed().prefix { $0 > 0x20 }
      return bytes[last] == UInt8(ascii: "]") || word.contains(UInt8(ascii: "*"))
    }
  }

  /// Places where an anchor or alias may stand: the mark behind a blank or bracket, then a name.
  private static func marks(_ mark: UInt8, _ bytes: [UInt8]) -> Int {
    let openers: [UInt8] = Array(" \t\r\n[{,".utf8)
    let enders: [UInt8] = Array(" \t\r\n".utf8)
    return bytes.indices.count { at in
      bytes[at] == mark && (at == 0 || openers.contains(bytes[at - 1]))
        && at + 1 < bytes.count && !enders.contains(bytes[at + 1])
    }
  }
}
