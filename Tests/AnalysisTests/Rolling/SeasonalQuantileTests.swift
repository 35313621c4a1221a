import Testing

@testable import Analysis

/// Groups of a series by the calendar against sorting each of them.
struct SeasonalQuantileTests {
  /// Eight days of six samples an hour, of four hours.
  static let seriesLength = 8 * 4 * 6
  static let hours = (0..<4).map { [SampleRuns(first: 6 * $0, length: 6, stride: 24, count: 7)] }
  /// The first hour of every day beside an own range, and nothing at all.
  static let odd = hours + [[SampleRuns(180..<192), SampleRuns(0..<3)], [], [SampleRuns(5..<5)]]

  private func indices(_ group: [SampleRuns]) -> [Int] {
    group.flatMap { runs in
      (0..<runs.count).flatMap { run in
        (0..<runs.length).map { runs.first + run * runs.stride + $0 }
      }
    }
  }

  private func expected(
    _ samples: [Double], _ groups: [[SampleRuns]], _ request: QuantileRequest, minCount: Int
  ) -> [Double] {
    stride(from: 0, to: samples.count, by: Self.seriesLength).flatMap { start in
      groups.flatMap { group in
        RollingOracle.row(
          indices(group).map { samples[start + $0] }, RollingOracle.many, request,
          minCount: minCount)
      }
    }
  }

  @Test("Every group is as if it was sorted", arguments: RollingShape.allCases)
  func everyGroup(_ shape: RollingShape) throws {
    let samples = shape.samples(Self.seriesLength * 9)
    let definitions: [QuantileDefinition] =
      shape == .infinities ? [.type6, .type7] : QuantileDefinition.allCases
    for definition in definitions {
      for missing in [MissingPolicy.ignore, .propagate] {
        let request = try QuantileRequest(
          RollingOracle.many.map(\.value), definition: definition, missing: missing)
        let seasonal = try SeasonalQuantiles(
          groups: Self.odd, seriesLength: Self.seriesLength, request: request, minCount: 4)
        let wanted = expected(samples, Self.odd, request, minCount: 4)
        for kernel in ScanKernel.allCases where kernel.isAvailable {
          let rows = try samples.withUnsafeBufferPointer {
            try seasonal.rows(of: $0, jobs: 2, kernel: kernel)
          }
          #expect(RollingOracle.difference(rows.values, wanted) == nil, "\(definition) \(kernel)")
        }
      }
    }
  }

  @Test("Floats: values are exact, what lies between is rounded once", arguments: [1, 2, 5])
  func floats(jobs: Int) throws {
    let floats = RollingShape.random.samples(Self.seriesLength * 40).map { Float($0) }
    let request = try QuantileRequest(RollingOracle.many.map(\.value))
    let seasonal = try SeasonalQuantiles(
      groups: Self.hours, seriesLength: Self.seriesLength, request: request)
    let wanted = expected(floats.map { Double($0) }, Self.hours, request, minCount: 1)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      let rows = try floats.withUnsafeBufferPointer {
        try seasonal.rows(of: $0, jobs: jobs, kernel: kernel)
      }
      #expect(rows.values == wanted.map { Float($0) })
    }
  }

  @Test("An hour that begins one sample late would be seen")
  func offByOne() throws {
    let samples = RollingShape.random.samples(Self.seriesLength)
    let request = try QuantileRequest(RollingOracle.many.map(\.value))
    let seasonal = try SeasonalQuantiles(
      groups: Self.hours, seriesLength: Self.seriesLength, request: request)
    let rows = try samples.withUnsafeBufferPointer { try seasonal.rows(of: $0) }
    for late in [
      SampleRuns(first: 1, length: 6, stride: 24, count: 7),
      SampleRuns(first: 0, length: 6, stride: 24, count: 8),
      SampleRuns(first: 0, length: 5, stride: 24, count: 7),
    ] {
      let wrong = expected(samples, [[late]], request, minCount: 1)
      let first = Array(rows.values.prefix(wrong.count))
      #expect(RollingOracle.difference(first, wrong) != nil)
    }
  }

  @Test("Wrong groups and broken series are refused")
  func errors() throws {
    let request = try QuantileRequest(missing: .reject)
    for bad in [
      SampleRuns(first: -1, length: 2, stride: 2, count: 1),
      SampleRuns(first: 9, length: 2, stride: 2, count: 1),
      SampleRuns(first: 0, length: 2, stride: 3, count: 4),
      SampleRuns(first: 0, length: 1, stride: .max, count: 3),
      SampleRuns(first: 0, length: -1, stride: 1, count: 1),
      SampleRuns(first: 0, length: 1, stride: -1, count: 2),
    ] {
      #expect(throws: RollingError.group(index: 1)) {
        try SeasonalQuantiles(
          groups: [[SampleRuns(0..<10)], [bad]], seriesLength: 10, request: request)
      }
    }
    let good = try SeasonalQuantiles(
      groups: [[SampleRuns(0..<2)], [SampleRuns(first: 3, length: 1, stride: 3, count: 2)]],
      seriesLength: 10, request: request)
    var samples = [Double](repeating: 1, count: 20)
    // Beside all groups, in the second, in the first of another series.
    samples[9] = .nan
    #expect(try samples.withUnsafeBufferPointer { try good.rows(of: $0) }.count == 4)
    samples[10] = .nan
    samples[6] = .nan
    #expect(throws: RollingError.notANumber(index: 6)) {
      try samples.withUnsafeBufferPointer { try good.rows(of: $0) }
    }
    #expect(throws: RollingError.countsDiffer(15, 10)) {
      try samples[..<15].withUnsafeBufferPointer { try good.rows(of: $0) }
    }
    #expect(throws: RollingError.minCount(0)) {
      try SeasonalQuantiles(groups: [], seriesLength: 1, request: request, minCount: 0)
    }
    #expect(throws: RollingError.length(0)) {
      try SeasonalQuantiles(groups: [], seriesLength: 0, request: request)
    }
  }
}
