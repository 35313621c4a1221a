internal import Diagnostics

extension SeasonalBaseline {
  /// ratio > median + k · IQR of the same civil hour, compared unrounded.
  public func judge(_ context: JudgingContext) -> ClauseFindings {
    var findings = ClauseFindings()
    let calendar = HistoryCalendar(context.appendix.zone)
    let families = RatioFamilies(self, context.survey.metrics)
    let services = services(context, families)
    let found = concurrentMap(services.count, workers: context.workers) {
      judge(services[$0], context, families, calendar)
    }
    for own in found { findings.append(own) }
    // One export that is missing is missing for all services.
    findings.missing = Array(findings.missing.prefix(1))
    if !findings.verdicts.isEmpty {
      findings.falseAlarms = [FalseAlarms(self, context.clause.id, findings.verdicts)]
    }
    return findings
  }

  /// The clause's service, each one of a split clause, or nil for all series together.
  private func services(_ context: JudgingContext, _ families: RatioFamilies) -> [String?] {
    switch context.clause.scope {
    case .service(let name): return [name]
    case .all: return [nil]
    case .perService:
      let names = families.services
      return names.isEmpty ? [nil] : names.map { $0 }
    }
  }

  private func judge(
    _ service: String?, _ context: JudgingContext, _ families: RatioFamilies,
    _ calendar: HistoryCalendar
  ) -> ClauseFindings {
    var findings = ClauseFindings()
    let windows = context.windows(lengthNanoseconds: windowNanoseconds)
    guard let measure = SlowRatio(self, context, families, service: service) else {
      for window in windows {
        findings.add(.notEvaluated(Reason.noExport), context.clause.id, service, window)
      }
      findings.missing = [
        MissingExport(
          clause: context.clause.id,
          needs: "metrics "
            + ((slowFromLog ? ["slow log"] : Array(slowMetrics.prefix(1)))
            + denominatorMetrics.prefix(1)).joined(separator: " and "))
      ]
      return findings
    }
    let book = BaselineBook(self, context, measure, calendar)
    var used: Set<Instant> = []
    var change: ConfigChange?
    let hours = WindowGrid(zone: context.appendix.zone, lengthNanoseconds: 3_600_000_000_000)
    for window in windows {
      guard let hour = hours?.window(at: window.from).from else { continue }
      let baseline = book.baseline(hour)
      used.insert(hour)
      change = change ?? baseline.configChange
      var decision = decide(context, measure, window, baseline)
      if decision.outcome == .breached { decision.support = support(decision, book, hour) }
      findings.add(decision, context.clause.id, service, window)
      if decision.outcome == .breached, let limit = baseline.limit?.limit {
        // The window's own onset gives way to its slices.
        findings.onsets.removeLast()
        findings.onsets += onsets(context, measure, window, limit, service)
      }
    }
    findings.baselines += used.sorted().map {
      book.baseline($0).summary(self, clause: context.clause.id, service: service, hour: $0)
    }
    if let change { findings.findings.append(changed(change, context)) }
    return findings
  }

  private func changed(_ change: ConfigChange, _ context: JudgingContext) -> Diagnostic {
    Diagnostic(
      .warning, "CONFIG_CHANGED",
      "\(context.clause.id): \(change.series) changed from \(change.before) to \(change.after) by"
        + " \(change.time.rfc3339), inside the history: days before and after count other things",
      fix: "compare with days of one setting only")
  }

  private func decide(
    _ context: JudgingContext, _ measure: SlowRatio, _ window: Interval, _ baseline: HourBaseline
  ) -> SourceDecision {
    let increase = measure.increase(over: window)
    let ratio =
      increase.denominator > 0
      ? ExactFraction(increase.numerator, increase.denominator) : nil
    let value = VerdictValue(
      name: "slow-ratio", numerator: increase.numerator, denominator: increase.denominator,
      observed: ratio?.double, limit: baseline.limit?.limit.double, unit: "ratio")
    if measure.roles.contains(where: { context.coverage.isTruncated($0, window) }) {
      return .indeterminate(Reason.exportTruncated, value: value)
    }
    guard measure.roles.allSatisfy({ context.coverage.covers($0, window) }) else {
      return .indeterminate(Reason.partialWindow, value: value)
    }
    if measure.spacingNanoseconds > windowNanoseconds {
      return .indeterminate(Reason.resolution, value: value)
    }
    if increase.coveredFraction < 1 { return .indeterminate(Reason.noData, value: value) }
    if increase.droppedFraction > 0.1 {
      return .indeterminate(Reason.counterReset, value: value)
    }
    guard let ratio else { return .notEvaluated(Reason.noTraffic) }
    guard let limit = baseline.limit else { return .indeterminate(Reason.warmUp, value: value) }
    var decision = SourceDecision(
      outcome: ratio > limit.limit ? .breached : .compliant, value: value)
    decision.evidence = measure.edges(of: window)
    decision.notes = baseline.notes(ratio)
    if decision.outcome == .breached {
      decision.onset = TimeSpan(first: window.from, last: window.to)
    }
    return decision
  }

  private func support(
    _ decision: SourceDecision, _ book: BaselineBook, _ hour: Instant
  ) -> Support? {
    guard let value = decision.value, value.denominator > 0, let limit = book.baseline(hour).limit
    else { return nil }
    return SeasonalSupport(
      value.numerator, of: value.denominator, limit: limit, withoutDay: book.withoutDay(hour)
    ).tier
  }

  /// Breached 60 s slices, refined to the first slow-log record in each; one interval for the
  /// whole window where samples are further apart.
  private func onsets(
    _ context: JudgingContext, _ measure: SlowRatio, _ window: Interval, _ limit: ExactFraction,
    _ service: String?
  ) -> [BreachOnset] {
    func onset(_ at: TimeSpan, _ slice: Interval, _ isInterval: Bool, _ proof: Provenance?)
      -> BreachOnset
    {
      BreachOnset(
        clause: context.clause.id, service: service, window: window, at: at, slice: slice,
        isInterval: isInterval, evidence: proof)
    }
    let minute: Int64 = 60_000_000_000
    guard measure.spacingNanoseconds <= minute,
      let minutes = WindowGrid(
        zone: context.appendix.zone, lengthNanoseconds: minute)
    else {
      let span = TimeSpan(first: window.from, last: window.to)
      return [onset(span, window, true, measure.edges(of: window).first)]
    }
    return minutes.windows(overlapping: window).compactMap { slice in
      let part = measure.increase(over: slice)
      guard part.denominator > 0, ExactFraction(part.numerator, part.denominator) > limit else {
        return nil
      }
      let observed = measure.observed(slice)
      if let first = measure.firstEntry(in: observed) {
        return onset(context.survey.span(of: first), slice, false, first.provenance)
      }
      let span = TimeSpan(first: observed.from, last: observed.to)
      return onset(span, slice, false, measure.edges(of: slice).first)
    }
  }
}
