/// United States Social Security numbers written `AAA-GG-SSSS` or `AAA GG SSSS`.
///
/// Nine bare digits are no hit: they are far more often something else. The Social Security
/// Administration never issued area 000, 666 or 900–999, group 00 or serial 0000, nor the
/// numbers printed in advertisements.
struct SocialSecurityNumber: Detector, Anchored {
  let name = "SSN"
  let anchor = Anchor.shape(.ssn)

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    let separator = bytes.at(anchor + 3)
    guard anchor >= floor, separator == UInt8(ascii: "-") || separator == 0x20,
      bytes.at(anchor + 6) == separator, let area = bytes.number(anchor, 3),
      let group = bytes.number(anchor + 4, 2), let serial = bytes.number(anchor + 7, 4),
      isBounded(bytes, anchor..<(anchor + 11)),
      Self.isIssued(area: area, group: group, serial: serial)
    else { return nil }
    return AnchoredMatch(anchor..<(anchor + 11))
  }

  static func isIssued(area: Int, group: Int, serial: Int) -> Bool {
    guard area != 0, area != 666, area < 900, group != 0, serial != 0 else { return false }
    // 078-05-1120 came in wallets, 219-09-9999 in a pamphlet of the administration itself.
    if area == 78 && group == 5 && serial == 1120 { return false }
    return !(area == 219 && group == 9 && serial == 9999)
  }

  /// A hyphen beside the number makes it a part of a longer one.
  private func isBounded(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    let before = bytes.at(range.lowerBound - 1)
    let after = bytes.at(range.upperBound)
    return !isWord(before) && before != UInt8(ascii: "-") && !isWord(after)
      && after != UInt8(ascii: "-")
  }
}
