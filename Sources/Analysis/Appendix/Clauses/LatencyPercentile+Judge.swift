extension LatencyPercentile {
  /// P99 ≤ L ⇔ count(≤ L) ≥ ⌈0.99 N⌉ in every window, by the first source that can decide.
  public func judge(_ context: JudgingContext) -> ClauseFindings {
    var findings = ClauseFindings()
    var disagreements = SourceDisagreements(clause: context.clause.id)
    let histograms = histograms(context)
    for service in context.services(counted: context.survey.latency.keys) {
      let key = Survey.Key(clause: context.clauseIndex, service: service)
      let shown = context.shownService(service, role: .gatewayAccess)
      for window in context.windows(lengthNanoseconds: windowNanoseconds) {
        var chosen: SourceDecision?
        var refused: SourceDecision?
        for source in from {
          let decision: SourceDecision?
          switch source {
          case .accessLog: decision = decideFromLog(context, key, window)
          case .histogram: decision = decideFromHistogram(context, histograms, window)
          case .spans:
            // Whether spans are sampled cannot be seen from them; sampled spans decide nothing.
            decision =
              context.coverage.isSupplied(.spans)
              ? .indeterminate(Reason.samplingUnknown) : nil
          }
          guard let decision else { continue }
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
    findings.findings += disagreements.diagnostics
    if !from.contains(where: { isSupplied($0, context) }) {
      findings.missing.append(
        MissingExport(
          clause: context.clause.id, needs: from.map(\.rawValue).joined(separator: " or ")))
    }
    return findings
  }

  private func isSupplied(_ source: Source, _ context: JudgingContext) -> Bool {
    switch source {
    case .accessLog: context.coverage.isSupplied(.gatewayAccess)
    case .histogram: context.coverage.isSupplied(.metrics)
    case .spans: context.coverage.isSupplied(.spans)
    }
  }

  private func decideFromLog(
    _ context: JudgingContext, _ key: Survey.Key, _ window: Interval
  ) -> SourceDecision? {
    guard context.coverage.isSupplied(.gatewayAccess) else { return nil }
    let counts = context.survey.latency[key]?[window.from] ?? LatencyCounts()
    let unknown = context.unknownRecords(.gatewayAccess, in: window)
    let value = counts.total == 0 ? nil : value(of: counts)
    if context.coverage.isTruncated(.gatewayAccess, window) {
      return .indeterminate(Reason.exportTruncated, value: value)
    }
    guard context.coverage.covers(.gatewayAccess, window) else {
      return .indeterminate(Reason.partialWindow, value: value)
    }
    if context.coverage.isGap(.gatewayAccess, window) { return .indeterminate(Reason.noData) }
    if counts.total == 0 && unknown == 0 { return .notEvaluated(Reason.noTraffic) }
    if counts.total < minRequests && counts.total + unknown < minRequests {
      return .indeterminate(Reason.minRequests, value: value)
    }
    var decision = SourceDecision(outcome: .compliant, value: value)
    // The late requests prove a breach; all requests together prove that there was none.
    decision.evidence =
      counts.late.kept.isEmpty
      ? counts.extents.pointers : counts.late.kept.map(\.provenance)
    switch decide(counts, unknown) {
    case .success(let holds): decision.outcome = holds ? .compliant : .breached
    case .failure(let doubt): return .indeterminate(doubt.reason, value: value)
    }
    decision.support = support(counts, unknown, decision.outcome)
    if decision.outcome == .breached {
      decision.onset =
        counts.late.first.map { context.survey.span(of: $0) }
        ?? TimeSpan(first: window.from, last: window.to)
    }
    return decision
  }

  /// Why a count cannot decide.
  struct Doubt: Error { var reason: String }

  /// Decides with every unknown request good and every one bad; both must agree.
  func decide(_ counts: LatencyCounts, _ quarantined: Int64) -> Result<Bool, Doubt> {
    func holds(aborts: Bool, missing: Bool, quarantined extra: Bool) -> Bool {
      var within = counts.within - counts.abortedWithin
      if aborts { within += counts.abortedWithin }
      if missing { within += counts.withoutLatency }
      if extra { within += quarantined }
      let total = counts.total + quarantined
      return within >= percentile.countNeeded(of: total)
    }
    let best = holds(aborts: true, missing: true, quarantined: true)
    let worst = holds(aborts: false, missing: false, quarantined: false)
    if best == worst { return .success(best) }
    // Name the doubt that is enough on its own to change the verdict.
    if quarantined > 0, holds(aborts: true, missing: true, quarantined: false) != best {
      return .failure(Doubt(reason: Reason.quarantined))
    }
    if counts.withoutLatency > 0, holds(aborts: true, missing: false, quarantined: true) != best {
      return .failure(Doubt(reason: Reason.latencyMissing))
    }
    if counts.abortedWithin > 0, holds(aborts: false, missing: true, quarantined: true) != best {
      return .failure(Doubt(reason: Reason.clientAbort))
    }
    return .failure(Doubt(reason: quarantined > 0 ? Reason.quarantined : Reason.latencyMissing))
  }

  /// Unknown requests count against the verdict, whichever it is.
  private func support(_ counts: LatencyCounts, _ unknown: Int64, _ outcome: Outcome) -> Support? {
    let total = counts.total + unknown
    let late = counts.total - counts.within - counts.withoutLatency
    return outcome == .breached
      ? support(outcome, late: late, of: total)
      : support(
        outcome, late: late + counts.withoutLatency + counts.abortedWithin + unknown, of: total)
  }

  private func value(of counts: LatencyCounts) -> VerdictValue {
    VerdictValue(
      name: valueName, numerator: counts.within, denominator: counts.total,
      observed: counts.percentile(percentile).map { Double($0) / 1e6 },
      limit: Double(limitNanoseconds) / 1e6, unit: "ms")
  }

  /// `p99`, `p99.9`.
  var valueName: String { "p" + decimalText(percentile.double * 100) }
}
