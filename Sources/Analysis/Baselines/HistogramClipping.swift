/// Whether a classic histogram was cut above its 99th percentile and the rest renormalised.
///
/// Such a histogram keeps its lower bounds, and its `+Inf` bucket equals the highest finite one: of
/// 1 000 requests 984 were within the limit, the last 8 are gone, and 984/992 = 99.19 % looks kept.
/// It cannot be told from an honest one by a single window. Over the whole judged range it can be
/// suspected: something lies in the highest finite bucket, and never anything above.
struct HistogramClipping: Sendable, Equatable {
  private(set) var above = 0.0
  private(set) var inHighest = 0.0

  /// What was counted so far: growth above the highest finite bound, and in the highest bucket.
  init(above: Double = 0, inHighest: Double = 0) {
    self.above = above
    self.inHighest = inHighest
  }

  /// Counts one instance's growth over the judged range.
  /// - Parameter bounds: samples of its finite buckets, by ascending bound.
  mutating func add(
    bounds: [SampleSeries], infinity: SampleSeries, over range: Interval
  ) {
    guard let highest = bounds.last else { return }
    let top = Self.growth(highest, range)
    above += max(0, Self.growth(infinity, range) - top)
    inHighest += top - (bounds.count > 1 ? Self.growth(bounds[bounds.count - 2], range) : 0)
  }

  /// Whether the histogram must be taken for clipped.
  var isSuspected: Bool { above == 0 && inHighest > 0 }

  /// The greatest total that may have been before `percentile` was kept and the rest cut away.
  static func greatestTotal(_ total: Int64, _ percentile: ExactRatio) -> Int64 {
    let (product, overflow) = total.multipliedReportingOverflow(by: percentile.denominator)
    return overflow ? .max : product / percentile.numerator
  }

  /// Sum of the steps upwards inside `range`.
  private static func growth(_ samples: SampleSeries, _ range: Interval) -> Double {
    var sum = 0.0
    var before: Double?
    for sample in samples
    where range.from <= sample.time && sample.time <= range.to && sample.value.isFinite {
      if let before { sum += max(0, sample.value - before) }
      before = sample.value
    }
    return sum
  }
}
