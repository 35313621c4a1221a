internal import Diagnostics
internal import Glibc

/// A private file that is written from start to end through a buffer.
///
/// A class because it owns a descriptor that must be closed exactly once.
final class SliceFile {
  let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var byteCount: Int64 = 0
  private static let bufferBytes = 1 << 18

  /// Makes the file, 0600; it must not be there.
  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw Self.failure(path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    buffer.append(contentsOf: bytes)
    byteCount += Int64(bytes.count)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  func append(_ text: String) throws {
    var text = text
    try text.withUTF8 { try append(UnsafeRawBufferPointer($0)) }
  }

  /// Writes what is buffered.
  func flush() throws {
    try buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let chunk = UnsafeRawBufferPointer(rebasing: rest)
        let written = write(descriptor, chunk.baseAddress, chunk.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { throw Self.failure(path) }
        rest = rest.dropFirst(written)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Gives up everything after the first `count` bytes.
  func cut(to count: Int64) throws {
    try flush()
    guard ftruncate(descriptor, off_t(count)) == 0, lseek(descriptor, off_t(count), SEEK_SET) >= 0
    else { throw Self.failure(path) }
    byteCount = count
  }

  /// Hands the content over from its start, piece by piece.
  func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try flush()
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw Self.failure(path) }
    defer { close(source) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Self.bufferBytes, alignment: 64)
    defer { chunk.deallocate() }
    while true {
      let count = read(source, chunk.baseAddress, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path) }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  /// Removes the file; what is open of it ends with this object.
  func remove() { unlink(path) }

  private static func failure(_ path: String) -> CommandFailure {
    OutputFolder.unwritable(path, "it cannot be written: \(String(cString: strerror(errno)))")
  }
}
