/// Inflates one gzip member after another, header and trailer included.
///
/// A class, because the library states behind it are unique resources.
protocol Inflater: AnyObject {
  /// Inflates as much of `input` as fits into `output`.
  /// - Throws: `InflateFault` when the bytes are no gzip member; what came out before stands.
  func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(InflateFault) -> InflateStep
  /// Prepares for the next member.
  func reset()
}

/// How far one call came.
struct InflateStep {
  var consumed: Int
  var produced: Int
  /// Whether the member has ended, its checksum being right.
  var isMemberEnd: Bool
}

/// The compressed bytes are no gzip, or their checksum differs.
struct InflateFault: Error {
  /// Bytes taken from the input before the fault showed.
  var consumed: Int
  /// Bytes that came out before; they are what the member says they are up to the fault.
  var produced: Int
}
