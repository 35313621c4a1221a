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
  /// Reads the keys of the kind.
  public static func parse(_ reader: inout ClauseReader) -> TraceInjection? { nil }
}
