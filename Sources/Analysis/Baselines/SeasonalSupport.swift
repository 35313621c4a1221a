/// How well a breach of a seasonal clause is supported by its own counts and by its history.
///
/// Two questions, either of which may say no: does the one-sided 95 % lower bound of the window's
/// ratio lie above the limit too (Wilson; exact after Clopper and Pearson where the spread of the
/// history is zero), and would the verdict stand without any one of the days?
struct SeasonalSupport: Sendable {
  let lowerBound: Double
  let isBeyond: Bool
  let isStable: Bool

  /// - Parameters:
  ///   - slow: events above, of `total`.
  ///   - withoutDay: the limits that leave one day out.
  init(
    _ slow: Int64, of total: Int64, limit: SeasonalLimit, withoutDay: [HourBaseline.WithoutDay]
  ) {
    let ratio = ExactFraction(slow, total)
    let isDegenerate = limit.q1 == limit.q3 && slow <= total
    lowerBound =
      isDegenerate
      ? BinomialBounds(count: slow, total: total).lower
      : WilsonBounds(count: slow, total: total).lower
    isBeyond = lowerBound > limit.limit.double
    isStable = withoutDay.allSatisfy { ratio > $0.limit.limit }
  }

  var tier: Support {
    switch (isBeyond, isStable) {
    case (true, true): .confirmed
    case (false, false): .none
    default: .weak
    }
  }
}
