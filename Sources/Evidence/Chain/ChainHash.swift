internal import Digest

/// Works out the hashes of v1 chains: SHA-256 of `entry|ts_us|prev_hash`, as hex digits.
///
/// A class because its buffer and its hasher are used for one record after another.
final class ChainHash {
  private let hasher = SHA256()
  private let digest = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 16)
  private let hex = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ChainRecord.hashDigits, alignment: 16)
  private var isFresh = true
  private static let separator = UInt8(ascii: "|")
  private static let digits = Array("0123456789abcdef".utf8)

  deinit {
    digest.deallocate()
    hex.deallocate()
  }

  /// The 64 digits of one record; valid until the next call.
  func digits(
    entry: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer, previous: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    if !isFresh { hasher.restart() }
    isFresh = false
    hasher.update(entry)
    withUnsafeBytes(of: Self.separator) { hasher.update($0) }
    hasher.update(time)
    withUnsafeBytes(of: Self.separator) { hasher.update($0) }
    hasher.update(previous)
    hasher.finish(into: digest)
    Self.digits.withUnsafeBufferPointer { digits in
      for index in 0..<32 {
        hex[2 * index] = digits[Int(digest[index] >> 4)]
        hex[2 * index + 1] = digits[Int(digest[index] & 15)]
      }
    }
    return UnsafeRawBufferPointer(hex)
  }
}
