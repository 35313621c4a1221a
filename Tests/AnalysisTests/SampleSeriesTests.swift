import Foundation
import TestSupport
import Testing

@testable import Analysis

/// Packed samples are the samples, to the last bit, and are found where they lie.
struct SampleSeriesTests {
  private func sample(
    _ nanoseconds: Int64, _ value: Double, offset: Int64 = 0, length: Int64 = 60, line: Int64 = 1,
    input: Int = 0
  ) -> MetricStore.Sample {
    MetricStore.Sample(
      time: Instant(nanoseconds: nanoseconds), value: value,
      provenance: Provenance(
        input: input, place: RecordPlace(offset: offset, length: length, line: line)))
  }

  /// NaN differs from itself: values are compared by their bits.
  private func bits(_ samples: some Sequence<MetricStore.Sample>) -> [[UInt64]] {
    samples.map {
      let place = $0.provenance.place
      return [
        UInt64(bitPattern: $0.time.nanoseconds), $0.value.bitPattern,
        UInt64($0.provenance.input), UInt64(bitPattern: place.offset),
        UInt64(bitPattern: place.length), UInt64(bitPattern: place.line),
      ]
    }
  }

  /// Values that a packing might get wrong, among ordinary ones.
  private static let values: [Double] = [
    0, -0.0, 1, -1, 0.1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 9_007_199_254_740_991, 9_007_199_254_740_992, -9_007_199_254_740_994,
    1e300, Double(bitPattern: 0x7ff8_0000_0000_1234), 3, 4, 5,
  ]

  private func random(
    _ count: Int, ordered: Bool, _ random: inout SeededGenerator
  ) -> [MetricStore.Sample] {
    var time: Int64 = 1_715_040_000_000_000_000
    var total = 0.0
    return (0..<count).map { index in
      let step = Int64.random(in: 1...60_000_000_000, using: &random)
      time += index % 5 > 1 ? 60_000_000_000 : ordered || index % 3 > 0 ? step : -step
      total += Double(Int.random(in: 0...5_000, using: &random))
      let odd = Int.random(in: 0..<4, using: &random) == 0
      return sample(
        time, odd ? Self.values.randomElement(using: &random) ?? 0 : total,
        offset: odd ? Int64.random(in: 0...(.max), using: &random) : Int64(index) * 61,
        length: Int64.random(in: 58...62, using: &random), line: Int64(index) + 2,
        input: odd ? Int.random(in: 0..<3, using: &random) : 1)
    }
  }

