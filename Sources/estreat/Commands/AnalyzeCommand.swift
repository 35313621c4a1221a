internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Reports

/// `estreat analyze`: the main job.
struct AnalyzeCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Decide every clause over the exports, rank the incidents, pack the evidence.",
    discussion: """
      Without -o nothing is written. With -o DIR: analysis.json, report.txt and, for each incident, \
      packages/INCIDENT-FULL.zip, which holds unmasked data.
      """)

  @OptionGroup var appendix: AppendixOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var range: RangeOptions

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write reports and packages there.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Flag(help: "Write into a folder that is not empty and not ours.")
  var force = false

  @Option(help: "What stdout gets: text or json.")
  var format: OutputFormat = .text

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

  func perform() throws -> ExitStatus {
    let folder = try output.map { try OutputFolder($0, force: force) }
    let time = try RunClock.now(now?.instant)
    let setup = try AnalysisSetup(appendix, input, range, excluding: output.map { [$0] } ?? [])
    Console.report(setup.result.diagnostics)
    var context = ReportContext(tool: ToolIdentity.current(), language: lang.language)
    if let folder { try write(setup, folder, time, &context) }
    context.usesColour = format == .text && Console.usesColour
    let report: any ReportFormat = format == .json ? JSONReport() : TextReport()
    Console.output(report.render(setup.result, context))
    return ExitStatus.of(
      setup.result, failOn: failOn, asksFrom: range.from != nil, asksTo: range.to != nil)
  }

  /// Makes everything aside, then puts it into place: packages, reports, the machine output last.
  private func write(
    _ setup: AnalysisSetup, _ folder: OutputFolder, _ time: Instant, _ context: inout ReportContext
  ) throws {
    let staging = try folder.stage()
    var files: [String] = []
    let formats = Reports.all.reversed().sorted { a, _ in a.name != "json" }
    for report in formats {
      try staging.write(report.render(setup.result, context), to: report.fileName)
      files.append(report.fileName)
    }
    try staging.commit(files)
    context.files = files.map { folder.path + "/" + $0 }
  }
}

/// Languages as the command line spells them.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  /// English.
  case en
  /// Simplified Chinese.
  case zhCN = "zh-CN"

  var language: ReportLanguage { self == .en ? .english : .chinese }
}
