/// Private keys in text form, by the line they begin with (RFC 7468 sections 10 and 11, OpenSSL's
/// and OpenSSH's own labels, RFC 4880 section 6.2); the hit is that line.
struct PrivateKey: Detector, Anchored {
  let name = "PRIVATE_KEY"
  let anchor = Anchor.literals([AnchorLiteral("-----BEGIN ")])
  private static let label = AnchorLiteral("PRIVATE KEY")
  private static let block = AnchorLiteral(" BLOCK")
  private static let dashes = AnchorLiteral("-----")

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard anchor >= floor, Self.dashes.matches(bytes, at: anchor) else { return nil }
    var at = anchor + 11
    // Up to four words say which algorithm or form: `RSA`, `ENCRYPTED`, `OPENSSH`.
    for _ in 0...4 {
      if Self.label.matches(bytes, at: at) {
        var end = at + Self.label.bytes.count
        if Self.block.matches(bytes, at: end) { end += Self.block.bytes.count }
        if Self.dashes.matches(bytes, at: end) { return AnchoredMatch(anchor..<(end + 5)) }
      }
      let word = bytes.end(from: at) { isUpper($0) || isDigit($0) }
      guard word > at, bytes.at(word) == 0x20 else { return nil }
      at = word + 1
    }
    return nil
  }
}
