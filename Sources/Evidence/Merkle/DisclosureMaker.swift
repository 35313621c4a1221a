public import Diagnostics

/// Lines of one member: `data/logs/app_error.jsonl`, 12 to 40.
public struct LineRange: Sendable, Hashable {
  /// Name in the full package.
  public var member: String
  /// Numbers, from 1.
  public var lines: ClosedRange<UInt64>

  /// Lines `lines` of `member`.
  public init(member: String, lines: ClosedRange<UInt64>) {
    self.member = member
    self.lines = lines
  }
}

/// Takes single lines out of a package, sensitive values masked, with what proves them.
public struct DisclosureMaker: Sendable {
  /// More lines than this are a disclosure copy, not a proof of single lines.
  public static let mostLines = 100_000

  /// Bounds on what a package may make us do.
  public var limits = VerificationLimits()

  /// A maker with the usual bounds.
  public init() {}

  /// The lines of `ranges`, from a full package or a disclosure copy.
  ///
  /// The package is verified first: nothing is disclosed from one that does not hold.
  /// - Parameters:
  ///   - path: of the package.
  ///   - token: what stands for a value that a rule found; used for full packages only.
  /// - Throws: what `verify` found; `disclosure-line` for lines that are not there.
  public func make(
    _ path: String, _ ranges: [LineRange],
    token: @escaping (_ value: [UInt8], _ rule: String) -> String
  ) throws(DiagnosticError) -> DisclosureProof {
    let report = PackageVerifier(limits: limits).verify(path: path)
    guard report.outcome == .intact, let packageID = report.packageID else {
      throw DiagnosticError(report.errors)
    }
    var log = ProblemLog(package: path)
    let file = try InputFile(path: path)
    guard
      let archive = try ZipArchive.read(
        file, limits: Zip64Limits(), maximumMembers: limits.members, log: &log),
      let parts = try MerkleCheck(archive: archive, limits: limits).parts(log: &log)
    else { throw DiagnosticError(log.sorted) }
    let document = parts.document
    let wanted = try leaves(ranges, document, path)
    let reading = MerkleReading(
      archive, document, salts: parts.salts, segments: parts.segments, wanted: wanted,
      token: token)
    try reading.run(log: &log)
    var lines: [DisclosureProof.Line] = []
    for leaf in wanted.sorted() {
      guard let shown = reading.lines[leaf], let proof = reading.proofs[leaf],
        let place = document.place(of: leaf)
      else { continue }
      lines.append(.init(member: place.member, leaf: leaf, shown: shown, path: proof.path))
    }
    // It was intact a moment ago; another file may have taken its place since.
    guard reading.root == document.root, lines.count == wanted.count else {
      throw DiagnosticError(MemberSource.changedDiagnostic(path))
    }
    return DisclosureProof(
      packageID: packageID, treeSize: document.treeSize, root: reading.root, lines: lines)
  }

  private func leaves(
    _ ranges: [LineRange], _ document: MerkleDocument, _ path: String
  ) throws(DiagnosticError) -> Set<UInt64> {
    var out: Set<UInt64> = []
    var problems: [Diagnostic] = []
    func refuse(_ message: String, _ fix: String) {
      problems.append(
        Diagnostic(
          .error, "disclosure-line", message, at: SourceLocation(file: path), fix: fix))
    }
    for range in ranges {
      guard let member = document.members.first(where: { $0.name == range.member }) else {
        refuse(
          "the package has no lines of \(range.member)",
          "name a member of \(MerkleLayout.document): "
            + document.members.prefix(3).map(\.name).joined(separator: ", "))
        continue
      }
      guard range.lines.lowerBound > 0, range.lines.upperBound <= member.lines else {
        refuse(
          "\(range.member) has the lines 1 to \(member.lines)", "name lines that it has")
        continue
      }
      guard range.lines.count + out.count <= Self.mostLines else {
        refuse(
          "these are more than \(Self.mostLines) lines", "pass on a disclosure copy instead")
        continue
      }
      for line in range.lines { out.insert(member.firstLeaf + line - 1) }
    }
    guard problems.isEmpty else { throw DiagnosticError(problems) }
    return out
  }
}
