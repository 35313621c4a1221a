internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Foundation
internal import Reports

/// `estreat pack`: files as they are, in an evidence package.
struct PackCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Pack files as they are into an evidence package.",
    discussion: """
      Writes ID-FULL.zip and its .sha256 into -o DIR, which must exist; the files lie under data/ \
      by their own names, data/custody/ holds their digests at acquisition and what was done with \
      them. Nothing is read into them: for what an analysis found, see analyze -o. The package's \
      certificate.pdf lists them and says so. It is signed if --sign-key or --sm2-key says so. With \
      --profile, the masked ID-DISCLOSURE.zip instead or as well.
      """)

  @Argument(help: "Files to pack; their names must differ.", completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("What the package is about; part of its name.", valueName: "id"))
  var id: String

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write the package there.", valueName: "dir"), completion: .directory)
  var output: String

  @OptionGroup(title: "Signing") var signing: SigningOptions
  @OptionGroup var packing: PackingOptions
  @OptionGroup var profile: ProfileOptions

  @Option(help: "Worker threads; never changes a byte. Default: one a processor.")
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The time of this run (RFC 3339); else SOURCE_DATE_EPOCH, else the clock.", valueName: "time")
  )
  var now: InstantOption?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("Case the package belongs to.", valueName: "id"))
  var caseID: String?

  @Option(
    name: .customLong("operator"), help: ArgumentHelp("Who packs.", valueName: "name"))
  var operatorName: String?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    if files.isEmpty { throw ValidationError("name at least one file to pack") }
  }

  func perform() throws -> ExitStatus {
    try packing.check()
    // Read beside the files: both digests stand in the custody chain.
    let program = Deferred { ToolIdentity.current() }
    defer { _ = program.get() }
    let time = try RunClock.now(now?.instant)
    let signers = try signing.signers(at: time)
    let date = String(time.rfc3339.prefix(10))
    let recipients = try profile.recipients.recipients(at: time)
    let key = try packing.key()
    let settings = RunSettings(
      time: time, clock: RunClock.origin(now?.instant), forced: [], caseID: caseID,
      operatorName: operatorName)
    let jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let acquired = PackedFiles(files, jobs: jobs)
    let tool = program.get()
    let custody = acquired.custody(id: id, settings, tool)
    var info = PackageInfo(
      incidentID: id, kind: .full, containsUnmaskedData: true, baggingDate: date,
      softwareAgent: "\(tool.name) \(tool.version)")
    info.caseID = caseID
    info.operatorName = operatorName
    info.extra = custody.pins
    var builder = PackageBuilder(
      info: info, payload: acquired.members + custody.members, signers: signers)
    try packing.apply(
      to: &builder, jobs: jobs,
      key: key?.derived(for: keyLabel(settings, tool) + acquired.label))
    builder.certificate = try packing.font().map {
      CertificateContent(
        identifier: id, copy: .full, packageFile: info.fileName, signers: signers,
        settings: settings, zone: .utc, tool: tool, inputs: []
      ).drawn(in: $0)
    }
    let staging = profile.profile.keepsFull ? nil : try StagingFolder(in: output)
    if let staging { Interrupts.register(staging.path) }
    let full = try builder.write(to: (staging?.path ?? output + "/") + info.fileName)
    try acquired.check(full)
    var written = profile.profile.keepsFull ? [full] : []
    if profile.profile.discloses {
      let copy = DisclosureCopy(
        patterns: [], tokenKey: key, recipients: recipients, signers: signers, store: packing.store,
        jobs: jobs, date: date, tool: tool)
      written.append(try copy.write(of: full.path, into: output))
    }
    withExtendedLifetime(staging) {}
    if signers?.isTest == true {
      Console.report([
        Diagnostic(
          .warning, "test-signature", "TEST: the package is signed with test keys",
          at: SourceLocation(file: written.first?.path ?? output),
          fix: "sign with the keys of a certification authority")
      ])
    }
    for package in written {
      Console.output(
        Array(
          """
          \(package.path)
            package id  \(package.packageID)
            zip sha256  \(package.zipSHA256)

          """.utf8))
    }
    return .success
  }

  /// What decides the payload beside the files.
  private func keyLabel(_ settings: RunSettings, _ tool: ReportTool) -> [String] {
    [
      "pack", id, tool.version, tool.sha256 ?? "", settings.time.rfc3339, settings.clock,
      caseID ?? "", operatorName ?? "",
    ]
  }
}
