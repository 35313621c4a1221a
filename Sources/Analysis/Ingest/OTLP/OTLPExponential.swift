/// Exponential histograms of OTLP as native histograms of Prometheus.
///
/// With one scale, OTLP's bucket i holds values above base^i up to base^(i + 1), Prometheus' those
/// above base^(i − 1) up to base^i. Source: Prometheus, "Native Histograms", OTLP conversion.
enum OTLPExponential {
  /// Buckets that a data point may state.
  private static let bucketLimit = 1 << 16

  /// The histogram; nil when it cannot be one.
  static func histogram(_ point: OTLPPoint) -> NativeHistogram? {
    guard point.scale >= -4, point.scale <= 64, point.zeroThreshold >= 0,
      let positive = buckets(point.positive, point.scale),
      let negative = buckets(point.negative, point.scale)
    else { return nil }
    let all = (positive + negative).reduce(Double(point.zeroCount)) { $0 + $1.count }
    guard point.isStale || all == Double(point.count) else { return nil }
    return NativeHistogram(
      schema: Int32(min(point.scale, 8)), zeroThreshold: point.zeroThreshold,
      zeroCount: Double(point.zeroCount), count: Double(point.count), sum: point.sum ?? .nan,
      positive: positive, negative: negative)
  }

  private static func buckets(
    _ side: OTLPPoint.Buckets, _ scale: Int64
  ) -> [NativeHistogram.Bucket]? {
    guard side.counts.count <= bucketLimit, abs(side.offset) < 1 << 40 else { return nil }
    // Finer scales than Prometheus has fold into its finest.
    let shift = max(0, scale - 8)
    var buckets: [NativeHistogram.Bucket] = []
    for (at, count) in side.counts.enumerated() where count > 0 {
      let wide = (side.offset + Int64(at)) >> shift + 1
      guard let index = Int32(exactly: wide) else { return nil }
      if buckets.last?.index == index {
        buckets[buckets.count - 1].count += Double(count)
      } else {
        buckets.append(NativeHistogram.Bucket(index: index, count: Double(count)))
      }
    }
    return buckets
  }
}

extension NativeHistogram {
  /// Both histograms together, in the coarser of their schemas; nil where their zero buckets or
  /// kinds differ.
  func adding(_ other: NativeHistogram) -> NativeHistogram? {
    guard schema != Self.customSchema, other.schema != Self.customSchema,
      zeroThreshold == other.zeroThreshold
    else { return nil }
    var sum = self
    sum.schema = min(schema, other.schema)
    sum.count += other.count
    sum.sum += other.sum
    sum.zeroCount += other.zeroCount
    sum.positive = Self.merge(
      Self.coarser(positive, by: schema - sum.schema),
      Self.coarser(other.positive, by: other.schema - sum.schema))
    sum.negative = Self.merge(
      Self.coarser(negative, by: schema - sum.schema),
      Self.coarser(other.negative, by: other.schema - sum.schema))
    return sum
  }

  private static func coarser(_ buckets: [Bucket], by steps: Int32) -> [Bucket] {
    guard steps > 0 else { return buckets }
    var out: [Bucket] = []
    for bucket in buckets {
      // Bucket i ends at base^i: two neighbours, 2i − 1 and 2i, become i.
      let index = Int32((Int64(bucket.index) - 1) >> Int64(steps)) + 1
      if out.last?.index == index {
        out[out.count - 1].count += bucket.count
      } else {
        out.append(Bucket(index: index, count: bucket.count))
      }
    }
    return out
  }

  private static func merge(_ a: [Bucket], _ b: [Bucket]) -> [Bucket] {
    var counts: [Int32: Double] = [:]
    for bucket in a + b { counts[bucket.index, default: 0] += bucket.count }
    return counts.sorted { $0.key < $1.key }.map { Bucket(index: $0.key, count: $0.value) }
  }
}
