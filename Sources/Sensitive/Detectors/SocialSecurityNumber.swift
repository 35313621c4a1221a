/// United States Social Security numbers written `AAA-GG-SSSS` or `AAA GG SSSS`.
///
/// Nine bare digits are no hit: they are far more often something else. The Social Security
/// Administration never issued area 000, 666 or 900–999, group 00 or serial 0000, nor the
/// numbers printed in advertisements.
struct SocialSecurityNumber: Detector {
  let name = "SSN"

  func find(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var hits: [Range<Int>] = []
    var at = 0
    while at + 11 <= bytes.count {
      let separator = bytes[at + 3]
      guard separator == UInt8(ascii: "-") || separator == 0x20, bytes[at + 6] == separator,
        let area = number(bytes, at, 3), let group = number(bytes, at + 4, 2),
        let serial = number(bytes, at + 7, 4), isBounded(bytes, at..<(at + 11)),
        Self.isIssued(area: area, group: group, serial: serial)
      else {
        at += 1
        continue
      }
      hits.append(at..<(at + 11))
      at += 11
    }
    return hits
  }

  static func isIssued(area: Int, group: Int, serial: Int) -> Bool {
    guard area != 0, area != 666, area < 900, group != 0, serial != 0 else { return false }
    // 078-05-1120 came in wallets, 219-09-9999 in a pamphlet of the administration itself.
    if area == 78 && group == 5 && serial == 1120 { return false }
    return !(area == 219 && group == 9 && serial == 9999)
  }

  private func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for i in start..<(start + count) {
      guard isDigit(bytes[i]) else { return nil }
      value = value * 10 + Int(bytes[i] - 0x30)
    }
    return value
  }

  private func isBounded(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    let before = range.lowerBound == 0 ? 0x20 : bytes[range.lowerBound - 1]
    let after = range.upperBound == bytes.count ? 0x20 : bytes[range.upperBound]
    return !isWord(before) && before != UInt8(ascii: "-") && !isWord(after)
      && after != UInt8(ascii: "-")
  }
}
