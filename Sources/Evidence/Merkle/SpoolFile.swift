internal import Diagnostics
internal import Glibc
internal import Synchronization

/// A member in the making that may outgrow memory: its first MiB is held, then it goes on in a
/// hidden file of mode 0600 in the folder of the package, which is removed with this object.
///
/// A class because it owns a descriptor and a file that must go exactly once.
final class SpoolFile: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var descriptor: Int32 = -1
    var path: String?
  }

  private static let heldBytes = 1 << 20
  private let folder: String
  private let state = Mutex(State())

  /// - Parameter folder: where it goes, with its slash.
  init(folder: String) { self.folder = folder }

  deinit {
    state.withLock { state in
      if state.descriptor >= 0 { close(state.descriptor) }
      if let path = state.path { unlink(path) }
    }
  }

  /// - Throws: `output-unwritable`.
  func append(_ text: String) throws(DiagnosticError) { try append(Array(text.utf8)) }

  /// - Throws: `output-unwritable`.
  func append(_ bytes: [UInt8]) throws(DiagnosticError) {
    try state.withLock { state throws(DiagnosticError) in
      state.buffer.append(contentsOf: bytes)
      if state.buffer.count >= Self.heldBytes { try flush(&state) }
    }
  }

  /// What was written, readable as long as this object lives.
  /// - Throws: `output-unwritable`.
  func content() throws(DiagnosticError) -> MemberContent {
    try state.withLock { state throws(DiagnosticError) in
      guard let path = state.path else { return .bytes(state.buffer) }
      try flush(&state)
      return .file(path)
    }
  }

  private func flush(_ state: inout State) throws(DiagnosticError) {
    if state.descriptor < 0 {
      var template = Array((folder + ".estreat-segments.XXXXXX").utf8CString)
      state.descriptor = mkstemp(&template)
      guard state.descriptor >= 0 else { throw failure() }
      _ = fcntl(state.descriptor, F_SETFD, FD_CLOEXEC)
      state.path = String(
        decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    let descriptor = state.descriptor
    let isWritten = state.buffer.withUnsafeBytes { bytes -> Bool in
      var rest = bytes[...]
      while !rest.isEmpty {
        let chunk = UnsafeRawBufferPointer(rebasing: rest)
        let count = Glibc.write(descriptor, chunk.baseAddress, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
    guard isWritten else { throw failure() }
    state.buffer.removeAll(keepingCapacity: true)
  }

  private func failure() -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "output-unwritable", "cannot write: \(systemMessage())",
        at: SourceLocation(file: folder),
        fix: "check that the folder exists, is writable and has room"))
  }
}
