import Testing

@testable import Analysis

/// The window that is filled value by value, and windows of time, against sorting.
struct RollingQuantilesTests {
  @Test("Any order of inserting and expiring", arguments: RollingShape.allCases)
  func anyOrder(_ shape: RollingShape) throws {
    let samples = shape.samples(2_500, seed: 11)
    let request = try QuantileRequest(
      RollingOracle.quartiles.map(\.value), definition: .type6, missing: .ignore)
    var window = try RollingQuantiles(request: request, minCount: 2)
    var chance = RollingChance(state: 5)
    var held: [Double] = []
    for (i, sample) in samples.enumerated() {
      try window.insert(sample)
      held.append(sample)
      // It grows for long, and shrinks to nothing now and then.
      let leaving = i % 800 == 799 ? held.count : Int.random(in: 0...8, using: &chance) / 7
      for _ in 0..<leaving where !held.isEmpty {
        let oldest = held.removeFirst()
        #expect(window.expireOldest()?.bitPattern == oldest.bitPattern)
      }
      #expect(window.count == held.count)
      if i % 23 == 0 {
        let expected = RollingOracle.row(held, RollingOracle.quartiles, request, minCount: 2)
        #expect(RollingOracle.difference(window.quantiles(), expected) == nil)
      }
    }
    while window.expireOldest() != nil {}
    #expect(window.count == 0 && window.missingCount == 0)
    #expect(window.quantile(0.5).isNaN)
  }

  @Test("A million keys in order, reversed and at random keep their ranks")
  func manyKeys() throws {
    var chance = RollingChance(state: 9)
    let count = 20_000
    let orders = [
      Array(0..<count), Array((0..<count).reversed()), Array(0..<count).shuffled(using: &chance),
    ]
    for order in orders {
      var keys = OrderedKeys()
      for key in order { keys.insert(Int64(key)) }
      for rank in stride(from: 0, to: count, by: 371) {
        #expect(keys.pair(at: rank) == (Int64(rank), Int64(min(rank + 1, count - 1))))
      }
      for key in order where key % 5 != 0 { keys.remove(Int64(key)) }
      #expect(keys.count == count / 5)
      for rank in 0..<keys.count { #expect(keys.pair(at: rank).0 == Int64(rank * 5)) }
    }
  }

  @Test("NaN by policy")
  func policies() throws {
    var reject = try RollingQuantiles(request: QuantileRequest(missing: .reject))
    try reject.insert(1)
    #expect(throws: RollingError.notANumber(index: 1)) { try reject.insert(.nan) }
    #expect(reject.count == 1 && reject.quantile(0.5) == 1)

    var propagate = try RollingQuantiles(request: QuantileRequest())
    for value in [.nan, 1, 3] { try propagate.insert(value) }
    #expect(propagate.missingCount == 1 && propagate.quantile(0.5).isNaN)
    #expect(propagate.expireOldest()?.isNaN == true)
    #expect(propagate.quantile(0.5) == 2)
    #expect(throws: RollingError.minCount(0)) {
      try RollingQuantiles(request: QuantileRequest(), minCount: 0)
    }
  }

  @Test("Windows of time", arguments: [1, 2, 10, 1_000, Int64.max])
  func timeWindows(length: Int64) throws {
    var chance = RollingChance(state: 21)
    var time: Int64 = -500
    let times = (0..<400).map { _ in
      time += [0, 0, 1, 1, 2, 7, 60].randomElement(using: &chance) ?? 0
      return time
    }
    for shape in [RollingShape.random, .ties, .notANumber] {
      let samples = shape.samples(times.count)
      for missing in [MissingPolicy.ignore, .propagate] {
        let request = try QuantileRequest(missing: missing)
        let timed = try TimedQuantiles(length: length, request: request, minCount: 2)
        let expected = times.flatMap { end in
          let inside = times.indices.filter { times[$0] <= end && end - times[$0] < length }
          return RollingOracle.row(
            inside.map { samples[$0] }, RollingOracle.quartiles, request, minCount: 2)
        }
        for jobs in [1, 2, 5] {
          let rows = try timed.rows(at: times, of: samples, jobs: jobs)
          #expect(RollingOracle.difference(rows.values, expected) == nil)
        }
      }
    }
  }

  @Test("The start of a window is outside, its end inside; the ends of time do no harm")
  func timeEdges() throws {
    let timed = try TimedQuantiles(length: 10, request: QuantileRequest([0.5]))
    #expect(try timed.rows(at: [0, 9, 10], of: [1, 3, 5]).values == [1, 2, 4])
    #expect(try timed.rows(at: [5, 5], of: [1, 3]).values == [2, 2])
    let far = try timed.rows(at: [.min, .min + 9, .max - 1, .max], of: [1, 3, 5, 7])
    #expect(far.values == [1, 2, 5, 6])
    let whole = try TimedQuantiles(length: .max, request: QuantileRequest([0.5]))
    #expect(try whole.rows(at: [.min, .max], of: [1, 3]).values == [1, 3])
  }

  @Test("Wrong times are refused")
  func timeErrors() throws {
    let timed = try TimedQuantiles(length: 10, request: QuantileRequest(missing: .reject))
    #expect(throws: RollingError.timeGoesBack(index: 2)) {
      try timed.rows(at: [1, 2, 1], of: [1, 2, 3])
    }
    #expect(throws: RollingError.countsDiffer(1, 2)) { try timed.rows(at: [1], of: [1, 2]) }
    #expect(throws: RollingError.notANumber(index: 1)) {
      try timed.rows(at: [1, 2], of: [1, .nan])
    }
    #expect(throws: RollingError.length(0)) {
      try TimedQuantiles(length: 0, request: QuantileRequest())
    }
    #expect(try timed.rows(at: [], of: []).count == 0)
  }
}
