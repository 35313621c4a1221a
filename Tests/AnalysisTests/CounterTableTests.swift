import Diagnostics
import Testing

@testable import Analysis

/// Tables worked out by hand for RULES "A5 and all counters": value(t), differences, resets.
struct CounterTableTests {
  private typealias Points = [(second: Int64, value: Double)]

  private func series(_ points: Points) -> CounterSeries {
    CounterSeries(
      SampleSeries(
        points.map {
          MetricStore.Sample(
            time: Instant(seconds: $0.second), value: $0.value,
            provenance: Provenance(input: 0, place: RecordPlace(offset: 0, length: 0, line: 0)))
        }))
  }

  private func window(_ from: Int64, _ to: Int64) -> Interval {
    Interval(from: Instant(seconds: from), to: Instant(seconds: to))
  }

  /// Counters of instances `a`, `b` …; slow is a tenth of all.
  private func ratio(_ instances: [Points]) -> CounterRatio {
    var slow: [MetricSeriesID: CounterSeries] = [:]
    var all: [MetricSeriesID: CounterSeries] = [:]
    for (index, points) in instances.enumerated() {
      let label = MetricSeriesID.Label(name: "instance", value: "\(index)")
      slow[MetricSeriesID(name: "s", labels: [label])] = series(points)
      all[MetricSeriesID(name: "q", labels: [label])] = series(
        points.map { ($0.second, $0.value * 10) })
    }
    return CounterRatio(numerator: slow, denominator: all)
  }

  private func steps(_ values: [Double], from: Int64 = 0, spacing: Int64 = 60) -> Points {
    values.enumerated().map { (from + Int64($0.offset) * spacing, $0.element) }
  }

  // MARK: value(t)

  @Test func aValueLastsTwiceTheMedianSpacingAndNotLonger() {
    // Distances 60, 60, 180: their median is 60, so the sample of 120 lasts until 240.
    let counter = series([(0, 1), (60, 2), (120, 3), (300, 4)])
    #expect(counter.spacingNanoseconds == 60_000_000_000)
    #expect(counter.value(at: Instant(seconds: 240)) == 3)
    #expect(counter.value(at: Instant(seconds: 240) + 1) == nil)
    #expect(counter.value(at: Instant(seconds: 300) + -1) == nil)
    #expect(counter.value(at: Instant(seconds: 300)) == 4)
    #expect(counter.value(at: Instant(seconds: 420)) == 4)
    #expect(counter.value(at: Instant(seconds: 420) + 1) == nil)
    #expect(counter.value(at: Instant(seconds: -1)) == nil)
  }

  @Test func theMedianOfAnEvenNumberOfDistancesIsTheMiddleOfBoth() {
    // 60 and 120: 90, so the last sample lasts 180 seconds.
    let counter = series([(0, 1), (60, 2), (180, 3)])
    #expect(counter.spacingNanoseconds == 90_000_000_000)
    #expect(counter.value(at: Instant(seconds: 360)) == 3)
    #expect(counter.value(at: Instant(seconds: 361)) == nil)
  }

  @Test func oneSampleHasNoSpacingAndLastsForItsInstant() {
    let counter = series([(60, 5)])
    #expect(counter.value(at: Instant(seconds: 60)) == 5)
    #expect(counter.value(at: Instant(seconds: 60) + 1) == nil)
  }

  // MARK: edges

  // Samples at 17, 77, 137, 197 with 10, 20, 40, 80. (from, to, difference of the last values)
  @Test(arguments: [
    (60, 180, 30),  // 40 of 137, 10 of 17
    (77, 137, 20),  // samples on both edges count at both
    (76, 136, 10),  // one second earlier neither does
    (77, 197, 60), (78, 196, 20), (17, 197, 70),
  ])
  func unalignedSamplesCountWhereTheyAreTheLast(_ from: Int64, _ to: Int64, _ wanted: Double) {
    let counter = series([(17, 10), (77, 20), (137, 40), (197, 80)])
    #expect(counter.increase(over: window(from, to), excluding: []) == wanted)
  }

  @Test func neighbouringWindowsShareTheirEdgeAndLoseNothing() {
    let counter = series([(0, 3), (60, 4), (120, 9), (180, 10)])
    let parts = [(0, 60), (60, 120), (120, 180)].map {
      counter.increase(over: window($0.0, $0.1), excluding: []) ?? .nan
    }
    #expect(parts == [1, 5, 1])
    #expect(counter.increase(over: window(0, 180), excluding: []) == 7)
  }

