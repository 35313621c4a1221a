internal import Foundation

/// How often a seasonal rule breaches windows that are like their history: its false alarms.
///
/// With seven days the quartiles are rough, and the literal rule median + 2.5 · IQR is exceeded by a
/// clean day far more often than its look suggests. The rate depends on how the ratios are spread;
/// it is found by simulation with a fixed seed, so that anyone gets the same figure.
public struct Calibration: Sendable, Hashable {
  /// How the daily ratios of an undisturbed service may be spread.
  public enum Spread: String, Sendable, CaseIterable {
    /// Alike on both sides.
    case normal
    /// Log-normal with σ = 0.5: some days are half as much again.
    case logNormalHalf = "log-normal 0.5"
    /// Log-normal with σ = 1: some days are three times the usual.
    case logNormalOne = "log-normal 1"
  }

  /// Days of the history.
  public var days: Int
  /// k of median + k · IQR.
  public var factor: Double
  /// Definition of the quartiles.
  public var quantile: SeasonalBaseline.QuantileType

  /// A rule.
  public init(days: Int, factor: Double, quantile: SeasonalBaseline.QuantileType) {
    precondition(days >= 1, "a history needs a day")
    self.days = days
    self.factor = factor
    self.quantile = quantile
  }

  /// Days drawn for each figure: the standard error of a rate of 5 % is 0.15 points.
  public static let trials = 20_000

  /// The share of days drawn like their history that are above its limit.
  /// - Parameters:
  ///   - surge: what the judged day's ratio is multiplied with; 1 for a clean one.
  ///   - poisoned: days of the history that are multiplied likewise.
  public func rate(
    _ spread: Spread, trials: Int = Calibration.trials, surge: Double = 1, poisoned: Int = 0,
    seed: UInt64 = 1
  ) -> Double {
    rate(spread, trials: trials, surge: surge, poisoned: poisoned, seed: seed) { sorted in
      let q1 = quartile(1, sorted)
      return quartile(2, sorted) + factor * (quartile(3, sorted) - q1)
    }
  }

  /// The same for any limit made of the sorted history, such as the trivial baselines.
  public func rate(
    _ spread: Spread, trials: Int, surge: Double = 1, poisoned: Int = 0, seed: UInt64 = 1,
    limit: ([Double]) -> Double
  ) -> Double {
    var random = SeededRandom(seed: seed)
    var history = [Double](repeating: 0, count: days)
    var above = 0
    for _ in 0..<trials {
      for index in history.indices {
        history[index] = Self.draw(spread, &random) * (index < poisoned ? surge : 1)
      }
      let judged = Self.draw(spread, &random) * surge
      history.sort()
      if judged > limit(history) { above += 1 }
    }
    return Double(above) / Double(trials)
  }

  private static func draw(_ spread: Spread, _ random: inout SeededRandom) -> Double {
    let deviate = random.normal()
    // A normal ratio of 1 with a tenth of spread; the rule does not depend on either.
    return switch spread {
    case .normal: 1 + deviate / 10
    case .logNormalHalf: exp(deviate / 2)
    case .logNormalOne: exp(deviate)
    }
  }

  private func quartile(_ quarters: Double, _ sorted: [Double]) -> Double {
    let p = quarters / 4
    let n = Double(sorted.count)
    let position =
      switch quantile {
      case .type6: (n + 1) * p - 1
      case .type7: (n - 1) * p
      case .type8: (n + 1.0 / 3) * p + 1.0 / 3 - 1
      }
    let clamped = min(max(position, 0), n - 1)
    let low = Int(clamped)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (clamped - Double(low))
  }
}

/// What chance alone would do to a clause: printed beside the number of its breaches.
public struct FalseAlarms: Sendable, Hashable {
  /// Clause.
  public var clause: ClauseID
  /// Windows that were decided, requirements aside.
  public var decided: Int
  /// Of them, above their limit.
  public var above: Int
  /// Share of clean windows above the limit, by spread.
  public var rates: [Rate]

  /// One rate.
  public struct Rate: Sendable, Hashable {
    /// How the ratios are spread.
    public var spread: Calibration.Spread
    /// Share of clean windows above the limit.
    public var share: Double
  }

  /// Windows that chance alone would put above the limit, fewest and most.
  public var expected: ClosedRange<Double> {
    let counts = rates.map { $0.share * Double(decided) }
    return (counts.min() ?? 0)...(counts.max() ?? 0)
  }

  init(_ rule: SeasonalBaseline, _ clause: ClauseID, _ verdicts: [Verdict]) {
    self.clause = clause
    decided = verdicts.count { $0.outcome == .breached || $0.outcome == .compliant }
    above = verdicts.count { $0.outcome == .breached }
    let calibration = Calibration(
      days: rule.historyDays, factor: rule.spreadFactor.double, quantile: rule.quantile)
    rates =
      decided == 0
      ? [] : Calibration.Spread.allCases.map { Rate(spread: $0, share: calibration.rate($0)) }
  }
}
