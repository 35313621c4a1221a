import Testing

@testable import Analysis

/// Windows of a fixed number of samples against sorting each of them.
struct SlidingQuantileTests {
  static let lengths = [1, 2, 3, 5, 16, 63, 64, 65, 90, 130, 131, 132, 700]
  static let count = 131

  @Test("Every window is as if it was sorted", arguments: RollingShape.allCases)
  func everyWindow(_ shape: RollingShape) throws {
    let samples = shape.samples(Self.count)
    // Between infinities only exact places will do, and thirds have none in doubles.
    let definitions: [QuantileDefinition] =
      shape == .infinities ? [.type6, .type7] : QuantileDefinition.allCases
    for definition in definitions {
      for length in Self.lengths {
        for minCount in Set([1, max(1, length / 3), length]) {
          let request = try QuantileRequest(
            RollingOracle.many.map(\.value), definition: definition, missing: .ignore)
          let sliding = try SlidingQuantiles(length: length, request: request, minCount: minCount)
          let rows = try sliding.rows(of: samples)
          let expected = RollingOracle.rows(
            samples, length: length, RollingOracle.many, request, minCount: minCount)
          let bad = RollingOracle.difference(rows.values, expected)
          #expect(bad == nil, "\(definition), windows of \(length), at least \(minCount)")
        }
      }
    }
  }

  @Test("A NaN hides the windows that hold it, and only these", arguments: lengths)
  func propagation(length: Int) throws {
    var samples = RollingShape.random.samples(Self.count)
    for i in [0, 40, 41, 110] { samples[i] = .nan }
    let request = try QuantileRequest(RollingOracle.quartiles.map(\.value))
    let rows = try SlidingQuantiles(length: length, request: request, minCount: 1).rows(of: samples)
    let expected = RollingOracle.rows(
      samples, length: length, RollingOracle.quartiles, request, minCount: 1)
    #expect(RollingOracle.difference(rows.values, expected) == nil)
    for row in 0..<rows.count {
      let window = samples[max(0, row + 1 - length)...row]
      #expect(rows[row, 1].isNaN == window.contains { $0.isNaN })
    }
  }

  @Test("All of them NaN", arguments: [MissingPolicy.propagate, .ignore])
  func nothingThere(missing: MissingPolicy) throws {
    let samples = [Double](repeating: .nan, count: 50)
    let request = try QuantileRequest(missing: missing)
    let rows = try SlidingQuantiles(length: 8, request: request, minCount: 1).rows(of: samples)
    #expect(rows.count == 50)
    #expect(rows.values.allSatisfy { $0.isNaN })
    #expect(try SlidingQuantiles(length: 8, request: request).rows(of: []).count == 0)
  }

  @Test("A rejected NaN is named, and wrong requests are refused")
  func errors() throws {
    let request = try QuantileRequest(missing: .reject)
    let sliding = try SlidingQuantiles(length: 3, request: request)
    #expect(throws: RollingError.notANumber(index: 2)) {
      try sliding.rows(of: [1, 2, .nan, .nan])
    }
    #expect(try sliding.rows(of: [1, 2, 3])[2, 1] == 2)
    #expect(throws: RollingError.length(0)) { try SlidingQuantiles(length: 0, request: request) }
    for count in [0, 4] {
      #expect(throws: RollingError.minCount(count)) {
        try SlidingQuantiles(length: 3, request: request, minCount: count)
      }
    }
    #expect(throws: RollingError.quantile(nil)) { try QuantileRequest([]) }
    #expect(throws: RollingError.quantile(1.5)) { try QuantileRequest([0.5, 1.5]) }
    #expect(throws: RollingError.self) { try QuantileRequest([.nan]) }
  }

  @Test("Threads and kernels change no bit", arguments: RollingShape.allCases)
  func sameBits(_ shape: RollingShape) throws {
    let samples = shape.samples(5_003, seed: 7)
    for length in [1, 40, 64, 257, 4_000, 6_000] {
      let request = try QuantileRequest(
        [0.75, 0.5, 0.1, 0.5, 1], definition: .type8, missing: .ignore)
      let sliding = try SlidingQuantiles(length: length, request: request, minCount: 1)
      let first = try sliding.rows(of: samples, kernel: .portable)
      for jobs in [1, 2, 3, 7] {
        for kernel in ScanKernel.allCases where kernel.isAvailable {
          let other = try sliding.rows(of: samples, jobs: jobs, kernel: kernel)
          #expect(RollingOracle.bitDifference(first.values, other.values) == nil)
        }
      }
    }
  }

  @Test("Long windows, against the structure that works value by value")
  func longWindows() throws {
    for shape in [RollingShape.random, .clustered, .sawtooth, .sorted] {
      let samples = shape.samples(30_000, seed: 3)
      let request = try QuantileRequest()
      let rows = try SlidingQuantiles(length: 9_000, request: request).rows(of: samples, jobs: 2)
      var window = try RollingQuantiles(request: request)
      for (i, sample) in samples.enumerated() {
        try window.insert(sample)
        if window.count > 9_000 { window.expireOldest() }
        if i < 8_999 {
          #expect(rows[i, 0].isNaN)
        } else if i % 7 == 0 {
          #expect((0..<3).map { rows[i, $0] } == window.quantiles())
        }
      }
    }
  }

  @Test("A window that is one sample off would be seen")
  func offByOne() throws {
    let samples = RollingShape.random.samples(Self.count)
    let request = try QuantileRequest()
    let rows = try SlidingQuantiles(length: 20, request: request, minCount: 1).rows(of: samples)
    for length in [19, 21] {
      let wrong = RollingOracle.rows(
        samples, length: length, RollingOracle.quartiles, request, minCount: 1)
      #expect(RollingOracle.difference(rows.values, wrong) != nil)
    }
    let late = RollingOracle.rows(
      [0] + samples.dropLast(), length: 20, RollingOracle.quartiles, request, minCount: 1)
    #expect(RollingOracle.difference(rows.values, late) != nil)
    let other = try QuantileRequest(definition: .type6)
    let wrong = RollingOracle.rows(
      samples, length: 20, RollingOracle.quartiles, other, minCount: 1)
    #expect(RollingOracle.difference(rows.values, wrong) != nil)
  }

  @Test("Between far ends, and infinite ones")
  func ends() throws {
    func median(_ a: Double, _ b: Double) throws -> Double {
      let sliding = try SlidingQuantiles(length: 2, request: QuantileRequest([0.5]))
      return try sliding.rows(of: [a, b])[1, 0]
    }
    let most = Double.greatestFiniteMagnitude
    #expect(try median(-most, most) == 0)
    #expect(try median(most, most) == most)
    #expect(try median(1, .infinity) == .infinity)
    #expect(try median(-.infinity, 1) == -.infinity)
    #expect(try median(.infinity, .infinity) == .infinity)
    #expect(try median(-.infinity, .infinity).isNaN)
    #expect(try median(0.0, -0.0) == 0)
  }
}
