public import Diagnostics

/// The members of a package, to be read one by one by name.
///
/// Nothing is checked here but the compressed form and the CRC; `PackageVerifier` comes first.
public struct PackageContents {
  private let reader: MemberReader
  private let members: [String: ZipMember]

  /// Opens the package at `path`.
  /// - Throws: `file-unreadable`, `not-a-zip`.
  public init(path: String) throws(DiagnosticError) {
    var log = ProblemLog(package: path)
    let file = try InputFile(path: path)
    let archive = try ZipArchive.read(
      file, limits: Zip64Limits(), maximumMembers: VerificationLimits().members, log: &log)
    guard let archive else {
      throw DiagnosticError(
        Diagnostic(
          .error, "not-a-zip", "the file is not a zip", at: SourceLocation(file: path),
          fix: "name a package, a file ending in .zip"))
    }
    reader = MemberReader(file: file)
    members = Dictionary(
      archive.members.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Names of all members, sorted.
  public var names: [String] { members.keys.sorted() }

  /// Whether there is a member of this name.
  public func holds(_ name: String) -> Bool { members[name] != nil }

  /// Calls `body` with the content of a member, chunk by chunk.
  /// - Throws: `member-missing`, `bad-deflate`, `crc-mismatch`, and what `body` throws.
  public func read(
    _ name: String, _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    guard let member = members[name], let offset = member.dataOffset else {
      throw failure("member-missing", "it is not in the package", name)
    }
    var crc: UInt32 = 0
    let fault = try reader.forEachChunk(of: member.stated, at: offset) {
      (chunk) throws(DiagnosticError) in
      crc = crc32(crc, chunk)
      try body(chunk)
    }
    guard fault == nil else { throw failure("bad-deflate", "its data is broken", name) }
    guard crc == member.stated.crc else { throw failure("crc-mismatch", "the CRC is wrong", name) }
  }

  /// The whole content of a member that fits into memory.
  public func bytes(_ name: String) throws(DiagnosticError) -> [UInt8] {
    var bytes: [UInt8] = []
    try read(name) { bytes.append(contentsOf: $0) }
    return bytes
  }

  private func failure(_ code: String, _ message: String, _ name: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, code, message, at: SourceLocation(file: "\(reader.file.path)/\(name)"),
        fix: "obtain the package again"))
  }
}
