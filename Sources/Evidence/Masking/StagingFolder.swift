public import Diagnostics
internal import Glibc

/// A hidden folder, mode 0700, in which a package is made; it goes with this object, and whatever
/// lies in it.
///
/// A class because it must be removed exactly once.
public final class StagingFolder: Sendable {
  /// Its path, with a slash at the end.
  public let path: String

  /// - Parameter folder: where it is made.
  /// - Throws: `output-unwritable`.
  public init(in folder: String) throws(DiagnosticError) {
    var template = Array((folder + "/.estreat-redact.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Self.unwritable(folder) }
    path =
      String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/"
  }

  deinit {
    if let listing = opendir(path) {
      while let entry = readdir(listing) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { unlink(path + name) }
      }
      closedir(listing)
    }
    rmdir(path)
  }

  /// Gives the files `names` their place in `folder`, in this order.
  /// - Throws: `output-unwritable`.
  func move(_ names: [String], to folder: String) throws(DiagnosticError) {
    for name in names where rename(path + name, folder + "/" + name) != 0 {
      throw Self.unwritable(folder + "/" + name)
    }
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  static func unwritable(_ path: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "output-unwritable", "cannot write: \(systemMessage())",
        at: SourceLocation(file: path),
        fix: "check that the folder exists, is writable and has room"))
  }
}
