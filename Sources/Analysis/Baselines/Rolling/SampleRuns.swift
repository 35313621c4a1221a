/// Samples that lie regularly in a series: runs of neighbours, one run every `stride` samples.
///
/// The hour from 14:00 on each of seven days of minutes is
/// `SampleRuns(first: 14 * 60, length: 60, stride: 24 * 60, count: 7)`.
public struct SampleRuns: Sendable, Equatable {
  /// Index of the first sample.
  public let first: Int
  /// Samples of a run.
  public let length: Int
  /// Samples from the start of a run to that of the next one.
  public let stride: Int
  /// Runs.
  public let count: Int

  /// So many runs of so many samples.
  public init(first: Int, length: Int, stride: Int, count: Int) {
    (self.first, self.length, self.stride, self.count) = (first, length, stride, count)
  }

  /// One run.
  public init(_ range: Range<Int>) {
    self.init(first: range.lowerBound, length: range.count, stride: range.count, count: 1)
  }

  /// How many samples there are; nil when they are not all in a series of `total`.
  func size(within total: Int) -> Int? {
    guard first >= 0, length >= 0, count >= 0, first <= total else { return nil }
    if length == 0 || count == 0 { return 0 }
    guard stride >= 0, length <= total else { return nil }
    let (reach, overflow) = stride.multipliedReportingOverflow(by: count - 1)
    guard !overflow, reach <= total - length, first <= total - length - reach else { return nil }
    let (size, isTooLarge) = length.multipliedReportingOverflow(by: count)
    return isTooLarge ? nil : size
  }
}
