internal import Dispatch

/// Exact quantiles of windows of a fixed duration over samples that come at any times.
///
/// The window of a sample at time t holds all samples with times after t - length, up to t itself:
/// also those that come later in the list with the same time, so that their order does not matter.
public struct TimedQuantiles: Sendable, Equatable {
  /// Nanoseconds that a window lasts.
  public let length: Int64
  /// What is worked out of each.
  public let request: QuantileRequest
  /// Fewest samples, NaN not counted, that a window must hold to have quantiles.
  public let minCount: Int

  /// Quantiles of windows of `length` nanoseconds.
  ///
  /// - Throws: `RollingError.length`, `RollingError.minCount` when one is not at least 1.
  public init(
    length: Int64, request: QuantileRequest, minCount: Int = 1
  ) throws(RollingError) {
    guard length > 0 else { throw .length(length) }
    guard minCount > 0 else { throw .minCount(minCount) }
    self.length = length
    self.request = request
    self.minCount = minCount
  }

  /// A row for each sample: the quantiles of the window that ends at its time.
  ///
  /// - Parameters:
  ///   - times: Nanoseconds since any moment, none before the one ahead of it.
  ///   - samples: The value at each time.
  ///   - jobs: Threads to use, each for a part of the rows.
  /// - Throws: `RollingError.countsDiffer`, `RollingError.timeGoesBack`, and
  ///   `RollingError.notANumber` by the policy.
  public func rows(
    at times: [Int64], of samples: [Double], jobs: Int = 1
  ) throws(RollingError) -> QuantileRows<Double> {
    guard times.count == samples.count else { throw .countsDiffer(times.count, samples.count) }
    for i in times.indices.dropFirst() where times[i] < times[i - 1] {
      throw .timeGoesBack(index: i)
    }
    if request.missing == .reject, let index = samples.firstIndex(where: \.isNaN) {
      throw .notANumber(index: index)
    }
    let empty = try RollingQuantiles(request: request, minCount: minCount)
    let columns = request.quantiles.count
    let workers = max(1, min(jobs, times.count))
    let values: [Double] = LargeBuffer.array(times.count * columns) { rows in
      nonisolated(unsafe) let rows = rows
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        let first = times.count * worker / workers
        let last = times.count * (worker + 1) / workers
        var part = Part(self, times: times, samples: samples, window: empty)
        part.fill(first..<last, of: rows)
      }
    }
    return QuantileRows(columns: columns, values: values)
  }

  /// One thread's way over a part of the rows.
  private struct Part {
    let plan: TimedQuantiles
    let times: [Int64]
    let samples: [Double]
    var window: RollingQuantiles

    init(
      _ plan: TimedQuantiles, times: [Int64], samples: [Double], window: RollingQuantiles
    ) {
      (self.plan, self.times, self.samples, self.window) = (plan, times, samples, window)
    }

    mutating func fill(_ range: Range<Int>, of rows: UnsafeMutablePointer<Double>) {
      guard let first = range.first else { return }
      var oldest = firstIndex(inWindowOf: first)
      var next = oldest
      for i in range {
        let time = times[i]
        while next < times.count, times[next] <= time {
          // NaN was looked for before.
          try? window.insert(samples[next])
          next += 1
        }
        while !isInside(times[oldest], of: time) {
          window.expireOldest()
          oldest += 1
        }
        let row = rows + i * plan.request.quantiles.count
        for (column, value) in window.quantiles().enumerated() { row[column] = value }
      }
    }

    /// Differences of times may be larger than any time: as unsigned numbers they are exact.
    private func isInside(_ time: Int64, of end: Int64) -> Bool {
      UInt64(bitPattern: end &- time) < UInt64(plan.length)
    }

    private func firstIndex(inWindowOf row: Int) -> Int {
      var (low, high) = (0, row)
      while low < high {
        let middle = (low + high) / 2
        if isInside(times[middle], of: times[row]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}
