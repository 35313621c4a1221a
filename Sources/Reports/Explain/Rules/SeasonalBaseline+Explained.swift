internal import Analysis

extension SeasonalBaseline: ExplainedRule {
  var method: [String] {
    let slow = slowFromLog ? "slow-log entries" : slowMetrics.joined(separator: " or ")
    var sentences = [
      "ratio = increase of \(slow)"
        + " / increase of \(denominatorMetrics.joined(separator: " or ")); value(t) is the last"
        + " sample at or before t, increases are summed over series, never extrapolated",
      "limit = median + \(decimalText(spreadFactor.double)) · IQR of the ratio of the same civil"
        + " hour on the last \(historyDays) days (at least \(minDays)), quantiles \(quantile.rawValue)",
      "breached when ratio > limit, compared unrounded",
    ]
    switch history {
    case .literal: break
    case .excludeBreached:
      sentences.append("days whose hour was breached by its own history are left out, as agreed")
    case .excludeExcused:
      sentences.append("days whose hour was excused are left out, as agreed")
    }
    return sentences
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] {
    var steps: [ExplainStep] = []
    if let value = verdict.value {
      steps.append(ExplainStep("ratio", fraction(value.numerator, value.denominator)))
    }
    guard let baseline = baseline(of: verdict, result) else { return steps }
    steps += history(baseline)
    guard let limit = baseline.limit else {
      let days = baseline.days.count { $0.ratio != nil }
      steps.append(ExplainStep("limit", "none: \(days) days of the \(minDays) that are needed"))
      return steps
    }
    steps += quartiles(baseline)
    if let observed = verdict.value?.observed {
      steps.append(
        ExplainStep("compared", "\(observed) \(observed > limit ? ">" : "≤") \(limit)"))
    }
    return steps + comparisons(baseline, verdict, limit) + support(baseline, verdict, limit)
  }

  private func baseline(of verdict: Verdict, _ result: AnalysisResult) -> BaselineSummary? {
    result.baselines.first {
      $0.clause == verdict.clause && $0.service == verdict.service
        && Interval(from: $0.hour, to: $0.hour + 3_600_000_000_000).overlaps(verdict.window)
    }
  }

  private func history(_ baseline: BaselineSummary) -> [ExplainStep] {
    var steps: [ExplainStep] = []
    for (index, day) in baseline.days.enumerated() {
      var text = day.date + "  "
      if let numerator = day.numerator, let denominator = day.denominator {
        text += fraction(numerator, denominator)
      } else {
        text += day.ratio.map { "\($0)" } ?? "missing"
      }
      if let note = day.note { text += " (\(note))" }
      steps.append(ExplainStep(index == 0 ? "history" : "", text))
    }
    let sorted = baseline.days.compactMap(\.ratio).sorted()
    steps.append(ExplainStep("sorted", sorted.map { "\($0)" }.joined(separator: ", ")))
    return steps
  }

  private func quartiles(_ baseline: BaselineSummary) -> [ExplainStep] {
    guard let q1 = baseline.q1, let median = baseline.median, let q3 = baseline.q3,
      let iqr = baseline.iqr, let limit = baseline.limit
    else { return [] }
    let days =
      baseline.withoutDay.isEmpty
      ? baseline.days.count { $0.ratio != nil } : baseline.withoutDay.count
    return [
      ExplainStep("Q1", "\(q1) (\(baseline.quantile), n = \(days))"),
      ExplainStep("median", "\(median)"), ExplainStep("Q3", "\(q3)"),
      ExplainStep("IQR", "Q3 − Q1 = \(iqr)"),
      ExplainStep("limit", "\(median) + \(decimalText(spreadFactor.double)) · \(iqr) = \(limit)"),
    ]
  }

  /// Limits that the contract's is held against; none of them decides.
  private func comparisons(
    _ baseline: BaselineSummary, _ verdict: Verdict, _ limit: Double
  ) -> [ExplainStep] {
    func said(_ other: Double) -> String {
      guard let observed = verdict.value?.observed else { return "\(other)" }
      let agrees = (observed > other) == (observed > limit)
      return "\(other), \(agrees ? "which says the same" : "which says otherwise")"
    }
    var steps = baseline.otherLimits.map {
      ExplainStep("by \($0.quantile)", said($0.limit) + ", for comparison only")
    }
    if baseline.isPoisoned {
      steps.append(
        ExplainStep(
          "clean limit",
          "none: more than two in seven days are breached, excused or suspect (POISONED_HISTORY)"))
    } else if let clean = baseline.cleanLimit {
      let out = baseline.days.filter { $0.ratio != nil && $0.note != nil }.map(\.date)
      let which = out.isEmpty ? "no day left out" : "without " + out.joined(separator: ", ")
      steps.append(ExplainStep("clean limit", "\(said(clean)) (\(which))"))
    }
    if let same = baseline.sameType {
      steps.append(
        ExplainStep(
          same.dayType, "\(said(same.limit)) (\(same.dates.joined(separator: ", ")))"))
    }
    return steps
  }

  private func support(
    _ baseline: BaselineSummary, _ verdict: Verdict, _ limit: Double
  ) -> [ExplainStep] {
    guard let value = verdict.value, let observed = value.observed, value.denominator > 0 else {
      return []
    }
    var steps = boundSteps("bounds", value.numerator, of: value.denominator)
    for (index, day) in baseline.withoutDay.enumerated() {
      let sign = observed > day.limit ? ">" : "≤"
      steps.append(
        ExplainStep(
          index == 0 ? "leave one out" : "",
          "without \(day.date): limit \(day.limit), \(observed) \(sign) it"))
    }
    guard let support = verdict.support else { return steps }
    let isDegenerate = baseline.iqr == 0 && value.numerator <= value.denominator
    let lower =
      isDegenerate
      ? BinomialBounds(count: value.numerator, total: value.denominator).lower
      : WilsonBounds(count: value.numerator, total: value.denominator).lower
    let stable = baseline.withoutDay.allSatisfy { observed > $0.limit }
    steps.append(
      ExplainStep(
        "support",
        "\(support.rawValue): the lower bound \(lower) is \(lower > limit ? "above" : "not above")"
          + " the limit, the breach \(stable ? "stands" : "does not stand") without any one day"))
    return steps
  }

  func standing(_ verdict: Verdict, _ result: AnalysisResult) -> Outcome? {
    if verdict.outcome == .breached || verdict.outcome == .compliant { return verdict.outcome }
    guard !verdict.blockedBy.isEmpty, let observed = verdict.value?.observed,
      let limit = verdict.value?.limit
    else { return nil }
    return observed > limit ? .breached : .compliant
  }

  func turningPoint(_ verdict: Verdict, _ result: AnalysisResult) -> [String] {
    guard let value = verdict.value, let limit = value.limit, value.denominator > 0,
      let standing = standing(verdict, result)
    else { return [] }
    // The most that keep the limit: unrounded, so that a ratio equal to it is kept.
    var most = Int64(limit * Double(value.denominator))
    while Double(most + 1) / Double(value.denominator) <= limit { most += 1 }
    while most > 0, Double(most) / Double(value.denominator) > limit { most -= 1 }
    let name = "slow of \(value.denominator)"
    return standing == .breached
      ? ["\(value.numerator - most) fewer: kept with \(most) \(name)"]
      : ["\(most + 1 - value.numerator) more: breached with \(most + 1) \(name)"]
  }
}
