/// A2's kind: a percentile of request latency stays within a limit in every window.
public struct LatencyPercentile: ClauseRule {
  /// What may decide the clause.
  public enum Source: String, Sendable, CaseIterable {
    /// The gateway's access log.
    case accessLog = "access-log"
    /// A classic histogram.
    case histogram
    /// Unsampled spans.
    case spans
  }
  /// `latency-percentile`.
  public static let kind = "latency-percentile"
  /// A1 and A3.
  public static let defaultRequires: [ClauseID] = ["A1", "A3"]

  /// Which requests.
  public var filter: RecordFilter
  /// 99 % as 99/100.
  public var percentile: ExactRatio
  /// Limit in nanoseconds, inclusive.
  public var limitNanoseconds: Int64
  /// Window length in nanoseconds.
  public var windowNanoseconds: Int64
  /// The first source that can decide decides; the others are cross-checked.
  public var from: [Source]
  /// Histogram metric family without `_bucket`; nil for none.
  public var histogram: String?
  /// Windows with fewer requests are INDETERMINATE(min-requests).
  public var minRequests: Int64

  /// `P99 ≤ 200 ms per 60 s`.
  public var condition: String {
    "P\(decimalText(percentile.double * 100)) ≤ \(decimalText(Double(limitNanoseconds) / 1e6)) ms"
      + " per \(durationText(windowNanoseconds))"
  }
}

extension LatencyPercentile {
  /// Reads `percentile`, `at-most`, `from`, `histogram`, `min-requests`, `where` and `window`.
  public static func parse(_ reader: inout ClauseReader) -> LatencyPercentile? {
    let filter = reader.filter()
    let percentile =
      reader.ratio("percentile", percentByDefault: true)
      ?? ExactRatio(numerator: 99, denominator: 100)
    if percentile.numerator == 0 {
      reader.keys.problem("value-range", "\(reader.keys.name).percentile must be above zero")
    }
    let window = reader.window(default: 60_000_000_000)
    let from = reader.sources(default: [Source.accessLog, .histogram, .spans])
    let histogram = reader.keys.text("histogram")
    let minRequests = reader.keys.integer("min-requests", in: 0...1_000_000_000) ?? 0
    guard reader.keys.required("at-most", fix: "write at-most: 200ms") != nil,
      let limit = reader.keys.duration("at-most")
    else { return nil }
    return LatencyPercentile(
      filter: filter, percentile: percentile, limitNanoseconds: limit, windowNanoseconds: window,
      from: from, histogram: histogram, minRequests: minRequests)
  }
}
