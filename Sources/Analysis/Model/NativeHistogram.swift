/// A native (exponential) histogram as Prometheus and OpenTelemetry state it at one instant.
///
/// With schema s, bucket i of a side holds absolute values above 2^(2^-s · (i − 1)) up to
/// 2^(2^-s · i); with custom bounds (schema −53) bucket i ends at `customBounds[i]`. Counts are
/// per bucket, not cumulative; whole numbers are exact up to 2^53.
/// Source: Prometheus, "Native Histograms" specification.
public struct NativeHistogram: Sendable, Hashable {
  /// One bucket that is not empty.
  public struct Bucket: Sendable, Hashable {
    /// Its index.
    public var index: Int32
    /// Observations in it.
    public var count: Double
    /// A bucket.
    public init(index: Int32, count: Double) {
      self.index = index
      self.count = count
    }
  }
  /// Schema of histograms whose bounds are stated one by one.
  public static let customSchema: Int32 = -53

  /// Resolution, −4 to 8, or −53 for custom bounds.
  public var schema: Int32
  /// Observations whose absolute value is at most this are in the zero bucket.
  public var zeroThreshold: Double
  /// Observations in the zero bucket.
  public var zeroCount: Double
  /// All observations.
  public var count: Double
  /// Sum of all observations.
  public var sum: Double
  /// Buckets of positive observations, by ascending index.
  public var positive: [Bucket]
  /// Buckets of negative observations, by ascending index.
  public var negative: [Bucket]
  /// Upper bounds of the buckets of schema −53, ascending, without +Inf.
  public var customBounds: [Double]
  /// Whether the bounds are only those of buckets that hold something, as answers of a query state
  /// them: what lies between them is empty.
  public var hasSeenBoundsOnly = false
  /// Whether it goes up and down, so that differences mean nothing.
  public var isGauge = false

  /// A histogram.
  public init(
    schema: Int32, zeroThreshold: Double = 0, zeroCount: Double = 0, count: Double, sum: Double,
    positive: [Bucket] = [], negative: [Bucket] = [], customBounds: [Double] = []
  ) {
    self.schema = schema
    self.zeroThreshold = zeroThreshold
    self.zeroCount = zeroCount
    self.count = count
    self.sum = sum
    self.positive = positive
    self.negative = negative
    self.customBounds = customBounds
  }
}
