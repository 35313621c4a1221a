internal import Diagnostics
internal import Foundation
internal import Glibc

/// A stream kept in a private file (0600) while the program runs.
enum SpooledInput {
  /// Copies everything `descriptor` yields.
  /// - Returns: the file's path; it is removed when the program ends, however it ends.
  static func copy(_ descriptor: Int32) throws -> String {
    let folder = Environment.value("TMPDIR") ?? "/tmp"
    var template = Array((folder + "/estreat-stdin-XXXXXX").utf8CString)
    let target = mkstemp(&template)
    guard target >= 0 else { throw failure("a temporary file cannot be made in \(folder)") }
    defer { close(target) }
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    Interrupts.register(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("stdin cannot be read") }
      if count == 0 { return path }
      var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      while !rest.isEmpty {
        let written = write(target, rest.baseAddress, rest.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { throw failure("\(folder) takes no more data") }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
  }

  private static func failure(_ message: String) -> CommandFailure {
    let reason = String(cString: strerror(errno))
    return CommandFailure(
      .unreadable,
      Diagnostic(
        .error, "spool", "\(message): \(reason)",
        fix: "set TMPDIR to a folder with room for the input"))
  }
}
