/// The payment incident's gateway metrics as OTLP JSON lines, from the text exposition.
public enum OTLPMetricsJSON {
  /// Which temporality the histogram has.
  public enum Kind: String, CaseIterable, Sendable {
    /// Counts since the start of the process.
    case cumulative
    /// Counts since the point before.
    case delta
  }

  private struct Point {
    var second: Int
    var buckets: [(le: String, count: Int)] = []
    var count = 0
    var sum = "0"
  }

  /// One request a line.
  public static func payment(_ kind: Kind) -> String {
    let text = OpenMetricsText.text(PaymentIncident.truth())
    var points: [String: [Point]] = [:]
    var gauges: [(String, Int)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, let second = Int(parts[2]) else { continue }
      if line.hasPrefix("trace_injection_rate") {
        gauges.append((String(parts[1]), second))
        continue
      }
      let labels = parts[0]
      let instance = quoted("instance", labels)
      if points[instance]?.last?.second != second {
        points[instance, default: []].append(Point(second: second))
      }
      let last = (points[instance]?.count ?? 1) - 1
      if labels.hasPrefix("http_request_duration_seconds_bucket") {
        points[instance]?[last].buckets.append((quoted("le", labels), Int(parts[1]) ?? 0))
      } else if labels.hasPrefix("http_request_duration_seconds_count") {
        points[instance]?[last].count = Int(parts[1]) ?? 0
      } else {
        points[instance]?[last].sum = String(parts[1])
      }
    }
    var lines = [request(nil, gauge(gauges))]
    for (instance, own) in points.sorted(by: { $0.key < $1.key }) {
      for (index, point) in own.enumerated() {
        lines.append(
          request(instance, histogram(point, index > 0 ? own[index - 1] : nil, kind)))
      }
    }
    return lines.map { $0.compact + "\n" }.joined()
  }

  private static func quoted(_ label: String, _ text: Substring) -> String {
    for part in text.split(whereSeparator: { "{},".contains($0) })
    where part.hasPrefix(label + "=\"") {
      return String(part.dropFirst(label.count + 2).dropLast())
    }
    return ""
  }

  private static func histogram(_ point: Point, _ before: Point?, _ kind: Kind) -> JSONValue {
    let isDelta = kind == .delta
    var last = 0
    var lastBefore = 0
    var counts: [JSONValue] = []
    for (index, bucket) in point.buckets.enumerated() {
      let old = isDelta ? before?.buckets[index].count ?? 0 : 0
      counts.append(.string(String(bucket.count - last - (old - lastBefore))))
      (last, lastBefore) = (bucket.count, old)
    }
    let count = point.count - (isDelta ? before?.count ?? 0 : 0)
    let start = isDelta ? (before?.second ?? point.second - 60) : 1_715_000_000
    let bounds = point.buckets.dropLast().map { JSONValue.number($0.le) }
    return .object([
      ("name", .string("http.request.duration")), ("unit", .string("s")),
      (
        "histogram",
        .object([
          ("aggregationTemporality", .integer(isDelta ? 1 : 2)),
          (
            "dataPoints",
            .array([
              .object([
                ("startTimeUnixNano", .string("\(start)000000000")),
                ("timeUnixNano", .string("\(point.second)000000000")),
                ("count", .string(String(count))), ("sum", .number("1")),
                ("bucketCounts", .array(counts)), ("explicitBounds", .array(bounds)),
              ])
            ])
          ),
        ])
      ),
    ])
  }

  private static func gauge(_ values: [(String, Int)]) -> JSONValue {
    let points = values.map { value, second in
      JSONValue.object([
        ("timeUnixNano", .string("\(second)000000000")), ("asDouble", .number(value)),
      ])
    }
    return .object([
      ("name", .string("trace.injection.rate")),
      ("gauge", .object([("dataPoints", .array(points))])),
    ])
  }

  private static func request(_ instance: String?, _ metric: JSONValue) -> JSONValue {
    func attribute(_ key: String, _ text: String) -> JSONValue {
      .object([("key", .string(key)), ("value", .object([("stringValue", .string(text))]))])
    }
    var own = [attribute("service.name", "payment-gateway")]
    if let instance { own.append(attribute("service.instance.id", instance)) }
    return .object([
      (
        "resourceMetrics",
        .array([
          .object([
            ("resource", .object([("attributes", .array(own))])),
            ("scopeMetrics", .array([.object([("metrics", .array([metric]))])])),
          ])
        ])
      )
    ])
  }
}
