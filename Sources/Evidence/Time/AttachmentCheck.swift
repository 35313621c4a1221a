internal import Diagnostics

/// The checks of the request for a time-stamp and of everything that was attached since.
struct AttachmentCheck {
  let bag: BagCheck
  let attachments: Attachments
  let trust: SignatureTrust

  /// Reports every problem.
  /// - Returns: the time-stamps that could be read.
  func run(log: inout ProblemLog) -> [FoundTimestamp] {
    checkRequest(log: &log)
    for name in attachments.unreadable {
      log.add(
        "attachment-manifest", "it is no manifest of attachments in the form of a package",
        member: name, fix: "obtain the package again")
    }
    checkNumbers(log: &log)
    checkOrder(log: &log)
    var found: [FoundTimestamp] = []
    for manifest in attachments.manifests {
      checkReferences(manifest, log: &log)
      if manifest.kind == .timestamp, let stamp = checkTimestamp(manifest, log: &log) {
        found.append(stamp)
      }
    }
    if !found.isEmpty, trust.roots(forSM2: false) == nil {
      log.add(
        "timestamp-roots",
        "no root certificate was given for the time-stamps: they agree with the certificates in"
          + " the package, but whose they are is not shown",
        fix: "name the authority's root certificate with --trust", severity: .warning)
    }
    return found
  }

  private func checkRequest(log: inout ProblemLog) {
    guard let request = bag.texts[PackageLayout.timestampRequest],
      let list = bag.texts[PackageLayout.signatureList]
    else { return }
    if request != TimestampRequest.der(over: list) {
      log.add(
        "timestamp-request", "it does not ask for a time-stamp of \(PackageLayout.signatureList)",
        member: PackageLayout.timestampRequest, fix: "obtain the package again")
    }
  }

  private func checkNumbers(log: inout ProblemLog) {
    let numbers =
      attachments.manifests.map(\.number)
      + attachments.unreadable.compactMap(AttachmentManifest.number)
    guard let last = numbers.max() else { return }
    for number in AttachmentManifest.numbers.lowerBound...last where !numbers.contains(number) {
      log.add(
        "attachment-missing", "later manifests are there, it is not",
        member: AttachmentManifest.name(number),
        fix: "obtain the package again: somebody took an attachment away")
    }
  }

  /// What was attached lies behind all other members, one attachment after the other.
  private func checkOrder(log: inout ProblemLog) {
    let names = bag.members.map(\.name)
    let attached = attachments.names
    let rest = names.drop { !attached.contains($0) }
    let expected = attachments.order.filter { names.contains($0) }
    guard attachments.unreadable.isEmpty, Array(rest) != expected else { return }
    let wrong = zip(rest, expected).first { $0 != $1 }?.0 ?? rest.last
    log.add(
      "entry-order", "what was attached is not behind all other members, in order", member: wrong)
  }

  private func checkReferences(_ manifest: AttachmentManifest, log: inout ProblemLog) {
    let name = AttachmentManifest.name(manifest.number)
    for (path, sha256) in manifest.digests {
      let digests = bag.members.filter { $0.name == path }.map(\.digest)
      if digests.isEmpty {
        log.add(
          "attachment-missing", "\(name) speaks of it, it is not there", member: path,
          fix: "obtain the package again: somebody took it away")
      }
      for digest in digests.compactMap({ $0 }) where digest.sha256 != sha256 {
        log.add(
          "attachment-changed", "its content is not what \(name) states", member: path,
          fix: "obtain the package again")
      }
    }
  }

  private func checkTimestamp(
    _ manifest: AttachmentManifest, log: inout ProblemLog
  ) -> FoundTimestamp? {
    guard let response = bag.texts[manifest.path], let list = bag.texts[PackageLayout.signatureList]
    else { return nil }
    let chainPath = AttachmentManifest.chainPath(of: manifest.path)
    let chain = bag.texts[chainPath]
    let others = chain.flatMap(CertificateFile.parse) ?? []
    let finding = TimestampFinding(
      response: response, over: list, others: others, roots: trust.roots(forSM2: false),
      at: trust.time)
    for problem in finding.problems {
      log.add(problem.code, problem.message, member: manifest.path, fix: problem.fix)
    }
    if let chain, !finding.chain.isEmpty,
      chain != Array(PackageSeal.chain(finding.chain).utf8)
    {
      log.add(
        "timestamp-chain", "it is not the authority's certificate and its issuers in order",
        member: chainPath, fix: "obtain the package again")
    }
    if finding.hasExpiredSince, finding.problems.isEmpty {
      log.add(
        "timestamp-authority-expired",
        "the authority's certificates were valid when it stamped and are not now: who held its key"
          + " since could have made the time-stamp",
        member: manifest.path,
        fix: "judge as of a time when they were valid (--at), or keep a newer time-stamp as well",
        severity: .warning)
    }
    guard let authority = finding.authority, let latest = finding.latest else { return nil }
    return FoundTimestamp(
      member: manifest.path, authority: authority.subject, latest: latest)
  }
}
