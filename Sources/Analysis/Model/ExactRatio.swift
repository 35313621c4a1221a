/// A decimal ratio held exactly: 99.98 % is 9998/10000. Comparisons with counts use integers only.
public struct ExactRatio: Sendable, Hashable {
  /// Numerator in lowest powers of ten.
  public let numerator: Int64
  /// Denominator, a power of ten.
  public let denominator: Int64

  /// numerator/denominator; the denominator must be positive.
  public init(numerator: Int64, denominator: Int64) {
    precondition(denominator > 0)
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Reads `99.98%`, `0.9998` or `99` when `percentByDefault`; nil for anything else, for
  /// negatives and for more than 12 fraction digits.
  public init?(parsing text: String, percentByDefault: Bool = false) {
    var digits = Substring(text)
    var scale: Int64 = percentByDefault ? 100 : 1
    if digits.hasSuffix("%") {
      digits = digits.dropLast()
      while digits.last == " " { digits = digits.dropLast() }
      scale = 100
    }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy({ $0.isASCII && $0.isNumber }),
      whole.count <= 6
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count == 1 || !fraction.isEmpty,
      fraction.allSatisfy({ $0.isASCII && $0.isNumber }), fraction.count <= 9,
      let value = Int64(whole + fraction)
    else { return nil }
    for _ in 0..<fraction.count { scale *= 10 }
    self.init(numerator: value, denominator: scale)
  }

  /// The nearest double, for display.
  public var double: Double { Double(numerator) / Double(denominator) }

  /// Whether part/total ≥ self, decided in integers. Counts must be below 2^40.
  public func isReached(by part: Int64, of total: Int64) -> Bool {
    let (left, right) = (
      part.multipliedFullWidth(by: denominator), numerator.multipliedFullWidth(by: total)
    )
    return left.high != right.high ? left.high > right.high : left.low >= right.low
  }

  /// ⌈self · total⌉: how many of `total` are needed to reach the ratio.
  public func countNeeded(of total: Int64) -> Int64 {
    let (high, low) = numerator.multipliedFullWidth(by: total)
    let (quotient, remainder) = denominator.dividingFullWidth((high, low))
    return quotient + (remainder > 0 ? 1 : 0)
  }
}
