/// Mail addresses: the dot-atoms of RFC 5321 that are in use, no quoted local parts, no address
/// literals.
///
/// The local part has up to 64 bytes and begins with a letter, digit or underscore; the domain has
/// two to nine labels. Names of assets (`logo@2x.png`) and of systemd units (`user@1000.service`)
/// look the same, so endings that are no top-level domain but those are refused.
struct EmailAddress: Detector, Anchored {
  let name = "EMAIL"
  let anchor = Anchor.shape(.at)

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard bytes.at(anchor) == UInt8(ascii: "@"), anchor > floor,
      let start = start(bytes, at: anchor, floor: floor)
    else { return nil }
    for top in tops(bytes, from: anchor + 1).reversed() where !Self.isNoDomain(bytes[top]) {
      return AnchoredMatch(start..<top.upperBound)
    }
    return nil
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  /// The leftmost start of a word from which only bytes of a local part lead to the sign.
  private func start(_ bytes: UnsafeRawBufferPointer, at sign: Int, floor: Int) -> Int? {
    var start: Int?
    var at = sign - 1
    while at >= max(floor, sign - 64), Self.isLocal(bytes[at]) {
      if isWord(bytes[at]), bytes.wordStarts(at) { start = at }
      at -= 1
    }
    return start
  }

  /// Every label that can be a top-level domain: 2 to 24 letters, after a first label, before the
  /// end of a word.
  private func tops(_ bytes: UnsafeRawBufferPointer, from start: Int) -> [Range<Int>] {
    var tops: [Range<Int>] = []
    var at = start
    for label in 0...8 {
      let letters = bytes.end(from: at, limit: 24, while: isLetter)
      if label > 0, letters - at >= 2, !isWord(bytes.at(letters)) { tops.append(at..<letters) }
      let hyphen = UInt8(ascii: "-")
      let end = bytes.end(from: at, limit: 64) { isDigit($0) || isLetter($0) || $0 == hyphen }
      guard (1...63).contains(end - at), bytes.at(at) != hyphen, bytes.at(end - 1) != hyphen,
        bytes.at(end) == UInt8(ascii: ".")
      else { break }
      at = end + 1
    }
    return tops
  }

  private static let noDomains: [[UInt8]] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "html", "json", "jar", "dll", "tgz",
    "service", "socket", "slice", "scope", "mount", "timer", "device",
  ].map { Array($0.utf8) }

  /// Whether an ending looks like a top-level domain and is another thing's.
  static func isNoDomain(_ top: Slice<UnsafeRawBufferPointer>) -> Bool {
    noDomains.contains { $0.elementsEqual(top.lazy.map { $0 | 0x20 }) }
  }
}
