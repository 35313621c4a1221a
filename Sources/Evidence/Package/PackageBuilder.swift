public import Diagnostics
internal import Digest

/// A package that was written.
public struct WrittenPackage: Sendable {
  /// Where it lies.
  public var path: String
  /// SHA-256 of `tagmanifest-sha256.txt`, 64 lowercase hex digits: the identity of the content,
  /// the same with every deflater.
  public var packageID: String
  /// SHA-256 of the zip, 64 lowercase hex digits; also in the sidecar.
  public var zipSHA256: String
  /// Size of the zip.
  public var sizeBytes: UInt64
  /// Names of all members in the order of the zip.
  public var members: [String]
  /// Path of the sidecar, `PACKAGE.zip.sha256`.
  public var sidecarPath: String
}

/// Makes one package: a BagIt bag in a zip, and with signers an ASiC-E container (EVIDENCE "What
/// is packed").
///
/// Order of making, because each list covers what is made before it: payload, its tree, manifest,
/// the certificate and the other tag files, the tag manifest, the SM3 list, then what
/// `PackageSeal` adds. Time-stamps are attached later.
public struct PackageBuilder: Sendable {
  /// What the package says about itself.
  public var info: PackageInfo
  /// Members under `data/`, in any order; at least one.
  public var payload: [PackageMember]
  /// Further members outside `data/`, `report.html` for instance.
  public var tagFiles: [PackageMember]
  /// Keep every member uncompressed, so that the zip too is the same with every deflater.
  public var store: Bool
  /// Who signs; nil makes an unsigned package, which says so.
  public var signers: PackageSigners?
  /// Where its Merkle tree comes from; what is sensitive is for the caller to say.
  public var merkle = MerkleInput.lines(key: nil, splitter: nil)
  /// Lines, by member and from 1 in ascending order, whose inclusion proofs are stored beside those of
  /// the first and the last line of each member. They must be there.
  public var cited: [String: [UInt64]] = [:]
  /// Threads that hash and deflate; no byte depends on it.
  public var jobs = 1
  /// Makes `certificate.pdf` once the payload's manifest is known; nil leaves it out.
  public var certificate: PackageRoots.Certificate?

  /// A package of `payload`.
  public init(
    info: PackageInfo, payload: [PackageMember], tagFiles: [PackageMember] = [],
    store: Bool = false, signers: PackageSigners? = nil
  ) {
    self.info = info
    self.payload = payload
    self.tagFiles = tagFiles
    self.store = store
    self.signers = signers
  }

  /// Writes the package as `path` and its SHA-256 as `path.sha256`, both of mode 0600, replacing
  /// older ones. Equal members and info give equal bytes, signatures aside. Memory stays bounded, whatever the
  /// size of members that are files; those are read once, twice where they are stored.
  /// What is deflated needs its room in the folder of `path` twice for a while.
  /// - Throws: all of `unsafe-name`, `name-clash`, `duplicate-member`, `member-place`,
  ///   `payload-empty`, `package-info` together; or one of `file-unreadable`, `mask-key`,
  ///   `file-changed-while-read`, `signing-failed`, `output-unwritable`, what `certificate` throws.
  ///   Nothing is left behind then.
  public func write(to path: String) throws(DiagnosticError) -> WrittenPackage {
    try write(to: path, limits: Zip64Limits())
  }

  func write(
    to path: String, limits: Zip64Limits
  ) throws(DiagnosticError) -> WrittenPackage {
    let defects = info.defects() + memberDefects()
    guard defects.isEmpty else { throw DiagnosticError(defects) }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    let payload = try PayloadReader(
      payload, merkle: merkle, cited: cited, store: store, jobs: jobs, folder: folder
    ).read()
    // What it spools must be there until the zip is written.
    defer { withExtendedLifetime(payload) {} }
    let staged = try stage(payload.digests, payload.tree)
    return try writeZip(staged, payload, to: path, limits: limits)
  }

