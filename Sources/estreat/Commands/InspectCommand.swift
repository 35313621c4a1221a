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
    // Made only where it is shown: it reads the whole program.
    lazy var tool = ToolIdentity.current()
    let frame = Frame(format: format, found: found.diagnostics, progress: progress)
    if perMinute {
      let view = inspector.minutes()
      return frame.show(
        view.diagnostics + Self.quarantine(view.quarantined, "--per-minute"), view.isComplete,
        MinuteReport.csv(view.rows), MinuteReport.json(view, tool: tool))
    }
    if spans {
      let view = inspector.spans()
      return frame.show(
        view.diagnostics + Self.quarantine(view.quarantined, "--spans"), view.isComplete,
        SpanReport.csv(view.rows), SpanReport.json(view, tool: tool))
    }
    if statements {
      let view = inspector.statements()
      return frame.show(
        view.diagnostics, view.isComplete, StatementReport.csv(view),
        StatementReport.json(view, tool: tool))
    }
    if sensitive {
      let view = inspector.sensitiveValues()
      return frame.show(
        view.diagnostics, view.isComplete, SensitiveReport.csv(view),
        SensitiveReport.json(view, tool: tool))
    }
    if series {
      let view = inspector.series()
      return frame.show(
        view.diagnostics, view.isComplete, SeriesReport.csv(view),
        SeriesReport.json(view, tool: tool))
    }
    if samples {
      let view = inspector.samples { Console.output($0) }
      return frame.show(view.diagnostics, view.isComplete, [], [])
    }
    let inspections = inspector.inspections()
    return frame.show(
      inspections.flatMap(\.diagnostics), inspections.allSatisfy(\.isComplete),
      InspectReport.text(inspections), InspectReport.json(inspections, tool: tool))
  }

  /// What every look has in common: problems first, then the report in the form that was asked for.
  private struct Frame {
    let format: OutputFormat
    let found: [Diagnostic]
    let progress: ProgressLine

    /// - Parameters:
    ///   - text: the report as text; made only when it is shown.
    ///   - json: the same as JSON.
    func show(
      _ diagnostics: [Diagnostic], _ isComplete: Bool, _ text: @autoclosure () -> [UInt8],
      _ json: @autoclosure () -> [UInt8]
    ) -> ExitStatus {
      progress.finish()
      Console.report(found + diagnostics)
      Console.output(format == .json ? json() : text())
      return isComplete ? .success : .unreadable
    }
  }

  private static func quarantine(_ count: Int64, _ option: String) -> [Diagnostic] {
    guard count > 0 else { return [] }
    return [
      Diagnostic(
        .warning, "quarantined", "records that could not be used are not in the table",
        fix: "inspect without \(option) says which, and why", count: Int(count))
    ]
  }
}
