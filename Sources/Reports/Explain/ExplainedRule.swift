internal import Analysis

/// A clause kind that can show its arithmetic. One file a kind under `Rules/`.
protocol ExplainedRule: ClauseRule {
  /// How the clause is decided, a sentence an element.
  var method: [String] { get }
  /// The steps from the counts of one verdict to its outcome, unrounded.
  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep]
  /// What the counts of a verdict say by themselves, requirements aside; nil when they say nothing.
  func standing(_ verdict: Verdict, _ result: AnalysisResult) -> Outcome?
  /// What would have turned the verdict of the counts round, a sentence an element.
  func turningPoint(_ verdict: Verdict, _ result: AnalysisResult) -> [String]
}

extension ExplainedRule {
  func standing(_ verdict: Verdict, _ result: AnalysisResult) -> Outcome? {
    verdict.outcome == .breached || verdict.outcome == .compliant ? verdict.outcome : nil
  }
}

/// `1 request`, `5 requests`.
func counted(_ count: Int64, _ one: String, _ many: String) -> String {
  "\(count) \(count == 1 ? one : many)"
}

/// Bounds of a share at 95 %, one-sided: exact, and by Wilson's score.
func boundSteps(_ label: String, _ count: Int64, of total: Int64) -> [ExplainStep] {
  guard total > 0, (0...total).contains(count) else { return [] }
  let exact = BinomialBounds(count: count, total: total)
  let wilson = WilsonBounds(count: count, total: total)
  return [
    ExplainStep(label, "\(fraction(count, total)), n = \(total)"),
    ExplainStep("", "Clopper–Pearson ≥ \(exact.lower), ≤ \(exact.upper), each at 95 %"),
    ExplainStep("", "Wilson ≥ \(wilson.lower), ≤ \(wilson.upper), each at 95 %"),
  ]
}

/// One labelled step.
struct ExplainStep {
  var label: String
  var text: String

  init(_ label: String, _ text: String) {
    self.label = label
    self.text = text
  }
}

/// `n/d`, and what that is, with all digits a double has.
func fraction(_ numerator: Int64, _ denominator: Int64) -> String {
  denominator == 0
    ? "\(numerator)/\(denominator)"
    : "\(numerator)/\(denominator) = \(Double(numerator) / Double(denominator))"
}
