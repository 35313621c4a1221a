internal import Foundation

/// Exact confidence bounds of a share of `count` in `total` events (Clopper and Pearson 1934).
///
/// One-sided bounds at 95 %: with a true share below `lower`, so many or more events would be seen
/// less than once in twenty times; above `upper`, so few or fewer.
public struct BinomialBounds: Sendable, Hashable {
  /// Events that count.
  public let count: Int64
  /// All events; at least `count` and 1.
  public let total: Int64

  /// Bounds of `count` in `total`.
  public init(count: Int64, total: Int64) {
    precondition(total > 0 && (0...total).contains(count), "a share of something")
    self.count = count
    self.total = total
  }

  /// What is left on one side: 5 %.
  public static let tail = 0.05

  /// P(X ≥ count) when each of `total` events counts with chance `share`.
  public func chanceOfAtLeast(share: Double) -> Double {
    if count == 0 { return 1 }
    return IncompleteBeta.regularized(share, Double(count), Double(total - count) + 1)
  }

  /// P(X ≤ count).
  public func chanceOfAtMost(share: Double) -> Double {
    if count == total { return 1 }
    return IncompleteBeta.regularized(1 - share, Double(total - count), Double(count) + 1)
  }

  /// The lower one-sided bound of the share; 0 when nothing was counted.
  public var lower: Double {
    count == 0 ? 0 : Self.crossing { chanceOfAtLeast(share: $0) }
  }

  /// The upper one-sided bound of the share; 1 when everything was counted.
  public var upper: Double {
    count == total ? 1 : 1 - Self.crossing { chanceOfAtMost(share: 1 - $0) }
  }

  /// Where an increasing chance reaches the tail, to the last bit that bisection finds.
  private static func crossing(_ chance: (Double) -> Double) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if chance(middle) < tail { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}

/// The regularized incomplete beta function I_x(a, b).
///
/// By its continued fraction, evaluated as Lentz proposed (Abramowitz and Stegun 26.5.8); about
/// 1e-12 relative for a and b up to 10^7.
enum IncompleteBeta {
  static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(
      lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    // The fraction converges quickly on this side of the mean only.
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    // About √max(a, b) terms are needed.
    for m in 1...100_000 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let step = d * c
      result *= step
      if abs(step - 1) < 1e-15 { break }
    }
    return result
  }
}
