internal import Diagnostics
internal import Digest

/// What the lists of a package say about one member.
struct MemberDigest: Sendable {
  var sizeBytes: UInt64
  /// Lowercase hex.
  var sha256: String
  /// Lowercase hex.
  var sm3: String

  init(sizeBytes: UInt64, sha256: String, sm3: String) {
    self.sizeBytes = sizeBytes
    self.sha256 = sha256
    self.sm3 = sm3
  }

  /// Reads `content` once, in bounded memory.
  /// - Throws: `file-unreadable`, `file-changed-while-read`.
  init(of content: MemberContent) throws(DiagnosticError) {
    let source = try MemberSource(content)
    let sha256 = SHA256()
    let sm3 = SM3()
    try source.forEachChunk { (chunk, _) throws(DiagnosticError) in
      sha256.update(chunk)
      sm3.update(chunk)
    }
    self.sizeBytes = source.sizeBytes
    self.sha256 = hexString(sha256.finish())
    self.sm3 = hexString(sm3.finish())
  }
}

/// The digest of a whole file, as its sidecar states it.
struct FileDigest: Sendable {
  var sizeBytes: UInt64
  /// Lowercase hex.
  var sha256: String

  init(sizeBytes: UInt64, sha256: String) {
    self.sizeBytes = sizeBytes
    self.sha256 = sha256
  }

  /// - Throws: `file-unreadable`, `file-changed-while-read`.
  init(of file: InputFile) throws(DiagnosticError) {
    let source = MemberSource(file)
    let hasher = SHA256()
    try source.forEachChunk { (chunk, _) throws(DiagnosticError) in hasher.update(chunk) }
    self.sizeBytes = source.sizeBytes
    self.sha256 = hexString(hasher.finish())
  }
}
