/// What an OTLP metric says of all its data points.
struct OTLPMetric {
  /// Kinds of data.
  enum Kind {
    case gauge, sum, histogram, exponential, summary
  }
  /// What a value is counted from.
  enum Temporality: Int64 {
    case unspecified = 0
    case delta = 1
    case cumulative = 2

    /// `1` or `AGGREGATION_TEMPORALITY_DELTA`.
    init(name: UnsafeRawBufferPointer) {
      if name.equals("1") || name.equals("AGGREGATION_TEMPORALITY_DELTA") {
        self = .delta
      } else if name.equals("2") || name.equals("AGGREGATION_TEMPORALITY_CUMULATIVE") {
        self = .cumulative
      } else {
        self = .unspecified
      }
    }
  }

  var name = ""
  var unit = ""
  var kind = Kind.gauge
  var isMonotonic = false
  var temporality = Temporality.unspecified
  /// Labels that the resource gives every series.
  var resource = OTLPResourceLabels()
}

/// The labels that Prometheus makes of a resource: `job`, `instance`; beside them `service`, by
/// which clauses select.
struct OTLPResourceLabels {
  private(set) var service: String?
  private(set) var namespace: String?
  private(set) var instance: String?

  /// Takes one attribute of the resource.
  mutating func take(_ key: UnsafeRawBufferPointer, _ value: String?) {
    if key.equals("service.name") { service = value }
    if key.equals("service.namespace") { namespace = value }
    if key.equals("service.instance.id") { instance = value }
  }

  /// By name; those of a data point go before them.
  var labels: [(name: String, value: String)] {
    var labels: [(name: String, value: String)] = []
    if let service, !service.isEmpty {
      labels.append(("service", service))
      labels.append(("job", namespace.map { $0.isEmpty ? service : "\($0)/\(service)" } ?? service))
    }
    if let instance, !instance.isEmpty { labels.append(("instance", instance)) }
    return labels
  }
}

/// One data point of any kind.
struct OTLPPoint {
  /// Buckets of one side of an exponential histogram.
  struct Buckets {
    var offset: Int64 = 0
    var counts: [UInt64] = []
  }

  var attributes: [(key: String, value: String)] = []
  /// Since when and when, in nanoseconds; 0 where not stated.
  var (start, time) = (Int64(0), Int64(0))
  /// Flag NO_RECORDED_VALUE: the series has ended.
  var isStale = false
  /// Of gauges and sums.
  var value: Double?
  var count: UInt64 = 0
  var sum: Double?
  var bounds: [Double] = []
  var counts: [UInt64] = []
  var quantiles: [(quantile: Double, value: Double)] = []
  var scale: Int64 = 0
  var zeroCount: UInt64 = 0
  var zeroThreshold: Double = 0
  var positive = Buckets()
  var negative = Buckets()
}

/// Numbers as Prometheus writes them in labels.
enum OTLPNumber {
  static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
