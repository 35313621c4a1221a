public import Diagnostics

extension ExportInspector {
  /// Metric families of all inputs.
  public struct SeriesView: Sendable {
    /// By name.
    public var rows: [SeriesRow] = []
    /// Series of all names.
    public var series = 0
    /// Samples that a second block holds too; counted once.
    public var duplicates: Int64 = 0
    /// Records that could not be used.
    public var quarantined: Int64 = 0
    /// Inputs that could not be read, and what could not be told apart.
    public var diagnostics: [Diagnostic] = []
    /// False when some input could not be read to its end, or not at all.
    public var isComplete = true
  }

  /// Reads every input once, for the names and times of its metrics alone.
  public func series() -> SeriesView {
    let limits = analyzer.request.reading.limits
    let shared = sharedSamples()
    let table = SeriesTable(seriesLimit: limits.seriesCount, shared: shared)
    var view = SeriesView()
    readMetrics(&view.diagnostics, &view.isComplete) { _ in table }
    view.rows = table.rows
    view.series = table.seriesCount
    view.quarantined = table.quarantined
    view.duplicates = shared?.duplicates ?? 0
    if table.hasTooMany {
      view.diagnostics.append(
        Diagnostic(
          .warning, "series-limit",
          "more than \(limits.seriesCount) series; only so many of them are counted as such",
          fix: "raise --max-memory"))
    }
    noteOverflow(shared, &view.diagnostics)
    return view
  }

  /// All samples of all inputs as lines of text.
  public struct SampleView: Sendable {
    /// Records that could not be used.
    public var quarantined: Int64 = 0
    /// Inputs that could not be read, and what could not be told apart.
    public var diagnostics: [Diagnostic] = []
    /// False when some input could not be read to its end, or not at all.
    public var isComplete = true
  }

  /// Reads every input once and hands every metric sample to `write`, in the order of the inputs.
  /// - Parameter write: takes whole lines, which are valid only during the call.
  public func samples(_ write: @escaping (UnsafeRawBufferPointer) -> Void) -> SampleView {
    let shared = sharedSamples()
    let dump = SampleDump(shared: shared, write: write)
    var view = SampleView()
    readMetrics(&view.diagnostics, &view.isComplete) { _ in dump }
    dump.flush()
    view.quarantined = dump.quarantined
    noteOverflow(shared, &view.diagnostics)
    return view
  }

  /// One pass over all inputs, one after the other.
  private func readMetrics(
    _ diagnostics: inout [Diagnostic], _ isComplete: inout Bool,
    _ makeSink: (Int) -> any RecordSink
  ) {
    for (index, input) in analyzer.inputs.enumerated() {
      let problems = ProblemSink(makeSink(index))
      let acquisition = Result {
        try analyzer.scanner(index).scan(
          hashing: analyzer.request.reading.isHashing, into: .one(problems))
      }
      switch acquisition {
      case .success(let found):
        diagnostics += found.diagnostics + problems.diagnostics(input)
        let isKnown = found.formatName != nil
        if !isKnown && input.isNamed { diagnostics.append(Analyzer.unrecognised(input)) }
        if !found.isComplete || !isKnown && input.isNamed { isComplete = false }
        if problems.isMostlyBroken { isComplete = false }
      case .failure(let error):
        diagnostics.append(Analyzer.unreadable(input, error))
        isComplete = false
      }
    }
  }

  /// What more than one of the blocks among the inputs may hold; nil when none overlap.
  private func sharedSamples() -> SharedSamples? {
    let limits = analyzer.request.reading.limits
    var blocks: [String: Interval] = [:]
    for input in analyzer.inputs where BlockFolder.segmentNumber(input.path) != nil {
      guard let path = BlockFolder.ofSegment(input.path).path(of: "meta.json"),
        let meta = BlockMeta(path: path, limits: limits)
      else { continue }
      let (from, isEarly) = meta.first.multipliedReportingOverflow(by: 1_000_000)
      let (to, isLate) = meta.last.multipliedReportingOverflow(by: 1_000_000)
      blocks[path] = Interval(
        from: isEarly ? .distantPast : Instant(nanoseconds: from),
        to: isLate ? .distantFuture : Instant(nanoseconds: to))
    }
    let common = SharedSamples.common(Array(blocks.values))
    return common.isEmpty
      ? nil : SharedSamples(common, limit: min(4 << 20, 4 * limits.comparedCount))
  }

  private func noteOverflow(_ shared: SharedSamples?, _ diagnostics: inout [Diagnostic]) {
    guard shared?.isOverflown == true else { return }
    diagnostics.append(
      Diagnostic(
        .warning, "duplicates-uncompared",
        "blocks overlap in more samples than can be compared; some of them count twice here",
        fix: "raise --max-memory, or name fewer blocks; verdicts are not concerned"))
  }
}
