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

  @OptionGroup var trust: TrustOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func validate() throws {
    if packageId != nil && packages.count > 1 {
      throw ValidationError("--package-id goes with one package")
    }
  }

  func perform() throws -> ExitStatus {
    let verifier = try trust.verifier()
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
      let time = signature.claimedTime.flatMap(Self.time).map { ", claimed " + $0 } ?? ""
      lines.append("  signed      \(signature.kind) by \(signature.signer)\(time)")
    }
    for stamp in report.timestamps where report.outcome == .intact {
      lines.append(
        "  time        existed no later than \(Instant(seconds: stamp.latest).rfc3339),"
          + " stamped by \(stamp.authority)")
    }
    for note in report.diagnostics where note.severity == .note {
      lines.append("  note: \(note.message) [\(note.code)]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Nil for years that a signer may claim and an instant cannot hold.
  private static func time(_ seconds: Int64) -> String? {
    (-9_000_000_000...9_000_000_000).contains(seconds) ? Instant(seconds: seconds).rfc3339 : nil
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
                .optional(signature.claimedTime.flatMap(Self.time))
              ),
            ])
          })
      ),
      (
        "timestamps",
        .array(
          report.timestamps.map { stamp in
            .object([
              ("member", .string(stamp.member)), ("authority", .string(stamp.authority)),
              ("noLaterThan", .string(Instant(seconds: stamp.latest).rfc3339)),
            ])
          })
      ),
      ("diagnostics", .array(report.diagnostics.map(DiagnosticJSON.value))),
    ])
  }
}
