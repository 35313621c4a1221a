internal import Digest
internal import Glibc
internal import Reports

/// Who we are: name, version, and the digest of the program file itself.
enum ToolIdentity {
  /// The running program by name and version; where its digest is not shown, there is no need to
  /// read a hundred megabytes.
  static let named = ReportTool(name: "estreat", version: programVersion, sha256: nil)

  /// The running program. Reads its own file once.
  static func current() -> ReportTool {
    ReportTool(name: "estreat", version: programVersion, sha256: digest(ofFile: "/proc/self/exe"))
  }

  /// SHA-256 of a file as 64 hex digits; nil when it cannot be read.
  static func digest(ofFile path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let hasher = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return hexString(hasher.finish()) }
      hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
