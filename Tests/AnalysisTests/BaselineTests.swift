import Testing

@testable import Analysis

/// The numbers of CLAUSES A5; quartiles also by `numpy.quantile(…, method=…)`.
struct BaselineTests {
  private let golden = [1900, 2200, 2500, 3160, 3900, 4312, 5000].map { ExactFraction($0, 1000) }
  private let definition = [21, 24, 30, 32, 35, 43, 51].map { ExactFraction($0, 10) }
  private let factor = ExactRatio(numerator: 25, denominator: 10)

  @Test func goldenCase() {
    let limit = SeasonalLimit(
      ratios: golden.shuffled(), factor: factor, type: .type7, floor: nil)
    #expect(limit.q1 == ExactFraction(235, 100))
    #expect(limit.median == ExactFraction(316, 100))
    #expect(limit.q3 == ExactFraction(4106, 1000))
    #expect(limit.iqr == ExactFraction(1756, 1000))
    #expect(limit.limit == ExactFraction(755, 100))
    #expect(limit.limit.double == 7.55)
    #expect(limit.iqr.double == 1.756)
  }

  // np.quantile([2.1,2.4,3.0,3.2,3.5,4.3,5.1], [.25,.5,.75], method=m): weibull 2.4 3.2 4.3,
  // linear 2.7 3.2 3.9, median_unbiased 2.5 3.2 4.16666…; limits 7.95, 6.20, 7.3666…
  @Test(arguments: [
    (SeasonalBaseline.QuantileType.type6, 795, 100), (.type7, 62, 10),
    // 3.2 + 2.5 · 5/3 = 221/30
    (.type8, 221, 30),
  ])
  func definitionCase(
    _ type: SeasonalBaseline.QuantileType, _ numerator: Int64, _ denominator: Int64
  ) {
    let limit = SeasonalLimit(ratios: definition, factor: factor, type: type, floor: nil)
    #expect(limit.limit == ExactFraction(numerator, denominator), "\(limit.limit.double)")
  }

  // By Python: float(Fraction(…)).
  @Test(arguments: [
    (1, 3, 0.3333333333333333), (2, 3, 0.6666666666666666), (755, 10000, 0.0755),
    (-7, 10, -0.7), (9_007_199_254_740_993, 1, 9_007_199_254_740_992), (1016, 8000, 0.127),
    (0, 5, 0), (1, 9_007_199_254_740_993, 1.1102230246251564e-16),
  ])
  func fractionsRoundToTheNearestDouble(
    _ numerator: Int64, _ denominator: Int64, _ expected: Double
  ) {
    #expect(ExactFraction(numerator, denominator).double == expected)
  }

