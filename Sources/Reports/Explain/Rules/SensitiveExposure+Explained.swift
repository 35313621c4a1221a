internal import Analysis

extension SensitiveExposure: ExplainedRule {
  var method: [String] {
    let statuses = gatewayStatus.map { status in
      switch status {
      case .exactly(let code): "\(code)"
      case .hundreds(let digit): "\(digit)xx"
      }
    }
    return [
      "a leak is confirmed by three records of one request: an application record of level ERROR or"
        + " worse with a stack trace, a gateway record with status"
        + " \(statuses.joined(separator: " or ")) as sent to the client, and a security-audit record"
        + " that names the pattern; they are joined by trace id or a bridged request id"
    ]
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] {
    guard let value = verdict.value else { return [] }
    return [
      ExplainStep(
        "counted", "\(value.denominator) candidates, \(value.numerator) confirmed; 0 allowed")
    ]
  }

  func turningPoint(_ verdict: Verdict, _ result: AnalysisResult) -> [String] {
    switch verdict.outcome {
    case .breached: ["a leg that was covered but absent would have left the candidate unconfirmed"]
    case .compliant where verdict.reasonCode == Self.legAbsent:
      ["the absent leg would have confirmed the leak: the record itself, for the same request"]
    default: []
    }
  }

  private static let legAbsent = "leg-absent"
}
