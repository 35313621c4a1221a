internal import CIsal

/// CRC-32 by Castagnoli's polynomial, as every part of a TSDB block carries it.
enum CRC32C {
  /// The checksum of `bytes`, or of what `before` is the checksum of and then `bytes`.
  static func of(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
    var crc = ~before
    var at = 0
    // The library counts in 32 bits.
    while at < bytes.count {
      let count = min(bytes.count - at, 1 << 30)
      // It only reads, though its header does not say so.
      let start = UnsafeMutablePointer(
        mutating: bytes.baseAddress?.advanced(by: at).assumingMemoryBound(to: UInt8.self))
      crc = crc32_iscsi(start, Int32(count), crc)
      at += count
    }
    return ~crc
  }
}
