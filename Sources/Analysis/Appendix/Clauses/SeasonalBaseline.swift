/// A5's kind: a ratio of counters stays within median + k · IQR of the same civil hour.
public struct SeasonalBaseline: ClauseRule {
  /// How the history treats hours that were breached or excused.
  public enum History: String, Sendable, CaseIterable {
    /// The rule as written: every day counts.
    case literal
    /// Breached hours are left out.
    case excludeBreached = "exclude-breached"
    /// Excused hours are left out.
    case excludeExcused = "exclude-excused"
  }
  /// Definition of a quantile (Hyndman and Fan).
  public enum QuantileType: String, Sendable, CaseIterable {
    /// p(n + 1).
    case type6
    /// p(n − 1) + 1, the default of numpy, pandas and DuckDB.
    case type7
    /// Median-unbiased, p(n + 1/3) + 1/3.
    case type8
  }
  /// `seasonal-baseline`.
  public static let kind = "seasonal-baseline"
  /// None.
  public static let defaultRequires: [ClauseID] = []

  /// Names of the slow counter, aliases included; the first one present is used.
  public var slowMetrics: [String]
  /// Names of the denominator counter; the first one present is used.
  public var denominatorMetrics: [String]
  /// Whether slow events come from the slow log rather than a counter.
  public var slowFromLog: Bool
  /// Window length in nanoseconds.
  public var windowNanoseconds: Int64
  /// How many days back the history reaches.
  public var historyDays: Int
  /// Days that must be present.
  public var minDays: Int
  /// k of median + k · IQR.
  public var spreadFactor: ExactRatio
  /// Quantile definition of the contract.
  public var quantile: QuantileType
  /// Treatment of breached and excused hours.
  public var history: History
  /// Least limit, used when the spread is zero; nil for none.
  public var floor: ExactRatio?

  /// `slow ratio ≤ median + 2.5 · IQR of the same hour on 7 days, per 30 m`.
  public var condition: String {
    "slow ratio ≤ median + \(decimalText(spreadFactor.double)) × IQR of the same hour,"
      + " last \(historyDays) days, per \(durationText(windowNanoseconds))"
  }
}

extension SeasonalBaseline {
  /// Reads the keys of the kind.
  public static func parse(_ reader: inout ClauseReader) -> SeasonalBaseline? { nil }
}
