internal import Diagnostics
internal import Glibc

/// A file without a name: its bytes can be read by path while this is alive, and nothing of it is left
/// when the program ends, however it ends.
///
/// A class because it owns the only descriptor that keeps the bytes.
final class PrivateFile {
  private let descriptor: Int32

  /// Where the bytes can be opened by this process.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// Makes an empty file in the folder for temporary ones.
  init() throws(DiagnosticError) {
    let folder = Environment.value("TMPDIR") ?? "/tmp"
    var template = Array((folder + "/estreat-XXXXXX").utf8CString)
    // 0600; the name goes before the first byte comes.
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw Self.failure("a temporary file cannot be made in \(folder)")
    }
    template.withUnsafeBufferPointer { _ = $0.baseAddress.map { unlink($0) } }
  }

  deinit { close(descriptor) }

  /// Adds bytes at the end.
  func append(_ bytes: UnsafeRawBufferPointer) throws(DiagnosticError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = write(descriptor, rest.baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        throw Self.failure("the folder for temporary files takes no more data")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
  }

  private static func failure(_ message: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "spool", "\(message): \(String(cString: strerror(errno)))",
        fix: "set TMPDIR to a folder with room for the input"))
  }
}
