public import Sensitive

extension Appendix {
  /// Sensitive values that its exposure clauses name, in contract order; of two patterns of one
  /// name the first counts.
  public var sensitivePatterns: [SensitiveScanner.Pattern] {
    var out: [SensitiveScanner.Pattern] = []
    for case let rule as SensitiveExposure in clauses.map(\.rule) {
      for pattern in rule.patterns where !out.contains(where: { $0.name == pattern.name }) {
        out.append(SensitiveScanner.Pattern(name: pattern.name, expression: pattern.expression))
      }
    }
    return out
  }
}
