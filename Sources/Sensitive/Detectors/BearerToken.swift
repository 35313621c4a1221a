/// Bearer tokens in an `Authorization` header (RFC 6750, section 2.1), as a header line, a JSON
/// member or an assignment; the hit is the token.
///
/// Eight bytes and more are a token; what merely stands for one (`REDACTED`, `********`) is not.
struct BearerToken: Detector, Anchored {
  let name = "BEARER_TOKEN"
  let anchor = Anchor.literals([AnchorLiteral("authorization", ignoresCase: true)])
  private static let scheme = AnchorLiteral("bearer", ignoresCase: true)

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard anchor >= floor, let value = Assignment.value(in: bytes, afterKey: anchor + 13) else {
      return nil
    }
    // Header maps print lists: `Authorization:[Bearer …]`.
    var at = value.start
    if value.quote == 0, bytes.at(at) == UInt8(ascii: "[") {
      at += 1
      at = Assignment.quote(in: bytes, at: at)?.end ?? at
    }
    guard Self.scheme.matches(bytes, at: at) else { return nil }
    let start = bytes.end(from: at + 6) { $0 == 0x20 }
    guard start > at + 6 else { return nil }
    let token = bytes.end(from: start, while: Self.isToken)
    guard token - start >= 8 else { return nil }
    let end = bytes.end(from: token) { $0 == UInt8(ascii: "=") }
    return Masked.isMasked(bytes[start..<end]) ? nil : AnchoredMatch(start..<end)
  }

  /// `b64token` without the padding at its end.
  private static func isToken(_ byte: UInt8) -> Bool {
    isBase64URL(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
  }
}
