import Testing

@testable import Analysis

/// Native histograms decide by the bounds of the bucket that holds the limit (CLAUSES A2).
struct NativeBucketTests {
  /// Schema 0: bucket i ends at 2^i. Bounds around 0.2: 0.125, 0.25, 0.5.
  private func histogram(_ buckets: [Int32: Double], zero: Double = 0) -> NativeHistogram {
    NativeHistogram(
      schema: 0, zeroThreshold: 1e-9, zeroCount: zero, count: buckets.values.reduce(zero, +),
      sum: 1,
      positive: buckets.sorted { $0.key < $1.key }.map { .init(index: $0.key, count: $0.value) })
  }

  @Test func boundsAroundTheLimitAreKept() throws {
    // (0.0625, 0.125] = bucket −3, (0.125, 0.25] = −2, (0.25, 0.5] = −1, (1, 2] = 1.
    let found = try #require(
      NativeBuckets.around(0.2, of: histogram([-3: 900, -2: 90, -1: 8, 1: 2], zero: 5)))
    #expect(found.map(\.bound) == [0.125, 0.25, 0.5, .infinity])
    #expect(found.map(\.count) == [905, 995, 1003, 1005])
  }

  @Test func aLimitOnABoundIsExact() throws {
    let found = try #require(NativeBuckets.around(0.25, of: histogram([-2: 99, -1: 1])))
    #expect(found.map(\.bound) == [0.25, 0.5, 1, .infinity])
    #expect(found.first?.count == 99)
    // Schema 3: 2^(-16/8) = 0.25 too, reached through a logarithm.
    let fine = NativeHistogram(
      schema: 3, count: 3, sum: 1,
      positive: [.init(index: -16, count: 1), .init(index: -15, count: 2)])
    let bounds = try #require(NativeBuckets.around(0.25, of: fine))
    #expect(bounds[0].bound == 0.25 && bounds[0].count == 1 && bounds[1].count == 3)
  }

  @Test func boundsOfTheirOwnAndGauges() throws {
    let custom = NativeHistogram(
      schema: -53, count: 10, sum: 1,
      positive: [.init(index: 0, count: 5), .init(index: 1, count: 4), .init(index: 2, count: 1)],
      customBounds: [0.1, 0.3])
    let found = try #require(NativeBuckets.around(0.2, of: custom))
    #expect(found.map(\.bound) == [0.1, 0.3, .infinity])
    #expect(found.map(\.count) == [5, 9, 10])
    var gauge = custom
    gauge.isGauge = true
    #expect(NativeBuckets.around(0.2, of: gauge) == nil)
  }

  // MARK: verdicts

  private func answer(_ buckets: [(String, String, Int)], before: [(String, String, Int)] = [])
    -> String
  {
    func sample(_ at: Int64, _ buckets: [(String, String, Int)]) -> String {
      let count = buckets.reduce(0) { $0 + $1.2 }
      let texts = buckets.map { "[0,\"\($0.0)\",\"\($0.1)\",\"\($0.2)\"]" }
      return "[\(SmallExports.start + at),{\"count\":\"\(count)\",\"sum\":\"1\",\"buckets\":["
        + texts.joined(separator: ",") + "]}]"
    }
    let samples = [sample(0, before), sample(60, buckets), sample(120, buckets)]
    return #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"#
      + #""__name__":"d_seconds","instance":"a"},"histograms":["# + samples.joined(separator: ",")
      + "]}]}}"
  }

  private func verdict(_ text: String) throws -> Verdict {
    var exports = try SmallExports(
      "  H: {kind: latency-percentile, requires: [], at-most: 200ms, from: [histogram],"
        + " histogram: d_seconds}")
    defer { exports.remove() }
    try exports.add("answer.json", text)
    return try #require(exports.run(from: 0, to: 60).result.verdicts.first)
  }

  @Test func theBucketThatHoldsTheLimitGivesABound() throws {
    // 990 of 1000 are needed. All certain; none possible; neither.
    let kept = try verdict(answer([("0.09", "0.18", 990), ("0.18", "0.21", 5), ("0.8", "0.9", 5)]))
    #expect(kept.outcome == .compliant)
    #expect(kept.value?.numerator == 990 && kept.value?.denominator == 1000)
    let broken = try verdict(
      answer([("0.09", "0.18", 984), ("0.18", "0.21", 5), ("0.8", "0.9", 11)]))
    #expect(broken.outcome == .breached)
    let open = try verdict(
      answer([("0.09", "0.18", 985), ("0.18", "0.21", 10), ("0.8", "0.9", 5)]))
    #expect(open.reason == "bucket-resolution")
  }

  @Test func bucketsThatWereEmptyBeforeChangeNothing() throws {
    // At first only one bucket has been seen; 1100 − 100 = 1000 requests, 995 − 0 within.
    let later = try verdict(
      answer(
        [("0.05", "0.06", 100), ("0.09", "0.18", 995), ("0.3", "0.4", 5)],
        before: [("0.05", "0.06", 100)]))
    #expect(later.outcome == .compliant)
    #expect(later.value?.numerator == 995 && later.value?.denominator == 1000)
  }

  // MARK: clipping

  private func clipped(_ growth: [(String, Int)]) throws -> String {
    var lines = ["# TYPE d_seconds histogram"]
    for (bound, count) in growth {
      for step in 0..<Int64(3) {
        lines.append(
          "d_seconds_bucket{le=\"\(bound)\"} \(step == 0 ? 0 : count)"
            + " \(SmallExports.start + step * 60)")
      }
    }
    let verdict = try verdict(lines.joined(separator: "\n") + "\n# EOF\n")
    return verdict.outcome.rawValue + (verdict.reason.map { " " + $0 } ?? "")
  }

  @Test func aHistogramCutAboveItsPercentileNeverComplies() throws {
    // 984 of 1000 within 200 ms is a breach.
    let whole = [
      ("0.1", 900), ("0.2", 984), ("0.3", 992), ("0.5", 996), ("1", 999), ("+Inf", 1000),
    ]
    #expect(try clipped(whole) == "BREACHED")
    // Cut above 0.3 and renormalised: 984/992 = 99.19 % reads as kept; ⌊992/0.99⌋ = 1002 may have
    // been before, of which 992 would be needed.
    let cut = [("0.1", 900), ("0.2", 984), ("0.3", 992), ("+Inf", 992)]
    #expect(try clipped(cut) == "INDETERMINATE clipped-histogram")
  }

  @Test func anHonestHistogramMayComply() throws {
    // Something lies above the highest bound, so nothing was cut there.
    #expect(
      try clipped([("0.1", 900), ("0.2", 990), ("0.3", 998), ("+Inf", 1000)]) == "COMPLIANT")
    // The highest bounds are empty, as they are in a quick service: no sign of a cut.
    #expect(
      try clipped([("0.1", 900), ("0.2", 995), ("0.3", 1000), ("10", 1000), ("+Inf", 1000)])
        == "COMPLIANT")
    // Even if one in a hundred had been cut away, all that is left was in time: 1000 of 1010.
    #expect(
      try clipped([("0.1", 900), ("0.2", 1000), ("0.3", 1000), ("+Inf", 1000)]) == "COMPLIANT")
  }
}
