extension LatencyPercentile {
  /// How well counts support a verdict: at 95 %, one-sided, by the exact bounds of Clopper and
  /// Pearson for the share of late requests against the share the percentile leaves (1 % for P99).
  ///
  /// Of 60 requests 2 late ones are weak support for a breach, 3 confirm it; that the limit was kept
  /// is confirmed by none late of 299.
  /// - Parameter late: the least that were late for a breach, the most for its absence.
  func support(_ outcome: Outcome, late: Int64, of total: Int64) -> Support? {
    guard total > 0, (0...total).contains(late) else { return nil }
    let bounds = BinomialBounds(count: late, total: total)
    let allowed =
      Double(percentile.denominator - percentile.numerator) / Double(percentile.denominator)
    switch outcome {
    case .breached:
      return bounds.chanceOfAtLeast(share: allowed) < BinomialBounds.tail ? .confirmed : .weak
    case .compliant:
      return bounds.chanceOfAtMost(share: allowed) < BinomialBounds.tail ? .confirmed : .weak
    default: return nil
    }
  }
}
