import Foundation
import TestSupport
import Testing

@testable import Analysis

/// What makes a night with many services quick gives what the plain way gives.
struct NightlyScaleTests {
  // MARK: fractions in 128 bits

  @Test func fractionsAreTheSameInAnyNumberOfBits() {
    var generator = SeededGenerator(seed: 20_260_317)
    func term() -> (Int64, Int64) {
      let bits = Int.random(in: 1...62, using: &generator)
      let bound = Int64(1) << bits
      return (
        Int64.random(in: -bound...bound, using: &generator),
        Int64.random(in: 1...bound, using: &generator)
      )
    }
    for _ in 0..<3_000 {
      let terms = (0..<4).map { _ in term() }
      func work(_ of: (Int64, Int64) -> ExactFraction) -> [ExactFraction] {
        let all = terms.map { of($0.0, $0.1) }
        return [
          all[0] + all[1], all[0] - all[1], all[0] * all[1],
          all[0] * all[1] - all[2] * all[3], all[0] * all[0] * all[1] * all[2] + all[3],
          (all[0] - all[1]) * (all[2] + all[3]) * all[0],
        ]
      }
      let narrow = work { ExactFraction($0, $1) }
      let wide = work { ExactFraction.wide($0, $1) }
      for (a, b) in zip(narrow, wide) {
        #expect(a == b)
        #expect(b == a)
        #expect(!(a < b) && !(b < a))
        #expect(a.double.bitPattern == b.double.bitPattern, "\(terms)")
      }
      for (a, b) in zip(narrow, wide.dropFirst()) {
        #expect((a < b) == (ExactFraction.wide(0, 1) < b - a))
      }
    }
  }

  /// Worked out with Python's fractions: `float(Fraction(a, b) ** 3 * Fraction(c, d))`.
  @Test func longFractionsRoundAsPythonRoundsThem() {
    func cube(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> Double {
      let ratio = ExactFraction(a, b)
      return (ratio * ratio * ratio * ExactFraction(c, d)).double
    }
    #expect(cube(1_243, 123_967, 7, 9) == 7.840624264768904e-07)
    #expect(cube(161, 13_002, 999_999_937, 1_000_003) == 0.0018986539308091044)
    #expect(cube(-3_600_001, 3_600_000, 4_999_999, 5) == -1000000.6333333981)
  }

  // MARK: changes of settings

  /// By definition: the value before is the last sample at or before the start, marked as ended or
  /// not; the first sample inside that differs from the value before it is the change.
  private func change(
    _ samples: [(second: Int64, value: Double)], _ from: Int64, _ to: Int64
  ) -> Int64? {
    var known = samples.last { $0.second <= from }?.value
    for sample in samples where from < sample.second && sample.second < to && !sample.value.isNaN {
      if let before = known, !before.isNaN, before != sample.value { return sample.second }
      known = sample.value
    }
    return nil
  }

  @Test func changesOfSettingsAreThoseThatAScanFinds() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var second: Int64 = 0
      let samples = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        second += Int64.random(in: 1...3, using: &generator)
        let value: Double = [1, 1, 1, 2, .nan].randomElement(using: &generator) ?? 1
        return (second: second, value: value)
      }
      var store = MetricStore()
      for sample in samples {
        store.add(
          MetricSeriesID(name: "long_query_time", labels: []),
          MetricStore.Sample(
            time: Instant(seconds: sample.second), value: sample.value,
            provenance: Provenance(input: 0, place: RecordPlace(offset: sample.second, length: 1))))
      }
      store.normalise()
      let changes = ConfigChanges(of: ["long_query_time", "other"], store)
      for from in -1...second {
        for to in from...(second + 1) {
          let found = changes.first(
            in: Interval(from: Instant(seconds: from), to: Instant(seconds: to)))
          #expect(
            found?.time == change(samples, from, to).map { Instant(seconds: $0) },
            "\(samples) from \(from) to \(to)")
        }
      }
    }
  }

  // MARK: counters

  /// Where a counter has a value, instant by instant (RULES "A5 and all counters").
  private func hasValue(_ samples: [(second: Int64, value: Double)], _ at: Int64) -> Bool {
    let gaps = zip(samples.dropFirst(), samples).map { $0.second - $1.second }.sorted()
    guard let last = samples.lastIndex(where: { $0.second <= at }), !gaps.isEmpty else {
      return false
    }
    let middle = gaps.count / 2
    let twice = gaps.count % 2 == 1 ? 2 * gaps[middle] : gaps[middle - 1] + gaps[middle]
    guard samples[last].value.isFinite else { return false }
    // Beyond a gap longer than the staleness nothing is covered; after the last sample, up to it.
    return last + 1 < samples.count
      ? samples[last + 1].second - samples[last].second <= twice
      : at < samples[last].second + twice
  }

  @Test func countersCoverWhatTheirSamplesCoverOneByOne() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<300 {
      var second: Int64 = 0
      let samples = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
        second += [2, 2, 2, 3, 9].randomElement(using: &generator) ?? 2
        let value: Double = [1, 2, 3, .nan].randomElement(using: &generator) ?? 1
        return (second: second, value: value)
      }
      let counter = CounterSeries(
        SampleSeries(
          samples.map {
            MetricStore.Sample(
              time: Instant(seconds: $0.second), value: $0.value,
              provenance: Provenance(input: 0, place: RecordPlace(offset: 0, length: 0)))
          }))
      for from in stride(from: Int64(-1), to: second + 25, by: 3) {
        for length in [Int64(1), 4, 30] {
          let window = Interval(
            from: Instant(seconds: from), to: Instant(seconds: from + length))
          let covered = unionLength(counter.covered(in: window)) / 1_000_000_000
          let expected = (from..<(from + length)).count { hasValue(samples, $0) }
          #expect(covered == Int64(expected), "\(samples) from \(from), \(length) s")
          let finite = samples.filter { !$0.value.isNaN }
          let resets = zip(finite, finite.dropFirst()).filter {
            $1.value < $0.value && $0.second < from + length && from < $1.second
          }
          #expect(
            counter.resets(in: window)
              == resets.map {
                Interval(from: Instant(seconds: $0.second), to: Instant(seconds: $1.second))
              })
        }
      }
    }
  }

  // MARK: threads

  @Test(arguments: [1, 2, 3, 8])
  func workOfSeveralThreadsComesBackInOrder(_ workers: Int) {
    for count in [0, 1, 2, 63, 64, 1_000] {
      #expect(
        concurrentMap(count, workers: workers) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }
  }
}

/// Values of samples are what the standard library reads in them.
struct SampleValueTests {
  @Test(arguments: [
    "0", "7", "007", "123456789012345", "999999999999999", "1234567890123456", "9007199254740993",
    "", "-1", "-0", "+5", "1e3", "1.5", "12a", " 12", "0x10", "１２", "1_000", "/", ":",
  ])
  func readsNumbers(_ text: String) {
    let found = Array(text.utf8).withUnsafeBytes { sampleValue($0) }
    #expect(found?.bitPattern == Double(text)?.bitPattern)
  }

  @Test func readsWhatIsNoNumber() {
    func value(_ text: String) -> Double? { Array(text.utf8).withUnsafeBytes { sampleValue($0) } }
    #expect(value("NaN")?.isNaN == true)
    #expect(value("+Inf") == .infinity)
    #expect(value("-Inf") == -.infinity)
  }
}
