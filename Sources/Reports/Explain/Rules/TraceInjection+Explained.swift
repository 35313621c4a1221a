internal import Analysis

extension TraceInjection: ExplainedRule {
  var method: [String] {
    [
      "a valid id is 32 lowercase hex digits, not all zero"
        + (allows64Bit ? " (16 digits are accepted too)" : ""),
      "integers only: valid · \(atLeast.denominator) ≥ \(atLeast.numerator) · total",
    ]
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] {
    guard let value = verdict.value else { return [] }
    guard value.denominator > 0 else {
      let observed = value.observed.map { "\($0)" } ?? "nothing"
      return [
        ExplainStep("metric", "\(observed) as a ratio, against \(atLeast.double)")
      ]
    }
    let (ok, total) = (value.numerator, value.denominator)
    let (left, leftOverflow) = ok.multipliedReportingOverflow(by: atLeast.denominator)
    let (right, rightOverflow) = total.multipliedReportingOverflow(by: atLeast.numerator)
    let sign = atLeast.isReached(by: ok, of: total) ? "≥" : "<"
    var steps = [
      ExplainStep(
        "counted", "\(total) requests, \(ok) with a valid trace id, \(total - ok) without"),
      ExplainStep("share", fraction(ok, total)),
    ]
    if !leftOverflow && !rightOverflow {
      steps.append(
        ExplainStep(
          "compared",
          "\(ok) · \(atLeast.denominator) = \(left) \(sign) \(right) = \(atLeast.numerator) · \(total)"
        ))
    }
    let needed = atLeast.countNeeded(of: total)
    steps.append(ExplainStep("needed", "\(needed) of \(total)"))
    return steps
  }
}
