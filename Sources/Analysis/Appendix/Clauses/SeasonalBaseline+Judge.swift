internal import Diagnostics

extension SeasonalBaseline {
  /// ratio > median + k · IQR of the same civil hour, compared unrounded.
  public func judge(_ context: JudgingContext) -> ClauseFindings {
    var findings = ClauseFindings()
    let service: String? = if case .service(let name) = context.clause.scope { name } else { nil }
    let windows = context.windows(lengthNanoseconds: windowNanoseconds)
    guard let measure = SlowRatio(self, context) else {
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
    var baselines: [Instant: HourBaseline] = [:]
    let hours = WindowGrid(zone: context.appendix.zone, lengthNanoseconds: 3_600_000_000_000)
    for window in windows {
      guard let hour = hours?.window(at: window.from).from else { continue }
      let baseline = baselines[hour] ?? baseline(context, measure, hour, service)
      baselines[hour] = baseline
      let decision = decide(context, measure, window, baseline)
      findings.add(decision, context.clause.id, service, window)
      if decision.outcome == .breached, let limit = baseline.limit?.limit {
        // The window's own onset gives way to its slices.
        findings.onsets.removeLast()
        findings.onsets += onsets(context, measure, window, limit, service)
      }
    }
    findings.baselines = baselines.values.map(\.summary).sorted { $0.hour < $1.hour }
    return findings
  }

  /// The limits of one civil hour, exact for deciding and rounded for showing.
  private struct HourBaseline {
    var summary: BaselineSummary
    var limit: SeasonalLimit?
    /// The same by the other quantile definitions.
    var others: [SeasonalLimit] = []
  }

  private func decide(
    _ context: JudgingContext, _ measure: SlowRatio, _ window: Interval,
    _ baseline: HourBaseline
  ) -> SourceDecision {
    let increase = measure.increase(over: window)
    let ratio =
      increase.denominator > 0
      ? ExactFraction(increase.numerator, increase.denominator) : nil
    let value = VerdictValue(
      name: "slow-ratio", numerator: increase.numerator, denominator: increase.denominator,
      observed: ratio?.double, limit: baseline.summary.limit, unit: "ratio")
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
    if history == .excludeBreached {
      return .indeterminate("unsupported: history exclude-breached", value: value)
    }
    guard let limit = baseline.limit else { return .indeterminate(Reason.warmUp, value: value) }
    let isAbove = ratio > limit.limit
    var decision = SourceDecision(outcome: isAbove ? .breached : .compliant, value: value)
    decision.evidence = measure.edges(of: window)
    if limit.q1 == limit.q3 { decision.notes.append("DEGENERATE_SPREAD") }
    if baseline.others.contains(where: { (ratio > $0.limit) != isAbove }) {
      decision.notes.append("DEFINITION_SENSITIVE")
    }
    if decision.outcome == .breached {
      decision.onset = TimeSpan(first: window.from, last: window.to)
    }
    return decision
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

  /// The days of one hour, the quartiles and the limit.
  private func baseline(
    _ context: JudgingContext, _ measure: SlowRatio, _ hour: Instant, _ service: String?
  ) -> HourBaseline {
    let past = SeasonalHistory(zone: context.appendix.zone, hour: hour, days: historyDays)
    let days = past.days.map { day(context, measure, $0) }
    let ratios = days.compactMap { day -> ExactFraction? in
      guard let numerator = day.numerator, let denominator = day.denominator else { return nil }
      return ExactFraction(numerator, denominator)
    }
    var baseline = HourBaseline(
      summary: BaselineSummary(
        clause: context.clause.id, service: service, hour: hour, days: days, q1: nil,
        median: nil, q3: nil, iqr: nil, limit: nil, quantile: quantile.rawValue,
        otherLimits: []))
    guard ratios.count >= minDays else { return baseline }
    func limit(_ type: QuantileType) -> SeasonalLimit {
      SeasonalLimit(ratios: ratios, factor: spreadFactor, type: type, floor: floor)
    }
    let chosen = limit(quantile)
    baseline.limit = chosen
    baseline.summary.q1 = chosen.q1.double
    baseline.summary.median = chosen.median.double
    baseline.summary.q3 = chosen.q3.double
    baseline.summary.iqr = chosen.iqr.double
    baseline.summary.limit = chosen.limit.double
    for type in QuantileType.allCases where type != quantile {
      let other = limit(type)
      baseline.others.append(other)
      baseline.summary.otherLimits.append(
        BaselineSummary.OtherLimit(quantile: type.rawValue, limit: other.limit.double))
    }
    return baseline
  }

  private func day(
    _ context: JudgingContext, _ measure: SlowRatio, _ day: SeasonalHistory.Day
  ) -> BaselineSummary.Day {
    func missing(_ note: String) -> BaselineSummary.Day {
      BaselineSummary.Day(
        date: day.date, ratio: nil, numerator: nil, denominator: nil, note: note)
    }
    guard !day.intervals.isEmpty else { return missing("hour skipped by a clock change") }
    let isExcused = context.appendix.excusals.contains { excusal in
      excusal.clauses.contains(context.clause.id)
        && day.intervals.contains { excusal.interval.overlaps($0) }
    }
    if isExcused && history == .excludeExcused { return missing("excused") }
    var numerator: Int64 = 0
    var denominator: Int64 = 0
    var covered = 0.0
    var dropped = 0.0
    let length = day.intervals.reduce(0.0) { $0 + Double($1.lengthNanoseconds) }
    for interval in day.intervals {
      let part = measure.increase(over: interval)
      numerator += part.numerator
      denominator += part.denominator
      covered += part.coveredFraction * Double(interval.lengthNanoseconds) / length
      dropped += part.droppedFraction * Double(interval.lengthNanoseconds) / length
    }
    if covered < 0.9 { return missing("less than 90 % covered") }
    if dropped > 0.1 { return missing("more than 10 % dropped for counter resets") }
    if denominator == 0 { return missing("no queries") }
    return BaselineSummary.Day(
      date: day.date, ratio: Double(numerator) / Double(denominator), numerator: numerator,
      denominator: denominator, note: isExcused ? "excused" : nil)
  }
}