  // MARK: resets

  @Test func aResetOnAnEdgeBelongsToTheIntervalThatEndsThere() {
    // The restart lies between 120 and 180: the window that begins at 180 does not know of it.
    let counter = ratio([steps([10, 11, 12, 0, 1, 2])])
    let after = counter.increase(over: window(180, 300))
    #expect(after.numerator == 2 && after.denominator == 20 && after.droppedFraction == 0)
    let before = counter.increase(over: window(0, 120))
    #expect(before.numerator == 2 && before.droppedFraction == 0)
    // 60 of 180 seconds are dropped; 10 → 12 and nothing behind.
    let with = counter.increase(over: window(0, 180))
    #expect(with.numerator == 2 && with.denominator == 20)
    #expect(with.droppedFraction == 60.0 / 180)
    // Of an interval that reaches out of the window only what lies inside is dropped: 150 to 180.
    let part = counter.increase(over: window(150, 300))
    #expect(part.numerator == 2 && part.droppedFraction == 30.0 / 150)
  }

  @Test func theSumIsTakenAfterDifferencing() {
    // b restarts between 60 and 120: 30 of a, 10 and 10 of b. The sum of both counters reads 200,
    // 220, 120, 140: −60 without looking, and 20 + 20 = 40 with its reset dropped.
    let both = ratio([steps([100, 110, 120, 130]), steps([100, 110, 0, 10])])
    let found = both.increase(over: window(0, 180))
    #expect(found.numerator == 50)
    #expect(found.denominator == 500)
    let summed = ratio([steps([200, 220, 120, 140])]).increase(over: window(0, 180))
    #expect(summed.numerator == 40)
  }

  @Test func aResetToAHigherLevelCannotBeSeen() {
    // What no rule can find is not invented: 50 → 60 might hold a restart.
    #expect(ratio([steps([40, 50, 60])]).increase(over: window(0, 120)).numerator == 20)
  }

  @Test func aRestartBehindAStaleMarkerIsAReset() {
    // Gone at 90, back at 120 with 5: the stretch from 60 to 120 is dropped, 10 and 10 are left.
    let gone: Points = [(0, 100), (60, 110), (90, .nan), (120, 5), (180, 15)]
    let found = ratio([gone]).increase(over: window(0, 180))
    #expect(found.numerator == 20)
    #expect(found.denominator == 200)
    #expect(found.droppedFraction == 60.0 / 180)
    // Ignoring it would give 15 − 100.
    #expect(found.numerator != -85)
    // The marker alone is none: what the counter shows afterwards is what was counted.
    let back: Points = [(0, 100), (60, 110), (90, .nan), (120, 130), (180, 140)]
    #expect(ratio([back]).increase(over: window(0, 180)).numerator == 40)
    // A window that begins in the gap knows what stood before it.
    let late = ratio([gone]).increase(over: window(100, 180))
    #expect(late.numerator == 10 && late.droppedFraction == 20.0 / 80)
  }

  @Test func severalMarkersAreOneGap() {
    let points: Points = [(0, 7), (60, .nan), (120, .nan), (180, 3), (240, 4), (300, .nan)]
    let found = ratio([points]).increase(over: window(0, 300))
    #expect(found.numerator == 1)
    #expect(found.droppedFraction == 180.0 / 300)
    #expect(ratio([points]).increase(over: window(70, 300)).numerator == 1)
  }

  // MARK: instances that come and go

  @Test func anInstanceThatComesOrGoesCountsWhileItIsThere() {
    let old: Points = steps([10, 11, 12])  // gone after 120
    let new: Points = steps([900, 904, 909], from: 180)  // comes at 180 with a level of its own
    let found = ratio([old, new]).increase(over: window(0, 300))
    #expect(found.numerator == 2 + 9)
    #expect(found.denominator == 110)
  }

  // MARK: samples stated twice