  @Test func aSpreadOfZeroTakesTheFloor() {
    let flat = [ExactFraction](repeating: ExactFraction(2, 100), count: 7)
    let floor = ExactRatio(numerator: 5, denominator: 100)
    #expect(
      SeasonalLimit(ratios: flat, factor: factor, type: .type7, floor: floor).limit.double == 0.05)
    #expect(
      SeasonalLimit(ratios: flat, factor: factor, type: .type7, floor: nil).limit.double == 0.02)
  }

  // MARK: counters (RULES "A5 and all counters")

  private func series(_ points: [(Int64, Double)]) -> CounterSeries {
    CounterSeries(
      SampleSeries(
        points.map {
          MetricStore.Sample(
            time: Instant(seconds: $0.0), value: $0.1,
            provenance: Provenance(input: 0, place: RecordPlace(offset: 0, length: 0, line: 0)))
        }))
  }
  private func window(_ from: Int64, _ to: Int64) -> Interval {
    Interval(from: Instant(seconds: from), to: Instant(seconds: to))
  }
  private func ratio(_ a: [(Int64, Double)], _ b: [(Int64, Double)]) -> CounterRatio {
    let labels = [MetricSeriesID.Label(name: "instance", value: "x")]
    return CounterRatio(
      numerator: [MetricSeriesID(name: "slow", labels: labels): series(a)],
      denominator: [MetricSeriesID(name: "all", labels: labels): series(b)])
  }
  private func every60(_ count: Int64, _ step: Double) -> [(Int64, Double)] {
    (0...count).map { ($0 * 60, Double($0) * step) }
  }

  @Test func increaseIsAPlainDifferenceOfLastValues() {
    let counter = series(every60(10, 5))
    #expect(counter.increase(over: window(60, 300), excluding: []) == 20)
    // Between samples the last one counts; nothing is extrapolated.
    #expect(counter.increase(over: window(90, 330), excluding: []) == 20)
    #expect(counter.value(at: Instant(seconds: 660)) == 50)
    // Older than twice the median spacing is no value.
    #expect(counter.value(at: Instant(seconds: 721)) == nil)
  }

  @Test func aResetDropsTheIntervalFromBothAlike() {
    // The process restarts between 180 and 240: both begin at zero again.
    let slow: [(Int64, Double)] = [(0, 100), (60, 101), (120, 102), (180, 103), (240, 1), (300, 2)]
    let all: [(Int64, Double)] = [
      (0, 1000), (60, 1010), (120, 1020), (180, 1030), (240, 10), (300, 20),
    ]
    let increase = ratio(slow, all).increase(over: window(0, 300))
    #expect(increase.numerator == 4)
    #expect(increase.denominator == 40)
    #expect(abs(increase.droppedFraction - 0.2) < 1e-12)
    // Known bad: ignoring the reset on both sides gives a plausible wrong ratio (-98/-980).
    #expect(increase.denominator != -980)
  }

  @Test func aResetOfOneCounterDropsTheOtherToo() {
    let slow: [(Int64, Double)] = [(0, 100), (60, 101), (120, 0), (180, 1)]
    let increase = ratio(slow, [(0, 0), (60, 10), (120, 20), (180, 30)])
      .increase(over: window(0, 180))
    #expect(increase.numerator == 2)
    #expect(increase.denominator == 20)
  }

  @Test func aNewInstanceIsANewSeries() {
    let a = [MetricSeriesID.Label(name: "instance", value: "a")]
    let b = [MetricSeriesID.Label(name: "instance", value: "b")]
    let both = CounterRatio(
      numerator: [
        MetricSeriesID(name: "s", labels: a): series(every60(5, 1)),
        MetricSeriesID(name: "s", labels: b): series([(180, 500), (240, 501), (300, 502)]),
      ],
      denominator: [
        MetricSeriesID(name: "q", labels: a): series(every60(5, 10)),
        MetricSeriesID(name: "q", labels: b): series([(180, 9000), (240, 9010), (300, 9020)]),
      ])
    let increase = both.increase(over: window(0, 300))
    #expect(increase.numerator == 7)
    #expect(increase.denominator == 70)
    #expect(increase.coveredFraction == 1)
  }

  @Test func gapsAreNotCovered() {
    // Samples every 60 s, then none for 20 minutes of the hour.
    let points = every60(60, 1).filter { !(1200..<2400).contains($0.0) }
    let increase = ratio(points, points).increase(over: window(0, 3600))
    #expect(abs(increase.coveredFraction - 2.0 / 3) < 0.03)
  }

  // MARK: same civil hour

  @Test func aSkippedHourMakesTheDayMissingAndARepeatedOnePools() throws {
    let zone = try #require(CivilZone(name: "America/Los_Angeles"))
    // 02:00 on 2024-03-11; on 2024-03-10 that hour did not exist.
    let hour = Instant(seconds: 1_710_147_600)
    #expect(zone.civilTime(at: hour).timeText == "02:00:00")
    let days = SeasonalHistory(zone: zone, hour: hour, days: 2).days
    #expect(days.map(\.date) == ["2024-03-09", "2024-03-10"])
    #expect(days.map(\.intervals.count) == [1, 0])
    // 01:00 on 2024-11-04; on 2024-11-03 it came twice.
    let autumn = Instant(seconds: 1_730_710_800)
    #expect(zone.civilTime(at: autumn).timeText == "01:00:00")
    let repeated = SeasonalHistory(zone: zone, hour: autumn, days: 1).days[0]
    #expect(repeated.intervals.count == 2)
    #expect(repeated.intervals.reduce(0) { $0 + $1.lengthNanoseconds } == 7_200_000_000_000)
  }
}
