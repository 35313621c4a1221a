/// Quantiles of a small sample by the definitions of Hyndman and Fan (1996), exactly.
enum Quantiles {
  /// The quantile `quarters`/4 of `sorted`, ascending and not empty.
  static func quartile(
    _ quarters: Int64, of sorted: [ExactFraction], type: SeasonalBaseline.QuantileType
  ) -> ExactFraction {
    precondition(!sorted.isEmpty, "a quantile needs a sample")
    let p = ExactFraction(quarters, 4)
    let n = ExactFraction(Int64(sorted.count))
    let (one, third) = (ExactFraction(1), ExactFraction(1, 3))
    let position: ExactFraction =
      switch type {
      case .type6: (n + one) * p - one
      case .type7: (n - one) * p
      case .type8: (n + third) * p + third - one
      }
    let clamped = min(max(position, ExactFraction(0)), n - one)
    let (low, share) = clamped.floorAndRest
    let a = sorted[low]
    let b = sorted[min(low + 1, sorted.count - 1)]
    return a + (b - a) * share
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
