/// Access keys of Amazon Web Services: key ids of users (`AKIA`) and of sessions (`ASIA`) with 16
/// places of base 32, and the 40 places of a secret key behind its name.
///
/// The forms are those of the IAM user guide, "IAM identifiers" and "Access keys".
struct AWSAccessKey: Detector, Anchored {
  let name = "AWS_ACCESS_KEY"
  let anchor = Anchor.literals([
    AnchorLiteral("AKIA"), AnchorLiteral("ASIA"),
    AnchorLiteral("secret_access_key", ignoresCase: true),
    AnchorLiteral("secretaccesskey", ignoresCase: true),
  ])

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard anchor >= floor else { return nil }
    guard bytes.at(anchor) == UInt8(ascii: "A") else { return secret(bytes, anchor) }
    let end = bytes.end(from: anchor + 4, limit: 16) { isUpper($0) || (0x32...0x37).contains($0) }
    guard end == anchor + 20, bytes.wordStarts(anchor), !isWord(bytes.at(end)) else { return nil }
    return AnchoredMatch(anchor..<end)
  }

  private func secret(_ bytes: UnsafeRawBufferPointer, _ anchor: Int) -> AnchoredMatch? {
    let isSpaced = bytes.at(anchor + 6) == UInt8(ascii: "_")
    guard let value = Assignment.value(in: bytes, afterKey: anchor + (isSpaced ? 17 : 15)) else {
      return nil
    }
    let end = bytes.end(from: value.start, limit: 41) {
      isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "+")
    }
    guard end == value.start + 40, bytes.at(end) != UInt8(ascii: "="),
      !Masked.isMasked(bytes[value.start..<end])
    else { return nil }
    return AnchoredMatch(value.start..<end)
  }
}
