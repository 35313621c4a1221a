internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Reports

/// `estreat verify`: everything that is wrong with evidence packages.
struct VerifyCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check evidence packages and report every problem.")

  @Argument(help: "Packages (zip).", completion: .file(extensions: ["zip"]))
  var packages: [String]

  @Option(
    help: ArgumentHelp(
      "The package id that the maker gave by another way (one package only).", valueName: "hex"))
  var packageId: String?

  @Option(
    help: ArgumentHelp(
      "Root certificates (PEM) that you trust and did not get with the package; may be repeated.",
      valueName: "file"),
    completion: .file())
  var trust: [String] = []

  @Option(
    help: ArgumentHelp(
      "When the certificates are to be valid (RFC 3339); else SOURCE_DATE_EPOCH, else the clock.",
      valueName: "time"))
  var at: InstantOption?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func validate() throws {
    if packageId != nil && packages.count > 1 {
      throw ValidationError("--package-id goes with one package")
    }
  }

  func perform() throws -> ExitStatus {
    let verifier = PackageVerifier(
      trust: SignatureTrust(
        roots: try roots(), time: try RunClock.now(at?.instant).secondsFloor))
    var status = ExitStatus.success
    var documents: [JSONValue] = []
    for path in packages {
      let report = verifier.verify(path: path, packageID: packageId?.lowercased())
      Console.report(report.diagnostics)
      switch report.outcome {
      case .intact: break
      case .defects: status = status.combined(with: .unverified)
      case .unreadable: status = status.combined(with: .unreadable)
      }
      switch format {
      case .text: Console.output(Array(text(report).utf8))
      case .json: documents.append(json(report))
      }
    }
    if format == .json {
      Console.output(
        JSONLayout.linewise(
          .object([("schema", .string("estreat.verify/1")), ("packages", .array(documents))])))
    }
    return status
  }

  /// What the reader trusts; nil if nothing was named.
  private func roots() throws -> [Certificate]? {
    guard !trust.isEmpty else { return nil }
    do {
      return try trust.flatMap { try CertificateFile.read($0) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }

  private func text(_ report: VerificationReport) -> String {
    let errors = report.errors.count
    var lines: [String]
    switch report.outcome {
    case .intact: lines = ["\(report.path): intact, \(report.memberCount) members"]
    case .defects: lines = ["\(report.path): NOT INTACT, \(errors) problems"]
    case .unreadable: return "\(report.path): not readable as a package\n"
    }
    if let id = report.packageID { lines.append("  package id  \(id)") }
    if let digest = report.zipSHA256 { lines.append("  zip sha256  \(digest)") }
    for field in report.bagInfo where Self.shownFields.contains(field.key) {
      lines.append("  \(field.key): \(field.value)")
    }
    for signature in report.signatures where report.outcome == .intact {
      let time = signature.claimedTime.map { ", claimed " + Instant(seconds: $0).rfc3339 } ?? ""
      lines.append("  signed      \(signature.kind) by \(signature.signer)\(time)")
    }
    for note in report.diagnostics where note.severity == .note {
      lines.append("  note: \(note.message) [\(note.code)]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let shownFields: Set<String> = [
    "External-Identifier", "Internal-Sender-Identifier", "Bagging-Date", "Contains-Unmasked-Data",
    "Verdict-Digest", "Merkle-Root", "Signature", "Test-Keys",
  ]

  private func json(_ report: VerificationReport) -> JSONValue {
    let outcome =
      switch report.outcome {
      case .intact: "intact"
      case .defects: "defects"
      case .unreadable: "unreadable"
      }
    return .object([
      ("path", .string(report.path)), ("outcome", .string(outcome)),
      ("packageId", .optional(report.packageID)), ("zipSha256", .optional(report.zipSHA256)),
      ("bytes", .integer(Int64(clamping: report.sizeBytes))),
      ("members", .integer(Int64(report.memberCount))),
      (
        "bagInfo",
        .array(
          report.bagInfo.map { .object([("key", .string($0.key)), ("value", .string($0.value))]) })
      ),
      (
        "signatures",
        .array(
          report.signatures.map { signature in
            .object([
              ("kind", .string(signature.kind)), ("signer", .string(signature.signer)),
              (
                "claimedTime",
                .optional(signature.claimedTime.map { Instant(seconds: $0).rfc3339 })
              ),
            ])
          })
      ),
      ("diagnostics", .array(report.diagnostics.map(DiagnosticJSON.value))),
    ])
  }
}
