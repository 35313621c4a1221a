internal import Analysis

extension LatencyPercentile: ExplainedRule {
  var method: [String] {
    let limit = decimalText(Double(limitNanoseconds) / 1e6)
    return [
      "the percentile is at most \(limit) ms exactly when at least"
        + " ⌈\(percentile.numerator)/\(percentile.denominator) · N⌉ of N requests took at most"
        + " \(limit) ms; whole counts decide, nothing is interpolated",
      "the first of " + from.map(\.rawValue).joined(separator: ", ")
        + " that can decide a window decides it",
    ]
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] {
    guard let value = verdict.value else { return [] }
    let needed = percentile.countNeeded(of: value.denominator)
    let sign = value.numerator >= needed ? "≥" : "<"
    var steps = [
      ExplainStep(
        "counted",
        "N = \(value.denominator) requests ended in the window, \(value.numerator) within"
          + " \(decimalText(Double(limitNanoseconds) / 1e6)) ms"),
      ExplainStep(
        "needed",
        "⌈\(percentile.numerator)/\(percentile.denominator) · \(value.denominator)⌉ = \(needed)"),
      ExplainStep("compared", "\(value.numerator) \(sign) \(needed)"),
    ]
    if let observed = value.observed {
      steps.append(ExplainStep(value.name, "\(observed) ms by nearest rank, for information"))
    }
    let late = value.denominator - value.numerator
    steps += boundSteps("late share", late, of: value.denominator)
    if let support = verdict.support {
      steps.append(ExplainStep("support", "\(support.rawValue): \(reading(support, verdict))"))
    }
    return steps
  }

  /// What a tier of support means here.
  private func reading(_ support: Support, _ verdict: Verdict) -> String {
    let allowed = ExactRatio(
      numerator: percentile.denominator - percentile.numerator, denominator: percentile.denominator)
    let share = "\(decimalText(allowed.double * 100)) %"
    let count = verdict.outcome == .breached ? "so many late ones" : "so few late ones"
    let side = verdict.outcome == .breached ? "at most" : "at least"
    return support == .confirmed
      ? "\(count) happen less than once in 20 times if \(side) \(share) of requests are late"
      : "\(count) may be chance even if \(side) \(share) of requests are late"
  }

  func standing(_ verdict: Verdict, _ result: AnalysisResult) -> Outcome? {
    if verdict.outcome == .breached || verdict.outcome == .compliant { return verdict.outcome }
    guard !verdict.blockedBy.isEmpty, let value = verdict.value, value.denominator > 0 else {
      return nil
    }
    let isKept = value.numerator >= percentile.countNeeded(of: value.denominator)
    return isKept ? .compliant : .breached
  }

  func turningPoint(_ verdict: Verdict, _ result: AnalysisResult) -> [String] {
    guard let value = verdict.value, value.denominator > 0, let standing = standing(verdict, result)
    else { return [] }
    let needed = percentile.countNeeded(of: value.denominator)
    if standing == .breached {
      let more = counted(needed - value.numerator, "late request", "late requests")
      return ["\(more) fewer: kept with \(needed) of \(value.denominator) within the limit"]
    }
    let spare = value.numerator - needed + 1
    return ["\(counted(spare, "request", "requests")) more over the limit: breached"]
  }
}
