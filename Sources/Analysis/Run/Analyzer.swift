internal import Diagnostics

/// Runs one analysis: survey, verdicts, incidents; afterwards exhibits can be collected.
public struct Analyzer: Sendable {
  let request: AnalysisRequest
  /// Inputs in path order, whatever the order given: indices into it are stable.
  let inputs: [InputFile]
  let plan: SurveyPlan
  let matching: SourceMatching
  let budget: LatencyBudget
  /// How many spans may be kept until their traces are looked at.
  let spanBudget: LatencyBudget
  let progress: @Sendable (AnalysisProgress) -> Void

  /// Prepares a run.
  /// - Throws: `DiagnosticError` when an own pattern of the appendix does not compile.
  public init(
    _ request: AnalysisRequest, progress: @escaping @Sendable (AnalysisProgress) -> Void = { _ in }
  ) throws {
    self.request = request
    inputs = request.inputs.sorted { ($0.displayPath, $0.path) < ($1.displayPath, $1.path) }
    var plan = try SurveyPlan(request.appendix)
    plan.seriesLimit = request.reading.limits.seriesCount
    self.plan = plan
    matching = SourceMatching(inputs: inputs, appendix: request.appendix)
    budget = LatencyBudget(request.reading.limits.latencyCount)
    spanBudget = LatencyBudget(request.reading.limits.spanCount)
    self.progress = progress
  }

  /// Reads every input, decides every clause, and ranks the incidents.
  public func run() throws -> AnalysisRun {
    // Slices hold each record once already, and whole.
    var parts =
      request.facts == nil
      ? try withoutDuplicates(joiningRotatedLines(surveyInputs())) : surveyInputs()
    var survey = Survey()
    for part in parts where part.summary.identicalTo == nil { survey.merge(part.survey) }
    // Nobody asks one export for its samples any more, and they take the most room.
    for index in parts.indices {
      parts[index].survey.metrics = MetricStore()
      parts[index].survey.nativeBuckets = MetricStore()
    }
    progress(AnalysisProgress(stage: "judge", bytesDone: 0, bytesTotal: 0))
    try demandAllSeries(survey.metrics)
    survey.normalise(workers: request.reading.jobs)
    request.facts?.apply(to: &survey, inputs)
    survey.census = try census(
      &parts, clockSteps: survey.clockSteps,
      cuts: BlueGreenVerified.switches(request.appendix, survey.deployments))
    request.facts?.apply(to: &survey.census)
    survey.spans = SpanStore()
    if budget.isExceeded { survey.coarsenLatencies() }
    noteScanAge(&parts, survey)
    let coverage =
      request.facts?.coverage(request.appendix, survey, plan.activity) ?? coverage(&parts, survey)
    let range = request.facts?.range ?? JudgedRange.of(request, coverage: coverage)
    guard let range else {
      return AnalysisRun(
        analyzer: self, parts: parts, survey: survey, judgement: nil, incidents: [], range: nil)
    }
    let legs = try resolveLegs(survey, parts)
    let judgement = Judgement(
      appendix: request.appendix, order: RequirementGraph.order(of: request.appendix),
      survey: survey, coverage: coverage, range: range, legs: legs, facts: request.facts,
      workers: request.reading.jobs)
    let incidents = try rank(judgement, survey, coverage, parts)
    var run = AnalysisRun(
      analyzer: self, parts: parts, survey: survey, judgement: judgement, incidents: incidents,
      range: range)
    run.legs = legs
    run.coverage = coverage
    return run
  }

  /// Sums over a part of the series would be plausible and wrong: nothing is judged then.
  private func demandAllSeries(_ metrics: MetricStore) throws(DiagnosticError) {
    let limit = plan.seriesLimit
    guard metrics.isOverfull || metrics.series.count > limit else { return }
    throw DiagnosticError(
      Diagnostic(
        .error, "series-limit", "the clauses' metrics have more than \(limit) series",
        fix: "raise --max-memory, or export the series of the services concerned alone"))
  }

