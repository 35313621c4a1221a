public import Diagnostics

/// Checks a proof of single lines.
public struct DisclosureCheck: Sendable {
  /// The root that the reader has by another way, 32 bytes; nil if none.
  public var root: [UInt8]?
  /// The package that the lines are said to come from; nil if it is not there.
  public var package: String?

  /// A check against what is known from elsewhere.
  /// - Parameters:
  ///   - root: 64 lowercase hex digits.
  ///   - package: path of a package, full or disclosure.
  public init(root: String? = nil, package: String? = nil) {
    self.root = root.flatMap { Hex.bytes($0, count: 32) }
    self.package = package
  }

  /// Everything that is wrong with `proof`, which was read from `path`; empty of errors if it holds.
  public func run(_ proof: DisclosureProof, path: String) -> [Diagnostic] {
    var log = DiagnosticLog()
    let place = SourceLocation(file: path)
    for line in proof.lines {
      let holds = MerkleTree.verify(
        leaf: line.shown.leaf, index: line.leaf, size: proof.treeSize, path: line.path,
        root: proof.root)
      guard !holds else { continue }
      log.add(
        Diagnostic(
          .error, "disclosure-line-false",
          "line \(line.shown.line) of \(line.member) is not leaf \(line.leaf) under the root: what "
            + "is shown of it, or its path, was changed", at: place,
          fix: "do not rely on it; obtain the proof again"))
    }
    if let root, root != proof.root {
      log.add(
        Diagnostic(
          .error, "disclosure-root", "the root is \(proof.rootText), not \(Hex.text(root))",
          at: place, fix: "compare with the package that the lines were taken from"))
    }
    if let package { compare(proof, package, place, &log) }
    if root == nil, package == nil {
      log.add(
        Diagnostic(
          .warning, "disclosure-unpinned",
          "the lines prove under the root that the document itself states, and nothing else does",
          at: place, fix: "compare with --package, or with --root from the signed package"))
    }
    return log.sorted
  }

  private func compare(
    _ proof: DisclosureProof, _ package: String, _ place: SourceLocation,
    _ log: inout DiagnosticLog
  ) {
    let report = PackageVerifier().verify(path: package)
    for error in report.errors { log.add(error) }
    func stated(_ key: String) -> String? { report.bagInfo.first { $0.key == key }?.value }
    guard report.outcome != .unreadable else { return }
    if stated(MerkleLayout.rootField) != proof.rootText
      || stated(MerkleLayout.leavesField) != String(proof.treeSize)
    {
      log.add(
        Diagnostic(
          .error, "disclosure-root",
          "the package has another tree: root \(stated(MerkleLayout.rootField) ?? "not stated")",
          at: place, fix: "name the package that the lines were taken from"))
      return
    }
    if report.packageID != proof.packageID {
      log.add(
        Diagnostic(
          .note, "disclosure-twin",
          "the tree is this package's, the lines were taken from its twin \(proof.packageID)",
          at: place))
    }
    var problems = ProblemLog(package: package)
    do throws(DiagnosticError) {
      if let document = try document(package, &problems) {
        return places(proof, document, place, &log)
      }
      for problem in problems.sorted { log.add(problem) }
    } catch {
      for problem in error.diagnostics { log.add(problem) }
    }
  }

  private func places(
    _ proof: DisclosureProof, _ document: MerkleDocument, _ place: SourceLocation,
    _ log: inout DiagnosticLog
  ) {
    for line in proof.lines
    where document.leaf(member: line.member, line: line.shown.line) != line.leaf {
      log.add(
        Diagnostic(
          .error, "disclosure-place",
          "leaf \(line.leaf) is not line \(line.shown.line) of \(line.member)", at: place,
          fix: "do not rely on the place that the proof states"))
    }
  }

  private func document(
    _ package: String, _ log: inout ProblemLog
  ) throws(DiagnosticError) -> MerkleDocument? {
    let limits = VerificationLimits()
    let archive = try ZipArchive.read(
      try InputFile(path: package), limits: Zip64Limits(), maximumMembers: limits.members,
      log: &log)
    return try archive.flatMap { (archive) throws(DiagnosticError) in
      try MerkleCheck(archive: archive, limits: limits).parts(log: &log)?.document
    }
  }
}
