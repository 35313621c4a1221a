/// Quantiles of a small sample by the definitions of Hyndman and Fan (1996).
enum Quantiles {
  /// The `p`-quantile of `sorted`, ascending and not empty.
  static func quantile(
    _ p: Double, of sorted: [Double], type: SeasonalBaseline.QuantileType
  ) -> Double {
    precondition(!sorted.isEmpty, "a quantile needs a sample")
    let n = Double(sorted.count)
    let position: Double =
      switch type {
      case .type6: (n + 1) * p - 1
      case .type7: (n - 1) * p
      case .type8: (n + 1.0 / 3.0) * p + 1.0 / 3.0 - 1
      }
    let clamped = min(max(position, 0), n - 1)
    let low = clamped.rounded(.down)
    let share = clamped - low
    let a = sorted[Int(low)]
    let b = sorted[min(Int(low) + 1, sorted.count - 1)]
    // The two-sided form keeps both ends exact, as numpy does.
    return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share)
  }
}

/// median + k · IQR of the days of a history.
struct SeasonalLimit: Sendable, Equatable {
  var q1: Double
  var median: Double
  var q3: Double
  var limit: Double
  var iqr: Double { q3 - q1 }

  init(
    ratios: [Double], factor: ExactRatio, type: SeasonalBaseline.QuantileType, floor: ExactRatio?
  ) {
    let sorted = ratios.sorted()
    q1 = Quantiles.quantile(0.25, of: sorted, type: type)
    median = Quantiles.quantile(0.5, of: sorted, type: type)
    q3 = Quantiles.quantile(0.75, of: sorted, type: type)
    limit = median + factor.double * (q3 - q1)
    if q3 == q1, let floor { limit = max(limit, floor.double) }
  }
}
