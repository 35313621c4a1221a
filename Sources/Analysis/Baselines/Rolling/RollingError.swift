/// What is wrong with a request for rolling or seasonal quantiles.
public enum RollingError: Error, Equatable, Sendable {
  /// A window holds at least one sample, and fewer than 2^31; a time window lasts at least 1 ns.
  case length(Int64)
  /// `minCount` is from 1 to the window's length.
  case minCount(Int)
  /// A quantile is from 0 to 1, and there is at least one.
  case quantile(Double?)
  /// The sample at this index is NaN, and the policy is to reject it.
  case notANumber(index: Int)
  /// The time at this index is before the one ahead of it.
  case timeGoesBack(index: Int)
  /// Times and samples, or rows and series, are not equally many.
  case countsDiffer(Int, Int)
  /// The group with this index reaches outside of its series, or holds 2^31 samples or more.
  case group(index: Int)
}
