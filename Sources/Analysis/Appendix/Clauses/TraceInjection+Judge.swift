internal import Diagnostics

extension TraceInjection {
  /// Integers only: ok · 10000 ≥ 9998 · total, by the first source that can decide.
  public func judge(_ context: JudgingContext) -> ClauseFindings {
    var findings = ClauseFindings()
    var disagreements = MetricDisagreements(clause: context.clause.id)
    let unitFits = unitFits(context)
    let keys = Array(context.survey.injection.keys) + Array(context.survey.appInjection.keys)
    for service in context.services(counted: keys) {
      let key = Survey.Key(clause: context.clauseIndex, service: service)
      let shown = context.shownService(service, role: countedRole)
      for window in context.windows(lengthNanoseconds: windowNanoseconds) {
        var chosen: SourceDecision?
        var refused: SourceDecision?
        for source in from {
          guard let decision = decide(source, context, key, window, unitFits: unitFits) else {
            continue
          }
          if let chosen {
            if decision.isDecided { disagreements.compare(chosen, decision, window) }
          } else if decision.isDecided {
            chosen = decision
          } else if refused == nil {
            refused = decision
          }
        }
        let decision = chosen ?? refused ?? .notEvaluated(Reason.noExport)
        findings.add(decision, context.clause.id, shown, window)
      }
    }
    findings.findings += disagreements.diagnostics + defectFindings(context)
    if !unitFits, let metric {
      findings.findings.append(
        Diagnostic(
          .warning, "metric-unit",
          "\(context.clause.id): \(metric.name) is declared in percent, but no value is above 1",
          fix: "write unit: ratio, if 1 means all requests"))
    }
    if !from.contains(where: { isSupplied($0, context) }) {
      findings.missing.append(
        MissingExport(
          clause: context.clause.id, needs: from.map(\.rawValue).joined(separator: " or ")))
    }
    return findings
  }

  /// Whether a share in percent is one: a day on which no value is above 1 % is a ratio in disguise,
  /// and would be a breach a hundred times too deep.
  func unitFits(_ context: JudgingContext) -> Bool {
    guard let metric, metric.isPercent else { return true }
    if let known = context.facts?.facts(context.clause.id)?.unitFits { return known }
    var isStated = false
    for id in context.survey.metrics.family(metric.name) {
      for sample in context.survey.metrics.series[id] ?? SampleSeries()
      where context.range.contains(sample.time) && sample.value > 0 {
        if sample.value > 1 { return true }
        isStated = true
      }
    }
    return !isStated
  }

  private var countedRole: SourceRole {
    from.first == .appLog ? .appLog : .gatewayAccess
  }

  private func isSupplied(_ source: Source, _ context: JudgingContext) -> Bool {
    switch source {
    case .gatewayAccess: context.coverage.isSupplied(.gatewayAccess)
    case .appLog: context.coverage.isSupplied(.appLog)
    case .metric:
      metric.map { !context.survey.metrics.family($0.name).isEmpty } ?? false
    }
  }

  private func decide(
    _ source: Source, _ context: JudgingContext, _ key: Survey.Key, _ window: Interval,
    unitFits: Bool
  ) -> SourceDecision? {
    switch source {
    case .gatewayAccess:
      decideByCounts(.gatewayAccess, context.survey.injection[key], context, window)
    case .appLog: decideByCounts(.appLog, context.survey.appInjection[key], context, window)
    case .metric: decideByMetric(context, window, unitFits: unitFits)
    }
  }

  private func decideByCounts(
    _ role: SourceRole, _ series: WindowSeries<InjectionCounts>?, _ context: JudgingContext,
    _ window: Interval
  ) -> SourceDecision? {
    guard context.coverage.isSupplied(role) else { return nil }
    let counts = series?[window.from] ?? InjectionCounts()
    let unknown = context.unknownRecords(role, in: window)
    let value = counts.total == 0 ? nil : value(of: counts)
    if context.coverage.isTruncated(role, window) {
      return .indeterminate(Reason.exportTruncated, value: value)
    }
    guard context.coverage.covers(role, window) else {
      return .indeterminate(Reason.partialWindow, value: value)
    }
    if context.coverage.isGap(role, window) { return .indeterminate(Reason.noData) }
    if counts.total == 0 && unknown == 0 { return .notEvaluated(Reason.noTraffic) }
    if context.survey.roles[role]?.hasTraceField != true {
      return .indeterminate("\(Reason.fieldMissing): trace-id", value: value)
    }
    let total = counts.total + unknown
    let best = atLeast.isReached(by: counts.valid + unknown, of: total)
    let worst = atLeast.isReached(by: counts.valid, of: total)
    guard best == worst else { return .indeterminate(Reason.quarantined, value: value) }
    var decision = SourceDecision(outcome: best ? .compliant : .breached, value: value)
    decision.evidence =
      counts.invalid.kept.isEmpty
      ? counts.extents.pointers : counts.invalid.kept.map(\.provenance)
    decision.notes = TraceID.Defect.allCases.compactMap { defect in
      counts.defects[defect].map { "\(defect.rawValue): \($0)" }
    }
    if !best { decision.onset = TimeSpan(first: window.from, last: window.from) }
    return decision
  }

