internal import Diagnostics
internal import Glibc

/// A deflated member that waits in a spool.
struct SpooledMember: Sendable {
  var offset: UInt64
  var compressedBytes: UInt64 = 0
  var contentBytes: UInt64 = 0
  /// CRC-32 of the content.
  var crc: UInt32 = 0

  init(offset: UInt64) { self.offset = offset }

  mutating func append(_ block: DeflateBlock) {
    compressedBytes += UInt64(block.deflated.count)
    contentBytes += UInt64(block.count)
    crc = crc32(crc, joining: block.crc, count: block.count)
  }
}

/// Deflated members in the making, in a file without a name: it is gone with the process, however
/// that ends.
///
/// A class because it owns a descriptor that must be closed exactly once. One thread uses it at a
/// time.
final class DeflateSpool: @unchecked Sendable {
  private let folder: String
  private var descriptor: Int32 = -1
  private(set) var sizeBytes: UInt64 = 0

  /// - Parameter folder: where it takes its room, with its slash; that of the package, which must
  ///   have as much.
  init(folder: String) { self.folder = folder }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// - Throws: `output-unwritable`.
  func append(_ bytes: UnsafeRawBufferPointer) throws(DiagnosticError) {
    if descriptor < 0 { try open() }
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(
        descriptor, base + done, bytes.count - done, off_t(sizeBytes) + off_t(done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("cannot write: \(systemMessage())") }
      done += count
    }
    sizeBytes += UInt64(bytes.count)
  }

  /// Hands over the deflated bytes of `member`.
  /// - Throws: what `body` throws, `output-unwritable`.
  func read(
    _ member: SpooledMember, _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: ZipFormat.chunkBytes, alignment: 64)
    defer { buffer.deallocate() }
    var done: UInt64 = 0
    while done < member.compressedBytes {
      let wanted = Int(min(UInt64(buffer.count), member.compressedBytes - done))
      let count = pread(descriptor, buffer.baseAddress, wanted, off_t(member.offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("cannot read what was written: \(systemMessage())") }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      done += UInt64(count)
    }
  }

  private func open() throws(DiagnosticError) {
    var template = Array((folder + ".estreat-deflated.XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure("cannot write: \(systemMessage())") }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  private func failure(_ message: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "output-unwritable", message, at: SourceLocation(file: folder),
        fix: "check that the folder exists, is writable and has room"))
  }
}
