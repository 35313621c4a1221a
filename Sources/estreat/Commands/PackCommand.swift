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
      by their own names. Nothing is read into them: for what an analysis found, see analyze -o. \
      The package's certificate.pdf lists them and says so. With \
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
    let tool = ToolIdentity.named
    let time = try RunClock.now(now?.instant)
    let date = String(time.rfc3339.prefix(10))
    let recipients = try profile.recipients.recipients(at: time)
    let key = try packing.key()
    var info = PackageInfo(
      incidentID: id, kind: .full, containsUnmaskedData: true, baggingDate: date,
      softwareAgent: "\(tool.name) \(tool.version)")
    info.caseID = caseID
    info.operatorName = operatorName
    let payload = files.map { path in
      PackageMember("data/" + PackageMember.baseName(path), .file(path))
    }
    var builder = PackageBuilder(info: info, payload: payload)
    let jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    try packing.apply(to: &builder, jobs: jobs, key: key)
    if let key {
      // The label needs a digest of every file.
      builder.merkle = builder.merkle.keyed { [files, id] in
        key.derived(for: Self.keyLabel(id, files))
      }
    }
    let settings = RunSettings(
      time: time, clock: RunClock.origin(now?.instant), forced: [], caseID: caseID,
      operatorName: operatorName)
    let font = try packing.font()
    let identity = font.map { _ in Deferred { ToolIdentity.current() } }
    defer { _ = identity?.get() }
    if let font, let identity {
      builder.certificate = { [id, file = info.fileName] (roots) throws(DiagnosticError) in
        let content = CertificateContent(
          identifier: id, copy: .full, packageFile: file, signers: nil, settings: settings,
          zone: .utc, tool: identity.get(), inputs: [])
        return try content.drawn(in: font)(roots)
      }
    }
    let staging = profile.profile.keepsFull ? nil : try StagingFolder(in: output)
    if let staging { Interrupts.register(staging.path) }
    let full = try builder.write(to: (staging?.path ?? output + "/") + info.fileName)
    var written = profile.profile.keepsFull ? [full] : []
    if profile.profile.discloses {
      let copy = DisclosureCopy(
        patterns: [], tokenKey: key, recipients: recipients, signers: nil, store: packing.store,
        jobs: jobs, date: date, tool: tool)
      written.append(try copy.write(of: full.path, into: output))
    }
    withExtendedLifetime(staging) {}
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

  /// Names and digests of the files: packages of other content get another key.
  private static func keyLabel(_ id: String, _ files: [String]) -> [String] {
    let named = files.map { path in
      [PackageMember.baseName(path), ToolIdentity.digest(ofFile: path) ?? ""]
    }
    return ["pack", id] + named.sorted { $0[0] < $1[0] }.flatMap { $0 }
  }
}

extension PackageMember {
  /// Last part of a path, under which a packed file lies.
  fileprivate static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
