/// Requests of one window against one latency limit.
public struct LatencyCounts: Mergeable {
  /// All requests.
  public var total: Int64 = 0
  /// Requests with a latency at or below the limit.
  public var within: Int64 = 0
  /// Of those within, the ones whose client went away (499): they might have been late.
  public var abortedWithin: Int64 = 0
  /// Requests without a latency.
  public var withoutLatency: Int64 = 0
  /// How long the requests took.
  public var distribution = LatencyDistribution()
  /// The earliest late requests.
  public var late = EarliestWitnesses()
  /// Where all of them lie.
  public var extents = ByteExtents()

  /// No requests.
  public init() {}

  /// Adds one request.
  public mutating func add(
    latencyNanoseconds: Int64?, limitNanoseconds: Int64, status: Int?, witness: Witness
  ) {
    total += 1
    extents.add(witness.provenance)
    guard let latencyNanoseconds else {
      withoutLatency += 1
      return
    }
    distribution.add(latencyNanoseconds)
    if latencyNanoseconds <= limitNanoseconds {
      within += 1
      if status == 499 { abortedWithin += 1 }
    } else {
      late.add(witness)
    }
  }

  /// Adds the requests of `other`.
  public mutating func merge(_ other: LatencyCounts) {
    total += other.total
    extents.merge(other.extents)
    within += other.within
    abortedWithin += other.abortedWithin
    withoutLatency += other.withoutLatency
    distribution.merge(other.distribution)
    late.merge(other.late)
  }

  /// The latency at nearest rank ⌈p · n⌉ in nanoseconds, over requests that state one.
  public func percentile(_ percentile: ExactRatio) -> Int64? {
    let known = total - withoutLatency
    guard known > 0 else { return nil }
    return distribution.value(atRank: max(1, percentile.countNeeded(of: known)))
  }
}
