internal import Diagnostics
internal import Glibc
internal import Synchronization

/// Checks one package and reports every problem it can find; it never stops at the first.
///
/// The package is read once for its own digest and once for its contents; memory stays bounded by
/// its lists.
///
/// Error codes, stable:
/// - not judged: `file-unreadable`, `file-changed-while-read`, `not-a-zip`
/// - zip: `end-record-missing`, `end-record-wrong`, `archive-comment`, `trailing-bytes`,
///   `prefix-bytes`, `hidden-bytes`, `central-directory-broken`, `local-header-broken`,
///   `header-mismatch`, `byte-rule`, `entry-overlap`, `entry-order`, `duplicate-member`,
///   `unsafe-name`, `name-clash`, `crc-mismatch`, `size-mismatch`, `bad-deflate`,
///   `deflate-altered`
/// - bounds: `bomb-members`, `bomb-ratio`, `bomb-total`, `list-too-large`
/// - bag: `mimetype-missing`, `mimetype-not-first`, `mimetype-compressed`, `mimetype-wrong`,
///   `bagit-wrong`, `bag-info-malformed`, `payload-oxum-missing`, `payload-oxum-mismatch`,
///   `manifest-malformed`, `manifest-scope`, `member-missing`, `member-changed`,
///   `member-unlisted`, `sm3-mismatch`, `package-id-mismatch`
/// - signatures: `signature-missing`, `signature-malformed`, `signature-content`,
///   `signature-invalid`, `signature-certificate`, `signature-kind`, `chain-malformed`,
///   `chain-differs`, `asic-manifest`, `key-algorithm`, `certificate-expired`,
///   `certificate-not-yet-valid`, `certificate-usage`, `certificate-signature`,
///   `certificate-untrusted`, `certificate-chain`
/// - Merkle tree: `merkle-missing`, `merkle-malformed`, `merkle-member`, `merkle-count`,
///   `merkle-root`, `merkle-block`, `merkle-proof`, `merkle-segments`, `merkle-line`,
///   `merkle-bag-info`, `merkle-key-exposed`
/// - time-stamps and receipts: `timestamp-request`, `timestamp-malformed`, `timestamp-status`,
///   `timestamp-imprint`, `timestamp-nonce`, `timestamp-signature`, `timestamp-certificate`,
///   `timestamp-untrusted`, `timestamp-expired`, `timestamp-chain`,
///   `attachment-manifest`, `attachment-missing`, `attachment-changed`
/// - custody: `custody-malformed`, `custody-broken`, `custody-missing`, `custody-reordered`,
///   `custody-duplicated`, `custody-cut`, `custody-head`, `custody-pin`
/// - disclosure copies: `disclosure-member`, `disclosure-info`
/// - beside it: `sidecar-mismatch`, `sidecar-malformed`
///
/// Warnings: `foreign-deflate`, `sidecar-name`, `signature-roots`, `test-signature`,
/// `timestamp-roots`, `timestamp-authority-expired`. Notes: `unsigned`, `not-a-container`.
public struct PackageVerifier: Sendable {
  /// Bounds on what a package may make us do.
  public var limits: VerificationLimits
  /// By what signatures are judged.
  public var trust: SignatureTrust
  /// Threads that read; what is found does not depend on it.
  public var jobs = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Lowered by tests only.
  var zip64 = Zip64Limits()

  /// A verifier with these bounds and this trust.
  public init(
    limits: VerificationLimits = VerificationLimits(), trust: SignatureTrust = SignatureTrust()
  ) {
    self.limits = limits
    self.trust = trust
  }

  /// Checks the file at `path`, and its `.sha256` sidecar if that lies beside it.
  /// - Parameter packageID: the id that the maker gave by another way, 64 hex digits; nil if
  ///   there is none to compare with.
  public func verify(path: String, packageID: String? = nil) -> VerificationReport {
    examine(path: path, packageID: packageID).report
  }

  /// A report with what it was made from, where the file is a zip.
  struct Examination {
    var report: VerificationReport
    var archive: ZipArchive?
    var bag: BagCheck?
  }

  func examine(path: String, packageID: String? = nil) -> Examination {
    var out = Examination(report: VerificationReport(path: path))
    var log = ProblemLog(package: path)
    do {
      let file = try InputFile(path: path)
      out.report.sizeBytes = file.sizeBytes
      out.archive = try ZipArchive.read(
        file, limits: zip64, maximumMembers: limits.members, log: &log)
      if let archive = out.archive {
        out.bag = try check(archive, expectedID: packageID, report: &out.report, log: &log)
        out.report.outcome = .defects
      } else {
        log.add("not-a-zip", "the file is not a zip", fix: "name a package, a file ending in .zip")
      }
    } catch {
      // A file that fails while it is read has not been judged, whatever was found before.
      log.add(error)
    }
    out.report.diagnostics = log.sorted
    if out.report.outcome == .defects, out.report.errors.isEmpty { out.report.outcome = .intact }
    return out
  }

