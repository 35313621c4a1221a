/// Passport numbers behind the word `passport` or `护照`.
///
/// The word alone tells a passport number from any other: the first digit within 40 bytes behind it
/// on the same line must belong to a number of one of these shapes: one capital and seven or eight
/// digits, two capitals and six or seven, two digits, two capitals and five digits, or nine digits
/// (ICAO Doc 9303-4 allows nine places). Chinese passports are among them: `E`, `G`, `D`, `S`, `P`
/// or `H` and eight digits, the older ones of seven, and `EA1234567`.
struct PassportNumber: Detector, Anchored {
  let name = "PASSPORT"
  let anchor = Anchor.literals([
    AnchorLiteral("passport", ignoresCase: true), AnchorLiteral("护照"),
  ])
  /// Most bytes between the word and the number.
  private static let gapBytes = 40

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    let isLatin = bytes.at(anchor) | 0x20 == UInt8(ascii: "p")
    let gap = anchor + (isLatin ? 8 : "护照".utf8.count)
    // Two capitals may stand between the gap and the first digit.
    let digit = bytes.end(from: gap, limit: Self.gapBytes + 2) {
      !isDigit($0) && $0 != 0x0A && $0 != 0x0D
    }
    guard isDigit(bytes.at(digit)) else { return nil }
    var start = digit
    while start > gap, isWord(bytes[start - 1]) { start -= 1 }
    let end = bytes.end(from: digit, limit: 12, while: isWord)
    guard start >= floor, start - gap <= Self.gapBytes, bytes.wordStarts(start),
      Self.isNumber(bytes[start..<end])
    else { return nil }
    return AnchoredMatch(start..<end)
  }

  /// Whether a word has one of the shapes.
  static func isNumber(_ word: Slice<UnsafeRawBufferPointer>) -> Bool {
    // Runs of digits and capitals, as `A1 0 8` for one capital and eight digits.
    var shape: [(isLetter: Bool, count: Int)] = []
    for byte in word {
      guard isDigit(byte) || isUpper(byte) else { return false }
      if let last = shape.last, last.isLetter == isUpper(byte) {
        shape[shape.count - 1].count += 1
      } else {
        shape.append((isUpper(byte), 1))
      }
    }
    let counts = shape.map(\.count)
    switch (shape.first?.isLetter, counts) {
    case (true?, [1, 7]), (true?, [1, 8]), (true?, [2, 6]), (true?, [2, 7]): return true
    case (false?, [9]), (false?, [2, 2, 5]): return true
    default: return false
    }
  }
}
