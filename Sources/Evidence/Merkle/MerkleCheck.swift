internal import Diagnostics

/// The Merkle tree of a package, worked out again from its bytes and compared with what the package
/// says of it.
struct MerkleCheck {
  let archive: ZipArchive
  let limits: VerificationLimits

  /// What the package holds of its tree, as far as it could be read.
  struct Parts {
    var document: MerkleDocument
    /// Nil for a disclosure copy.
    var salts: LineSalts?
    var segments: SplitSource
    var info: [BagInfoField]
  }

  /// Checks what the package says of its tree, and prepares to read the lines.
  /// - Returns: nil if it cannot be read, which is reported.
  /// - Throws: `file-unreadable`.
  func begin(log: inout ProblemLog) throws(DiagnosticError) -> MerkleReading? {
    guard let parts = try parts(log: &log) else { return nil }
    checkInfo(parts, log: &log)
    checkMembers(parts, log: &log)
    if MerkleTree.root(parts.document.blockRoots) != parts.document.root {
      log.add(
        "merkle-root", "its block roots do not give its root", member: MerkleLayout.document)
    }
    return MerkleReading(
      archive, parts.document, salts: parts.salts, segments: parts.segments,
      token: { _, rule in rule })
  }

  /// Compares the lines, all of which were read, with the tree.
  func finish(_ reading: MerkleReading, log: inout ProblemLog) {
    let document = reading.document
    for (member, count) in zip(document.members, reading.counts) where count != member.lines {
      log.add(
        "merkle-count", "it has \(count) lines, \(MerkleLayout.document) says \(member.lines)",
        member: member.name)
    }
    if reading.root != document.root {
      log.add(
        "merkle-root", "the lines of the package do not give the root that it states",
        member: MerkleLayout.document)
      checkBlocks(reading.blockRoots, document, log: &log)
    }
    for proof in document.proofs {
      let isProven = MerkleTree.verify(
        leaf: proof.hash, index: proof.leaf, size: document.treeSize, path: proof.path,
        root: document.root)
      if !isProven || reading.proofs[proof.leaf].map({ $0.leaf != proof.hash }) ?? true {
        log.add(
          "merkle-proof", "the proof of leaf \(proof.leaf) does not hold",
          member: MerkleLayout.document)
      }
    }
  }

  /// What the package says of its tree; nil if that cannot be read, which is reported.
  func parts(log: inout ProblemLog) throws(DiagnosticError) -> Parts? {
    guard let text = try content(PackageLayout.bagInfo) else { return nil }
    let info = BagInfo.parse(text).fields
    let isDisclosure = info.contains(BagInfoField("Package-Kind", PackageKind.disclosure.rawValue))
    var missing: [String] = []
    func held(_ name: String) throws(DiagnosticError) -> [UInt8] {
      if let bytes = try content(name) { return bytes }
      missing.append(name)
      return []
    }
    let document = try held(MerkleLayout.document)
    // Read line by line, beside the members: it may be longer than memory should hold.
    var segments = SplitSource.none
    if !isDisclosure {
      if let member = archive.members.first(where: { $0.name == MerkleLayout.segments }) {
        segments = SplitSource(archive, member)
      } else {
        missing.append(MerkleLayout.segments)
      }
    }
    let key = isDisclosure ? [] : try held(MerkleLayout.key)
    if isDisclosure {
      for name in [MerkleLayout.key, MerkleLayout.segments]
      where archive.members.contains(where: { $0.name == name }) {
        log.add(
          "merkle-key-exposed", "a disclosure copy must not hold it: masked values can be searched",
          member: name, fix: "do not pass this package on")
      }
    }
    for name in missing {
      if let member = archive.members.first(where: { $0.name == name }),
        member.stated.contentBytes > limits.listBytes
      {
        log.add("list-too-large", "it is larger than \(limits.listBytes) bytes", member: name)
        continue
      }
      log.add("merkle-missing", "without it no line can be proven", member: name)
    }
    guard missing.isEmpty else { return nil }
    let salts = isDisclosure ? nil : MaskKey.parse(key)?.salts
    if !isDisclosure, salts == nil {
      log.add("merkle-malformed", "it is not 64 lowercase hex digits", member: MerkleLayout.key)
      return nil
    }
    do throws(MerkleDefect) {
      return Parts(
        document: try MerkleDocument(document), salts: salts, segments: segments, info: info)
    } catch {
      log.add("merkle-malformed", error.reason, member: MerkleLayout.document)
      return nil
    }
  }

  /// Content of a small member; nil if it is not there or cannot be read.
  private func content(_ name: String) throws(DiagnosticError) -> [UInt8]? {
    guard let member = archive.members.first(where: { $0.name == name }),
      let offset = member.dataOffset, member.stated.contentBytes <= limits.listBytes
    else { return nil }
    var out: [UInt8] = []
    let fault = try MemberReader(file: archive.file).forEachChunk(of: member.stated, at: offset) {
      (chunk) throws(DiagnosticError) in out.append(contentsOf: chunk)
    }
    return fault == nil ? out : nil
  }

  private func checkInfo(_ parts: Parts, log: inout ProblemLog) {
    for field in parts.document.statement.fields {
      let stated = parts.info.filter { $0.key == field.key }.map(\.value)
      guard stated != [field.value] else { continue }
      let found = stated.isEmpty ? "not there" : stated.joined(separator: ", ")
      log.add(
        "merkle-bag-info",
        "its \(field.key) is \(found), \(MerkleLayout.document) says \(field.value)",
        member: PackageLayout.bagInfo)
    }
  }

  /// A line that is in no tree could be slipped in unseen by whoever has only the root.
  private func checkMembers(_ parts: Parts, log: inout ProblemLog) {
    guard parts.salts != nil else { return }
    let named = Set(parts.document.members.map(\.name))
    for member in archive.members
    where MerkleLayout.isCovered(member.name) && !named.contains(member.name) {
      log.add("merkle-member", "\(MerkleLayout.document) does not name it", member: member.name)
    }
  }

  /// Says where the first differing blocks lie, so that nobody has to search a gigabyte.
  private func checkBlocks(
    _ found: [[UInt8]], _ document: MerkleDocument, log: inout ProblemLog
  ) {
    let different = document.blockRoots.indices.filter {
      !found.indices.contains($0) || found[$0] != document.blockRoots[$0]
    }
    for index in different.prefix(3) {
      let first = UInt64(index) * UInt64(MerkleRecorder.blockLeaves)
      let end = min(first + UInt64(MerkleRecorder.blockLeaves), document.treeSize)
      guard let place = document.place(of: first) else { continue }
      log.add(
        "merkle-block",
        "leaves \(first) to \(end - 1) are not those of the tree"
          + (index == different.first && different.count > 3
            ? "; so are \(different.count - 1) further blocks" : ""),
        member: place.member, line: Int(clamping: place.line))
    }
  }
}
