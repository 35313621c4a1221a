/// Payment card numbers: 13 to 19 digits, in groups or not, of a known brand, with a right Luhn
/// check digit (ISO/IEC 7812-1, annex B).
struct PaymentCard: Detector {
  let name = "CREDIT_CARD"

  func find(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var hits: [Range<Int>] = []
    var at = 0
    while at < bytes.count {
      guard isDigit(bytes[at]), at == 0 || !isJoined(bytes[at - 1]) else {
        at += 1
        continue
      }
      let run = digitRun(bytes, from: at)
      if let end = run.end, Self.isCard(run.digits) {
        hits.append(at..<end)
        at = end
      } else {
        at = run.scanned
      }
    }
    return hits
  }

  private func isJoined(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  private struct Run {
    var digits: [UInt8] = []
    /// End of the run when it may be a card: bounded, and grouped like one.
    var end: Int?
    /// Where the search goes on.
    var scanned: Int
  }

  /// Digits with single spaces or dashes between groups of three to seven.
  private func digitRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Run {
    var run = Run(scanned: start)
    var at = start
    var group = 0
    var groups: [Int] = []
    var separator: UInt8 = 0
    while at < bytes.count {
      let byte = bytes[at]
      if isDigit(byte) {
        run.digits.append(byte - 0x30)
        group += 1
        at += 1
      } else if byte == 0x20 || byte == UInt8(ascii: "-"), at + 1 < bytes.count,
        isDigit(bytes[at + 1]), separator == 0 || separator == byte, run.digits.count < 19
      {
        separator = byte
        groups.append(group)
        group = 0
        at += 1
      } else {
        break
      }
    }
    groups.append(group)
    run.scanned = max(at, start + 1)
    let isGrouped = groups.count == 1 || groups.allSatisfy { (3...7).contains($0) }
    if isGrouped, at == bytes.count || !isWord(bytes[at]) { run.end = at }
    return run
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