  private func check(
    _ archive: ZipArchive, expectedID: String?, report: inout VerificationReport,
    log: inout ProblemLog
  ) throws(DiagnosticError) -> BagCheck {
    report.memberCount = archive.members.count
    MemberCheck.run(
      archive.members, fileBytes: archive.file.sizeBytes, limits: limits, log: &log)
    // Where the sidecar confirms every byte, deflating again could show nothing more. Its digest is
    // taken meanwhile, so at first its word is taken for it.
    let sidecar = InputFile.exists(archive.file.path + PackageLayout.sidecarSuffix)
    var found = try read(archive, deflatesAgain: !sidecar)
    report.zipSHA256 = found.zipSHA256
    let isPinned = SidecarCheck.run(
      path: archive.file.path, zipSHA256: found.zipSHA256, log: &log)
    if sidecar && !isPinned { found = try read(archive, deflatesAgain: true) }
    log.add(found.log)
    let bag = found.bag
    report.bagInfo = bag.checkInfo(log: &log)
    CustodyCheck(bytes: bag.texts[CustodyChain.path], info: report.bagInfo).run(log: &log)
    DisclosureKindCheck(names: bag.members.map(\.name), info: report.bagInfo).run(log: &log)
    let statement = SignatureStatement(report.bagInfo)
    let attachments = statement == nil ? Attachments() : Attachments(bag)
    bag.run(signatures: statement, attached: attachments.names, log: &log)
    report.packageID = bag.members.first { $0.name == PackageLayout.tagManifest }?.digest?.sha256
    if let expectedID, expectedID.lowercased() != report.packageID {
      log.add(
        "package-id-mismatch",
        "the package id is \(report.packageID ?? "missing"), not \(expectedID.lowercased())")
    }
    if let statement {
      report.signatures = SignatureCheck(
        statement: statement, bag: bag, trust: trust, attached: attachments.names
      ).run(log: &log)
      report.timestamps = AttachmentCheck(bag: bag, attachments: attachments, trust: trust)
        .run(log: &log)
    } else if trust.roots != nil {
      log.add(
        "signature-missing", "roots to trust were named, but the package is unsigned",
        fix: "obtain the signed package, or compare the package id")
    } else {
      log.add(
        "unsigned",
        "unsigned, not an ASiC container: the lists agree with the files, but only the package id"
          + " tells this package from one made anew",
        fix: "compare the package id with the one its maker gave you by another way",
        severity: .note)
    }
    return bag
  }

  /// What one reading of all bytes found.
  private struct Readings {
    var bag: BagCheck
    var zipSHA256: String
    var log: ProblemLog
  }

  /// Reads the file for its digest, and every member that is not too large to be read for all lists
  /// and for the Merkle tree.
  private func read(
    _ archive: ZipArchive, deflatesAgain: Bool
  ) throws(DiagnosticError) -> Readings {
    var log = ProblemLog(package: archive.file.path)
    let isBomb = MemberCheck.isBomb(
      archive.members, fileBytes: archive.file.sizeBytes, limits: limits)
    let trees = MerkleCheck(archive: archive, limits: limits)
    let tree = isBomb ? nil : try trees.begin(log: &log)
    let streamed = tree.flatMap { $0.isInOrder ? $0 : nil }
    let items = isBomb ? [] : items(archive, log: &log)
    let digest = Mutex<Result<FileDigest, DiagnosticError>?>(nil)
    let readings = try PackageReader(
      archive, items, deflatesAgain: deflatesAgain, tree: streamed, jobs: jobs
    ).read(log: &log) {
      let result = Result { () throws(DiagnosticError) in try FileDigest(of: archive.file) }
      digest.withLock { $0 = result }
    }
    guard let file = try digest.withLock({ $0 })?.get() else {
      preconditionFailure("the digest is always taken")
    }
    if let tree {
      if streamed == nil { try tree.run(log: &log) }
      if streamed != nil, items.isEmpty { tree.endAll(&log) }
      trees.finish(tree, log: &log)
    }
    var members = archive.members.map { ReadMember(name: $0.name, digest: nil) }
    var texts: [String: [UInt8]] = [:]
    var comparison = DeflateComparison()
    for (item, reading) in zip(items, readings) {
      members[item.index].digest = reading.digest
      comparison.add(item.member, isEqual: reading.isDeflatedAsHere)
      if item.keepsBytes, reading.digest != nil { texts[item.member.name] = reading.bytes }
    }
    comparison.report(log: &log)
    return Readings(
      bag: BagCheck(members: members, texts: texts), zipSHA256: file.sha256, log: log)
  }

  /// The members that can be read and are not too large to be.
  private func items(_ archive: ZipArchive, log: inout ProblemLog) -> [PackageReader.Item] {
    var out: [PackageReader.Item] = []
    for (index, member) in archive.members.enumerated()
    where !MemberCheck.isBomb(member, limits: limits) {
      let isText = PackageLayout.held.contains(member.name) || Attachments.isHeld(member.name)
      let isHeld = isText && member.stated.contentBytes <= limits.listBytes
      if isText && !isHeld {
        log.add(
          "list-too-large", "it is larger than \(limits.listBytes) bytes", member: member.name)
      }
      guard member.dataOffset != nil else { continue }
      out.append(.init(member: member, index: index, keepsBytes: isHeld))
    }
    return out
  }
}

/// Tells compressed bytes that were changed from those that another deflater made.
private struct DeflateComparison {
  /// Shorter content may be deflated alike by all of them.
  private static let tellingBytes: UInt64 = 1024
  private var tellingEqual = 0
  private var telling = 0
  private var different: [ZipMember] = []

  mutating func add(_ member: ZipMember, isEqual: Bool?) {
    guard let isEqual else { return }
    if member.stated.contentBytes >= Self.tellingBytes {
      telling += 1
      if isEqual { tellingEqual += 1 }
    }
    if !isEqual { different.append(member) }
  }

  func report(log: inout ProblemLog) {
    guard !different.isEmpty else { return }
    // One changed byte touches one member; another deflater shows in most of them.
    if telling > 1, tellingEqual * 2 >= telling {
      for member in different {
        log.add(
          "deflate-altered",
          "its compressed bytes were changed, though they unpack to what is listed",
          member: member.name, offset: member.dataOffset)
      }
    } else {
      log.add(
        "foreign-deflate",
        "another library deflated it: changes of compressed bytes that leave the content as it is "
          + "cannot be seen without the .sha256 file",
        fix: "verify with the .sha256 file beside it",
        severity: .warning)
    }
  }
}
