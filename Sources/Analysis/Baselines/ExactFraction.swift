internal import BigInt

/// An exact ratio of integers, so that a value equal to its limit is never taken for above it.
struct ExactFraction: Sendable, Comparable {
  private let numerator: BigInt
  /// Positive.
  private let denominator: BigInt

  init(_ numerator: Int64, _ denominator: Int64 = 1) {
    precondition(denominator > 0)
    self.init(BigInt(numerator), BigInt(denominator))
  }

  init(_ ratio: ExactRatio) { self.init(ratio.numerator, ratio.denominator) }

  private init(_ numerator: BigInt, _ denominator: BigInt) {
    self.numerator = numerator
    self.denominator = denominator
  }

  static func + (a: ExactFraction, b: ExactFraction) -> ExactFraction {
    ExactFraction(
      a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }
  static func - (a: ExactFraction, b: ExactFraction) -> ExactFraction {
    ExactFraction(
      a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
  }
  static func * (a: ExactFraction, b: ExactFraction) -> ExactFraction {
    ExactFraction(a.numerator * b.numerator, a.denominator * b.denominator)
  }
  static func < (a: ExactFraction, b: ExactFraction) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
  static func == (a: ExactFraction, b: ExactFraction) -> Bool {
    a.numerator * b.denominator == b.numerator * a.denominator
  }

  /// The whole part, rounded down, and what is left of it.
  var floorAndRest: (whole: Int, rest: ExactFraction) {
    var (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    if remainder < 0 {
      quotient -= 1
      remainder += denominator
    }
    return (Int(quotient), ExactFraction(remainder, denominator))
  }

  /// The nearest double.
  var double: Double {
    if numerator == 0 { return 0 }
    // 64 significant bits with a sticky last one round to the right double.
    let shift = 64 - (numerator.magnitude.bitWidth - denominator.magnitude.bitWidth)
    let scaled = shift >= 0 ? numerator.magnitude << shift : numerator.magnitude
    let divisor = shift >= 0 ? denominator.magnitude : denominator.magnitude << -shift
    var (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: divisor)
    var exponent = -shift
    var isInexact = remainder != 0
    while quotient.bitWidth > 64 {
      isInexact = isInexact || quotient & 1 == 1
      quotient >>= 1
      exponent += 1
    }
    var bits = UInt64(quotient)
    if isInexact { bits |= 1 }
    let magnitude = Double(sign: .plus, exponent: exponent, significand: Double(bits))
    return numerator < 0 ? -magnitude : magnitude
  }
}
