import Testing

@testable import Analysis

/// Histograms whose buckets are spelled differently, change, or state no bound (CLAUSES A2).
struct HistogramLayoutTests {
  private static let start = 1_715_754_000

  /// Samples every 15 s as (bound, second since the start, value).
  private func histogram(
    _ samples: [(bound: String?, second: Int, value: Double)]
  ) -> ClassicHistogram? {
    var survey = Survey()
    for (index, sample) in samples.enumerated() {
      let labels = sample.bound.map { [MetricSeriesID.Label(name: "le", value: $0)] } ?? []
      survey.metrics.add(
        MetricSeriesID(name: "lat_seconds_bucket", labels: labels),
        MetricStore.Sample(
          time: Instant(nanoseconds: Int64(Self.start + sample.second) * 1_000_000_000),
          value: sample.value,
          provenance: Provenance(
            input: 0, place: RecordPlace(offset: Int64(index), length: 1, line: 1))))
    }
    survey.metrics.normalise()
    return ClassicHistogram.groups(
      family: "lat_seconds", filter: RecordFilter(), scope: .all, metrics: survey.metrics,
      range: Interval(
        from: Instant(seconds: Int64(Self.start)), to: Instant(seconds: Int64(Self.start) + 600)))
  }

  private func steps(
    _ bound: String?, _ seconds: [Int], _ slope: Double
  ) -> [(bound: String?, second: Int, value: Double)] {
    seconds.map { (bound, $0, slope * Double($0)) }
  }

  private let window = Interval(
    from: Instant(nanoseconds: 1_715_754_000_000_000_000),
    to: Instant(nanoseconds: 1_715_754_060_000_000_000))
  private let all = [0, 15, 30, 45, 60]

  @Test func oneBoundSpelledThreeWaysIsOneBucket() throws {
    let found = try #require(
      histogram(
        steps("1", [0, 15], 1) + steps("1.0", [30, 45], 1) + steps("1e0", [60], 1)
          + steps("+Inf", all, 2)))
    let buckets = try found.increase(over: window).get()
    #expect(buckets.bounds == [1_000_000_000])
    #expect(buckets.cumulative == [60])
    #expect(buckets.total == 120)
  }

  private func reason(_ histogram: ClassicHistogram?) -> String {
    switch histogram?.increase(over: window) {
    case .failure(let defect): defect.reason
    case .success: "decided"
    case nil: "none"
    }
  }

  @Test func layoutChangesInsideAreNotDecided() {
    let changed = histogram(
      steps("0.5", [0, 15], 1) + steps("1", [45, 60], 1) + steps("+Inf", all, 2))
    #expect(reason(changed).hasPrefix(Reason.histogramInvalid))
  }

  @Test func boundsThatCannotBeReadAreNotDecided() {
    #expect(
      reason(histogram(steps("high", all, 1) + steps("+Inf", all, 2)))
        .hasPrefix(Reason.histogramInvalid))
    #expect(
      reason(histogram(steps(nil, all, 1) + steps("+Inf", all, 2)))
        .hasPrefix(Reason.histogramInvalid))
    #expect(reason(histogram(steps("1", all, 1))).hasPrefix(Reason.histogramInvalid))
  }

  @Test func infinitiesDoNotTrap() {
    let odd = histogram(
      [("1", 0, 0), ("1", 60, .infinity), ("+Inf", 0, 0), ("+Inf", 60, 1e300)])
    #expect(reason(odd) != "none")
  }
}
