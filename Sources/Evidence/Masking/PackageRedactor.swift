public import Diagnostics

/// Makes the disclosure copy of a full package: every line with what proves it, sensitive values as
/// tokens; beside them the text as it reads (EVIDENCE "Merkle, masking, sealing").
///
/// It fails closed: the finished file is scanned again as a whole (``RedactionGate``), and where
/// anything is found nothing is kept.
public struct PackageRedactor: Sendable {
  /// What is masked.
  public var rules: MaskingRules
  /// The key of the tokens; nil takes the K of the package.
  public var tokenKey: MaskKey?
  /// For whom the full package is encrypted into the copy; it holds K.
  public var recipients: [Recipient] = []
  /// Who signs the copy; nil makes an unsigned one, which says so.
  public var signers: PackageSigners?
  /// Keep every member uncompressed.
  public var store = false
  /// Threads that hash and deflate; no byte depends on it.
  public var jobs = 1
  /// Civil date of the copy, `2024-05-15`.
  public var baggingDate: String
  /// Name and version of the software that packs.
  public var softwareAgent: String
  /// Told of the hidden folder in which the copy is made, so that a signal can remove it, too.
  public var onStaging: @Sendable (String) -> Void = { _ in }
  /// Bounds on what a package may make us do.
  public var limits = VerificationLimits()
  /// A seam for the tests of the gate: members whose values are left as they are.
  var forgets: @Sendable (String) -> Bool = { _ in false }

  /// A redactor that masks by `rules`.
  public init(rules: MaskingRules, baggingDate: String, softwareAgent: String) {
    self.rules = rules
    self.baggingDate = baggingDate
    self.softwareAgent = softwareAgent
  }

  /// Writes the disclosure copy of the full package at `path` into `folder`, with its sidecar.
  ///
  /// The full package is verified first: nothing is made from one that does not hold.
  /// - Throws: what `verify` found; `redact-kind` for a package that is not full; `redact-name`,
  ///   `sealing-failed`, `redaction-gate`; as `PackageBuilder` does. Nothing is left behind then.
  public func redact(_ path: String, into folder: String) throws(DiagnosticError) -> WrittenPackage
  {
    let report = PackageVerifier(limits: limits).verify(path: path)
    guard report.outcome == .intact else { throw DiagnosticError(report.errors) }
    let content = try PackageContent(path: path, limits: limits)
    let full = try FullPackage(content, path: path, info: report.bagInfo)
    let staging = try StagingFolder(in: folder)
    onStaging(staging.path)
    let written = try write(full, to: staging)
    let names = [written.path, written.sidecarPath].map(PackageLayout.baseName)
    let hits = try RedactionGate(rules: rules, limits: limits).run(written.path)
    guard hits.isEmpty else { throw DiagnosticError(hits) }
    // An older sidecar must not stand beside the new zip, even if we are killed in between.
    OutputFile.remove(folder + "/" + names[1])
    try staging.move(names, to: folder)
    var moved = written
    moved.path = folder + "/" + names[0]
    moved.sidecarPath = folder + "/" + names[1]
    return moved
  }

