internal import Diagnostics

/// A full package that was verified, as far as a disclosure copy is made from it.
struct FullPackage {
  static let appendixPrefix = "data/config/appendix."

  let path: String
  let info: [BagInfoField]
  let key: MaskKey
  let document: MerkleDocument
  /// Lines of `merkle-segments.jsonl`.
  let segments: SplitSource
  /// Content of `manifest-sha256.txt`.
  let manifest: [UInt8]
  private let content: PackageContent

  /// - Throws: `redact-kind`; `file-changed-while-read` where something has gone since it was
  ///   verified.
  init(
    _ content: PackageContent, path: String, info: [BagInfoField]
  ) throws(DiagnosticError) {
    guard info.contains(BagInfoField("Package-Kind", PackageKind.full.rawValue)) else {
      throw DiagnosticError(
        Diagnostic(
          .error, "redact-kind", "it is not a full package", at: SourceLocation(file: path),
          fix: "name the package ending in -FULL.zip"))
    }
    self.path = path
    self.info = info
    self.content = content
    func held(_ name: String) throws(DiagnosticError) -> [UInt8] {
      guard let bytes = try content.bytes(name) else { throw Self.changed(path) }
      return bytes
    }
    manifest = try held(PackageLayout.payloadManifest)
    guard let member = content.archive.members.first(where: { $0.name == MerkleLayout.segments })
    else { throw Self.changed(path) }
    segments = SplitSource(content.archive, member)
    guard let key = MaskKey.parse(try held(MerkleLayout.key)) else { throw Self.changed(path) }
    self.key = key
    let text = try held(MerkleLayout.document)
    do throws(MerkleDefect) {
      document = try MerkleDocument(text)
    } catch {
      throw Self.changed(path)
    }
  }

  func values(_ key: String) -> [String] { info.filter { $0.key == key }.map(\.value) }
  func value(_ key: String) -> String? { values(key).first }

  /// The next line that is split.
  func next(_ splits: inout SplitLines) throws(DiagnosticError) -> SplitLine? {
    do throws(MerkleDefect) {
      return try splits.next()
    } catch {
      throw Self.changed(path)
    }
  }

  /// Hands over a member in blocks of whole lines, those of its leaves.
  func forEachBlock(
    of member: MerkleDocument.Member,
    _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    guard let entry = content.archive.members.first(where: { $0.name == member.name }) else {
      throw Self.changed(path)
    }
    let blocks = LineBlocks()
    let isWhole = try content.forEachChunk(entry) { (chunk) throws(DiagnosticError) in
      try blocks.append(chunk, body)
    }
    guard isWhole else { throw Self.changed(path) }
    try blocks.finish(body)
  }

  /// It was intact a moment ago: another file may have taken its place since.
  private static func changed(_ path: String) -> DiagnosticError {
    DiagnosticError(MemberSource.changedDiagnostic(path))
  }
}