  /// All members with their digests; `mimetype` first, then sorted.
  private func stage(
    _ digests: [MemberDigest], _ tree: MerklePack
  ) throws(DiagnosticError) -> StagedMembers {
    var info = info
    info.signatures = signers?.statement
    info.merkle = tree.statement
    var staged = StagedMembers()
    for (member, digest) in zip(payload, digests) { staged.add(member, digest) }
    for member in tree.members { try staged.add(member) }
    let payloadFiles = staged.members.count
    let payloadBytes = staged.digests.values.reduce(0) { $0 + $1.sizeBytes }
    let manifest = staged.list { _ in true }
    try staged.add(PackageLayout.payloadManifest, manifest)
    if let certificate {
      let bytes = try certificate(PackageRoots(staged, merkleRoot: tree.statement.root))
      try staged.add(PackageMember(PackageLayout.certificate, .bytes(bytes)))
    }
    try staged.add(PackageLayout.bagDeclaration, PackageLayout.bagDeclarationText)
    let fields = info.fields(payloadBytes: payloadBytes, payloadFiles: payloadFiles)
    try staged.add(PackageLayout.bagInfo, BagInfo.text(fields))
    let instructions = VerifyInstructions.text(
      info, payloadBytes: payloadBytes, payloadFiles: payloadFiles,
      hasCertificate: certificate != nil)
    try staged.add(PackageLayout.instructions, instructions)
    try staged.add(PackageLayout.script, VerifyScript.text(info.signatures))
    for member in tagFiles { try staged.add(member) }
    let tagManifest = staged.list { !PackageLayout.isPayload($0) }
    try staged.add(PackageLayout.tagManifest, tagManifest)
    let sm3Sums = ChecksumList.text(
      staged.digests.map { ($0.key, $0.value.sm3) }, style: .tagged("SM3"))
    try staged.add(PackageLayout.sm3Sums, sm3Sums)
    if let signers {
      try PackageSeal(
        signers: signers, tagManifest: Array(tagManifest.utf8), sm3Sums: Array(sm3Sums.utf8)
      ).add(to: &staged)
    }
    try staged.add(PackageLayout.mimetype, PackageLayout.mediaType)
    return staged
  }

  private func writeZip(
    _ staged: StagedMembers, _ payload: PayloadReading, to path: String, limits: Zip64Limits
  ) throws(DiagnosticError) -> WrittenPackage {
    let rest = staged.members.filter { $0.path != PackageLayout.mimetype }
    let ordered =
      [PackageMember(PackageLayout.mimetype, .bytes(Array(PackageLayout.mediaType.utf8)))]
      + rest.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var writer = try ZipWriter(path: path, store: store, jobs: jobs, limits: limits)
    for member in ordered {
      if let deflated = payload.deflated[member.path] {
        try writer.add(member.path, deflated, from: payload.spool)
        continue
      }
      let hasher = SHA256()
      try writer.add(member.path, member.content) { hasher.update($0) }
      // The lists were made in an earlier reading: what is packed must still be the same.
      guard hexString(hasher.finish()) == staged.digests[member.path]?.sha256 else {
        throw DiagnosticError(MemberSource.changedDiagnostic(member.path))
      }
    }
    let sidecarPath = path + PackageLayout.sidecarSuffix
    // An older sidecar must not outlive its zip, even if we are killed between the two renames.
    OutputFile.remove(sidecarPath)
    let zip = try writer.finish()
    do {
      var sidecar = try OutputFile(path: sidecarPath)
      try sidecar.write(Array("\(zip.sha256)  \(PackageLayout.baseName(path))\n".utf8))
      try sidecar.commit()
    } catch {
      OutputFile.remove(path)
      throw error
    }
    return WrittenPackage(
      path: path, packageID: staged.digests[PackageLayout.tagManifest]?.sha256 ?? "",
      zipSHA256: zip.sha256, sizeBytes: zip.sizeBytes, members: ordered.map(\.path),
      sidecarPath: sidecarPath)
  }

  private func memberDefects() -> [Diagnostic] {
    var out: [Diagnostic] = []
    var seen = PackageLayout.reserved.union(MerkleLayout.reserved)
    if certificate != nil { seen.insert(PackageLayout.certificate) }
    if payload.isEmpty {
      out.append(Diagnostic(.error, "payload-empty", "a package needs something under data/"))
    }
    for (members, inPayload) in [(payload, true), (tagFiles, false)] {
      for member in members {
        let path = member.path
        if let reason = MemberName.defect(path) {
          out.append(MemberName.unsafe(path, reason))
        } else if PackageLayout.isPayload(path) != inPayload
          || path.hasPrefix(PackageLayout.containerFolder)
          || path.hasPrefix(PackageLayout.sealFolder)
        {
          let place = inPayload ? "under data/" : "outside data/, META-INF/ and seal/"
          out.append(Diagnostic(.error, "member-place", "\(path) does not lie \(place)"))
        }
        if !seen.insert(path).inserted {
          out.append(
            Diagnostic(.error, "duplicate-member", "the package already holds \(path)"))
        }
      }
    }
    for (name, other) in MemberName.clashes(seen) {
      out.append(
        Diagnostic(
          .error, "name-clash", "\(name) and \(other) cannot be unpacked beside each other",
          fix: "rename one"))
    }
    return out
  }
}
