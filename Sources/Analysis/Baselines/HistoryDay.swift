/// The judged hour on one day of its history, as far as the exports carry it.
struct HistoryDay: Sendable {
  /// What sets a day apart from a clean one.
  enum Mark: String, Sendable, CaseIterable {
    /// An agreed exception touches the hour.
    case excused
    /// The clause was breached in that hour, judged by that hour's own history.
    case breached
    /// Its own history lets the hour pass or is too short, yet it stands out from the other days.
    case suspect
  }

  /// Why a day has no ratio.
  enum Missing: String, Sendable {
    case skipped = "hour skipped by a clock change"
    case uncovered = "less than 90 % covered"
    case dropped = "more than 10 % dropped for counter resets"
    case idle = "no queries"
    case excused
  }

  let day: SeasonalHistory.Day
  /// Increases behind the ratio; nil when the day is missing.
  var counts: CounterRatio.WindowIncrease?
  /// Why it is missing.
  var missing: Missing?
  var mark: Mark?

  var date: String { day.date }
  var noon: CivilTime { day.noon }
  var intervals: [Interval] { day.intervals }

  /// Exact; nil when the day is missing.
  var ratio: ExactFraction? {
    counts.map { ExactFraction($0.numerator, $0.denominator) }
  }

  /// Reads the hour of `day` (RULES: an hour counts if 90 % of it is covered and at most 10 % was
  /// dropped for counter resets).
  init(_ day: SeasonalHistory.Day, _ increase: (Interval) -> CounterRatio.WindowIncrease) {
    self.day = day
    guard !day.intervals.isEmpty else {
      missing = .skipped
      return
    }
    var pooled = CounterRatio.WindowIncrease(
      numerator: 0, denominator: 0, coveredFraction: 0, droppedFraction: 0)
    let length = day.intervals.reduce(0.0) { $0 + Double($1.lengthNanoseconds) }
    for interval in day.intervals {
      let part = increase(interval)
      let share = Double(interval.lengthNanoseconds) / length
      pooled.numerator += part.numerator
      pooled.denominator += part.denominator
      pooled.coveredFraction += part.coveredFraction * share
      pooled.droppedFraction += part.droppedFraction * share
    }
    if pooled.coveredFraction < 0.9 {
      missing = .uncovered
    } else if pooled.droppedFraction > 0.1 {
      missing = .dropped
    } else if pooled.denominator == 0 {
      missing = .idle
    } else {
      counts = pooled
    }
  }

  /// As reports show it: the counts, and why it is missing or what marks it.
  var summary: BaselineSummary.Day {
    BaselineSummary.Day(
      date: date, ratio: counts.map { Double($0.numerator) / Double($0.denominator) },
      numerator: counts?.numerator, denominator: counts?.denominator,
      note: missing?.rawValue ?? mark?.rawValue)
  }
}

/// Finds days of a history that stand out although their own history does not say so.
///
/// With three bad days of seven the spread swallows them, so neither the contract's limit nor the
/// upper quartile can show them. The median and the lower quartile still can: a day is suspect when
/// its ratio is more than twice the median, and on the logarithmic scale five times as far above
/// the median as the lower quartile lies below it: r/m > (m/Q1)⁵. Five is what 2 · 2.5 · IQR of the
/// contract's rule comes to for a spread that is alike on both sides.
enum SuspectDays {
  static func isSuspect(_ ratio: ExactFraction, among ratios: [ExactFraction]) -> Bool {
    let sorted = ratios.sorted()
    guard sorted.count >= 3 else { return false }
    let median = Quantiles.quartile(2, of: sorted, type: .type7)
    let lower = Quantiles.quartile(1, of: sorted, type: .type7)
    guard lower > ExactFraction(0), ratio > median * ExactFraction(2) else { return false }
    func fifthPower(_ value: ExactFraction) -> ExactFraction {
      value * value * value * value * value
    }
    return ratio * fifthPower(lower) > median * fifthPower(median)
  }
}
