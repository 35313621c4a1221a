internal import Analysis

extension SeasonalBaseline: ExplainedRule {
  var method: [String] {
    [
      "ratio = increase of \(slowFromLog ? "slow-log entries" : slowMetrics.joined(separator: " or "))"
        + " / increase of \(denominatorMetrics.joined(separator: " or ")); value(t) is the last"
        + " sample at or before t, increases are summed over series, never extrapolated",
      "limit = median + \(decimalText(spreadFactor.double)) · IQR of the ratio of the same civil"
        + " hour on the last \(historyDays) days (at least \(minDays)), quantiles \(quantile.rawValue)",
      "breached when ratio > limit, compared unrounded",
    ]
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] {
    var steps: [ExplainStep] = []
    if let value = verdict.value {
      steps.append(ExplainStep("ratio", fraction(value.numerator, value.denominator)))
    }
    let baseline = result.baselines.first {
      $0.clause == verdict.clause && $0.service == verdict.service
        && Interval(from: $0.hour, to: $0.hour + 3_600_000_000_000).overlaps(verdict.window)
    }
    guard let baseline else { return steps }
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
    guard let q1 = baseline.q1, let median = baseline.median, let q3 = baseline.q3,
      let iqr = baseline.iqr, let limit = baseline.limit
    else {
      steps.append(
        ExplainStep("limit", "none: \(sorted.count) days of the \(minDays) that are needed"))
      return steps
    }
    steps += [
      ExplainStep("Q1", "\(q1) (\(baseline.quantile), n = \(sorted.count))"),
      ExplainStep("median", "\(median)"), ExplainStep("Q3", "\(q3)"),
      ExplainStep("IQR", "Q3 − Q1 = \(iqr)"),
      ExplainStep("limit", "\(median) + \(decimalText(spreadFactor.double)) · \(iqr) = \(limit)"),
    ]
    for other in baseline.otherLimits {
      steps.append(ExplainStep("by \(other.quantile)", "\(other.limit), for comparison only"))
    }
    if let observed = verdict.value?.observed {
      steps.append(
        ExplainStep("compared", "\(observed) \(observed > limit ? ">" : "≤") \(limit)"))
    }
    return steps
  }
}
