/// Doubles as integers of the same order: -0.0 right before 0.0, infinities at the ends, and every
/// NaN behind all of them. Keys make sorting and merging exact and free of surprises.
enum OrderKey {
  /// The key of every NaN.
  static let notANumber = Int64.max

  /// The key of `value`.
  @inline(__always)
  static func key(_ value: Double) -> Int64 {
    value == value ? flipped(Int64(bitPattern: value.bitPattern)) : notANumber
  }

  /// The value of a key other than `notANumber`.
  @inline(__always)
  static func value(_ key: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: flipped(key)))
  }

  /// Negative numbers are stored by size: turning their other bits over puts them in order.
  @inline(__always)
  private static func flipped(_ bits: Int64) -> Int64 {
    bits ^ Int64(bitPattern: UInt64(bitPattern: bits &>> 63) &>> 1)
  }
}
