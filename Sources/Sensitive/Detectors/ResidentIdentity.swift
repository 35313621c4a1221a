/// Resident identity numbers of the People's Republic of China, 18 places (GB 11643-1999).
///
/// Six digits of the place of registration (GB/T 2260), eight of the birth date, three of a
/// sequence, and a check character by ISO 7064 MOD 11-2, in which `X` stands for ten.
struct ResidentIdentity: Detector, Anchored {
  let name = "CN_RESIDENT_ID"
  let anchor = Anchor.shape(.number)

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    let end = anchor + 18
    guard anchor >= floor, bytes.wordStarts(anchor), !isWord(bytes.at(end)),
      let body = bytes.number(anchor, 17), let check = Self.checkValue(bytes.at(end - 1)),
      Self.isValid(body: body, check: check)
    else { return nil }
    return AnchoredMatch(anchor..<end)
  }

  /// Codes of provinces and their equals in GB/T 2260; 81 to 83 are residence permits of Hong Kong,
  /// Macao and Taiwan, 91 permanent residence of foreigners.
  private static let regions: Set<Int> = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91,
  ]

  /// Whether 17 digits, as a number, and the check value make an identity number.
  static func isValid(body: Int, check: Int) -> Bool {
    let date = body / 1000 % 100_000_000
    guard regions.contains(body / 1_000_000_000_000_000),
      isDate(year: date / 10_000, month: date / 100 % 100, day: date % 100)
    else { return false }
    // ISO 7064 MOD 11-2 from the right: the place i has weight 2^i modulo 11.
    var sum = check
    var weight = 2
    var rest = body
    for _ in 0..<17 {
      sum += rest % 10 * weight
      weight = weight * 2 % 11
      rest /= 10
    }
    return sum % 11 == 1
  }

  private static func checkValue(_ byte: UInt8) -> Int? {
    if isDigit(byte) { return Int(byte - 0x30) }
    return byte | 0x20 == UInt8(ascii: "x") ? 10 : nil
  }

  /// A day of the Gregorian calendar from 1800 to 2099: the standard's own example was born in
  /// 1880, and there is no clock here to ask for today.
  private static func isDate(year: Int, month: Int, day: Int) -> Bool {
    guard (1800...2099).contains(year), (1...12).contains(month) else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year == 2000)
    let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    return (1...days).contains(day)
  }
}
