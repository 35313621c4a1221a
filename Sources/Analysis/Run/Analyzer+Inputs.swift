internal import Dispatch
internal import Diagnostics
internal import Synchronization

extension Analyzer {
  /// The first pass over every input, on up to `jobs` threads. The order of the result is the
  /// order of the inputs, whichever thread finished first.
  ///
  /// Small exports are read one a thread; then the large ones, each by all threads together.
  func surveyInputs() -> [InputSurvey] {
    let sizes = inputs.map { ByteSource.size(of: $0.path) }
    let total = sizes.reduce(0, +)
    let read = Mutex([Int64](repeating: 0, count: inputs.count))
    let parts = Mutex([InputSurvey?](repeating: nil, count: inputs.count))
    let work: @Sendable (Int, Int) -> Void = { index, workers in
      let skipped = SkippedOffsets(inputs[index].recorded?.duplicates ?? [])
      let part = survey(index, workers: workers, skipping: skipped) { bytes in
        let done = read.withLock { all in
          all[index] = bytes
          return all.reduce(0, +)
        }
        progress(AnalysisProgress(stage: "survey", bytesDone: done, bytesTotal: total))
      }
      parts.withLock { $0[index] = part }
    }
    let large = inputs.indices.filter { sizes[$0] >= sharedBytes }
    let small = inputs.indices.filter { sizes[$0] < sharedBytes }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(request.reading.jobs, small.count))) {
      _ in
      while true {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard turn < small.count else { return }
        work(small[turn], 1)
      }
    }
    for index in large { work(index, request.reading.jobs) }
    return withOverlaps(withStrayIndices(marked(parts.withLock { $0 }.compactMap { $0 })))
  }

  /// From this size an export is read by all threads together.
  private var sharedBytes: Int64 { Int64(16 * request.reading.chunkBytes) }

  /// Byte-identical exports count once (RULES "Duplicates"): the first in path order stays.
  private func marked(_ parts: [InputSurvey]) -> [InputSurvey] {
    // Slices of two exports may be equal without the exports being so.
    guard request.facts == nil else { return parts }
    var first: [String: String] = [:]
    let digests = Dictionary(
      zip(inputs.map(\.path), parts.map(\.summary.sha256)), uniquingKeysWith: { first, _ in first })
    return zip(inputs, parts).map { input, part in
      guard !part.summary.sha256.isEmpty else { return part }
      // Chunks of a block mean what its index says.
      let explained = BlockFolder.companions(of: input.path, format: part.summary.format)
      let key = ([part.summary.sha256] + explained.map { digests[$0] ?? $0 }).joined(separator: " ")
      guard let known = first[key] else {
        first[key] = part.summary.path
        return part
      }
      var same = part
      same.summary.identicalTo = known
      same.summary.duplicates = part.summary.records
      same.diagnostics.append(
        Diagnostic(
          .note, "identical-export", "byte for byte the same as \(known); counted once",
          at: SourceLocation(file: part.summary.path)))
      return same
    }
  }

  func survey(
    _ index: Int, workers: Int, skipping skipped: SkippedOffsets = SkippedOffsets(),
    _ progress: @escaping @Sendable (Int64) -> Void
  ) -> InputSurvey {
    let input = inputs[index]
    let sourceIndex = matching.sourceOfInput[index]
    let service = sourceIndex.flatMap { request.appendix.sources[$0].service }
    let folds = SinkBox<SurveyFold>()
    let acquisition: ExportScanner.Acquisition
    do {
      acquisition = try scanner(index).scan(
        hashing: request.reading.isHashing, progress: progress,
        into: .shared(workers) {
          let fold = folds.add(
            SurveyFold(
              plan: plan, input: index, declaredService: service, budget: budget,
              spanBudget: spanBudget))
          return skipped.isEmpty ? fold as any RecordSink : SkippingSink(fold, skipping: skipped)
        })
    } catch {
      return InputSurvey(
        summary: InputSummary(path: input.displayPath, sha256: "", bytes: 0), survey: Survey(),
        diagnostics: [Self.unreadable(input, error)], isComplete: false, source: sourceIndex)
    }
    let fold = FoldedExport(folds.all, role: acquisition.role)
    var summary = InputSummary(
      path: input.displayPath, sha256: acquisition.sha256 ?? "", bytes: acquisition.bytes)
    summary.format = acquisition.formatName
    summary.recognitionReason = acquisition.reason
    summary.role = acquisition.role
    summary.records = fold.records
    summary.quarantined = fold.quarantined
    summary.span = fold.span
    summary.services = fold.services
    if fold.notes.contains(where: { $0.code == "assumed-zone" }) {
      summary.assumedZone =
        (sourceIndex.flatMap { request.appendix.sources[$0].zone } ?? request.reading.assumedZone)?
        .name
    }
    var part = InputSurvey(
      summary: summary, survey: fold.survey,
      diagnostics: acquisition.diagnostics + diagnostics(of: fold, input),
      isComplete: acquisition.isComplete, source: sourceIndex)
    if input.recorded?.isNative == true {
      part.survey.nativeBuckets = part.survey.metrics
      part.survey.metrics = MetricStore()
    }
    if let counts = input.recorded?.counts {
      part.mismatches = counts.apply(to: &part.survey, request.appendix)
    }
    part.skipped = skipped
    part.ends = fold.ends
    part.statedZones = fold.statedZones
    part.zones = fold.zones
    part.isDescending = fold.isDescending
    noteTruncation(of: &part, fold)
    judgeUse(of: &part, input)
    return part
  }

  /// Says when an export looks cut: by what its format states, by a count at which query tools
  /// stop, or by a last record that is not complete.
  private func noteTruncation(of part: inout InputSurvey, _ fold: FoldedExport) {
    let isLog = [.gatewayAccess, .appLog, .slowLog, .securityAudit].contains(part.summary.role)
    let total = part.summary.records + part.summary.quarantined
    var reasons: [String] = []
    if isLog, Truncation.isRoundCount(total) {
      reasons.append("it holds exactly \(total) records, a limit of query tools")
    }
    if fold.ends.cutLast != nil { reasons.append("its last record is not complete") }
    for reason in reasons {
      part.diagnostics.append(
        Diagnostic(
          .warning, "export-truncated", "the export looks cut: " + reason,
          at: SourceLocation(file: part.summary.path),
          fix: "export it again without a limit, in shorter ranges"))
    }
    part.isTruncated = part.diagnostics.contains { $0.code == "export-truncated" }
  }

  /// Unrecognised, empty and mostly broken inputs (RULES "Unrecognised files", "Quarantine").
  private func judgeUse(of part: inout InputSurvey, _ input: InputFile) {
    let place = SourceLocation(file: input.displayPath)
    let isWanted = input.isNamed || part.source != nil
    if part.summary.format == nil {
      let isEmpty = part.diagnostics.contains { $0.code == "empty-export" }
      if !isEmpty {
        part.diagnostics.append(Self.unrecognised(input, isWanted: isWanted))
      }
      // An empty export that the appendix declares with `covers` is a fact, not a fault.
      let isDeclaredEmpty =
        isEmpty && part.source.map { request.appendix.sources[$0].covers != nil } ?? false
      if isWanted && !isDeclaredEmpty { part.isComplete = false }
      return
    }
    // Recognised, but nobody said how to read it: as bad as unrecognised where it is wanted.
    if let index = part.diagnostics.firstIndex(where: { $0.code == "csv-undeclared" }) {
      if isWanted {
        part.diagnostics[index].severity = .error
        part.isComplete = false
      }
      return
    }
    let total = part.summary.records + part.summary.quarantined
    let holdsRecords = part.summary.format.flatMap { ExportFormats.named($0) }?.holdsRecords
    if total == 0 && holdsRecords != false {
      part.diagnostics.append(
        Diagnostic(
          .warning, "no-records", "recognised, but it holds no record", at: place,
          fix: "check the query or time range the export was made with"))
    }
    if part.summary.quarantined * 2 > total {
      part.isComplete = false
      part.diagnostics.append(
        Diagnostic(
          .error, "mostly-quarantined",
          "\(part.summary.quarantined) of \(total) records could not be used", at: place,
          fix: "check the format, the time field and the unit; see the first problem above"))
    }
  }

  static func unrecognised(_ input: InputFile, isWanted: Bool = true) -> Diagnostic {
    Diagnostic(
      isWanted ? .error : .warning, "unrecognised", "no known export format",
      at: SourceLocation(file: input.displayPath),
      fix: isWanted
        ? "name the format with --as FORMAT=GLOB, or leave the file out"
        : "nothing was read from it")
  }

  static func unreadable(_ input: InputFile, _ error: any Error) -> Diagnostic {
    let failure = error as? ByteSource.Failure
    return Diagnostic(
      .error, failure?.code ?? "unreadable", failure?.message ?? "\(error)",
      at: SourceLocation(file: input.displayPath), fix: "check the path and its permissions")
  }

  private func diagnostics(of fold: FoldedExport, _ input: InputFile) -> [Diagnostic] {
    Self.diagnostics(problems: fold.problems, notes: fold.notes, input)
  }

  static func diagnostics(
    problems: [SurveyFold.QuarantineCount], notes: [FileNote], _ input: InputFile
  ) -> [Diagnostic] {
    let problems = problems.map { problem in
      Diagnostic(
        .error, problem.record.code, problem.record.message,
        at: SourceLocation(
          file: input.displayPath, line: problem.place.textLine,
          column: problem.place.textLine.map { _ in problem.record.column ?? 1 },
          offset: problem.place.offset),
        fix: problem.record.fix, count: Int(problem.count))
    }
    let notes = notes.map { note in
      Diagnostic(
        note.isWarning ? .warning : .note, note.code, note.message,
        at: SourceLocation(
          file: input.displayPath, line: note.place?.textLine,
          column: note.place?.textLine.map { _ in 1 }, offset: note.place?.offset),
        fix: note.fix, count: note.count)
    }
    return problems + notes
  }

  func scanner(_ index: Int) -> ExportScanner {
    let input = inputs[index]
    let forced = request.reading.forcedFormats.first {
      FilePattern($0.glob).matches(input.displayPath) || FilePattern($0.glob).matches(input.path)
    }
    return ExportScanner(
      input: input, source: matching.sourceOfInput[index].map { request.appendix.sources[$0] },
      assumedZone: input.recorded.map { $0.assumedZone.flatMap { CivilZone(name: $0) } }
        ?? request.reading.assumedZone,
      forced: (input.recorded?.format ?? forced?.format).flatMap { ExportFormats.named($0) },
      limits: request.reading.limits,
      chunkBytes: request.reading.chunkBytes, kernel: request.reading.kernel,
      isStrict: request.reading.isStrict)
  }

  private static func size(of path: String) -> Int64 {
    ByteSource.size(of: path)
  }

  /// Reads chosen inputs again, in input order; the sink is asked for per input.
  ///
  /// All bytes are read, because their digest shows that they are the same; only chunks that can
  /// hold something of `intervals` are parsed.
  /// - Throws: when an input changed since the survey: nothing that was judged would hold.
  func reread(
    _ parts: [InputSurvey], stage: String, only members: Set<Int>,
    within intervals: [Interval]? = nil,
    _ makeSink: (Int) -> any RecordSink
  ) throws {
    let wanted = members.sorted().filter {
      parts[$0].summary.format != nil && parts[$0].summary.identicalTo == nil
    }
    let total = wanted.reduce(0) { $0 + parts[$1].summary.bytes }
    var done: Int64 = 0
    for index in wanted {
      let sink = makeSink(index)
      let skipped = parts[index].skipped
      let before = done
      // Of deployments and commits the oldest may matter.
      let role = parts[index].summary.role
      let times = role == .deployments || role == .config ? nil : intervals
      let acquisition = try scanner(index).scan(
        hashing: true, zones: times.flatMap { ZoneMap(parts[index].zones, $0) },
        progress: {
          progress(AnalysisProgress(stage: stage, bytesDone: before + $0, bytesTotal: total))
        },
        into: .one(skipped.isEmpty ? sink : SkippingSink(sink, skipping: skipped)))
      done += parts[index].summary.bytes
      guard acquisition.sha256 == parts[index].summary.sha256 else {
        throw Self.changed(inputs[index])
      }
    }
  }
}

extension Analyzer {
  /// Hands the content of one input over again as it is.
  /// - Throws: when it changed since the survey, and what `body` throws.
  func rereadContent(
    _ parts: [InputSurvey], _ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var failure: (any Error)?
    let acquisition = try scanner(index).scanContent(hashing: true) { bytes in
      guard failure == nil else { return }
      do { try body(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
    guard acquisition.sha256 == parts[index].summary.sha256 else {
      throw Self.changed(inputs[index])
    }
  }

  /// Nothing that was judged would hold.
  static func changed(_ input: InputFile) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "input-changed", "the export changed while it was being analysed",
        at: SourceLocation(file: input.displayPath),
        fix: "copy the exports to a place where nothing writes to them"))
  }
}

/// Gathers the sinks that workers make.
///
/// A sink is used by its worker alone until the scan is over, and by nobody else before.
final class SinkBox<Sink: RecordSink>: @unchecked Sendable {
  private var sinks: [Sink] = []
  private let lock = Mutex(())

  func add(_ sink: Sink) -> Sink {
    lock.withLock { _ in sinks.append(sink) }
    return sink
  }

  var all: [Sink] { lock.withLock { _ in sinks } }
}
