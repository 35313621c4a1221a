/// Score bounds of a share of `count` in `total` events (Wilson 1927), one-sided at 95 %.
///
/// Good for small shares of large totals, where the exact bounds of Clopper and Pearson are wider
/// than need be; defined for a count of zero as well.
public struct WilsonBounds: Sendable, Hashable {
  /// Below this the share hardly lies, 0 to 1.
  public let lower: Double
  /// Above this the share hardly lies, 0 to 1.
  public let upper: Double

  /// The standard normal quantile of 95 %.
  static let z = 1.6448536269514722

  /// Bounds of `count` in `total`, which is at least 1.
  public init(count: Int64, total: Int64) {
    precondition(total > 0, "a share of something")
    let n = Double(total)
    let p = Double(count) / n
    let z2 = Self.z * Self.z
    let center = p + z2 / (2 * n)
    // p may exceed 1: slow statements of a log over a count of fewer queries.
    let spread = Self.z * max(0, p * (1 - p) / n + z2 / (4 * n * n)).squareRoot()
    lower = count <= 0 ? 0 : max(0, (center - spread) / (1 + z2 / n))
    upper = count >= total ? max(1, p) : (center + spread) / (1 + z2 / n)
  }
}
