internal import Analysis

extension BlueGreenVerified: ExplainedRule {
  var method: [String] {
    [
      "a deployment is in force from its verification until it is superseded, rolled back, or the"
        + " next deployment's traffic switch begins; started, progressing and paused verify nothing"
    ]
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] { [] }

  func turningPoint(_ verdict: Verdict, _ result: AnalysisResult) -> [String] {
    switch verdict.outcome {
    case .notInForce:
      [
        "a record that verifies a deployment before \(verdict.window.from.rfc3339), with no switch,"
          + " rollback or successor since; a later one arms only what comes after it"
      ]
    default: []
    }
  }
}
