/// A ratio of two counters over windows: slow queries over all queries.
struct CounterRatio: Sendable {
  /// Counters of one instance: numerator and denominator with equal labels.
  private struct Pair: Sendable {
    var numerator: [CounterSeries]
    var denominator: [CounterSeries]
  }
  private let pairs: [Pair]
  /// Longest median spacing of any series, in nanoseconds.
  let spacingNanoseconds: Int64
  /// Before it no series has a sample.
  private let begin: Instant

  /// What a window holds.
  struct WindowIncrease: Sendable, Equatable {
    var numerator: Int64
    var denominator: Int64
    /// Share of the window during which the counters have values.
    var coveredFraction: Double
    /// Share dropped because a sample interval holds a reset.
    var droppedFraction: Double
    /// Whether a window can be decided by it: covered throughout, hardly anything dropped.
    var isWhole: Bool { coveredFraction >= 1 && droppedFraction <= 0.1 }
  }

  /// Pairs series of both families by equal labels; labels that do not match pair everything.
  init(
    numerator: [MetricSeriesID: CounterSeries], denominator: [MetricSeriesID: CounterSeries]
  ) {
    let over = Dictionary(
      grouping: numerator.sorted { $0.key < $1.key }, by: { $0.key.labels })
    let under = Dictionary(
      grouping: denominator.sorted { $0.key < $1.key }, by: { $0.key.labels })
    let all = Array(numerator.values) + Array(denominator.values)
    spacingNanoseconds = all.map(\.spacingNanoseconds).max() ?? 0
    begin = all.compactMap(\.firstTime).min() ?? .distantFuture
    if Set(over.keys) == Set(under.keys) {
      pairs = over.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { labels in
        Pair(
          numerator: (over[labels] ?? []).map(\.value),
          denominator: (under[labels] ?? []).map(\.value))
      }
    } else {
      pairs = [Pair(numerator: Array(numerator.values), denominator: Array(denominator.values))]
    }
  }

  /// Increases over `window`: differenced per series, then summed. A sample interval that holds
  /// a reset of either counter is dropped from both alike.
  func increase(over window: Interval) -> WindowIncrease {
    guard begin < window.to else {
      return WindowIncrease(
        numerator: 0, denominator: 0, coveredFraction: 0, droppedFraction: 0)
    }
    var numerator = 0.0
    var denominator = 0.0
    var covered: [Interval] = []
    var dropped: [Interval] = []
    for pair in pairs {
      let all = pair.numerator + pair.denominator
      let resets = all.flatMap { $0.resets(in: window) }
      dropped += resets.compactMap { $0.intersection(window) }
      for series in pair.numerator {
        numerator += series.increase(over: window, excluding: resets) ?? 0
      }
      for series in pair.denominator {
        denominator += series.increase(over: window, excluding: resets) ?? 0
      }
      covered += common(pair, window)
    }
    let length = Double(window.lengthNanoseconds)
    return WindowIncrease(
      numerator: wholeCount(numerator), denominator: wholeCount(denominator),
      coveredFraction: Double(unionLength(covered)) / length,
      droppedFraction: Double(unionLength(dropped)) / length)
  }

  /// Where some series of the numerator and some of the denominator have values.
  private func common(_ pair: Pair, _ window: Interval) -> [Interval] {
    let over = pair.numerator.flatMap { $0.covered(in: window) }
    let under = pair.denominator.flatMap { $0.covered(in: window) }
    return over.flatMap { a in under.compactMap { a.intersection($0) } }
  }
}
