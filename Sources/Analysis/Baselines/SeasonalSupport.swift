/// How well a breach of a seasonal clause is supported by its own counts and by its history.
///
/// Two questions, either of which may say no: does the one-sided 95 % lower bound of the window's
/// ratio lie above the limit too (Wilson; exact after Clopper and Pearson where the spread of the
/// history is zero), and would the verdict stand without any one of the days?
struct SeasonalSupport: Sendable {
  let lowerBound: Double
  let isBeyond: Bool
  let isStable: Bool

  init(
    _ increase: CounterRatio.WindowIncrease, ratio: ExactFraction, limit: SeasonalLimit,
    _ baseline: HourBaseline
  ) {
    let isDegenerate = limit.q1 == limit.q3 && increase.numerator <= increase.denominator
    lowerBound =
      isDegenerate
      ? BinomialBounds(count: increase.numerator, total: increase.denominator).lower
      : WilsonBounds(count: increase.numerator, total: increase.denominator).lower
    isBeyond = lowerBound > limit.limit.double
    isStable = baseline.isStable(ratio)
  }

  var tier: Support {
    switch (isBeyond, isStable) {
    case (true, true): .confirmed
    case (false, false): .none
    default: .weak
    }
  }
}
