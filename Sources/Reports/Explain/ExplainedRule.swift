internal import Analysis

/// A clause kind that can show its arithmetic. One file a kind under `Rules/`.
protocol ExplainedRule: ClauseRule {
  /// How the clause is decided, a sentence an element.
  var method: [String] { get }
  /// The steps from the counts of one verdict to its outcome, unrounded.
  func arithmetic(_ verdict: Verdict, _ result: AnalysisResult) -> [ExplainStep]
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
