/// Float samples of one chunk.
///
/// A class because it keeps its arrays, and both are used without bounds checks in between.
final class FloatSamples {
  /// A chunk counts its samples in 16 bits.
  static let capacity = 1 << 16
  /// Milliseconds, after `toNanoseconds` nanoseconds, since 1970.
  let times = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
  let values = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
  fileprivate(set) var count = 0

  deinit {
    times.deallocate()
    values.deallocate()
  }

  /// Decodes the data of an XOR chunk.
  /// - Parameter data: behind which `BitReader.slackBytes` more can be read.
  /// - Returns: false when the data holds fewer samples than it says, or none that can be.
  func decode(_ data: UnsafeRawBufferPointer) -> Bool {
    count = 0
    guard data.count >= 2, var reader = BitReader(data) else { return false }
    let total = Int(reader.bits(16))
    guard total > 0 else { return true }
    var time = reader.varint()
    var value = XORValue(reader.bits(64))
    guard !reader.isBroken else { return false }
    times[0] = time
    values[0] = value.double
    if total > 1 {
      var step = Int64(bitPattern: reader.uvarint())
      time &+= step
      guard !reader.isBroken, value.read(&reader) else { return false }
      times[1] = time
      values[1] = value.double
      for turn in 2..<max(2, total) {
        step &+= Self.change(&reader)
        time &+= step
        guard value.read(&reader) else { return false }
        times[turn] = time
        values[turn] = value.double
      }
    }
    count = total
    return !reader.isBroken
  }

  /// By how much the distance of samples changed.
  @inline(__always) private static func change(_ reader: inout BitReader) -> Int64 {
    let ahead = reader.ahead
    if ahead >> 63 == 0 {
      reader.skip(1)
      return 0
    }
    if ahead >> 62 == 0b10 {
      reader.skip(2)
      return reader.signed(14)
    }
    if ahead >> 61 == 0b110 {
      reader.skip(3)
      return reader.signed(17)
    }
    reader.skip(4)
    return reader.signed(ahead >> 60 == 0b1110 ? 20 : 64)
  }

  /// Leaves out what was deleted.
  func drop(_ spans: [Tombstones.Span]) {
    var kept = 0
    for turn in 0..<count where !spans.contains(where: { $0.contains(times[turn]) }) {
      times[kept] = times[turn]
      values[kept] = values[turn]
      kept += 1
    }
    count = kept
  }

  /// Turns the times into nanoseconds.
  /// - Returns: false when one does not fit.
  func toNanoseconds() -> Bool {
    var hasOverflown = false
    for turn in 0..<count {
      let (time, isTooFar) = times[turn].multipliedReportingOverflow(by: 1_000_000)
      hasOverflown = hasOverflown || isTooFar
      times[turn] = time
    }
    return !hasOverflown
  }
}

extension Tombstones.Span {
  /// Whether a time, in milliseconds, was deleted.
  func contains(_ time: Int64) -> Bool { first <= time && time <= last }
}

/// How Prometheus marks a series that is gone: a NaN of its own.
let staleMarkerBits: UInt64 = 0x7ff0_0000_0000_0002