  private func write(
    _ full: FullPackage, to staging: StagingFolder
  ) throws(DiagnosticError) -> WrittenPackage {
    let tokens = MaskTokens(key: tokenKey ?? full.key)
    let names = MaskedNames(rules: rules, tokens: tokens)
    let document = try names.masked(full.document)
    let masking = MemberRedactor.Masking(
      rules: rules, tokens: tokens, salts: full.key.salts, forgets: forgets)
    var payload: [PackageMember] = []
    var parts: [MemberRedactor] = []
    var splits = SplitLines(full.segments)
    var next = try full.next(&splits)
    for (member, masked) in zip(full.document.members, document.members) {
      let part = MemberRedactor(member: member.name, masking: masking, folder: staging.path)
      try full.forEachBlock(of: member) { (block) throws(DiagnosticError) in
        // The splits of the block's lines, read ahead, because reading them can fail.
        var own: [UInt64: [SensitiveSpan]] = [:]
        var leaf = member.firstLeaf + part.lines
        try LineBlocks.lines(of: block) { (_) throws(DiagnosticError) in
          if let split = next, split.leaf == leaf {
            own[leaf - member.firstLeaf + 1] = split.spans
            next = try full.next(&splits)
          }
          leaf += 1
        }
        try part.append(block) { own[$0, default: []] }
      }
      part.finish()
      parts.append(part)
      payload.append(
        PackageMember(
          masked.name + MerkleLayout.disclosedSuffix, try part.disclosed.content()))
      if let text = part.text {
        payload.append(
          PackageMember(DisclosureLayout.textName(masked.name), try text.content()))
      }
    }
    let sealed = try seal(full, staging)
    payload += sealed.map(\.member)
    let isAppendixMasked = zip(full.document.members, parts).contains { member, part in
      member.name.hasPrefix(FullPackage.appendixPrefix) && part.isMasked
    }
    var builder = PackageBuilder(
      info: try info(full, names, carriesAppendixDigest: !isAppendixMasked), payload: payload,
      store: store, signers: signers)
    builder.merkle = .carried(document: Array(document.text.utf8))
    builder.jobs = jobs
    let written = try builder.write(to: staging.path + builder.info.fileName)
    // What they hold is read until the zip is written.
    withExtendedLifetime((parts, sealed)) {}
    return written
  }

  /// The full package for the recipients, and a token key that is not its own.
  private func seal(
    _ full: FullPackage, _ staging: StagingFolder
  ) throws(DiagnosticError) -> [(member: PackageMember, file: SealedFile)] {
    guard !recipients.isEmpty else { return [] }
    var out: [(PackageMember, SealedFile)] = []
    func add(_ source: String, _ name: String) throws(DiagnosticError) {
      let sealed = try SealedFile(of: source, for: recipients, in: staging.path)
      let path = DisclosureLayout.sealedFolder + name + DisclosureLayout.sealedSuffix
      out.append((PackageMember(path, .file(sealed.path)), sealed))
    }
    try add(full.path, "full-package.zip")
    if let tokenKey, tokenKey != full.key {
      let path = staging.path + "token-key.hex"
      var file = try OutputFile(path: path)
      try file.write(tokenKey.fileContent)
      try file.commit()
      try add(path, "token-key.hex")
      OutputFile.remove(path)
    }
    return out
  }

  private func info(
    _ full: FullPackage, _ names: MaskedNames, carriesAppendixDigest: Bool
  ) throws(DiagnosticError) -> PackageInfo {
    let texts = MaskedValues(rules: rules, tokens: names.tokens)
    var info = PackageInfo(
      incidentID: names.masked(full.value("External-Identifier") ?? "package"), kind: .disclosure,
      containsUnmaskedData: false, baggingDate: baggingDate, softwareAgent: softwareAgent)
    info.organization = full.value("Source-Organization").map(texts.masked)
    info.operatorName = full.value("Contact-Name").map(texts.masked)
    info.caseID = full.value("Internal-Sender-Identifier").map(texts.masked)
    info.parties = full.values("Party").map(texts.masked)
    var carried = DisclosureLayout.carriedFields
    if carriesAppendixDigest { carried.insert("Appendix-SHA256") }
    info.extra = full.info.filter { carried.contains($0.key) }
      .map { BagInfoField($0.key, $0.key == "Appendix-SHA256" ? $0.value : texts.masked($0.value)) }
    info.extra.append(
      BagInfoField(
        DisclosureLayout.bindingField, TwinBinding.value(full.key, manifest: full.manifest)))
    return info
  }
}

/// Masks single lines of text.
struct MaskedValues {
  let rules: MaskingRules
  let tokens: MaskTokens

  func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let out = bytes.withUnsafeBytes { buffer in
      MaskedText.render(
        buffer, LineSegment.merged(rules.spans(in: buffer), buffer.count), .plain, tokens)
    }
    return String(decoding: out, as: UTF8.self)
  }
}
