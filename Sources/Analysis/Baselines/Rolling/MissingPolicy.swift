/// What a NaN among the samples means.
public enum MissingPolicy: String, Sendable, CaseIterable {
  /// A window or group with a NaN has the quantile NaN.
  case propagate
  /// Quantiles are those of the other values, as long as there are as many as `minCount`.
  case ignore
  /// A NaN is an error, which names it.
  case reject
}
