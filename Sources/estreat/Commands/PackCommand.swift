internal import Analysis
internal import ArgumentParser
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
      The package's certificate.pdf lists them and says so.
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
    let tool = ToolIdentity.current()
    let time = try RunClock.now(now?.instant)
    let date = time.rfc3339.prefix(10)
    var info = PackageInfo(
      incidentID: id, kind: .full, containsUnmaskedData: true, baggingDate: String(date),
      softwareAgent: "\(tool.name) \(tool.version)")
    info.caseID = caseID
    info.operatorName = operatorName
    let payload = files.map { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return PackageMember("data/" + name, .file(path))
    }
    var builder = PackageBuilder(info: info, payload: payload)
    try packing.apply(
      to: &builder, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      key: try packing.key())
    let settings = RunSettings(
      time: time, clock: RunClock.origin(now?.instant), forced: [], caseID: caseID,
      operatorName: operatorName)
    builder.certificate = try packing.font().map {
      CertificateContent(
        identifier: id, copy: .full, packageFile: info.fileName, signers: nil, settings: settings,
        zone: .utc, tool: tool, inputs: []
      ).drawn(in: $0)
    }
    let written = try builder.write(to: output + "/" + info.fileName)
    Console.output(
      Array(
        """
        \(written.path)
          package id  \(written.packageID)
          zip sha256  \(written.zipSHA256)

        """.utf8))
    return .success
  }
}
