internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Reports

/// `estreat analyze`: the main job.
struct AnalyzeCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Decide every clause over the exports, rank the incidents, pack the evidence.",
    discussion: """
      Without -o nothing is written. With -o DIR: analysis.json, report.txt and, for each incident, \
      packages/INCIDENT-FULL.zip, which holds unmasked data and is signed if --sign-key or --sm2-key \
      says so; with --profile, the masked INCIDENT-DISCLOSURE.zip instead or as well.
      """)

  @OptionGroup var appendix: AppendixOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var range: RangeOptions
  @OptionGroup(title: "Signing") var signing: SigningOptions
  @OptionGroup var packing: PackingOptions
  @OptionGroup var slices: SliceOptions
  @OptionGroup var profile: ProfileOptions

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write reports and packages there.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Flag(help: "Write into a folder that is not empty and not ours.")
  var force = false

  @Option(help: "What stdout gets: \(Reports.all.map(\.name).joined(separator: " or ")).")
  var format = "text"

  @Option(help: "Language of text: en or zh-CN.")
  var lang: LanguageOption = .en

  @Option(
    help: "What makes the exit status 1 or 3: indeterminate, breach, supported, never.")
  var failOn: FailureLevel = .indeterminate

  @Option(
    help: ArgumentHelp(
      "The time of this run (RFC 3339); else SOURCE_DATE_EPOCH, else the clock.", valueName: "time")
  )
  var now: InstantOption?

  @Option(
    name: .customLong("case"), help: ArgumentHelp("Case the packages belong to.", valueName: "id"))
  var caseID: String?

  @Option(
    name: .customLong("operator"), help: ArgumentHelp("Who runs this analysis.", valueName: "name"))
  var operatorName: String?

  func validate() throws {
    if output == nil, signing.signKey != nil || signing.sm2Key != nil {
      throw ValidationError("only packages are signed: name the folder for them with -o")
    }
    if output == nil, profile.profile != .full {
      throw ValidationError("--profile is about packages: name the folder for them with -o")
    }
    if output == nil, slices.maxSlice != SliceOptions.standard {
      throw ValidationError("--max-slice is about packages: name the folder for them with -o")
    }
  }

  func perform() throws -> ExitStatus {
    guard let report = Reports.named(format) else {
      throw CommandFailure.usage(
        "unknown-report", "there is no report format \"\(format)\"",
        fix: NearestName.suggestion(
          for: format, among: Reports.all.map(\.name), called: "report formats"))
    }
    let folder = try output.map { try OutputFolder($0, force: force) }
    let time = try RunClock.now(now?.instant)
    // Before the work: whoever mistypes a pass phrase should not learn it at the end.
    let signers = try signing.signers(at: time)
    if folder != nil { try packing.check() }
    _ = try packing.key()
    _ = try slices.mostBytes()
    let recipients = try profile.recipients.recipients(at: time)
    let setup = try AnalysisSetup(appendix, input, range, excluding: output.map { [$0] } ?? [])
    Console.report(setup.result.diagnostics)
    var context = ReportContext(tool: ToolIdentity.current(), language: lang.language)
    if let folder { try write(setup, folder, time, signers, recipients, &context) }
    context.usesColour = Console.usesColour
    Console.output(report.render(setup.result, context))
    return ExitStatus.of(
      setup.result, failOn: failOn, asksFrom: range.from != nil, asksTo: range.to != nil)
  }

  /// Makes everything aside, then puts it into place: packages, reports, the machine output last.
  private func write(
    _ setup: AnalysisSetup, _ folder: OutputFolder, _ time: Instant, _ signers: PackageSigners?,
    _ recipients: [Recipient], _ context: inout ReportContext
  ) throws {
    let staging = try folder.stage()
    var files = try packages(setup, staging, time, signers, recipients, context.tool)
    let names = files.filter { $0.hasSuffix(".zip") }
    let unmasked = names.filter { !$0.hasSuffix("-DISCLOSURE.zip") }
    context.packages = names.map {
      ReportContext.Package(path: $0, isUnmasked: unmasked.contains($0))
    }
    // The machine output marks a folder as ours and its run as whole: it comes last.
    let formats = Reports.all.filter { $0.name != "json" } + [JSONReport()]
    for report in formats {
      try staging.write(report.render(setup.result, context), to: report.fileName)
      files.append(report.fileName)
    }
    try staging.commit(files)
    context.packages = context.packages.map {
      ReportContext.Package(path: folder.path + "/" + $0.path, isUnmasked: $0.isUnmasked)
    }
    context.files = formats.map { folder.path + "/" + $0.fileName }
    if !names.isEmpty, signers?.isTest == true {
      Console.report([
        Diagnostic(
          .warning, "test-signature", "TEST: the packages are signed with test keys",
          at: SourceLocation(file: folder.path + "/" + OutputFolder.packages),
          fix: "sign with the keys of a certification authority")
      ])
    }
    if !unmasked.isEmpty {
      let holding = unmasked.count == 1 ? "1 package holds" : "\(unmasked.count) packages hold"
      Console.report([
        Diagnostic(
          .warning, "unmasked-data", "\(holding) raw, unmasked data",
          at: SourceLocation(file: folder.path + "/" + OutputFolder.packages),
          fix: "pass them on to those only who may see personal data")
      ])
    }
  }

  /// The packages of each incident; none from exports that could not be read to their end.
  /// - Returns: the files written, as paths below the output folder.
  private func packages(
    _ setup: AnalysisSetup, _ staging: Staging, _ time: Instant, _ signers: PackageSigners?,
    _ recipients: [Recipient], _ tool: ReportTool
  ) throws -> [String] {
    guard setup.result.isComplete, !setup.result.incidents.isEmpty else { return [] }
    let settings = RunSettings(
      time: time, clock: RunClock.origin(now?.instant),
      from: range.from?.instant, to: range.to?.instant,
      assumedZone: input.assumeZone, forced: try input.reading().forcedFormats, caseID: caseID,
      operatorName: operatorName)
    let package = IncidentPackage(
      run: setup.run, result: setup.result, appendix: setup.reading.appendix, tool: tool,
      settings: settings, signers: signers, packing: packing, maskKey: try packing.key(),
      jobs: try input.reading().jobs, mostSliceBytes: try slices.mostBytes())
    let disclosure = DisclosureCopy(
      patterns: setup.reading.appendix.sensitivePatterns, tokenKey: try packing.key(),
      recipients: recipients, signers: signers, store: packing.store,
      jobs: try input.reading().jobs,
      date: setup.reading.appendix.zone.civilTime(at: time).dateText, tool: tool)
    let target = try staging.makeFolder(OutputFolder.packages)
    defer { setup.progress.finish() }
    return try setup.result.incidents.flatMap { incident in
      let scratch = try staging.makeFolder("slices-" + incident.id)
      let full = try package.write(incident, scratch: scratch, into: target)
      var names = profile.profile.keepsFull ? full : []
      if profile.profile.discloses {
        let written = try disclosure.write(of: target + "/" + full[0], into: target)
        names += [written.path, written.sidecarPath].map { String($0.dropFirst(target.count + 1)) }
      }
      return names.map { OutputFolder.packages + "/" + $0 }
    }
  }
}

/// Languages as the command line spells them.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  /// English.
  case en
  /// Simplified Chinese.
  case zhCN = "zh-CN"

  /// `zh` means what `zh-CN` does.
  init?(argument: String) {
    guard let known = Self(rawValue: argument == "zh" ? "zh-CN" : argument) else { return nil }
    self = known
  }

  var language: ReportLanguage { self == .en ? .english : .chinese }
}
