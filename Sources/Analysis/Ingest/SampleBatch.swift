/// Float samples of one series that lie in one place: a chunk of a database block.
///
/// The buffers are valid only while the sink is being called.
public struct SampleBatch {
  /// The series of all of them.
  public var series: MetricSeriesID
  /// Nanoseconds since 1970, one for each value.
  public var nanoseconds: UnsafeBufferPointer<Int64>
  /// Values; a stale marker is a NaN of its own (`isStale`).
  public var values: UnsafeBufferPointer<Double>
  /// The step of the clock's spelling.
  public var resolutionNanoseconds: Int64

  /// Samples of `series`.
  public init(
    series: MetricSeriesID, nanoseconds: UnsafeBufferPointer<Int64>,
    values: UnsafeBufferPointer<Double>, resolutionNanoseconds: Int64
  ) {
    self.series = series
    self.nanoseconds = nanoseconds
    self.values = values
    self.resolutionNanoseconds = resolutionNanoseconds
  }

  /// How many there are.
  public var count: Int { values.count }

  /// One of them.
  public subscript(index: Int) -> SampleRecord {
    var record = SampleRecord(
      series: series,
      time: Stamp(
        Instant(nanoseconds: nanoseconds[index]), resolutionNanoseconds: resolutionNanoseconds),
      value: values[index])
    record.isStale = Self.isStale(values[index])
    return record
  }

  /// Whether a value is Prometheus' stale marker, which is a NaN like no other.
  @inline(__always) public static func isStale(_ value: Double) -> Bool {
    value.bitPattern == 0x7ff0_0000_0000_0002
  }
}
