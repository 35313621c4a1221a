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

/// Deflated members in the making: the first of it in memory, the rest in a file without a name,
/// which is gone with the process, however that ends.
///
/// A class because it owns memory and a descriptor that must go exactly once. One thread uses it at
/// a time.
final class DeflateSpool: @unchecked Sendable {
  private let folder: String
  private let mostHeldBytes: Int
  /// What is held, a part a block, and where each part begins.
  private var parts: [UnsafeMutableRawBufferPointer] = []
  private var starts: [UInt64] = []
  private var heldBytes: UInt64 = 0
  private var descriptor: Int32 = -1
  private(set) var sizeBytes: UInt64 = 0

  /// - Parameters:
  ///   - folder: where it takes its room, with its slash; that of the package, which must have as
  ///     much.
  ///   - mostHeldBytes: what is held in memory; tests lower it.
  init(folder: String, mostHeldBytes: Int = 64 << 20) {
    self.folder = folder
    self.mostHeldBytes = mostHeldBytes
  }

  deinit {
    for part in parts { part.deallocate() }
    if descriptor >= 0 { close(descriptor) }
  }

  /// - Throws: `output-unwritable`.
  func append(_ bytes: UnsafeRawBufferPointer) throws(DiagnosticError) {
    if descriptor < 0, heldBytes + UInt64(bytes.count) <= UInt64(mostHeldBytes) {
      let part = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
      part.copyMemory(from: bytes)
      parts.append(part)
      starts.append(heldBytes)
      heldBytes += UInt64(bytes.count)
    } else {
      try write(bytes, at: sizeBytes - heldBytes)
    }
    sizeBytes += UInt64(bytes.count)
  }

  /// Hands over the deflated bytes of `member`.
  /// - Throws: what `body` throws, `output-unwritable`.
  func read(
    _ member: SpooledMember, _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    var offset = member.offset
    let end = member.offset + member.compressedBytes
    // A member begins with a part, if not in the file.
    var index = firstPart(from: offset)
    while offset < end, index < parts.count {
      try body(UnsafeRawBufferPointer(parts[index]))
      offset += UInt64(parts[index].count)
      index += 1
    }
    guard offset < end else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: ZipFormat.chunkBytes, alignment: 64)
    defer { buffer.deallocate() }
    while offset < end {
      let wanted = Int(min(UInt64(buffer.count), end - offset))
      let count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset - heldBytes))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("cannot read what was written: \(systemMessage())") }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += UInt64(count)
    }
  }

  /// Index of the first part that begins at `offset` or later.
  private func firstPart(from offset: UInt64) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(DiagnosticError) {
    if descriptor < 0 { try open() }
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(
        descriptor, base + done, bytes.count - done, off_t(offset) + off_t(done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("cannot write: \(systemMessage())") }
      done += count
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
