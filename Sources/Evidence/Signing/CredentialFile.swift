internal import Diagnostics

/// A file that holds keys or certificates.
enum CredentialFile {
  static let maximumBytes: UInt64 = 1 << 20

  /// Its bytes.
  /// - Throws: `file-unreadable`, or `code` when no key or certificate can be so large.
  static func read(_ path: String, tooLarge code: String) throws(DiagnosticError) -> [UInt8] {
    let file = try InputFile(path: path)
    guard file.sizeBytes <= maximumBytes else {
      throw DiagnosticError(
        Diagnostic(
          .error, code, "the file is larger than \(maximumBytes) bytes",
          at: SourceLocation(file: path), fix: "name a file of keys or certificates"))
    }
    return try file.bytes(at: 0, count: Int(file.sizeBytes))
  }
}
