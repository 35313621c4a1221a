internal import Diagnostics
internal import Glibc

/// A regular file opened for reading at any offset.
///
/// A class because the descriptor is shared by the checks that read it and is closed exactly once.
final class InputFile: Sendable {
  /// Path as the user gave it.
  let path: String
  /// Size when it was opened.
  let sizeBytes: UInt64
  private let descriptor: Int32

  /// Opens `path`.
  /// - Throws: `file-unreadable` when it is absent, not readable or no regular file.
  init(path: String) throws(DiagnosticError) {
    // Without O_NONBLOCK the open itself would hang on a named pipe.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(path, systemMessage()) }
    var status = stat()
    let known = fstat(descriptor, &status)
    guard known == 0, status.st_mode & S_IFMT == S_IFREG else {
      let reason = known == 0 ? "it is not a regular file" : systemMessage()
      close(descriptor)
      throw Self.unreadable(path, reason)
    }
    self.path = path
    self.descriptor = descriptor
    self.sizeBytes = UInt64(status.st_size)
  }

  /// A file that is open already, which from now on this object closes.
  init(path: String, sizeBytes: UInt64, descriptor: Int32) {
    self.path = path
    self.sizeBytes = sizeBytes
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from `offset` on.
  /// - Returns: bytes read; fewer than the buffer holds only at the end of the file.
  func read(
    at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
  ) throws(DiagnosticError) -> Int {
    var filled = 0
    while filled < buffer.count {
      guard let position = off_t(exactly: offset + UInt64(filled)), let base = buffer.baseAddress
      else { break }
      let count = pread(descriptor, base + filled, buffer.count - filled, position)
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.unreadable(path, systemMessage())
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Up to `count` bytes at `offset`, fewer only at the end of the file.
  func bytes(at offset: UInt64, count: Int) throws(DiagnosticError) -> [UInt8] {
    guard offset < sizeBytes, count > 0 else { return [] }
    let available = Int(min(UInt64(count), sizeBytes - offset))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: available, alignment: 16)
    defer { buffer.deallocate() }
    let filled = try read(at: offset, into: buffer)
    return [UInt8](buffer[..<filled])
  }

  /// Whether the file has grown past `offset` since it was opened.
  func hasBytes(past offset: UInt64) throws(DiagnosticError) -> Bool {
    let probe = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    defer { probe.deallocate() }
    return try read(at: offset, into: probe) > 0
  }

  /// Whether anything of that name is there.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func unreadable(_ path: String, _ reason: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "file-unreadable", "cannot read: \(reason)", at: SourceLocation(file: path),
        fix: "check the path and its permissions"))
  }
}

/// What the last failed system call says about itself.
func systemMessage() -> String { String(cString: strerror(errno)) }
