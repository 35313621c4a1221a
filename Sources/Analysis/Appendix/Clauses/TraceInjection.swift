/// A3's kind: the share of requests with a valid trace id reaches a ratio in every window.
public struct TraceInjection: ClauseRule {
  /// What may decide the clause.
  public enum Source: String, Sendable, CaseIterable {
    /// The gateway's access log.
    case gatewayAccess = "gateway-access"
    /// The application log.
    case appLog = "app-log"
    /// A metric that states the share.
    case metric
  }
  /// A metric that states the share itself.
  public struct Metric: Sendable, Hashable {
    /// Metric name.
    public var name: String
    /// Whether the metric is in percent rather than a ratio of 1.
    public var isPercent: Bool
  }
  /// `trace-injection`.
  public static let kind = "trace-injection"
  /// None.
  public static let defaultRequires: [ClauseID] = []

  /// Which requests.
  public var filter: RecordFilter
  /// The first source that can decide decides; the others are cross-checked.
  public var from: [Source]
  /// The metric, if declared.
  public var metric: Metric?
  /// 99.98 % as 9998/10000.
  public var atLeast: ExactRatio
  /// Window length in nanoseconds.
  public var windowNanoseconds: Int64
  /// Whether 16-digit ids are valid too.
  public var allows64Bit: Bool

  /// `valid trace id on ≥ 99.98 % of requests per 60 s`.
  public var condition: String {
    "valid trace id on ≥ \(decimalText(atLeast.double * 100)) % of requests"
      + " per \(durationText(windowNanoseconds))"
  }
}

extension TraceInjection {
  /// Reads `at-least`, `from`, `metric`, `id-bits`, `where` and `window`.
  public static func parse(_ reader: inout ClauseReader) -> TraceInjection? {
    let filter = reader.filter()
    let window = reader.window(default: 60_000_000_000)
    let from = reader.sources(default: [Source.gatewayAccess, .appLog, .metric])
    var metric: Metric?
    if let node = reader.keys.node("metric"),
      var keys = NodeReader(
        node, file: reader.keys.file, name: reader.keys.name + ".metric",
        problems: reader.keys.problems)
    {
      let unit = keys.choice("unit", Unit.self)
      if keys.required("name", fix: "write name: trace_injection_rate") != nil,
        let name = keys.text("name")
      {
        if unit == nil && keys.node("unit") == nil {
          keys.problem(
            "unit-missing", "\(keys.name) lacks unit", fix: "write unit: percent or unit: ratio")
        }
        metric = Metric(name: name, isPercent: unit == .percent)
      }
      keys.finish()
    }
    let bits = reader.keys.integer("id-bits", in: 64...128) ?? 128
    if bits != 64 && bits != 128 {
      reader.keys.problem("value-range", "\(reader.keys.name).id-bits must be 64 or 128")
    }
    guard reader.keys.required("at-least", fix: "write at-least: 99.98%") != nil,
      let atLeast = reader.ratio("at-least")
    else { return nil }
    return TraceInjection(
      filter: filter, from: from, metric: metric, atLeast: atLeast, windowNanoseconds: window,
      allows64Bit: bits == 64)
  }

  private enum Unit: String, CaseIterable { case percent, ratio }
}
