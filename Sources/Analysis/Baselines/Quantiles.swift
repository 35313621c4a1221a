/// Quantiles of a small sample by the definitions of Hyndman and Fan (1996), exactly.
enum Quantiles {
  /// The quantile `quarters`/4 of `sorted`, ascending and not empty.
  static func quartile(
    _ quarters: Int64, of sorted: [ExactFraction], type: SeasonalBaseline.QuantileType
  ) -> ExactFraction {
    precondition(!sorted.isEmpty, "a quantile needs a sample")
    let n = Int64(sorted.count)
    // The position from 0, in twelfths: (n + 1)p − 1, (n − 1)p and (n + 1/3)p + 1/3 − 1.
    let position =
      switch type {
      case .type6: 3 * quarters * (n + 1) - 12
      case .type7: 3 * quarters * (n - 1)
      case .type8: quarters * (3 * n + 1) - 8
      }
    let (low, twelfths) = min(max(position, 0), 12 * (n - 1)).quotientAndRemainder(dividingBy: 12)
    let a = sorted[Int(low)]
    guard twelfths > 0 else { return a }
    let b = sorted[Int(low) + 1]
    // Short denominators are quick ones.
    let divisor: Int64 = twelfths % 6 == 0 ? 6 : twelfths % 4 == 0 ? 4 : twelfths % 3 == 0 ? 3 : 1
    let (share, whole) = (twelfths / divisor, 12 / divisor)
    return (a * ExactFraction(whole - share) + b * ExactFraction(share)) * ExactFraction(1, whole)
  }
}

/// median + k · IQR of the days of a history, exactly.
struct SeasonalLimit: Sendable {
  var q1: ExactFraction
  var median: ExactFraction
  var q3: ExactFraction
  var limit: ExactFraction
  var iqr: ExactFraction { q3 - q1 }

  init(
    ratios: [ExactFraction], factor: ExactRatio, type: SeasonalBaseline.QuantileType,
    floor: ExactRatio?
  ) {
    let sorted = ratios.sorted()
    q1 = Quantiles.quartile(1, of: sorted, type: type)
    median = Quantiles.quartile(2, of: sorted, type: type)
    q3 = Quantiles.quartile(3, of: sorted, type: type)
    limit = median + ExactFraction(factor) * (q3 - q1)
    if q3 == q1, let floor { limit = max(limit, ExactFraction(floor)) }
  }
}
