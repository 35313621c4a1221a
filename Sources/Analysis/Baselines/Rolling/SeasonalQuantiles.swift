internal import Dispatch
internal import Synchronization

/// Exact quantiles of samples that belong together by the calendar, such as those of the same hour
/// of the past seven days, for many series of regular samples at once.
///
/// A group's values are gathered as integer keys and searched for all ranks together: they are
/// parted around a pivot, and each part is searched for the ranks that fall into it (C. A. R. Hoare,
/// "Algorithm 65: Find", 1961, for several ranks). Parting compares whole registers and packs what
/// is kept, so that no branch depends on a value. Time is proportional to a group's size, and n log n
/// at the worst.
///
/// Results are those of sorting every group, to the bit, for any number of threads and any kernel;
/// values are interpolated in doubles.
public struct SeasonalQuantiles: Sendable, Equatable {
  /// The groups of each series.
  public let groups: [[SampleRuns]]
  /// Samples of a series.
  public let seriesLength: Int
  /// What is worked out of each group.
  public let request: QuantileRequest
  /// Fewest values, NaN not counted, that a group must have; others have the quantiles NaN.
  public let minCount: Int
  private let sizes: [Int]

  /// Quantiles of `groups` of each series of `seriesLength` samples.
  ///
  /// - Throws: `RollingError.group` when a group is not inside of its series,
  ///   `RollingError.minCount` when that is not at least 1, `RollingError.length` when series have
  ///   no samples.
  public init(
    groups: [[SampleRuns]], seriesLength: Int, request: QuantileRequest, minCount: Int = 1
  ) throws(RollingError) {
    guard seriesLength > 0 else { throw .length(Int64(seriesLength)) }
    guard minCount > 0 else { throw .minCount(minCount) }
    var sizes: [Int] = []
    for (index, group) in groups.enumerated() {
      var size = 0
      for runs in group {
        guard let more = runs.size(within: seriesLength), more < Int(Int32.max) - size else {
          throw .group(index: index)
        }
        size += more
      }
      sizes.append(size)
    }
    self.groups = groups
    self.seriesLength = seriesLength
    self.request = request
    self.minCount = minCount
    self.sizes = sizes
  }

  /// A row for each group of each series, series by series.
  ///
  /// - Parameters:
  ///   - samples: All series one behind the other, each `seriesLength` long.
  ///   - jobs: Threads to use.
  ///   - kernel: Machine instructions to use.
  /// - Throws: `RollingError.countsDiffer` when the last series is not whole,
  ///   `RollingError.notANumber` by the policy; NaN outside of all groups does no harm.
  public func rows(
    of samples: UnsafeBufferPointer<Float>, jobs: Int = 1, kernel: ScanKernel = .best
  ) throws(RollingError) -> QuantileRows<Float> {
    try makeRows(samples, jobs: jobs, level: kernel.selectLevel)
  }

  /// A row for each group of each series of doubles, series by series.
  public func rows(
    of samples: UnsafeBufferPointer<Double>, jobs: Int = 1, kernel: ScanKernel = .best
  ) throws(RollingError) -> QuantileRows<Double> {
    try makeRows(samples, jobs: jobs, level: kernel.selectLevel)
  }

  private func makeRows<Sample: SelectableSample>(
    _ samples: UnsafeBufferPointer<Sample>, jobs: Int, level: Int32
  ) throws(RollingError) -> QuantileRows<Sample> {
    let series = samples.count / seriesLength
    guard samples.count == series * seriesLength else {
      throw .countsDiffer(samples.count, series * seriesLength)
    }
    try check(samples, series: series)
    let columns = request.quantiles.count
    let total = series * groups.count * columns
    let values: [Sample] = LargeBuffer.array(total) { rows in
      guard let source = samples.baseAddress else { return }
      share(series, between: jobs, source, rows, level: level)
    }
    return QuantileRows(columns: columns, values: values)
  }

  /// Fails when NaN is an error and there is one in a group.
  private func check<Sample: SelectableSample>(
    _ samples: UnsafeBufferPointer<Sample>, series: Int
  ) throws(RollingError) {
    guard request.missing == .reject else { return }
    let runs = groups.joined()
    for start in stride(from: 0, to: samples.count, by: seriesLength) {
      var first = Int.max
      for run in runs {
        for i in 0..<run.count {
          let from = start + run.first + i * run.stride
          let bad = samples[from..<from + run.length].firstIndex(where: \.isNaN)
          first = min(first, bad ?? Int.max)
        }
      }
      if first < Int.max { throw .notANumber(index: first) }
    }
  }

  /// Hands out series to threads, some at a time.
  private func share<Sample: SelectableSample>(
    _ series: Int, between jobs: Int, _ samples: UnsafePointer<Sample>,
    _ rows: UnsafeMutablePointer<Sample>, level: Int32
  ) {
    let batch = 16
    let next = Atomic(0)
    nonisolated(unsafe) let (samples, rows) = (samples, rows)
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, series))) { _ in
      let selection = GroupSelection(self, samples, rows, level: level)
      while true {
        let first = next.add(batch, ordering: .relaxed).oldValue
        if first >= series { return }
        for one in first..<min(series, first + batch) { selection.run(series: one) }
      }
    }
  }

  /// Values in each group, NaN counted.
  var groupSizes: [Int] { sizes }
}
