public import Diagnostics
internal import Sensitive
internal import Synchronization

/// Says what exports hold, without an appendix and without verdicts.
public struct ExportInspector: Sendable {
  /// What one input holds, and what is wrong with it.
  public struct Inspection: Sendable {
    /// Format, role, records, span.
    public var summary: InputSummary
    /// Problems, sorted by place.
    public var diagnostics: [Diagnostic]
    /// False when the input could not be read to its end, or not at all.
    public var isComplete: Bool
    /// How its stamps state their zone: `Z`, `+08:00`, `epoch`, `none`.
    public var statedZones: [String]
    /// The longest stretches without any record between its first and its last, at most three.
    public var gaps: [TimeSpan]
    /// What it lets suppose about sampling, if anything.
    public var samplingHint: String?
    /// Why it looks cut; empty when it does not.
    public var truncation: [String]
    /// What the appendix must still say so that it can be judged by, each a line to write or a
    /// fact that no line can mend.
    public var needs: [String]
    /// Scans, objects of a cluster and images in it, with their facts.
    public var documents: [DocumentRecord]
  }

  /// What each service logged by the minute, over all inputs.
  public struct MinuteView: Sendable {
    /// By service, then minute.
    public var rows: [MinuteRow]
    /// Records that could not be used.
    public var quarantined: Int64
    /// Inputs that could not be read, or are of no known format.
    public var diagnostics: [Diagnostic]
    /// False when some input could not be read to its end, or not at all.
    public var isComplete: Bool
  }

  let analyzer: Analyzer
  private let progress: @Sendable (AnalysisProgress) -> Void

  /// An inspector of `inputs`; every option means what it means for an analysis.
  /// - Parameter sources: what an appendix declares of exports.
  public init(
    _ inputs: [InputFile], options: AnalysisRequest.Reading = AnalysisRequest.Reading(),
    sources: [SourceDeclaration] = [],
    progress: @escaping @Sendable (AnalysisProgress) -> Void = { _ in }
  ) throws {
    // An appendix without clauses: everything is read and counted, nothing is judged.
    let nothing = Appendix(
      version: "", sha256: "", bytes: [], path: "", space: nil, zone: .utc, parties: [],
      clauses: [], arbitration: nil, lateAllowanceNanoseconds: 0, excusals: [],
      calendar: nil, sources: sources, lawReferences: [])
    let request = AnalysisRequest(appendix: nothing, inputs: inputs, reading: options)
    analyzer = try Analyzer(request, progress: progress)
    self.progress = progress
  }

  /// Inspections of `inputs` in path order.
  public static func inspect(
    _ inputs: [InputFile], _ options: AnalysisRequest.Reading = AnalysisRequest.Reading(),
    sources: [SourceDeclaration] = []
  ) throws -> [Inspection] {
    try ExportInspector(inputs, options: options, sources: sources).inspections()
  }

  /// Reads every input once.
  /// - Returns: inspections in path order.
  public func inspections() -> [Inspection] {
    let surveyed = analyzer.surveyInputs()
    // Second looks may fail where the first did not: then the first stands.
    let joined = (try? analyzer.joiningRotatedLines(surveyed)) ?? surveyed
    var parts = (try? analyzer.withoutDuplicates(joined)) ?? joined
    let steps = parts.reduce(into: [:]) {
      $0.merge($1.survey.clockSteps, uniquingKeysWith: max)
    }
    _ = try? analyzer.census(&parts, clockSteps: steps, cuts: [])
    return parts.map(inspection)
  }

  /// Slow-log entries by the fingerprints of their statements, over all slow logs among the inputs.
  public struct StatementView: Sendable {
    /// Figures by fingerprint.
    public var digest = SlowQueryDigest()
    /// Inputs that could not be read, or are no slow logs.
    public var diagnostics: [Diagnostic] = []
    /// False when some input could not be read to its end, or not at all.
    public var isComplete = true
  }

  /// Reads every input once, for its statements alone.
  public func statements() -> StatementView {
    var view = StatementView()
    for (index, input) in analyzer.inputs.enumerated() {
      let reader = SlowQueryDigestReader(limit: analyzer.request.reading.limits.recordBytes)
      let pass = Result {
        try analyzer.scanner(index).scanContent(hashing: false) { reader.consume($0) }
      }
      switch pass {
      case .success(let found):
        view.diagnostics += found.diagnostics
        view.isComplete = view.isComplete && found.isComplete
        let digest = reader.finish()
        if digest.count == 0, input.isNamed {
          view.diagnostics.append(
            Diagnostic(
              .warning, "no-slow-log", "no slow-log entry in it",
              at: SourceLocation(file: input.displayPath),
              fix: "give the slow logs of MySQL, Percona or MariaDB"))
        }
        view.digest.merge(digest)
      case .failure(let error):
        view.diagnostics.append(Analyzer.unreadable(input, error))
        view.isComplete = false
      }
    }
    return view
  }