  @Test(arguments: [0, 1, 2, 127, 128, 129, 500])
  func everySampleComesBackToTheLastBit(_ count: Int) {
    var generator = SeededGenerator(seed: 20_260_317 + UInt64(count))
    for ordered in [true, false] {
      let samples = random(count, ordered: ordered, &generator)
      let series = SampleSeries(samples)
      #expect(series.count == count)
      #expect(bits(series) == bits(samples))
      var walked: [MetricStore.Sample] = []
      series.forEach { walked.append($0) }
      #expect(bits(walked) == bits(samples))
      #expect(bits(samples.indices.map { series[$0] }) == bits(samples))
      #expect(
        bits([series.first, series.last].compactMap { $0 })
          == bits([samples.first, samples.last].compactMap { $0 }))
      if count > 2 { #expect(bits(series[1...(count - 2)]) == bits(samples[1...(count - 2)])) }
      #expect(
        series.isOrdered
          == zip(samples, samples.dropFirst()).allSatisfy { $0.time < $1.time })
    }
  }

  @Test func theGreatestAndLeastNumbersComeBack() {
    let samples = [
      sample(.max, 1, offset: .max, length: .max, line: .max),
      sample(.min, 2, offset: .min, length: .min, line: .min, input: .max),
      sample(0, .nan, offset: 0, length: 0, line: 0), sample(.max, 0), sample(-1, 1e15),
    ]
    #expect(bits(SampleSeries(samples).dropFirst(0)) == bits(samples))
  }

  @Test func partsPutTogetherAreTheWhole() {
    var generator = SeededGenerator(seed: 7)
    let samples = random(1_000, ordered: true, &generator)
    for cuts in [[0, 1_000], [1, 999], [128, 256], [100, 613], [1_000, 1_000]] {
      var whole = SampleSeries()
      for part in [samples[..<cuts[0]], samples[cuts[0]..<cuts[1]], samples[cuts[1]...]] {
        var own = SampleSeries()
        for sample in part { own.append(sample) }
        whole.append(own)
      }
      // Gone on with after parts were put together.
      let more = sample((samples.last?.time.nanoseconds ?? 0) + 1, 5)
      whole.append(more)
      #expect(bits(whole) == bits(samples + [more]), "cut at \(cuts)")
      #expect(whole.isOrdered)
      let backwards = SampleSeries(samples[500...])
      var wrong = backwards
      wrong.append(SampleSeries(samples[..<500]))
      #expect(!wrong.isOrdered)
      #expect(bits(wrong) == bits(samples[500...] + samples[..<500]))
    }
  }

  @Test func timesFindTheSamplesThatAScanFinds() {
    var generator = SeededGenerator(seed: 11)
    let samples = random(700, ordered: true, &generator)
    let series = SampleSeries(samples)
    var instants = samples.flatMap { [$0.time - 1, $0.time, $0.time + 1] }
    instants += [.distantPast, .distantFuture]
    var cursor = SampleCursor(series)
    for instant in instants.sorted() {
      let before = samples.count { $0.time < instant }
      let through = samples.count { $0.time <= instant }
      #expect(series.count(before: instant, inclusive: false) == before)
      #expect(series.count(before: instant, inclusive: true) == through)
      #expect(series.index(through: instant) == (through > 0 ? through - 1 : nil))
      let last = through > 0 ? [samples[through - 1]] : []
      #expect(bits([series.last(through: instant)].compactMap { $0 }) == bits(last))
      #expect(bits([cursor.last(through: instant)].compactMap { $0 }) == bits(last))
    }
    // A cursor that passes over blocks.
    var hasty = SampleCursor(series)
    for index in [3, 400, 401, 699] {
      #expect(hasty.last(through: samples[index].time)?.time == samples[index].time)
    }
    #expect(SampleSeries().last(through: .distantFuture) == nil)
  }

  @Test func theMedianDistanceIsThatOfTheSortedDistances() {
    func spacing(_ seconds: [Int64]) -> Int64 {
      SampleSeries(seconds.map { sample($0 * 1_000_000_000, 1) }).spacingNanoseconds
    }
    #expect(spacing([]) == 0)
    #expect(spacing([5]) == 0)
    #expect(spacing([0, 60]) == 60_000_000_000)
    #expect(spacing([0, 60, 120, 180]) == 60_000_000_000)
    // 60, 60, 70, 90: half of 60 + 70.
    #expect(spacing([0, 60, 130, 220, 280]) == 65_000_000_000)
    #expect(spacing([0, 10, 40, 60]) == 20_000_000_000)
    // Two parts of different spacing, put together.
    var joined = SampleSeries([0, 60, 120].map { sample($0 * 1_000_000_000, 1) })
    joined.append(SampleSeries([180, 190, 200, 210].map { sample($0 * 1_000_000_000, 1) }))
    // 60, 60, 60, 10, 10, 10.
    #expect(joined.spacingNanoseconds == 35_000_000_000)
    joined.settle()
    #expect(joined.spacingNanoseconds == 35_000_000_000)
  }

  @Test func selectionFindsWhatSortingPutsThere() {
    var generator = SeededGenerator(seed: 3)
    for count in [1, 2, 3, 10, 101, 1_000] {
      for spread in [1, 3, 1_000_000] {
        let values = (0..<count).map { _ in Int64.random(in: 0..<Int64(spread), using: &generator) }
        for order in [values, values.sorted(), values.sorted(by: >)] {
          for index in Set([0, count / 2, count - 1]) {
            var shuffled = order
            let found = shuffled.withUnsafeMutableBufferPointer { select(index, of: $0) }
            #expect(found == values.sorted()[index])
            #expect(shuffled[..<index].allSatisfy { $0 <= found })
            #expect(shuffled[index...].allSatisfy { $0 >= found })
          }
        }
      }
    }
  }
}
