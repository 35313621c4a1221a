internal import Diagnostics

/// A finished run: its result, and access to the bytes behind it.
public struct AnalysisRun: Sendable {
  /// Everything that was found.
  public let result: AnalysisResult
  let analyzer: Analyzer
  let parts: [InputSurvey]
  let survey: Survey
  /// Records found for the exposure candidates.
  var legs = ExposureLegs()
  /// What time the exports cover; nil when nothing was judged.
  var coverage: Coverage?

  init(
    analyzer: Analyzer, parts: [InputSurvey], survey: Survey, judgement: Judgement?,
    incidents: [Incident], range: Interval?
  ) {
    self.analyzer = analyzer
    self.parts = parts
    self.survey = survey
    let appendix = analyzer.request.appendix
    var log = DiagnosticLog()
    for diagnostic in analyzer.matching.diagnostics { log.add(diagnostic) }
    for part in parts { for diagnostic in part.diagnostics { log.add(diagnostic) } }
    for diagnostic in judgement?.findings ?? [] { log.add(diagnostic) }
    for alignment in judgement?.alignments ?? [] { log.add(alignment.diagnostic) }
    for (series, time) in survey.metrics.conflicts {
      log.add(
        Diagnostic(
          .warning, "sample-conflict",
          "\(series) has different values for \(time.rfc3339); the first export in path order"
            + " counts", fix: "remove the export that is wrong"))
    }
    if range == nil {
      log.add(
        Diagnostic(
          .error, "no-judged-range", "no export covers any time that could be judged",
          fix: "supply access logs, application logs, traces or metrics"))
    }
    let verdicts = judgement?.verdicts ?? []
    var result = AnalysisResult(
      appendixVersion: appendix.version, appendixSHA256: appendix.sha256, zone: appendix.zone,
      clauses: appendix.clauses.map {
        AnalysisResult.ClauseHeading(
          id: $0.id, kind: type(of: $0.rule).kind, condition: $0.rule.condition)
      },
      judgedRange: range, inputs: parts.map(\.summary), verdicts: verdicts,
      breaches: judgement?.breaches ?? [], incidents: incidents,
      baselines: judgement?.baselines ?? [], exposures: judgement?.exposures ?? [],
      missingExports: judgement?.missing ?? [], diagnostics: log.sorted,
      isComplete: parts.allSatisfy(\.isComplete) && range != nil,
      digest: VerdictDigest.compute(
        verdicts: verdicts, incidents: incidents, workers: analyzer.request.reading.jobs))
    result.falseAlarms = judgement?.falseAlarms ?? []
    result.alignments = judgement?.alignments ?? []
    self.result = result
  }
}
