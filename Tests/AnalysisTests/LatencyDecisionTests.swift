import Testing

@testable import Analysis

/// CLAUSES A2: P99 ≤ L ⇔ count(≤ L) ≥ ⌈0.99 N⌉; RULES: unknown requests count both ways.
struct LatencyDecisionTests {
  private let rule = LatencyPercentile(
    filter: RecordFilter(), percentile: ExactRatio(numerator: 99, denominator: 100),
    limitNanoseconds: 200_000_000, windowNanoseconds: 60_000_000_000, from: [.accessLog],
    histogram: nil, minRequests: 0)

  private func counts(
    within: Int64, late: Int64, aborted: Int64 = 0, withoutLatency: Int64 = 0
  ) -> LatencyCounts {
    var counts = LatencyCounts()
    let witness = Witness(
      time: Stamp(Instant(seconds: 1), resolutionNanoseconds: 1),
      provenance: Provenance(input: 0, place: RecordPlace(offset: 0, length: 1, line: 1)))
    func add(_ times: Int64, _ latency: Int64?, _ status: Int) {
      for _ in 0..<times {
        counts.add(
          latencyNanoseconds: latency, limitNanoseconds: rule.limitNanoseconds, status: status,
          witness: witness)
      }
    }
    add(within - aborted, 200_000_000, 200)
    add(aborted, 100_000_000, 499)
    add(late, 200_000_001, 200)
    add(withoutLatency, nil, 200)
    return counts
  }

  private func decision(_ counts: LatencyCounts, quarantined: Int64 = 0) -> String {
    switch rule.decide(counts, quarantined) {
    case .success(let holds): holds ? "holds" : "fails"
    case .failure(let doubt): doubt.reason
    }
  }

  // ⌈0.99 · 1000⌉ = 990; ⌈0.99 · 100⌉ = 99; ⌈0.99 · 60⌉ = 60; ⌈0.99 · 101⌉ = 100.
  @Test(arguments: [
    (990, 10, "holds"), (989, 11, "fails"), (984, 16, "fails"), (99, 1, "holds"),
    (98, 2, "fails"), (59, 1, "fails"), (60, 0, "holds"), (100, 1, "holds"), (99, 2, "fails"),
  ])
  func nearestRank(_ within: Int64, _ late: Int64, _ expected: String) {
    #expect(decision(counts(within: within, late: late)) == expected)
  }

  @Test func abortsAreUndecidedOnlyWhenTheyMatter() {
    // 99 within of 100, one of them aborted: 99 or 98 against 99 needed.
    #expect(decision(counts(within: 99, late: 1, aborted: 1)) == "client-abort")
    #expect(decision(counts(within: 100, late: 0, aborted: 1)) == "holds")
    #expect(decision(counts(within: 90, late: 10, aborted: 1)) == "fails")
  }

  @Test func quarantinedRecordsCountBothWays() {
    // 99 of 100 hold; one more good: 100 of 101 ≥ 100; one more bad: 99 of 101 < 100.
    #expect(decision(counts(within: 99, late: 1), quarantined: 1) == "quarantined")
    #expect(decision(counts(within: 100, late: 0), quarantined: 1) == "holds")
    #expect(decision(counts(within: 50, late: 50), quarantined: 1) == "fails")
  }

  @Test func requestsWithoutLatencyAreUnknown() {
    #expect(decision(counts(within: 99, late: 0, withoutLatency: 2)) == "latency-missing")
    #expect(decision(counts(within: 99, late: 0, withoutLatency: 1)) == "holds")
  }

  @Test func observedPercentileIsNearestRank() {
    // Rank ⌈0.99 · 100⌉ = 99 of 98 fast and 2 late requests is the first late one.
    let value = counts(within: 98, late: 2).percentile(rule.percentile)
    #expect(value == 200_000_001)
    #expect(counts(within: 99, late: 1).percentile(rule.percentile) == 200_000_000)
  }
}
