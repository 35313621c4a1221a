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
  /// Gauges that decide what counts as slow: `long_query_time`. A change of one inside the history
  /// is noted as CONFIG_CHANGED.
  public var configMetrics: [String]
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
  /// What mysqld_exporter calls the setting.
  static let defaultConfigMetrics = ["mysql_global_variables_long_query_time"]

  /// Reads `ratio`, `window`, `same-hour-of-days`, `limit`, `quantile`, `min-days`, `history`,
  /// `floor` and `config`.
  public static func parse(_ reader: inout ClauseReader) -> SeasonalBaseline? {
    let window = reader.window(default: 1_800_000_000_000)
    if window > 3_600_000_000_000 {
      reader.keys.problem(
        "window-length", "\(reader.keys.name).window must lie within one civil hour",
        fix: "use 60s to 1h")
    }
    let days = reader.keys.integer("same-hour-of-days", in: 2...366) ?? 7
    let minDays = reader.keys.integer("min-days", in: 2...366) ?? min(5, days)
    if minDays > days {
      reader.keys.problem(
        "value-range", "\(reader.keys.name).min-days is more than same-hour-of-days")
    }
    let quantile = reader.keys.choice("quantile", QuantileType.self) ?? .type7
    let history = reader.keys.choice("history", History.self) ?? .literal
    let floor = reader.ratio("floor")
    let config = reader.keys.texts("config").map { $0.map(\.text) } ?? defaultConfigMetrics
    let factor = limitFactor(&reader)
    guard let node = reader.keys.required("ratio", fix: "write ratio: {slow: […], of: …}"),
      var keys = NodeReader(
        node, file: reader.keys.file, name: reader.keys.name + ".ratio",
        problems: reader.keys.problems)
    else { return nil }
    let slow = (keys.texts("slow") ?? []).map(\.text)
    let of = (keys.texts("of") ?? []).map(\.text)
    if slow.isEmpty { _ = keys.required("slow", fix: "name the slow-query counter") }
    if of.isEmpty { _ = keys.required("of", fix: "name the denominator counter") }
    keys.finish()
    guard let factor, !slow.isEmpty, !of.isEmpty else { return nil }
    return SeasonalBaseline(
      slowMetrics: slow.filter { $0 != "slow-log" }, denominatorMetrics: of,
      configMetrics: config, slowFromLog: slow == ["slow-log"], windowNanoseconds: window,
      historyDays: Int(days),
      minDays: Int(minDays), spreadFactor: factor, quantile: quantile, history: history,
      floor: floor)
  }

  /// `median + 2.5 * iqr`, nothing else: the contract's formula is not a language.
  private static func limitFactor(_ reader: inout ClauseReader) -> ExactRatio? {
    guard let node = reader.keys.node("limit") else {
      return ExactRatio(numerator: 25, denominator: 10)
    }
    guard let text = reader.keys.text(of: node, "limit") else { return nil }
    let words = text.replacing("+", with: " + ").replacing("*", with: " * ")
      .split(separator: " ").map { $0.lowercased() }
    if words.count == 5, words[0] == "median", words[1] == "+", words[3] == "*",
      words[4] == "iqr", let factor = ExactRatio(parsing: words[2]), factor.numerator > 0
    {
      return factor
    }
    reader.keys.problem(
      text.contains("-") ? "negative-value" : "value-syntax",
      "\(reader.keys.name).limit cannot be read: \(text)", at: node,
      fix: "write median + 2.5 * iqr")
    return nil
  }
}
