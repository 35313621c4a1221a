internal import Digest
internal import Glibc
internal import Synchronization

/// The bytes of a file as stored, in order, hashed as they are read.
///
/// A class because it owns a file descriptor. One thread reads at a time; anyone may ask how far.
final class StoredBytes: @unchecked Sendable {
  private let descriptor: Int32
  private let hasher: SHA256?
  private var background: BackgroundHash?
  private var offset: Int64 = 0
  private let progress = Atomic<Int64>(0)

  /// Takes over `descriptor`.
  init(_ descriptor: Int32, hashing: Bool) {
    self.descriptor = descriptor
    hasher = hashing ? SHA256() : nil
  }

  deinit { close(descriptor) }

  /// Bytes read so far.
  var count: Int64 { progress.load(ordering: .relaxed) }

  /// Hashes on a thread of its own from here on.
  func hashBehind() { background = hasher.map { BackgroundHash($0) } }

  /// Reads the next bytes.
  /// - Returns: how many; 0 at the end.
  func read(into output: UnsafeMutableRawBufferPointer) throws(ByteSource.Failure) -> Int {
    while true {
      let count = pread(descriptor, output.baseAddress, output.count, off_t(offset))
      if count < 0 {
        if errno == EINTR { continue }
        throw ByteSource.Failure(code: "unreadable", message: String(cString: strerror(errno)))
      }
      offset += Int64(count)
      progress.store(offset, ordering: .relaxed)
      if count > 0 {
        let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count])
        if let background { background.update(bytes) } else { hasher?.update(bytes) }
      }
      return count
    }
  }

  /// SHA-256 of what was read, 64 hex digits; nothing may be read afterwards.
  func finishHash() -> String? {
    background?.drain()
    return hasher.map { hexString($0.finish()) }
  }
}
