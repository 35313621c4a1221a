internal import Analysis
internal import Diagnostics
internal import Evidence
internal import Reports
internal import Sensitive

/// Makes disclosure copies of full packages.
struct DisclosureCopy {
  /// Sensitive values of the appendix' own.
  let patterns: [SensitiveScanner.Pattern]
  /// Key of the tokens; nil takes that of each package.
  let tokenKey: MaskKey?
  let recipients: [Recipient]
  let signers: PackageSigners?
  let store: Bool
  /// Threads that hash and deflate.
  let jobs: Int
  /// Civil date of the copy.
  let date: String
  let tool: ReportTool

  /// Writes the copy of the package at `path` into `folder`.
  /// - Throws: `CommandFailure`: 6 from the gate, 5 for a package that does not verify.
  func write(of path: String, into folder: String) throws -> WrittenPackage {
    var redactor = PackageRedactor(
      rules: try MaskingRules(patterns: patterns), baggingDate: date,
      softwareAgent: "\(tool.name) \(tool.version)")
    redactor.tokenKey = tokenKey
    redactor.recipients = recipients
    redactor.signers = signers
    redactor.store = store
    redactor.jobs = jobs
    redactor.onStaging = Interrupts.register
    do {
      return try redactor.redact(path, into: folder)
    } catch {
      throw CommandFailure(Self.status(error), error.diagnostics)
    }
  }

  private static func status(_ error: DiagnosticError) -> ExitStatus {
    let codes = Set(error.diagnostics.map(\.code))
    if codes.contains("redaction-gate") { return .leaked }
    if !codes.isDisjoint(with: ["redact-kind", "redact-name", "output-unwritable"]) {
      return .usage
    }
    let unreadable: Set = [
      "file-unreadable", "not-a-zip", "file-changed-while-read", "sealing-failed",
      "signing-failed", "mask-key",
    ]
    return codes.isDisjoint(with: unreadable) ? .unverified : .unreadable
  }
}
