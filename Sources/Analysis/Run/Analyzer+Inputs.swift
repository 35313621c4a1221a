internal import Dispatch
internal import Diagnostics
internal import Synchronization

extension Analyzer {
  /// The first pass over every input, on up to `jobs` threads. The order of the result is the
  /// order of the inputs, whichever thread finished first.
  func surveyInputs() -> [InputSurvey] {
    let total = inputs.reduce(0) { $0 + Self.size(of: $1.path) }
    let read = Mutex([Int64](repeating: 0, count: inputs.count))
    let parts = Mutex([InputSurvey?](repeating: nil, count: inputs.count))
    let next = Atomic<Int>(0)
    let workers = max(1, min(request.jobs, inputs.count))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < inputs.count else { return }
        let part = survey(index) { bytes in
          let done = read.withLock { all in
            all[index] = bytes
            return all.reduce(0, +)
          }
          progress(AnalysisProgress(stage: "survey", bytesDone: done, bytesTotal: total))
        }
        parts.withLock { $0[index] = part }
      }
    }
    return marked(parts.withLock { $0 }.compactMap { $0 })
  }

  /// Byte-identical exports count once (RULES "Duplicates"): the first in path order stays.
  private func marked(_ parts: [InputSurvey]) -> [InputSurvey] {
    var first: [String: String] = [:]
    return parts.map { part in
      guard !part.summary.sha256.isEmpty else { return part }
      guard let known = first[part.summary.sha256] else {
        first[part.summary.sha256] = part.summary.path
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
    _ index: Int, skipping skipped: Set<Int64> = [], _ progress: @escaping (Int64) -> Void
  ) -> InputSurvey {
    let input = inputs[index]
    let sourceIndex = matching.sourceOfInput[index]
    let fold = SurveyFold(
      plan: plan, input: index,
      declaredService: sourceIndex.flatMap { request.appendix.sources[$0].service })
    let acquisition: ExportScanner.Acquisition
    do {
      acquisition = try scanner(index).scan(hashing: true, progress: progress) { _ in
        skipped.isEmpty ? fold as any RecordSink : SkippingSink(fold, skipping: skipped)
      }
    } catch {
      return unreadable(input, error, sourceIndex)
    }
    var summary = InputSummary(
      path: input.displayPath, sha256: acquisition.sha256 ?? "", bytes: acquisition.bytes)
    summary.format = acquisition.formatName
    summary.recognitionReason = acquisition.reason
    summary.role = acquisition.role
    summary.records = fold.records
    summary.quarantined = fold.quarantined
    summary.span = fold.span
    summary.services = fold.services.sorted()
    if fold.notes.contains(where: { $0.code == "assumed-zone" }) {
      summary.assumedZone =
        (sourceIndex.flatMap { request.appendix.sources[$0].zone } ?? request.assumedZone)?.name
    }
    let folded = fold.finish(role: acquisition.role)
    var part = InputSurvey(
      summary: summary, survey: folded,
      diagnostics: acquisition.diagnostics + diagnostics(of: fold, input),
      isComplete: acquisition.isComplete, source: sourceIndex)
    judgeUse(of: &part, input)
    return part
  }

  /// Unrecognised, empty and mostly broken inputs (RULES "Unrecognised files", "Quarantine").
  private func judgeUse(of part: inout InputSurvey, _ input: InputFile) {
    let place = SourceLocation(file: input.displayPath)
    let isWanted = input.isNamed || part.source != nil
    if part.summary.format == nil {
      let isEmpty = part.diagnostics.contains { $0.code == "empty-export" }
      if !isEmpty {
        part.diagnostics.append(
          Diagnostic(
            isWanted ? .error : .warning, "unrecognised", "no known export format", at: place,
            fix: isWanted
              ? "name the format with --as FORMAT=GLOB, or leave the file out"
              : "nothing was read from it"))
      }
      // An empty export that the appendix declares with `covers` is a fact, not a fault.
      let isDeclaredEmpty =
        isEmpty && part.source.map { request.appendix.sources[$0].covers != nil } ?? false
      if isWanted && !isDeclaredEmpty { part.isComplete = false }
      return
    }
    let total = part.summary.records + part.summary.quarantined
    if total == 0 {
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

  private func unreadable(
    _ input: InputFile, _ error: any Error, _ source: Int?
  ) -> InputSurvey {
    let failure = error as? ByteSource.Failure
    let diagnostic = Diagnostic(
      .error, failure?.code ?? "unreadable", failure?.message ?? "\(error)",
      at: SourceLocation(file: input.displayPath), fix: "check the path and its permissions")
    return InputSurvey(
      summary: InputSummary(path: input.displayPath, sha256: "", bytes: 0), survey: Survey(),
      diagnostics: [diagnostic], isComplete: false, source: source)
  }

  private func diagnostics(of fold: SurveyFold, _ input: InputFile) -> [Diagnostic] {
    let problems = fold.problems.map { problem in
      Diagnostic(
        .error, problem.record.code, problem.record.message,
        at: SourceLocation(
          file: input.displayPath, line: Int(problem.place.line),
          column: problem.record.column ?? 1, offset: problem.place.offset),
        fix: problem.record.fix, count: Int(problem.count))
    }
    let notes = fold.notes.map { note in
      Diagnostic(
        note.isWarning ? .warning : .note, note.code, note.message,
        at: SourceLocation(
          file: input.displayPath, line: note.place.map { Int($0.line) },
          column: note.place.map { _ in 1 }, offset: note.place?.offset),
        fix: note.fix, count: note.count)
    }
    return problems + notes
  }

  private func scanner(_ index: Int) -> ExportScanner {
    let input = inputs[index]
    let forced = request.forcedFormats.first {
      FilePattern($0.glob).matches(input.displayPath) || FilePattern($0.glob).matches(input.path)
    }
    return ExportScanner(
      input: input, source: matching.sourceOfInput[index].map { request.appendix.sources[$0] },
      assumedZone: request.assumedZone,
      forced: forced.flatMap { ExportFormats.named($0.format) }, limits: request.limits)
  }

  private static func size(of path: String) -> Int64 {
    (try? ByteSource(path: path, hashing: false, inflateRatio: 1).identity.sizeBytes) ?? 0
  }

  /// Reads chosen inputs again, in input order; the sink is asked for per input.
  /// - Throws: when an input changed since the survey: nothing that was judged would hold.
  func reread(
    _ parts: [InputSurvey], stage: String, only members: Set<Int>,
    _ makeSink: (Int) -> any RecordSink
  ) throws {
    let wanted = members.sorted().filter {
      parts[$0].summary.format != nil && parts[$0].summary.identicalTo == nil
    }
    let total = wanted.reduce(0) { $0 + parts[$1].summary.bytes }
    var done: Int64 = 0
    for index in wanted {
      let acquisition = try scanner(index).scan(
        hashing: true,
        progress: {
          progress(AnalysisProgress(stage: stage, bytesDone: done + $0, bytesTotal: total))
        }
      ) { _ in
        let sink = makeSink(index)
        let skipped = parts[index].skipped
        return skipped.isEmpty ? sink : SkippingSink(sink, skipping: skipped)
      }
      done += parts[index].summary.bytes
      guard acquisition.sha256 == parts[index].summary.sha256 else {
        throw DiagnosticError(
          Diagnostic(
            .error, "input-changed", "the export changed while it was being analysed",
            at: SourceLocation(file: inputs[index].displayPath),
            fix: "copy the exports to a place where nothing writes to them"))
      }
    }
  }
}
