internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Reports

/// `estreat inspect`: what is in these exports; no appendix, no verdicts.
struct InspectCommand: EstreatCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what exports hold: format and why, role, services, records, time span, digest.")

  @OptionGroup var input: InputOptions

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  func perform() throws -> ExitStatus {
    let forced = try input.forcedFormats()
    let zone = try input.zone()
    let found = try InputSearch.find(input.paths)
    let progress = ProgressLine(input.progress)
    let inspections = try ExportInspector.inspect(
      found.inputs, assumedZone: zone, forcedFormats: forced, jobs: input.workers,
      progress: { progress.update($0) })
    progress.finish()
    Console.report(found.diagnostics + inspections.flatMap(\.diagnostics))
    switch format {
    case .text: Console.output(InspectReport.text(inspections))
    case .json: Console.output(InspectReport.json(inspections, tool: ToolIdentity.current()))
    }
    return inspections.allSatisfy(\.isComplete) ? .success : .unreadable
  }
}
