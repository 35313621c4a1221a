internal import Dispatch
internal import Synchronization

/// Exact quantiles of windows of a fixed number of samples, each of which ends at one sample.
///
/// The samples are cut into blocks as long as the window, and each block is sorted once. Two blocks
/// side by side are merged, so that every sample has a rank in both; the window is a set of ranks,
/// and each quantile a cursor on it that moves by one value at most when a sample leaves and another
/// comes. That takes time proportional to the samples whatever the length of the window, and memory
/// proportional to the window. Source: J. Suomela, "Median filtering is equivalent to sorting",
/// arXiv:1406.1717 (2014).
///
/// Results are those of sorting every window, to the bit, for any number of threads and any kernel.
/// -0.0 lies before 0.0; infinities are values like others, but between two different infinities
/// there is nothing to interpolate, and the quantile is NaN.
public struct SlidingQuantiles: Sendable, Equatable {
  /// Samples of a window.
  public let length: Int
  /// What is worked out of each.
  public let request: QuantileRequest
  /// Fewest samples, NaN not counted, that a window must hold to have quantiles: the first windows
  /// are shorter, and others may have NaN in them.
  public let minCount: Int

  /// Quantiles of windows of `length` samples, which all must be there unless `minCount` says less.
  ///
  /// - Throws: `RollingError.length`, `RollingError.minCount`.
  public init(
    length: Int, request: QuantileRequest, minCount: Int? = nil
  ) throws(RollingError) {
    guard length > 0 else { throw .length(Int64(length)) }
    let least = minCount ?? length
    guard least > 0 && least <= length else { throw .minCount(least) }
    self.length = length
    self.request = request
    self.minCount = least
  }

  /// A row for each sample: the quantiles of the window that ends there.
  ///
  /// - Parameters:
  ///   - samples: Values in the order of time.
  ///   - jobs: Threads to use. Windows so long that few of them fit side by side use fewer.
  ///   - kernel: Machine instructions to use.
  /// - Throws: `RollingError.notANumber` by the policy, `RollingError.length` for windows of 2^31
  ///   samples or more.
  public func rows(
    of samples: [Double], jobs: Int = 1, kernel: ScanKernel = .best
  ) throws(RollingError) -> QuantileRows<Double> {
    // A closure's errors lose their type on the way.
    let result = samples.withUnsafeBufferPointer { buffer in
      Result { () throws(RollingError) in try rows(of: buffer, jobs: jobs, kernel: kernel) }
    }
    return try result.get()
  }

  /// The same of samples in memory of the caller's.
  public func rows(
    of samples: UnsafeBufferPointer<Double>, jobs: Int = 1, kernel: ScanKernel = .best
  ) throws(RollingError) -> QuantileRows<Double> {
    guard min(length, samples.count) < Int(Int32.max) else { throw .length(Int64(length)) }
    try request.check(samples)
    let columns = request.quantiles.count
    let values = LargeBuffer.array(samples.count * columns) { rows in
      fill(rows, from: samples, jobs: jobs, level: kernel.selectLevel)
    }
    return QuantileRows(columns: columns, values: values)
  }

  /// Shares the blocks between threads, run by run: each run sorts the block ahead of it anew.
  private func fill(
    _ rows: UnsafeMutablePointer<Double>, from samples: UnsafeBufferPointer<Double>, jobs: Int,
    level: Int32
  ) {
    let blocks = (samples.count - 1) / min(length, samples.count) + 1
    let workers = max(1, min(jobs, blocks))
    let even = (blocks - 1) / workers + 1
    // Short runs even out what threads get done; too short ones sort every block twice.
    let run = workers == 1 ? blocks : max((blocks - 1) / (8 * workers) + 1, min(even, 8))
    let next = Atomic(0)
    nonisolated(unsafe) let (rows, samples) = (rows, samples)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      let slide = BlockSlide(self, samples: samples, rows: rows, level: level)
      while true {
        let first = next.add(run, ordering: .relaxed).oldValue
        if first >= blocks { return }
        slide.run(first..<min(blocks, first + run))
      }
    }
  }
}