  /// Sensitive values in the text of all inputs.
  public struct SensitiveView: Sendable {
    /// Detectors, in the order of the registry.
    public var names: [String]
    /// Hits by detector.
    public var hits: [Int]
    /// Lines with a hit, by detector.
    public var lines: [Int]
    /// Inputs that could not be read.
    public var diagnostics: [Diagnostic] = []
    /// False when some input could not be read to its end, or not at all.
    public var isComplete = true
  }

  /// Reads the text of every input once, whatever its format, and counts what every built-in
  /// detector finds.
  public func sensitiveValues() -> SensitiveView {
    let sweep = SensitiveSweep()
    var total = SensitiveSweep.Tally(count: sweep.names.count)
    var view = SensitiveView(names: sweep.names, hits: [], lines: [])
    for (index, input) in analyzer.inputs.enumerated() {
      let tally = Mutex(SensitiveSweep.Tally(count: sweep.names.count))
      let pass = Result {
        try analyzer.scanner(index).scanLines(workers: analyzer.request.reading.jobs) { bytes in
          let found = sweep.tally(in: bytes)
          tally.withLock { $0.add(found) }
        }
      }
      total.add(tally.withLock { $0 })
      switch pass {
      case .success(let found):
        view.diagnostics += found.diagnostics
        view.isComplete = view.isComplete && found.isComplete
      case .failure(let error):
        view.diagnostics.append(Analyzer.unreadable(input, error))
        view.isComplete = false
      }
    }
    view.hits = total.hits
    view.lines = total.lines
    return view
  }

  /// The first pass alone; for tests of how it is cut and shared.
  func surveys() -> [Survey] { analyzer.surveyInputs().map(\.survey) }

  /// Reads every input once, for the table by minutes alone.
  public func minutes() -> MinuteView {
    let budget = LatencyBudget(analyzer.request.reading.limits.latencyCount)
    let tables = SinkBox<MinuteTable>()
    let pass = pass { tables.add(MinuteTable(budget)) }
    return MinuteView(
      rows: MinuteTable.rows(tables.all),
      quarantined: tables.all.reduce(0) { $0 + $1.quarantined }, diagnostics: pass.diagnostics,
      isComplete: pass.isComplete)
  }

  /// Spans by service, over all inputs.
  public struct SpanView: Sendable {
    /// By service.
    public var rows: [SpanRow]
    /// Records that could not be used.
    public var quarantined: Int64
    /// Inputs that could not be read, or are of no known format.
    public var diagnostics: [Diagnostic]
    /// False when some input could not be read to its end, or not at all.
    public var isComplete: Bool
  }

  /// Reads every input once, for the table of spans alone.
  public func spans() -> SpanView {
    let budget = LatencyBudget(analyzer.request.reading.limits.latencyCount)
    let tables = SinkBox<SpanTable>()
    let pass = pass { tables.add(SpanTable(budget)) }
    return SpanView(
      rows: SpanTable.rows(tables.all), quarantined: tables.all.reduce(0) { $0 + $1.quarantined },
      diagnostics: pass.diagnostics, isComplete: pass.isComplete)
  }

  /// Reads every input once, into the sinks that its workers ask for.
  private func pass(
    _ makeSink: @escaping @Sendable () -> any RecordSink
  ) -> (diagnostics: [Diagnostic], isComplete: Bool) {
    let inputs = analyzer.inputs
    let sizes = inputs.map { ByteSource.size(of: $0.path) }
    let total = sizes.reduce(0, +)
    var view: (diagnostics: [Diagnostic], isComplete: Bool) = ([], true)
    var done: Int64 = 0
    for (index, input) in inputs.enumerated() {
      let before = done
      let acquisition = Result {
        try analyzer.scanner(index).scan(
          hashing: analyzer.request.reading.isHashing,
          progress: { [progress] in
            progress(AnalysisProgress(stage: "survey", bytesDone: before + $0, bytesTotal: total))
          },
          into: .shared(analyzer.request.reading.jobs, makeSink))
      }
      done += sizes[index]
      switch acquisition {
      case .success(let found):
        view.diagnostics += found.diagnostics
        let isKnown = found.formatName != nil
        if !isKnown && input.isNamed { view.diagnostics.append(Analyzer.unrecognised(input)) }
        if !found.isComplete || !isKnown && input.isNamed { view.isComplete = false }
      case .failure(let error):
        view.diagnostics.append(Analyzer.unreadable(input, error))
        view.isComplete = false
      }
    }
    return view
  }
}
