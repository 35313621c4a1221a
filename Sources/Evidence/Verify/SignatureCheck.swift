internal import Diagnostics

/// The checks of the signatures that a package says it has.
struct SignatureCheck {
  let statement: SignatureStatement
  let bag: BagCheck
  let trust: SignatureTrust
  /// What was attached since, and is not covered by the container's manifest.
  var attached: Set<String> = []

  /// Reports every problem.
  /// - Returns: the signatures that could be read.
  func run(log: inout ProblemLog) -> [FoundSignature] {
    for name in statement.members where !bag.members.contains(where: { $0.name == name }) {
      log.add(
        "signature-missing", "bag-info.txt says that the package is signed, it is not there",
        member: name, fix: "obtain the package again: somebody took the signature away")
    }
    let listed = PackageSeal.listed(statement)
    bag.check(
      PackageLayout.signatureList, style: .plain, mismatch: "member-changed", isWhole: true,
      log: &log
    ) { listed.contains($0) }
    var found: [FoundSignature] = []
    var signers: [Certificate] = []
    if let algorithm = statement.cades {
      for (name, content) in [
        (PackageLayout.cadesSignature, PackageLayout.tagManifest),
        (PackageLayout.containerSignature, PackageLayout.containerManifest),
      ] {
        guard let finding = checkCAdES(name, over: content, algorithm, log: &log) else { continue }
        signers += finding.chain
        guard let signer = finding.signer else { continue }
        let one = FoundSignature(
          kind: "CAdES-BES \(algorithm.rawValue)", signer: signer.subject,
          claimedTime: finding.claimedTime)
        if !found.contains(one) { found.append(one) }
      }
      checkContainerManifest(log: &log)
    }
    if statement.hasSM2, let signer = checkSM2(log: &log) {
      signers.append(signer)
      found.append(FoundSignature(kind: "SM2 with SM3", signer: signer.subject, claimedTime: nil))
    }
    reportStanding(signers, log: &log)
    return found
  }

  /// What a reader must know though nothing is wrong.
  private func reportStanding(_ signers: [Certificate], log: inout ProblemLog) {
    let kinds = (statement.cades == nil ? [] : [false]) + (statement.hasSM2 ? [true] : [])
    let open = kinds.filter { trust.roots(forSM2: $0) == nil }
    for isSM2 in open {
      // Whoever names roots wants to know whose the package is: one signature must answer that.
      let isAnswered = trust.roots == nil || open.count < kinds.count
      log.add(
        "signature-roots",
        "no root certificate was given for the \(isSM2 ? "SM2" : "CAdES") signature: it agrees"
          + " with the certificates in the package, but whose it is is not shown",
        fix: "name root certificates that you obtained by another way with --trust",
        severity: isAnswered ? .warning : .error)
    }
    if statement.isTest || signers.contains(where: \.isTest) {
      log.add(
        "test-signature", "TEST: the package is signed with test keys, which prove nothing",
        fix: "sign with the keys of a certification authority", severity: .warning)
    }
    if statement.cades == nil {
      log.add(
        "not-a-container", "signed with SM2 only, not an ASiC container", severity: .note)
    }
  }

  private func checkCAdES(
    _ name: String, over content: String, _ algorithm: SignatureAlgorithm, log: inout ProblemLog
  ) -> CAdESFinding? {
    guard let signature = bag.texts[name], let signed = bag.texts[content] else { return nil }
    let finding = CAdESFinding(
      signature: signature, over: signed, roots: trust.roots(forSM2: false), at: trust.time)
    report(finding.problems, name, log: &log)
    if let signer = finding.signer, let actual = signer.algorithm, actual != algorithm {
      log.add(
        "signature-kind",
        "bag-info.txt speaks of \(algorithm.rawValue), the key is \(actual.rawValue)",
        member: name)
    }
    if let chain = bag.texts[PackageLayout.cadesChain], !finding.chain.isEmpty,
      chain != Array(PackageSeal.chain(finding.chain).utf8)
    {
      log.add(
        "chain-differs", "its certificates are not those of \(name)",
        member: PackageLayout.cadesChain)
    }
    return finding
  }

  private func checkSM2(log: inout ProblemLog) -> Certificate? {
    guard let signature = bag.texts[PackageLayout.sm2Signature],
      let chain = bag.texts[PackageLayout.sm2Chain],
      let signed = bag.texts[PackageLayout.sm3Sums]
    else { return nil }
    let finding = SM2Finding(
      signature: signature, over: signed, chain: chain, roots: trust.roots(forSM2: true),
      at: trust.time)
    report(finding.problems, PackageLayout.sm2Signature, log: &log)
    return finding.signer
  }

  private func report(
    _ problems: [SignatureProblem], _ member: String, log: inout ProblemLog
  ) {
    for problem in problems {
      log.add(problem.code, problem.message, member: member, fix: problem.fix)
    }
  }

  /// The manifest of the container against the members, line by line.
  private func checkContainerManifest(log: inout ProblemLog) {
    let name = PackageLayout.containerManifest
    guard let bytes = bag.texts[name] else { return }
    var digests: [String: String] = [:]
    for member in bag.members
    where PackageSeal.isContained(member.name) && !attached.contains(member.name) {
      if let digest = member.digest { digests[member.name] = digest.sha256 }
    }
    let expected = digests.map { (path: $0.key, sha256: $0.value) }
    guard Array(ASiCManifest.text(expected).utf8) != bytes else { return }
    let (lines, members) = ASiCManifest.differences(bytes, from: expected)
    for line in lines {
      log.add(
        "asic-manifest", "the line refers to no member as it is", member: name, line: line)
    }
    for member in members {
      log.add("asic-manifest", "\(name) does not hold its digest", member: member)
    }
    if lines.isEmpty && members.isEmpty {
      log.add("asic-manifest", "its lines are not in the order of a package", member: name)
    }
  }
}
