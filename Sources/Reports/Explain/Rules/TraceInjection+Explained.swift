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

  func standing(_ verdict: Verdict, _ result: AnalysisResult) -> Outcome? {
    if verdict.outcome == .breached || verdict.outcome == .compliant { return verdict.outcome }
    guard !verdict.blockedBy.isEmpty, let value = verdict.value, value.denominator > 0 else {
      return nil
    }
    return atLeast.isReached(by: value.numerator, of: value.denominator) ? .compliant : .breached
  }

  func turningPoint(_ verdict: Verdict, _ result: AnalysisResult) -> [String] {
    guard let value = verdict.value, value.denominator > 0, let standing = standing(verdict, result)
    else { return [] }
    let needed = atLeast.countNeeded(of: value.denominator)
    if standing == .breached {
      let more = counted(needed - value.numerator, "valid id", "valid ids")
      return ["\(more) more: kept with \(needed) of \(value.denominator)"]
    }
    let spare = value.numerator - needed + 1
    return ["\(counted(spare, "request", "requests")) more without a valid id: breached"]
  }
}
