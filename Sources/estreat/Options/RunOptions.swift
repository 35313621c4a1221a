internal import Analysis
internal import ArgumentParser
internal import Diagnostics

/// Which stretch of time is judged.
struct RangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Start of the judged range (RFC 3339).", valueName: "time"))
  var from: InstantOption?

  @Option(help: ArgumentHelp("End of the judged range (RFC 3339).", valueName: "time"))
  var to: InstantOption?

  func validate() throws {
    if let from, let to, from.instant >= to.instant {
      throw ValidationError("--from must lie before --to")
    }
  }
}

/// One analysis of a command: the contract, the inputs, the run.
struct AnalysisSetup {
  let reading: AppendixReader.Reading
  let found: InputSearch.Found
  let run: AnalysisRun
  /// Where further passes show how far they are.
  let progress: ProgressLine
  /// What was found, with the notes about inputs that were left out.
  let result: AnalysisResult

  /// Reads the contract, finds the inputs and runs.
  init(
    _ appendix: AppendixOptions, _ input: InputOptions, _ range: RangeOptions,
    excluding: [String] = []
  ) throws {
    try self.init(
      appendix.read(), input.paths, input.options, range,
      excluding: [appendix.appendix] + excluding)
  }

  /// Finds the inputs and runs under a contract that was read.
  /// - Parameter excluding: paths that are no inputs, the contract's own among them.
  init(
    _ reading: AppendixReader.Reading, _ paths: [String], _ options: ReadingOptions,
    _ range: RangeOptions, excluding: [String]
  ) throws {
    self.reading = reading
    let howRead = try options.reading()
    found = try InputSearch.find(paths, excluding: excluding)
    let request = AnalysisRequest(
      appendix: reading.appendix, inputs: found.inputs, from: range.from?.instant,
      to: range.to?.instant, reading: howRead)
    let progress = ProgressLine(options.progress)
    self.progress = progress
    defer { progress.finish() }
    run = try Analyzer(request, progress: { progress.update($0) }).run()
    var result = run.result
    var log = DiagnosticLog()
    for diagnostic in reading.warnings + found.diagnostics + result.diagnostics {
      log.add(diagnostic)
    }
    result.diagnostics = log.sorted
    self.result = result
  }
}
