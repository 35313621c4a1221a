internal import Digest
internal import Glibc

/// The content of a file that was hashed when it came in, held until it is packed: what is packed is
/// then what was hashed, and need not be hashed again to show it.
///
/// A class because its pages must go exactly once.
public final class HeldFile: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  /// 64 hex digits.
  public let sha256: String

  /// Reads the file to its end.
  /// - Parameter sizeBytes: its size.
  /// - Returns: nil if it cannot be read, or has another size.
  public init?(path: String, sizeBytes: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let room = max(sizeBytes, 1)
    guard
      let base = mmap(
        nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      base != MAP_FAILED
    else { return nil }
    bytes = UnsafeRawBufferPointer(start: base, count: sizeBytes)
    let hasher = SHA256()
    var count = 0
    while count < sizeBytes {
      let got = Glibc.read(descriptor, base + count, min(1 << 20, sizeBytes - count))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      hasher.update(UnsafeRawBufferPointer(start: base + count, count: got))
      count += got
    }
    var more: UInt8 = 0
    let isWhole = count == sizeBytes && Glibc.read(descriptor, &more, 1) == 0
    sha256 = hexString(hasher.finish())
    if !isWhole { return nil }
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), max(bytes.count, 1)) }
}
