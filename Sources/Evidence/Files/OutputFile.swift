internal import Diagnostics
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A file that appears under its name only when it is complete: written to a temporary name in
/// the same folder with mode 0600, synced, renamed. Dropped without `commit`, it leaves nothing.
struct OutputFile: ~Copyable {
  private static let bufferBytes = 256 << 10
  /// What is not worth a copy into the buffer.
  private static let largeBytes = 64 << 10
  /// How much is worth waking the thread that hashes.
  private static let settledStep: UInt64 = 1 << 20

  /// The final name.
  let path: String
  private let temporaryPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var writtenBytes: UInt64 = 0
  private var isCommitted = false
  private var digest: TrailingDigest?
  /// Before it nothing is replaced any more.
  private var settledBytes: UInt64 = 0

  /// Offset of the next byte.
  var position: UInt64 { writtenBytes + UInt64(buffer.count) }

  /// Creates the temporary file.
  /// - Throws: `output-unwritable`.
  init(path: String) throws(DiagnosticError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(path[...$0]) } ?? ""
    let base = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    var template = Array("\(folder).\(base).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Self.unwritable(path) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    self.path = path
    self.descriptor = descriptor
    self.temporaryPath = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    buffer.reserveCapacity(Self.bufferBytes)
  }

  deinit {
    close(descriptor)
    if !isCommitted { unlink(temporaryPath) }
  }

  /// Appends `bytes`.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(DiagnosticError) {
    if buffer.count + bytes.count > Self.bufferBytes || bytes.count >= Self.largeBytes {
      try flush()
    }
    if bytes.count >= Self.largeBytes {
      try writeAll(bytes, at: writtenBytes)
      writtenBytes += UInt64(bytes.count)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Appends `bytes`.
  mutating func write(_ bytes: [UInt8]) throws(DiagnosticError) {
    if buffer.count + bytes.count > Self.bufferBytes { try flush() }
    buffer.append(contentsOf: bytes)
  }

  /// Replaces bytes that were written before, at `offset`.
  mutating func overwrite(_ bytes: [UInt8], at offset: UInt64) throws(DiagnosticError) {
    precondition(offset + UInt64(bytes.count) <= position, "only written bytes can be replaced")
    precondition(offset >= settledBytes, "what was settled stays")
    if offset >= writtenBytes {
      let start = Int(offset - writtenBytes)
      buffer.replaceSubrange(start..<(start + bytes.count), with: bytes)
      return
    }
    try flush()
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    try writeAll(UnsafeRawBufferPointer(copy), at: offset)
  }

  /// Tells that nothing of what was written so far will be replaced: its digest can be begun.
  mutating func settle() {
    guard writtenBytes >= settledBytes + Self.settledStep else { return }
    settledBytes = writtenBytes
    trailing().follow(to: settledBytes)
  }

  private mutating func trailing() -> TrailingDigest {
    if let digest { return digest }
    let begun = TrailingDigest(path: path, descriptor: dup(descriptor))
    digest = begun
    return begun
  }

  /// Makes the file durable and gives it its name, replacing an older file of that name.
  mutating func commit() throws(DiagnosticError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw Self.unwritable(path) }
    try name()
  }

  /// The same, and ends its digest while the disk takes it.
  mutating func commitDigested() throws(DiagnosticError) -> FileDigest {
    try flush()
    let trailing = trailing()
    let digest = Mutex<Result<FileDigest, DiagnosticError>?>(nil)
    // The system tells a failed write once only.
    let failure = Mutex<Int32>(0)
    DispatchQueue.concurrentPerform(iterations: 2) { [descriptor, writtenBytes] task in
      if task == 0 {
        if fsync(descriptor) != 0 { failure.withLock { $0 = errno } }
      } else {
        let result = Result { () throws(DiagnosticError) in
          try trailing.finish(sizeBytes: writtenBytes)
        }
        digest.withLock { $0 = result }
      }
    }
    let code = failure.withLock { $0 }
    guard code == 0 else {
      errno = code
      throw Self.unwritable(path)
    }
    guard let digest = try digest.withLock({ $0 })?.get() else {
      preconditionFailure("both tasks ran")
    }
    try name()
    return digest
  }

  /// Removes a file; one that is not there is no error.
  static func remove(_ path: String) { unlink(path) }

  private mutating func name() throws(DiagnosticError) {
    guard rename(temporaryPath, path) == 0 else { throw Self.unwritable(path) }
    isCommitted = true
    syncFolder()
  }

  private mutating func flush() throws(DiagnosticError) {
    guard !buffer.isEmpty else { return }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: buffer)
    try writeAll(UnsafeRawBufferPointer(copy), at: writtenBytes)
    writtenBytes += UInt64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeAll(
    _ bytes: UnsafeRawBufferPointer, at offset: UInt64
  ) throws(DiagnosticError) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(descriptor, base + done, bytes.count - done, off_t(offset) + off_t(done))
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.unwritable(path)
      }
      done += count
    }
  }

  /// The rename is durable only once its folder is; a folder that cannot be synced is no error,
  /// because the file itself is.
  private func syncFolder() {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func unwritable(_ path: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "output-unwritable", "cannot write: \(systemMessage())",
        at: SourceLocation(file: path),
        fix: "check that the folder exists, is writable and has room"))
  }
}
