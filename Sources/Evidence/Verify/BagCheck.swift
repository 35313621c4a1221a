internal import Diagnostics

/// One member that was read.
struct ReadMember {
  var name: String
  /// Nil if its content could not be read.
  var digest: MemberDigest?
}

/// The checks of a bag: every list against every member, both ways.
struct BagCheck {
  /// In the order of the zip; a name may come twice.
  let members: [ReadMember]
  /// Content of the files of `PackageLayout.required`, as far as they could be read.
  let texts: [String: [UInt8]]

  /// - Parameters:
  ///   - signatures: those that the package says it has.
  ///   - attached: what was attached to a signed package since.
  func run(signatures: SignatureStatement?, attached: Set<String> = [], log: inout ProblemLog) {
    for name in PackageLayout.required where !members.contains(where: { $0.name == name }) {
      let code = name == PackageLayout.mimetype ? "mimetype-missing" : "member-missing"
      log.add(code, "every package has it", member: name)
    }
    if let bytes = texts[PackageLayout.mimetype], bytes != Array(PackageLayout.mediaType.utf8) {
      log.add(
        "mimetype-wrong", "it is not \(PackageLayout.mediaType)", member: PackageLayout.mimetype)
    }
    if let bytes = texts[PackageLayout.bagDeclaration],
      bytes != Array(PackageLayout.bagDeclarationText.utf8)
    {
      log.add(
        "bagit-wrong", "it does not declare BagIt 1.0 in UTF-8",
        member: PackageLayout.bagDeclaration)
    }
    let payload = check(
      PackageLayout.payloadManifest, style: .plain, mismatch: "member-changed", log: &log
    ) { PackageLayout.isPayload($0) }
    let tags = check(
      PackageLayout.tagManifest, style: .plain, mismatch: "member-changed", log: &log
    ) { !PackageLayout.isPayload($0) && !PackageLayout.isTagManifestExempt($0) }
    check(
      PackageLayout.sm3Sums, style: .tagged("SM3"), mismatch: "sm3-mismatch", isWhole: true,
      log: &log
    ) { $0 == PackageLayout.tagManifest || !PackageLayout.isTagManifestExempt($0) }
    checkUnlisted(payload.union(tags).union(signatures?.members ?? []).union(attached), log: &log)
  }

  /// Compares one list with the members.
  /// - Parameters:
  ///   - isWhole: whether a member that it does not hold is reported here.
  ///   - covers: the names that the list is to hold, all of them and no other.
  /// - Returns: the names that it holds.
  @discardableResult
  func check(
    _ list: String, style: ChecksumList.Style, mismatch: String, isWhole: Bool = false,
    log: inout ProblemLog, covers: (String) -> Bool
  ) -> Set<String> {
    guard let bytes = texts[list] else { return [] }
    let (lines, defects) = ChecksumList.parse(bytes, style: style)
    for defect in defects {
      log.add("manifest-malformed", defect.reason, member: list, line: defect.line)
    }
    let isSM3 = mismatch == "sm3-mismatch"
    var byName: [String: [MemberDigest?]] = [:]
    for member in members { byName[member.name, default: []].append(member.digest) }
    for line in lines {
      if !covers(line.path) {
        log.add(
          "manifest-scope", "\(line.path) does not belong in this list", member: list,
          line: line.number)
      }
      guard let digests = byName[line.path] else {
        log.add(
          "member-missing", "it is listed in \(list) but not in the zip", member: line.path)
        continue
      }
      for digest in digests.compactMap({ $0 })
      where (isSM3 ? digest.sm3 : digest.sha256) != line.digest {
        log.add(mismatch, "its content is not what \(list) states", member: line.path)
      }
    }
    let listed = Set(lines.map(\.path))
    if isWhole {
      for name in Set(members.map(\.name)).subtracting(listed).sorted() where covers(name) {
        log.add("member-unlisted", "\(list) does not list it", member: name)
      }
    }
    return listed
  }

  /// Nothing may lie in a package that no list covers: an unpacked folder could not be told from
  /// one into which something was slipped. An unsigned package holds no signatures.
  private func checkUnlisted(_ listed: Set<String>, log: inout ProblemLog) {
    let exempt: Set<String> = [
      PackageLayout.mimetype, PackageLayout.tagManifest, PackageLayout.sm3Sums,
    ]
    for name in Set(members.map(\.name)).sorted()
    where !listed.contains(name) && !exempt.contains(name) {
      log.add("member-unlisted", "no manifest lists it", member: name)
    }
  }

  /// What the package says about itself.
  func checkInfo(log: inout ProblemLog) -> [BagInfoField] {
    guard let bytes = texts[PackageLayout.bagInfo] else { return [] }
    let (fields, malformed) = BagInfo.parse(bytes)
    for line in malformed {
      log.add(
        "bag-info-malformed", "not a key and a value", member: PackageLayout.bagInfo, line: line)
    }
    let payload = members.filter { PackageLayout.isPayload($0.name) }
    let totalBytes = payload.reduce(UInt64(0)) { $0.addingClamped($1.digest?.sizeBytes ?? 0) }
    let stated = fields.filter { $0.key == "Payload-Oxum" }.map(\.value)
    if stated.isEmpty {
      log.add(
        "payload-oxum-missing", "it states no Payload-Oxum", member: PackageLayout.bagInfo)
    } else if stated != ["\(totalBytes).\(payload.count)"] {
      log.add(
        "payload-oxum-mismatch",
        "it states \(stated.joined(separator: ", ")), the payload is "
          + "\(totalBytes).\(payload.count)", member: PackageLayout.bagInfo)
    }
    return fields
  }
}