  @Test func ofTwoValuesForOneInstantTheFirstByPlaceCounts() throws {
    let id = MetricSeriesID(name: "s", labels: [])
    func store(_ samples: [(second: Int64, value: Double, input: Int)]) -> MetricStore {
      var store = MetricStore()
      for sample in samples {
        store.add(
          id,
          MetricStore.Sample(
            time: Instant(seconds: sample.second), value: sample.value,
            provenance: Provenance(
              input: sample.input, place: RecordPlace(offset: 0, length: 1, line: 1))))
      }
      store.normalise()
      return store
    }
    // Equal samples of two exports count once; 60 is stated as 5 and as 6.
    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]] {
      let all: [(second: Int64, value: Double, input: Int)] = [
        (0, 1, 0), (0, 1, 1), (60, 6, 1), (60, 5, 0), (120, 9, 1),
      ]
      let found = store(order.map { all[$0] })
      #expect(found.series[id]?.map(\.value) == [1, 5, 9])
      #expect(found.duplicateCount == 1)
      #expect(found.conflicts[id] == Instant(seconds: 60))
      let counter = CounterSeries(found.series[id] ?? SampleSeries())
      #expect(counter.increase(over: window(0, 60), excluding: []) == 4)
      #expect(counter.increase(over: window(60, 120), excluding: []) == 4)
    }
  }
}

/// The same rules through a whole run: when what was dropped leaves a window or a day undecided.
struct CounterResetRunTests {
  private static let hour: Int64 = 3_600
  private static let day: Int64 = 86_400
  private static let hourStart: Int64 = -1_200
  private static let clause =
    "  S: {kind: seasonal-baseline, ratio: {slow: [slow_total], of: all_total}, window: 30m}"
  private static let past: [Int64] = [14, 16, 18, 20, 22, 24, 26]

  /// Eight days of one hour, 60 s apart, 1000 queries a step. The process restarts within the given
  /// steps of the given days; what it counted since stands in the next sample. `late` steps are
  /// sampled a second later.
  private func run(
    resets: [Int64: Set<Int64>], late: Set<Int64> = []
  ) throws -> AnalysisRun {
    var lines: [String] = []
    var (slow, all): (Int64, Int64) = (0, 0)
    for day in Int64(-7)...0 {
      let share = day < 0 ? Self.past[Int(day) + 7] : 36
      for step in Int64(0)...60 {
        if resets[day]?.contains(step) == true { (slow, all) = (0, 0) }
        if step > 0 { (slow, all) = (slow + share, all + 1000) }
        let shift: Int64 = day == 0 && late.contains(step) ? 1 : 0
        let time = SmallExports.start + day * Self.day + Self.hourStart + 60 * step + shift
        lines += ["slow_total \(slow) \(time)", "all_total \(all) \(time)"]
      }
    }
    var exports = try SmallExports(Self.clause)
    defer { exports.remove() }
    try exports.add("m.txt", lines.joined(separator: "\n") + "\n# EOF\n")
    return try exports.run(from: Self.hourStart, to: Self.hourStart + Self.hour)
  }

  @Test func tenPercentDroppedStillDecides() throws {
    // 3 of 30 minutes: 180 s of 1800 s are exactly a tenth. 36 · 27 of 27 000, limit 35 per mille.
    let run = try run(resets: [0: [10, 15, 20]])
    #expect(run.verdict("S", Self.hourStart) == "BREACHED")
    let value = run.result.verdicts.first?.value
    #expect(value?.numerator == 972 && value?.denominator == 27_000)
  }

  @Test func oneSecondMoreDoesNot() throws {
    // The step to 20 is sampled at 1201: the dropped intervals are 60, 60 and 61 s long.
    let run = try run(resets: [0: [10, 15, 20]], late: [20])
    #expect(run.verdict("S", Self.hourStart) == "INDETERMINATE counter-reset")
    // Nothing is lost from the second half hour.
    #expect(run.verdict("S", Self.hourStart + 1800) == "BREACHED")
  }

  @Test func aDayWithATenthDroppedCountsAndOneWithMoreIsMissing() throws {
    // Day −1 has 26 per mille: 54 steps are left of 60.
    let tenth = try run(resets: [-1: [5, 10, 15, 20, 25, 30]]).result.baselines.first?.days.last
    #expect(tenth?.numerator == 26 * 54 && tenth?.denominator == 54_000)
    let more = try run(resets: [-1: [5, 10, 15, 20, 25, 30, 35]]).result.baselines.first
    #expect(more?.days.last?.ratio == nil)
    #expect(more?.days.last?.note?.contains("10 %") == true)
    // Six days are left, and decide: 14 to 24, type 7: q1 16.5, median 19, q3 21.5; 19 + 2.5 · 5.
    #expect(more?.limit == 0.0315)
  }
}
