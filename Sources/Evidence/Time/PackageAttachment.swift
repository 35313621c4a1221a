public import Diagnostics
internal import Digest

/// What is to be attached to a package.
public struct AttachmentRequest: Sendable {
  /// File of an authority's answer to `seal/signatures.sha256.tsq`; nil attaches none.
  public var response: String?
  /// Roots of time-stamping authorities that the operator trusts.
  public var roots: [Certificate]
  /// Files of further receipts, a notary's or a court chain's; they are not looked into.
  public var receipts: [String]

  /// Attaches an answer, receipts, or both.
  public init(response: String?, roots: [Certificate], receipts: [String] = []) {
    self.response = response
    self.roots = roots
    self.receipts = receipts
  }
}

/// A package with something attached.
public struct AttachedPackage: Sendable {
  /// Where it lies.
  public var path: String
  /// SHA-256 of the zip, 64 lowercase hex digits; also in the sidecar.
  public var zipSHA256: String
  /// Members that are new, in the order of the zip.
  public var members: [String]
  /// The time-stamp that was attached.
  public var timestamp: FoundTimestamp?
}

/// Appends members to a finished package: every byte before its central directory stays where it
/// is, the new members follow, and a new directory.
public struct PackageAttachment: Sendable {
  private let verifier = PackageVerifier()

  /// Attaches to packages that verify.
  public init() {}

  /// One thing to attach.
  private struct Addition {
    var kind: AttachmentManifest.Kind
    var path: String
    var members: [PackageMember]
  }

  /// Writes the package at `path` with the attachments as `output`, and its digest beside it; the
  /// two may be the same file, which is replaced when the new one is whole.
  /// - Throws: what `PackageVerifier` finds wrong with the package; `attach-unsigned`,
  ///   `attach-duplicate`, `attach-full`; the `timestamp-…` codes of an answer
  ///   that does not hold; `file-unreadable`, `file-changed-while-read`, `unsafe-name`,
  ///   `output-unwritable`. Nothing is changed then.
  public func attach(
    _ request: AttachmentRequest, to path: String, as output: String
  ) throws(DiagnosticError) -> AttachedPackage {
    let examined = verifier.examine(path: path)
    guard let archive = examined.archive, let bag = examined.bag,
      examined.report.outcome == .intact
    else { throw DiagnosticError(examined.report.errors) }
    guard let list = bag.texts[PackageLayout.signatureList] else {
      throw Self.failure(
        "attach-unsigned", "the package is not signed: there is nothing to attach to", path,
        fix: "sign the package when it is made")
    }
    let attachments = Attachments(bag)
    var additions: [Addition] = []
    var timestamp: FoundTimestamp?
    if let response = request.response {
      let (addition, stamp) = try Self.stamp(
        response, request.roots, over: list,
        number: attachments.hasTimestamp
          ? attachments.nextNumber : nil)
      additions.append(addition)
      timestamp = stamp
    }
    additions += try Self.receipts(request.receipts)
    let (members, manifests) = try Self.members(additions, bag, attachments, path)
    try write(members, to: archive, as: output)
    return AttachedPackage(
      path: output, zipSHA256: try Self.renewSidecar(output),
      members: manifests, timestamp: timestamp)
  }

  /// Checks an answer.
  /// - Throws: `file-unreadable`, the codes of `TimestampFinding`.
  private static func stamp(
    _ file: String, _ roots: [Certificate], over list: [UInt8], number: Int?
  ) throws(DiagnosticError) -> (Addition, FoundTimestamp?) {
    let input = try InputFile(path: file)
    let bytes = try input.bytes(at: 0, count: TimestampResponse.maximumBytes + 1)
    let finding = TimestampFinding(
      response: bytes, over: list, others: [], roots: roots.filter { $0.algorithm != .sm2 },
      at: nil)
    guard finding.problems.isEmpty else {
      throw DiagnosticError(finding.problems.map { $0.diagnostic(at: file) })
    }
    let path = AttachmentManifest.responsePath(number)
    let chain = Array(PackageSeal.chain(finding.chain).utf8)
    let addition = Addition(
      kind: .timestamp, path: path,
      members: [
        PackageMember(path, .bytes(bytes)),
        PackageMember(AttachmentManifest.chainPath(of: path), .bytes(chain)),
      ])
    guard let authority = finding.authority, let latest = finding.latest else {
      return (addition, nil)
    }
    return (
      addition, FoundTimestamp(member: path, authority: authority.subject, latest: latest)
    )
  }

