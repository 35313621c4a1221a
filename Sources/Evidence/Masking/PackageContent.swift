public import Diagnostics

/// Single members of a package, read without unpacking it.
public struct PackageContent {
  let archive: ZipArchive
  private let limits: VerificationLimits

  /// Opens a package; it is not verified.
  /// - Throws: `file-unreadable`, `not-a-zip`.
  public init(
    path: String, limits: VerificationLimits = VerificationLimits()
  ) throws(DiagnosticError) {
    var log = ProblemLog(package: path)
    let file = try InputFile(path: path)
    guard
      let archive = try ZipArchive.read(
        file, limits: Zip64Limits(), maximumMembers: limits.members, log: &log)
    else {
      log.add("not-a-zip", "the file is not a zip", fix: "name a package, a file ending in .zip")
      throw DiagnosticError(log.sorted)
    }
    self.archive = archive
    self.limits = limits
  }

  /// Names of its members, in the order of the zip.
  public var names: [String] { archive.members.map(\.name) }

  /// Content of the member `name`; nil if it is not there, broken, or larger than a list may be.
  public func bytes(_ name: String) throws(DiagnosticError) -> [UInt8]? {
    guard let member = archive.members.first(where: { $0.name == name }),
      member.stated.contentBytes <= limits.listBytes,
      !MemberCheck.isBomb(member, limits: limits)
    else { return nil }
    var out: [UInt8] = []
    let isWhole = try forEachChunk(member) { (chunk) throws(DiagnosticError) in
      out.append(contentsOf: chunk)
    }
    return isWhole ? out : nil
  }

  /// Hands over the content of a member chunk by chunk.
  /// - Returns: whether it could be read to its end.
  func forEachChunk(
    _ member: ZipMember, _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) -> Bool {
    guard let offset = member.dataOffset else { return false }
    return try MemberReader(file: archive.file).forEachChunk(
      of: member.stated, at: offset, body) == nil
  }
}
