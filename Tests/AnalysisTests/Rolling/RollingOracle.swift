@testable import Analysis

/// Quantiles by sorting, with places as exact fractions: the definition, written down directly.
enum RollingOracle {
  /// A share of the values as a fraction, so that nothing is rounded before the end.
  struct Share {
    let numerator: Int
    let denominator: Int
    var value: Double { Double(numerator) / Double(denominator) }
  }

  static let quartiles = [
    Share(numerator: 1, denominator: 4), Share(numerator: 1, denominator: 2),
    Share(numerator: 3, denominator: 4),
  ]
  static let many =
    quartiles + [
      Share(numerator: 0, denominator: 1), Share(numerator: 1, denominator: 1),
      Share(numerator: 7, denominator: 8), Share(numerator: 1, denominator: 64),
    ]

  /// Ascending, -0.0 before 0.0.
  static func sorted(_ values: [Double]) -> [Double] {
    values.sorted { $0 < $1 || $0 == $1 && $0.sign == .minus && $1.sign == .plus }
  }

  /// The quantile of values that are sorted.
  static func quantile(
    _ share: Share, of sorted: [Double], _ definition: QuantileDefinition
  ) -> Double {
    let (n, p, q) = (sorted.count, share.numerator, share.denominator)
    // The place counted from 0, as over / under.
    let (over, under) =
      switch definition {
      case .type6: ((n + 1) * p - q, q)
      case .type7: ((n - 1) * p, q)
      case .type8: ((3 * n + 1) * p - 2 * q, 3 * q)
      }
    if over <= 0 { return sorted[0] }
    let (low, rest) = over.quotientAndRemainder(dividingBy: under)
    if low >= n - 1 { return sorted[n - 1] }
    let (a, b) = (sorted[low], sorted[low + 1])
    if rest == 0 || a == b { return a }
    if a.isInfinite || b.isInfinite { return a.isFinite ? b : b.isFinite ? a : .nan }
    let share = Double(rest) / Double(under)
    // Halves, because a whole distance may be no number.
    let half = a / 2 + (b / 2 - a / 2) * share
    return 2 * half
  }

  /// A row of quantiles by the policy.
  static func row(_ window: [Double], _ shares: [Share], _ request: QuantileRequest, minCount: Int)
    -> [Double]
  {
    let values = window.filter { !$0.isNaN }
    let isHidden = request.missing == .propagate && values.count < window.count
    if values.count < minCount || isHidden { return shares.map { _ in .nan } }
    if values.isEmpty { return shares.map { _ in .nan } }
    let sorted = sorted(values)
    return shares.map { quantile($0, of: sorted, request.definition) }
  }

  /// Rows of all windows of `length` samples that end at one.
  static func rows(
    _ samples: [Double], length: Int, _ shares: [Share], _ request: QuantileRequest, minCount: Int
  ) -> [Double] {
    samples.indices.flatMap { end in
      row(Array(samples[max(0, end + 1 - length)...end]), shares, request, minCount: minCount)
    }
  }

  /// The first index at which two lists differ by more than rounding; nil when they agree.
  static func difference(_ a: [Double], _ b: [Double]) -> Int? {
    if a.count != b.count { return min(a.count, b.count) }
    return a.indices.first { i in
      let (x, y) = (a[i], b[i])
      if x == y || x.isNaN && y.isNaN { return false }
      if !x.isFinite || !y.isFinite { return true }
      return !((x - y).magnitude <= 1e-12 * max(x.magnitude, y.magnitude, 1e-290))
    }
  }

  /// The first index at which two lists differ in any bit, NaN being NaN.
  static func bitDifference(_ a: [Double], _ b: [Double]) -> Int? {
    if a.count != b.count { return min(a.count, b.count) }
    return a.indices.first { a[$0].bitPattern != b[$0].bitPattern && !(a[$0].isNaN && b[$0].isNaN) }
  }
}

/// Chance that is the same every time: splitmix64.
struct RollingChance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Series of every kind that has broken such code before.
enum RollingShape: String, CaseIterable, Sendable {
  case random, ties, sorted, reversed, constant, sawtooth, zeros, infinities, huge, clustered
  case notANumber

  func samples(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var chance = RollingChance(state: seed)
    var uniform: Double { Double.random(in: -1...1, using: &chance) }
    return (0..<count).map { i in
      switch self {
      case .random: return uniform * 100
      case .ties: return Double(Int.random(in: 0..<5, using: &chance))
      case .sorted: return Double(i) * 0.75
      case .reversed: return Double(-i) * 0.75
      case .constant: return 2.5
      case .sawtooth: return Double(i % 17)
      case .zeros: return i % 3 == 0 ? -0.0 : i % 3 == 1 ? 0.0 : uniform
      case .infinities:
        return [.infinity, -.infinity, uniform, uniform, 3][Int.random(in: 0..<5, using: &chance)]
      case .huge: return uniform * Double.greatestFiniteMagnitude
      // Neighbours differ in the last bits only, while one value makes the block wide.
      case .clustered: return i % 97 == 0 ? -1e300 : 1e9 + Double((i * 7919) % 1000) * 1.5e-7
      case .notANumber: return Int.random(in: 0..<6, using: &chance) == 0 ? .nan : uniform
      }
    }
  }
}
