/// JSON Web Tokens in compact form (RFC 7519, RFC 7515 section 7.1): three parts of URL-safe base
/// 64, of which the first is the header, a JSON object with an `alg`.
struct JSONWebToken: Detector, Anchored {
  let name = "JWT"
  /// `{"` and a letter begin every header; in base 64 that is `eyJ`.
  let anchor = Anchor.literals([AnchorLiteral("eyJ")])

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    // In the middle of a base 64 text nothing begins; this also bounds the work on `eyJeyJeyJ…`.
    guard anchor >= floor, !isBase64URL(bytes.at(anchor - 1)) else { return nil }
    let point = UInt8(ascii: ".")
    let header = bytes.end(from: anchor, while: isBase64URL)
    guard bytes.at(header) == point else { return nil }
    let payload = bytes.end(from: header + 1, while: isBase64URL)
    guard payload > header + 1, bytes.at(payload) == point else { return nil }
    // Unsecured tokens (`"alg":"none"`) have an empty third part.
    let end = bytes.end(from: payload + 1, while: isBase64URL)
    guard (payload - header - 1) % 4 != 1, (end - payload - 1) % 4 != 1,
      Self.isHeader(bytes[anchor..<header])
    else { return nil }
    return AnchoredMatch(anchor..<end)
  }

  /// Whether a part decodes to an object that begins with a name and holds `"alg"`.
  static func isHeader(_ part: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard part.count % 4 != 1 else { return false }
    var text: [UInt8] = []
    text.reserveCapacity(part.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in part {
      guard let value = sextet(byte) else { return false }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        text.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    let key = Array("\"alg\"".utf8)
    guard text.starts(with: "{\"".utf8), text.last == UInt8(ascii: "}") else { return false }
    return text.indices.contains { text[$0...].starts(with: key) }
  }

  private static func sextet(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - 97 + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 48 + 52)
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
