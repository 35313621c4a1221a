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
    return steps
  }
}