  /// A gauge states the share itself: the last sample in (from, to] stands for the window.
  private func decideByMetric(
    _ context: JudgingContext, _ window: Interval, unitFits: Bool
  ) -> SourceDecision? {
    guard let metric else { return nil }
    let series = context.survey.metrics.family(metric.name)
    guard !series.isEmpty else { return nil }
    guard unitFits else { return .indeterminate("\(Reason.unit): \(metric.name)") }
    var lowest: MetricStore.Sample?
    for id in series {
      guard
        let sample = context.survey.metrics.lastSample(of: id, through: window.to),
        sample.time > window.from, !sample.value.isNaN
      else { continue }
      if lowest.map({ sample.value < $0.value }) ?? true { lowest = sample }
    }
    guard let lowest else { return .indeterminate(Reason.noData) }
    let share = metric.isPercent ? lowest.value / 100 : lowest.value
    guard (0...1.000_001).contains(share) else {
      return .indeterminate("\(Reason.unit): \(metric.name)")
    }
    let holds =
      metric.isPercent
      ? lowest.value * Double(atLeast.denominator) >= Double(atLeast.numerator) * 100
      : lowest.value * Double(atLeast.denominator) >= Double(atLeast.numerator)
    var decision = SourceDecision(outcome: holds ? .compliant : .breached)
    decision.value = VerdictValue(
      name: "trace-injection", numerator: 0, denominator: 0, observed: share,
      limit: atLeast.double, unit: "ratio")
    decision.evidence = [lowest.provenance]
    if !holds { decision.onset = TimeSpan(first: window.from, last: window.from) }
    return decision
  }

  private func value(of counts: InjectionCounts) -> VerdictValue {
    VerdictValue(
      name: "trace-injection", numerator: counts.valid, denominator: counts.total,
      observed: Double(counts.valid) / Double(counts.total), limit: atLeast.double, unit: "ratio")
  }

  /// How many ids were junk, by kind, over the judged range.
  private func defectFindings(_ context: JudgingContext) -> [Diagnostic] {
    var totals: [TraceID.Defect: Int64] = [:]
    for (key, series) in context.survey.injection where key.clause == context.clauseIndex {
      for start in series.starts where context.range.contains(start) {
        totals.merge(series[start]?.defects ?? [:], uniquingKeysWith: +)
      }
    }
    return TraceID.Defect.allCases.compactMap { defect in
      totals[defect].map {
        Diagnostic(
          .note, defect.rawValue,
          "\(context.clause.id): requests in the judged range without a valid trace id",
          count: Int($0))
      }
    }
  }
}

/// Windows in which a metric and the counted logs are more than 0.01 points apart (CLAUSES A3).
private struct MetricDisagreements {
  let clause: ClauseID
  private var count = 0
  private var first: Interval?

  init(clause: ClauseID) { self.clause = clause }

  mutating func compare(_ deciding: SourceDecision, _ other: SourceDecision, _ window: Interval) {
    guard let a = deciding.value?.observed, let b = other.value?.observed else { return }
    if abs(a - b) > 0.0001 || deciding.outcome != other.outcome {
      count += 1
      if first == nil { first = window }
    }
  }

  var diagnostics: [Diagnostic] {
    guard let first else { return [] }
    return [
      Diagnostic(
        .warning, "metric-log-disagreement",
        "\(clause): the metric and the log are more than 0.01 points apart, first in the window"
          + " from \(first.from.rfc3339)",
        fix: "check the metric's unit and its own window; the first source in `from` decided",
        count: count)
    ]
  }
}
