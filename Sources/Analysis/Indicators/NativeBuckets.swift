internal import Foundation

/// What a native histogram says about one latency limit: the counts at the bucket bounds around it.
///
/// A native histogram has hundreds of buckets, a limit lies in one of them. Its lower bound, its
/// upper bound and the next one, with the counts of all observations at or below each, are all that
/// a verdict can use; they are kept as the classic buckets they are, and differenced like them.
enum NativeBuckets {
  /// One bound with the observations at or below it.
  struct Cumulative: Equatable {
    /// In the unit of the histogram; +Inf is the last one's.
    var bound: Double
    var count: Double
  }

  /// The bounds around `limit`, ascending, then +Inf with all observations; nil where differences
  /// would mean nothing.
  /// - Parameter limit: in the unit of the histogram, above zero.
  static func around(_ limit: Double, of histogram: NativeHistogram) -> [Cumulative]? {
    guard !histogram.isGauge, limit > 0, histogram.count.isFinite else { return nil }
    if histogram.hasSeenBoundsOnly { return aside(limit, of: histogram) }
    let isCustom = histogram.schema == NativeHistogram.customSchema
    guard isCustom || (-4...8).contains(histogram.schema) else { return nil }
    func bound(_ index: Int) -> Double {
      guard isCustom else { return exp2(Double(index) * exp2(-Double(histogram.schema))) }
      guard index >= 0 else { return -.infinity }
      return index < histogram.customBounds.count ? histogram.customBounds[index] : .infinity
    }
    var below: Int
    if isCustom {
      below = (histogram.customBounds.firstIndex { $0 > limit } ?? histogram.customBounds.count) - 1
    } else {
      below = Int((log2(limit) * exp2(Double(histogram.schema))).rounded(.down))
      // The logarithm may be off by its last digit.
      while bound(below) > limit { below -= 1 }
      while bound(below + 1) <= limit { below += 1 }
    }
    let beneath = histogram.negative.reduce(0) { $0 + $1.count }
    let found = (below...(below + 2)).compactMap { index -> Cumulative? in
      let bound = bound(index)
      guard bound.isFinite, bound > 0 else { return nil }
      let zero = histogram.zeroThreshold <= bound ? histogram.zeroCount : 0
      let counted = histogram.positive.reduce(0) { $1.index <= index ? $0 + $1.count : $0 }
      return Cumulative(bound: bound, count: beneath + zero + counted)
    }
    return found + [Cumulative(bound: .infinity, count: histogram.count)]
  }

  /// The same where bounds come and go with what the buckets hold: what lies at or below the limit
  /// for certain, and what may. They stand for the bounds of the bucket that holds the limit, whether
  /// it has been seen yet or not; a change of its resolution inside a window is not seen.
  private static func aside(_ limit: Double, of histogram: NativeHistogram) -> [Cumulative] {
    var (least, most) = (0.0, 0.0)
    for bucket in histogram.positive {
      let index = Int(bucket.index)
      let from = index > 0 ? histogram.customBounds[index - 1] : -.infinity
      let to = index < histogram.customBounds.count ? histogram.customBounds[index] : .infinity
      if to <= limit { least += bucket.count }
      if from < limit { most += bucket.count }
    }
    // One nanosecond to either side, which no observation can tell from the limit.
    return [
      Cumulative(bound: limit - 1e-9, count: least), Cumulative(bound: limit + 1e-9, count: most),
      Cumulative(bound: .infinity, count: histogram.count),
    ]
  }
}

extension MetricStore {
  /// Adds the bounds around `limitNanoseconds` of a native histogram as classic buckets.
  mutating func add(
    _ histogram: NativeHistogram, of series: MetricSeriesID, limitNanoseconds: Int64,
    _ sample: Sample
  ) {
    let scale = ClassicHistogram.isInMilliseconds(series.name) ? 1e6 : 1e9
    let limit = Double(limitNanoseconds) / scale
    for bucket in NativeBuckets.around(limit, of: histogram) ?? [] {
      let text = bucket.bound.isInfinite ? "+Inf" : "\(bucket.bound)"
      let labels = series.labels + [MetricSeriesID.Label(name: "le", value: text)]
      var counted = sample
      counted.value = bucket.count
      add(MetricSeriesID(name: series.name + "_bucket", labels: labels.sorted()), counted)
    }
  }
}
