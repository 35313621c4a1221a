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

  @Option(
    name: [.customShort("a"), .long],
    help: "Read exports as the sources: of this appendix declare.", completion: .file())
  var appendix: String?

  @Option(help: "text or json.")
  var format: OutputFormat = .text

  @Flag(
    help: ArgumentHelp(
      "Instead, records, valid trace ids, 5xx, stack traces and P99 by service and minute; as CSV"
        + " unless --format json."))
  var perMinute = false

  @Flag(
    help: ArgumentHelp(
      "Instead, spans, failed spans and the exact P99 of their duration by service; as CSV unless"
        + " --format json."))
  var spans = false

  @Flag(
    help: ArgumentHelp(
      "Instead, slow-log statements by fingerprint with count, total, least and most time."))
  var statements = false

  @Flag(
    help: ArgumentHelp(
      "Instead, how many sensitive values each detector finds in the text; no value is shown."))
  var sensitive = false

  @Flag(
    help: ArgumentHelp(
      "Instead, metric families by name with type, series, samples and times; as CSV unless"
        + " --format json."))
  var series = false

  @Flag(
    help: ArgumentHelp("Instead, every metric sample as a line, as promtool tsdb dump writes it."))
  var samples = false

  @Flag(
    name: .customLong("no-hash"),
    help: ArgumentHelp("Leave the SHA-256 out; for measurements only.", visibility: .hidden))
  var withoutHash = false

  func validate() throws {
    if [perMinute, spans, statements, sensitive, series, samples].count(where: { $0 }) > 1 {
      throw ValidationError(
        "choose one of --per-minute, --spans, --statements, --sensitive, --series, --samples")
    }
    if samples && format == .json {
      throw ValidationError("--samples writes lines of text; there is no JSON of them")
    }
  }

  func perform() throws -> ExitStatus {
    var reading = try input.reading()
    reading.isHashing = !withoutHash
    let found = try InputSearch.find(input.paths)
    let progress = ProgressLine(input.progress)
    let sources = try appendix.map { try AppendixFile.read($0).appendix.sources } ?? []
    let inspector = try ExportInspector(
      found.inputs, options: reading, sources: sources, progress: { progress.update($0) })
    if perMinute { return minutes(inspector, found.diagnostics, progress) }
    if spans { return spans(inspector, found.diagnostics, progress) }
    if statements {
      let view = inspector.statements()
      progress.finish()
      Console.report(found.diagnostics + view.diagnostics)
      switch format {
      case .text: Console.output(StatementReport.csv(view))
      case .json: Console.output(StatementReport.json(view, tool: ToolIdentity.current()))
      }
      return view.isComplete ? .success : .unreadable
    }
    if sensitive {
      let view = inspector.sensitiveValues()
      progress.finish()
      Console.report(found.diagnostics + view.diagnostics)
      switch format {
      case .text: Console.output(SensitiveReport.csv(view))
      case .json: Console.output(SensitiveReport.json(view, tool: ToolIdentity.current()))
      }
      return view.isComplete ? .success : .unreadable
    }
    if series || samples { return metrics(inspector, found.diagnostics, progress) }
    let inspections = inspector.inspections()
    progress.finish()
    Console.report(found.diagnostics + inspections.flatMap(\.diagnostics))
    switch format {
    case .text: Console.output(InspectReport.text(inspections))
    case .json: Console.output(InspectReport.json(inspections, tool: ToolIdentity.current()))
    }
    return inspections.allSatisfy(\.isComplete) ? .success : .unreadable
  }

  private func metrics(
    _ inspector: ExportInspector, _ diagnostics: [Diagnostic], _ progress: ProgressLine
  ) -> ExitStatus {
    if samples {
      let view = inspector.samples { Console.output($0) }
      progress.finish()
      Console.report(diagnostics + view.diagnostics)
      return view.isComplete ? .success : .unreadable
    }
    let view = inspector.series()
    progress.finish()
    Console.report(diagnostics + view.diagnostics)
    switch format {
    case .text: Console.output(SeriesReport.csv(view))
    case .json: Console.output(SeriesReport.json(view, tool: ToolIdentity.current()))
    }
    return view.isComplete ? .success : .unreadable
  }

  private func spans(
    _ inspector: ExportInspector, _ diagnostics: [Diagnostic], _ progress: ProgressLine
  ) -> ExitStatus {
    let view = inspector.spans()
    progress.finish()
    Console.report(
      diagnostics + view.diagnostics + Self.quarantine(view.quarantined, "--spans"))
    switch format {
    case .text: Console.output(SpanReport.csv(view.rows))
    case .json: Console.output(SpanReport.json(view, tool: ToolIdentity.current()))
    }
    return view.isComplete ? .success : .unreadable
  }

  private static func quarantine(_ count: Int64, _ option: String) -> [Diagnostic] {
    guard count > 0 else { return [] }
    return [
      Diagnostic(
        .warning, "quarantined", "records that could not be used are not in the table",
        fix: "inspect without \(option) says which, and why", count: Int(count))
    ]
  }

  private func minutes(
    _ inspector: ExportInspector, _ diagnostics: [Diagnostic], _ progress: ProgressLine
  ) -> ExitStatus {
    let view = inspector.minutes()
    progress.finish()
    Console.report(
      diagnostics + view.diagnostics + Self.quarantine(view.quarantined, "--per-minute"))
    switch format {
    case .text: Console.output(MinuteReport.csv(view.rows))
    case .json: Console.output(MinuteReport.json(view, tool: ToolIdentity.current()))
    }
    return view.isComplete ? .success : .unreadable
  }
}
