internal import Diagnostics

/// Looks through a finished disclosure copy for anything that should have been masked: names,
/// every member as it unpacks, gzip inside too, lists and instructions; and that the zip holds
/// nothing that belongs to no member.
///
/// It shares the rules with the masking and nothing else: it reads the file as a stranger would.
struct RedactionGate {
  static let code = "redaction-gate"
  /// Rule for what cannot be looked through.
  static let opaque = "OPAQUE"
  /// In the place of a line: the hit is in the name.
  static let nameLine = -1
  /// Further hits are counted only.
  static let mostHits = 20

  let rules: MaskingRules
  let limits: VerificationLimits

  /// The hits, as errors that name member, line and rule, never a value; empty if there are none.
  /// - Throws: what `verify` finds wrong with the file; `file-unreadable`.
  func run(_ path: String) throws(DiagnosticError) -> [Diagnostic] {
    let report = PackageVerifier(limits: limits).verify(path: path)
    guard report.outcome == .intact else { throw DiagnosticError(report.errors) }
    let content = try PackageContent(path: path, limits: limits)
    var hits = Hits()
    for (index, member) in content.archive.members.enumerated() {
      let found = Array(member.name.utf8).withUnsafeBytes {
        rules.spans(in: $0, digests: .all).map(\.rule)
      }
      // The name is shown only if it holds nothing.
      let shown = found.isEmpty ? member.name : "member \(index + 1)"
      for rule in found { hits.add(rule, Self.nameLine, shown) }
      try scan(member, of: content, as: shown, &hits)
    }
    return hits.diagnostics(of: PackageLayout.baseName(path))
  }

  private func scan(
    _ member: ZipMember, of content: PackageContent, as shown: String, _ hits: inout Hits
  ) throws(DiagnosticError) {
    let name = member.name
    if Self.isSignature(name) { return }
    let scan = ContentScan(name: name, rules: rules)
    let isWhole = try content.forEachChunk(member) { (chunk) throws(DiagnosticError) in
      try scan.append(chunk)
    }
    try scan.finish()
    for hit in scan.hits { hits.add(hit.rule, hit.line, shown) }
    if !isWhole { hits.add(Self.opaque, 0, shown) }
  }

  /// Signatures over the lists, in DER: made after everything else, from keys and digests of what
  /// is masked.
  private static func isSignature(_ name: String) -> Bool {
    PackageLayout.isSeal(name) && !name.hasSuffix(".pem") && !name.hasSuffix(".xml")
      && !name.hasSuffix(".sha256")
  }

  /// What was found, the first of it in full.
  private struct Hits {
    private var found: [(rule: String, line: Int, member: String)] = []
    private var count = 0

    mutating func add(_ rule: String, _ line: Int, _ member: String) {
      count += 1
      if found.count < RedactionGate.mostHits { found.append((rule, line, member)) }
    }

    func diagnostics(of package: String) -> [Diagnostic] {
      found.enumerated().map { index, hit in
        let others = count - found.count
        let more = index == 0 && others > 0 ? "; \(others) further hits" : ""
        let place = hit.line == RedactionGate.nameLine ? " in its name" : ""
        let what =
          hit.rule == RedactionGate.opaque
          ? "it cannot be looked through" : "\(MaskTokens.spelled(hit.rule)) is readable\(place)"
        return Diagnostic(
          .error, RedactionGate.code, "\(what): the copy was not kept\(more)",
          at: SourceLocation(
            file: "\(package)/\(hit.member)", line: hit.line > 0 ? hit.line : nil),
          fix: "report it; pass on nothing made from this package until it is understood")
      }
    }
  }
}