  private func coverage(_ parts: inout [InputSurvey], _ survey: Survey) -> Coverage {
    var supplied: Set<SourceRole> = Set(survey.roles.keys)
    var declared: [Coverage.DeclaredCoverage] = []
    for part in parts {
      // An audit of accounts or packets does not stand for the one that reports leaks.
      let format = part.summary.format.flatMap { ExportFormats.named($0) }
      let isOtherAudit = part.summary.role == .securityAudit && format?.reportsLeaks == false
      if let role = part.summary.role, !isOtherAudit { supplied.insert(role) }
      guard let index = part.source else { continue }
      let source = request.appendix.sources[index]
      // An export that was supplied but holds no record still covers what it is declared to.
      if !isOtherAudit || source.covers != nil { supplied.insert(source.role) }
      if let interval = source.covers {
        declared.append(Coverage.DeclaredCoverage(role: source.role, interval: interval))
      }
    }
    var lost = Truncation.lost(parts)
    let ends =
      declared.map { ($0.role, $0.interval.to) } + (request.to.map { [(.gatewayAccess, $0)] } ?? [])
    for (role, end) in ends {
      guard let silence = Truncation.silentEnd(role, until: end, survey, plan.activity),
        lost[role]?.contains(silence) != true
      else { continue }
      lost[role, default: []].append(silence)
      if let last = parts.lastIndex(where: { $0.summary.role == role }) {
        parts[last].diagnostics.append(
          Diagnostic(
            .warning, "export-truncated",
            "the export looks cut: it ends at \(silence.from.rfc3339), other logs go on",
            at: SourceLocation(file: parts[last].summary.path),
            fix: "export it again up to the end of the range"))
      }
    }
    return Coverage(
      survey: survey, declared: declared, supplied: supplied, activity: plan.activity,
      lateAllowanceNanoseconds: request.appendix.lateAllowanceNanoseconds, lost: lost)
  }

  /// Records that share an id with an exposure candidate; several rounds until no id is new.
  private func resolveLegs(_ survey: Survey, _ parts: [InputSurvey]) throws -> ExposureLegs {
    guard !survey.candidates.isEmpty else { return ExposureLegs() }
    let resolver = LegResolver(candidates: survey.candidates)
    let roles: Set<SourceRole> = [.gatewayAccess, .appLog, .securityAudit]
    // Ids spread along one request: gateway, application, audit. More rounds find nothing new.
    for _ in 0..<3 {
      resolver.beginRound()
      try reread(
        parts, stage: "resolve",
        only: Set(parts.indices.filter { parts[$0].summary.role.map(roles.contains) ?? false })
      ) {
        resolver.input = $0
        return resolver
      }
      if !resolver.foundNewIDs { break }
    }
    return resolver.legs
  }
}

/// Which time gets verdicts (RULES "Judged range").
enum JudgedRange {
  /// `--from/--to`, else what the log and trace exports of the clauses cover, else the last
  /// civil day the metrics cover.
  static func of(_ request: AnalysisRequest, coverage: Coverage) -> Interval? {
    var span: TimeSpan?
    for role in [SourceRole.gatewayAccess, .appLog, .spans] {
      span = TimeSpan.union(span, coverage.span(role))
    }
    if span == nil { span = lastDay(request, coverage) }
    let from = request.from ?? span?.first
    let to = request.to ?? span?.last
    guard let from, let to, from < to else { return nil }
    return Interval(from: from, to: to)
  }

  private static func lastDay(_ request: AnalysisRequest, _ coverage: Coverage) -> TimeSpan? {
    var span: TimeSpan?
    for role in [SourceRole.metrics, .slowLog, .deployments, .securityAudit] {
      span = TimeSpan.union(span, coverage.span(role))
      if span != nil { break }
    }
    guard let span else { return nil }
    let zone = request.appendix.zone
    guard let grid = WindowGrid(zone: zone, lengthNanoseconds: 86_400_000_000_000) else {
      return nil
    }
    // The day that the last instant closes, not the one it opens.
    let day = grid.window(at: span.last - 1)
    return TimeSpan(first: max(span.first, day.from), last: span.last)
  }
}
