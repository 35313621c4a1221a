internal import Analysis

extension BlueGreenVerified: ExplainedRule {
  var method: [String] {
    [
      "a deployment is in force from its verification until it is superseded, rolled back, or the"
        + " next deployment's traffic switch begins; started, progressing and paused verify nothing"
    ]
  }

  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep] { [] }
}
