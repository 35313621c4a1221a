internal import BigInt

/// An exact ratio of integers, so that a value equal to its limit is never taken for above it.
///
/// Held in 128 bits while that is enough, which it is for the limits of nearly all services; beyond
/// in as many as it takes.
struct ExactFraction: Sendable, Comparable {
  private enum Terms: Sendable {
    /// Denominators are positive.
    case narrow(Int128, Int128)
    case wide(BigInt, BigInt)
  }
  private let terms: Terms

  init(_ numerator: Int64, _ denominator: Int64 = 1) {
    precondition(denominator > 0)
    terms = .narrow(Int128(numerator), Int128(denominator))
  }

  init(_ ratio: ExactRatio) { self.init(ratio.numerator, ratio.denominator) }

  /// The same ratio, held in as many bits as it takes from the start.
  static func wide(_ numerator: Int64, _ denominator: Int64) -> ExactFraction {
    precondition(denominator > 0)
    return ExactFraction(.wide(BigInt(numerator), BigInt(denominator)))
  }

  private init(_ terms: Terms) { self.terms = terms }

  private var numerator: BigInt {
    switch terms {
    case .narrow(let numerator, _): BigInt(numerator)
    case .wide(let numerator, _): numerator
    }
  }
  private var denominator: BigInt {
    switch terms {
    case .narrow(_, let denominator): BigInt(denominator)
    case .wide(_, let denominator): denominator
    }
  }

  static func + (a: ExactFraction, b: ExactFraction) -> ExactFraction {
    if case .narrow(let n, let d) = a.terms, case .narrow(let m, let e) = b.terms,
      let left = product(n, e), let right = product(m, d), let below = product(d, e)
    {
      let (above, overflow) = left.addingReportingOverflow(right)
      if !overflow { return ExactFraction(.narrow(above, below)) }
    }
    return ExactFraction(
      .wide(
        a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator))
  }
  static func - (a: ExactFraction, b: ExactFraction) -> ExactFraction {
    if case .narrow(let n, let d) = a.terms, case .narrow(let m, let e) = b.terms,
      let left = product(n, e), let right = product(m, d), let below = product(d, e)
    {
      let (above, overflow) = left.subtractingReportingOverflow(right)
      if !overflow { return ExactFraction(.narrow(above, below)) }
    }
    return ExactFraction(
      .wide(
        a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator))
  }
  static func * (a: ExactFraction, b: ExactFraction) -> ExactFraction {
    if case .narrow(let n, let d) = a.terms, case .narrow(let m, let e) = b.terms,
      let above = product(n, m), let below = product(d, e)
    {
      return ExactFraction(.narrow(above, below))
    }
    return ExactFraction(.wide(a.numerator * b.numerator, a.denominator * b.denominator))
  }
  static func < (a: ExactFraction, b: ExactFraction) -> Bool {
    if let (left, right) = crossed(a, b) { return left < right }
    return a.numerator * b.denominator < b.numerator * a.denominator
  }
  static func == (a: ExactFraction, b: ExactFraction) -> Bool {
    if let (left, right) = crossed(a, b) { return left == right }
    return a.numerator * b.denominator == b.numerator * a.denominator
  }

  /// Both over one denominator; nil where 128 bits do not hold that.
  private static func crossed(_ a: ExactFraction, _ b: ExactFraction) -> (Int128, Int128)? {
    guard case .narrow(let n, let d) = a.terms, case .narrow(let m, let e) = b.terms,
      let left = product(n, e), let right = product(m, d)
    else { return nil }
    return (left, right)
  }

  private static func product(_ a: Int128, _ b: Int128) -> Int128? {
    // Two factors of less than 64 bits cannot overflow, and are told sooner than a product that did.
    if let short = Int64(exactly: a), let other = Int64(exactly: b) {
      return Int128(short) * Int128(other)
    }
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : product
  }

  /// The nearest double to a quotient, by long division to 64 significant bits with a sticky last one.
  private static func quotient(_ numerator: UInt128, _ denominator: UInt128) -> Double {
    var (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    var exponent = 0
    while rest != 0, whole.leadingZeroBitCount > 64 {
      // The denominator is positive in 128 bits with a sign, so that there is a bit to spare.
      let step = min(rest.leadingZeroBitCount, whole.leadingZeroBitCount - 64)
      let (digits, left) = (rest << step).quotientAndRemainder(dividingBy: denominator)
      whole = whole << step | digits
      rest = left
      exponent -= step
    }
    var isInexact = rest != 0
    while whole.leadingZeroBitCount < 64 {
      isInexact = isInexact || whole & 1 == 1
      whole >>= 1
      exponent += 1
    }
    if isInexact { whole |= 1 }
    return Double(sign: .plus, exponent: exponent, significand: Double(UInt64(whole)))
  }

  /// The nearest double.
  var double: Double {
    if case .narrow(let n, let d) = terms, n.magnitude <= 1 << 53, d <= 1 << 53 {
      // Both are doubles themselves, and a quotient is rounded once.
      return Double(Int64(n)) / Double(Int64(d))
    }
    if case .narrow(let n, let d) = terms {
      return n < 0
        ? -Self.quotient(n.magnitude, d.magnitude) : Self.quotient(n.magnitude, d.magnitude)
    }
    let (numerator, denominator) = (numerator, denominator)
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
