/// Payment card numbers: 13 to 19 digits, in groups or not, of a known brand, with a right Luhn
/// check digit (ISO/IEC 7812-1, annex B).
///
/// Groups have three to seven digits and the same separator, space or hyphen. The longest run of
/// groups that is a card is the hit, so that an expiry date behind the number does not hide it.
struct PaymentCard: Detector, Anchored {
  let name = "CREDIT_CARD"
  let anchor = Anchor.shape(.number)
  private static let lengths = 13...19

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard anchor >= floor, isDigit(bytes.at(anchor)), bytes.wordStarts(anchor) else { return nil }
    let before = bytes.at(anchor - 1)
    guard before != UInt8(ascii: "."), before != UInt8(ascii: "-") else { return nil }
    let first = bytes.end(from: anchor, limit: 20, while: isDigit)
    guard (3...19).contains(first - anchor), !isWord(bytes.at(first)) else { return nil }
    for end in ends(bytes, from: anchor, first: first).reversed()
    where isFree(bytes, end) && Self.isCard(digits(bytes, anchor..<end)) {
      return AnchoredMatch(anchor..<end)
    }
    return nil
  }

  /// Ends of groups at which 13 to 19 digits are complete.
  private func ends(_ bytes: UnsafeRawBufferPointer, from start: Int, first: Int) -> [Int] {
    var ends: [Int] = []
    var count = first - start
    var at = first
    if Self.lengths.contains(count) { ends.append(at) }
    let separator = bytes.at(first)
    guard count <= 7, separator == 0x20 || separator == UInt8(ascii: "-") else { return ends }
    while count < Self.lengths.upperBound, bytes.at(at) == separator {
      let end = bytes.end(from: at + 1, limit: 8, while: isDigit)
      guard (3...7).contains(end - at - 1), !isWord(bytes.at(end)) else { break }
      count += end - at - 1
      at = end
      if Self.lengths.contains(count) { ends.append(at) }
    }
    return ends
  }

  /// Whether the number is over at `end`: no hyphen or decimal point joins further digits to it.
  private func isFree(_ bytes: UnsafeRawBufferPointer, _ end: Int) -> Bool {
    let after = bytes.at(end)
    guard after == UInt8(ascii: "-") || after == UInt8(ascii: ".") else { return true }
    return !isDigit(bytes.at(end + 1))
  }

  private func digits(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [UInt8] {
    bytes[range].filter(isDigit).map { $0 - 0x30 }
  }

  static func isCard(_ digits: [UInt8]) -> Bool {
    guard let brand = brandLengths(digits), brand.contains(digits.count) else { return false }
    return luhn(digits)
  }

  /// The lengths that the brand of the leading digits issues; nil for no known brand.
  private static func brandLengths(_ digits: [UInt8]) -> [Int]? {
    guard digits.count >= 13 else { return nil }
    let six = digits.prefix(6).reduce(0) { $0 * 10 + Int($1) }
    let four = six / 100
    switch true {
    case digits[0] == 4: return [13, 16, 19]  // Visa
    case (5100...5599).contains(four), (2221...2720).contains(four): return [16]  // Mastercard
    case four / 100 == 34, four / 100 == 37: return [15]  // American Express
    case (3528...3589).contains(four): return [16, 17, 18, 19]  // JCB
    case (3000...3059).contains(four), four / 100 == 36, four / 100 == 38, four / 100 == 39:
      return [14, 16, 19]  // Diners Club
    case four / 100 == 62, four / 100 == 81: return [16, 17, 18, 19]  // UnionPay
    case four == 6011, (6440...6599).contains(four): return [16, 17, 18, 19]  // Discover
    case four / 100 == 50, (5600...5899).contains(four), four / 100 == 63, four / 100 == 67:
      return [13, 14, 15, 16, 17, 18, 19]  // Maestro
    default: return nil
    }
  }

  /// Every second digit from the right doubled, cross sums added: a multiple of ten.
  static func luhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = Int(digit) * (place % 2 == 1 ? 2 : 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0 && digits.contains { $0 != 0 }
  }
}