  private static func receipts(_ files: [String]) throws(DiagnosticError) -> [Addition] {
    var out: [Addition] = []
    for file in files {
      let path = Attachments.receiptFolder + PackageLayout.baseName(file)
      if let reason = MemberName.defect(path) {
        throw DiagnosticError(MemberName.unsafe(path, reason))
      }
      out.append(
        Addition(kind: .receipt, path: path, members: [PackageMember(path, .file(file))]))
    }
    return out
  }

  /// The new members in their order, with a manifest before what each attaches.
  private static func members(
    _ additions: [Addition], _ bag: BagCheck, _ attachments: Attachments, _ package: String
  ) throws(DiagnosticError) -> ([(member: PackageMember, sha256: String)], [String]) {
    var digests: [String: String] = [:]
    for member in bag.members { digests[member.name] = member.digest?.sha256 }
    var out: [(member: PackageMember, sha256: String)] = []
    var number = attachments.nextNumber
    for addition in additions {
      guard AttachmentManifest.numbers.contains(number) else {
        throw failure(
          "attach-full", "the package holds \(AttachmentManifest.numbers.count) attachments",
          package, fix: "attach no more")
      }
      let manifest = AttachmentManifest.name(number)
      for member in addition.members {
        let clash = MemberName.clashes([member.path] + digests.keys)
        if digests[member.path] != nil || !clash.isEmpty {
          throw failure(
            "attach-duplicate", "the package already holds \(member.path)", package,
            fix: "give the receipt another name")
        }
        digests[member.path] = try MemberDigest(of: member.content).sha256
      }
      var attachment = AttachmentManifest(
        number: number, kind: addition.kind, path: addition.path, digests: [])
      attachment.digests = attachment.covered.sorted().map { ($0, digests[$0] ?? "") }
      if addition.kind == .timestamp, isRepeated(digests[addition.path], in: attachments) {
        throw failure(
          "attach-duplicate", "the package already holds this time-stamp", package,
          fix: "attach another authority's")
      }
      let text = Array(attachment.text.utf8)
      digests[manifest] = hexString(SHA256.digest(text))
      let sorted = addition.members.sorted {
        $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
      }
      for member in [PackageMember(manifest, .bytes(text))] + sorted {
        out.append((member, digests[member.path] ?? ""))
      }
      number += 1
    }
    return (out, out.map(\.member.path))
  }

  private static func isRepeated(_ sha256: String?, in attachments: Attachments) -> Bool {
    attachments.manifests.contains { manifest in
      manifest.kind == .timestamp
        && manifest.digests.contains { $0.path == manifest.path && $0.sha256 == sha256 }
    }
  }

  private func write(
    _ members: [(member: PackageMember, sha256: String)], to archive: ZipArchive, as output: String
  ) throws(DiagnosticError) {
    let kept = archive.members
    let store = kept.allSatisfy { $0.stated.method == ZipMethod.stored.rawValue }
    var writer = try ZipWriter(
      path: output, after: archive.file, entries: kept.compactMap(\.entry), store: store)
    for (member, sha256) in members {
      let hasher = SHA256()
      try writer.add(member.path, member.content) { hasher.update($0) }
      guard hexString(hasher.finish()) == sha256 else {
        throw DiagnosticError(MemberSource.changedDiagnostic(member.path))
      }
    }
    try writer.finish()
  }

  /// The package itself is whole by now: an old digest must not outlive it, and a new one that
  /// cannot be written leaves none.
  private static func renewSidecar(_ path: String) throws(DiagnosticError) -> String {
    let sidecarPath = path + PackageLayout.sidecarSuffix
    OutputFile.remove(sidecarPath)
    let digest = try FileDigest(of: InputFile(path: path)).sha256
    var sidecar = try OutputFile(path: sidecarPath)
    try sidecar.write(Array("\(digest)  \(PackageLayout.baseName(path))\n".utf8))
    try sidecar.commit()
    return digest
  }

  private static func failure(
    _ code: String, _ message: String, _ path: String, fix: String
  ) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(.error, code, message, at: SourceLocation(file: path), fix: fix))
  }
}

extension ZipMember {
  /// The entry by which its headers are made; nil for a method that packages do not use.
  fileprivate var entry: ZipEntry? {
    ZipMethod(rawValue: stated.method).map { method in
      ZipEntry(
        name: stated.name, method: method, crc: stated.crc,
        compressedBytes: stated.compressedBytes, contentBytes: stated.contentBytes,
        offset: headerOffset)
    }
  }
}
