/// OpenMetrics text with timestamps: the gateway's request histogram and the trace-injection
/// gauge, scraped once a minute at the minute's edge.
///
/// A request belongs to the minute of its end, so the sample at the end of a minute holds
/// every request that ended before it. The gauge at that instant is the percentage of the
/// minute that just ended.
enum OpenMetricsText {
  /// Upper bounds in milliseconds, with the spelling of `le`.
  private static let bounds: [(Int, String)] = [
    (5, "0.005"), (10, "0.01"), (25, "0.025"), (50, "0.05"), (100, "0.1"), (200, "0.2"),
    (250, "0.25"), (500, "0.5"), (1000, "1.0"), (2500, "2.5"), (5000, "5.0"), (10_000, "10.0"),
  ]
  private static let family = "http_request_duration_seconds"

  static func text(_ truth: GroundTruth) -> String {
    let requests = truth.requests.filter(\.isInterface)
    var text = "# HELP \(family) Duration of requests to /api, seen at the gateway.\n"
    text += "# TYPE \(family) histogram\n# UNIT \(family) seconds\n"
    for pod in Set(requests.map(\.gateway.pod)).sorted() {
      text += histogram(requests.filter { $0.gateway.pod == pod }, pod: pod, truth: truth)
    }
    text += "# HELP trace_injection_rate Percent of requests with a valid trace id.\n"
    text += "# TYPE trace_injection_rate gauge\n"
    text += injectionRate(requests, truth: truth)
    return text + "# EOF\n"
  }

  private static func histogram(_ requests: [Request], pod: Int, truth: GroundTruth) -> String {
    let labels = "instance=\"payment-gateway-\(pod):9113\",service=\"payment-gateway\""
    let ordered = requests.map(\.gateway).sorted { $0.end < $1.end }
    // The process did not start with the export: its counters are already under way.
    var counts = [Int](repeating: 0, count: bounds.count)
    for index in counts.indices { counts[index] = 40_000 + index * 1_500 + pod * 311 }
    var total = counts.reduce(0, max)
    var sumMilliseconds = 2_871_406 + pod * 91_817
    var next = 0
    var text = ""
    for second in minuteEdges(truth) {
      while next < ordered.count, ordered[next].end < second * nanosecondsPerSecond {
        let latency = ordered[next].latencyMilliseconds
        for (index, bound) in bounds.enumerated() where latency <= bound.0 { counts[index] += 1 }
        total += 1
        sumMilliseconds += latency
        next += 1
      }
      for (index, bound) in bounds.enumerated() {
        text += "\(family)_bucket{\(labels),le=\"\(bound.1)\"} \(counts[index]) \(second)\n"
      }
      text += "\(family)_bucket{\(labels),le=\"+Inf\"} \(total) \(second)\n"
      text += "\(family)_count{\(labels)} \(total) \(second)\n"
      text += "\(family)_sum{\(labels)} \(decimal(sumMilliseconds, digits: 3)) \(second)\n"
    }
    return text
  }

  private static func injectionRate(_ requests: [Request], truth: GroundTruth) -> String {
    var totals: [Int: (valid: Int, all: Int)] = [:]
    for request in requests {
      let minute = request.gateway.end / nanosecondsPerSecond / 60
      let valid = request.traceID.utf8.count == 32 ? 1 : 0
      let old = totals[minute] ?? (0, 0)
      totals[minute] = (old.valid + valid, old.all + 1)
    }
    var text = ""
    for second in minuteEdges(truth).dropFirst() {
      guard let count = totals[second / 60 - 1] else { continue }
      let rate = decimal(count.valid * 100_000_000 / count.all, digits: 6)
      text += "trace_injection_rate{service=\"payment-gateway\"} \(rate) \(second)\n"
    }
    return text
  }

  private static func minuteEdges(_ truth: GroundTruth) -> [Int] {
    let first = truth.from / nanosecondsPerSecond
    return Array(stride(from: first, through: truth.to / nanosecondsPerSecond, by: 60))
  }
}
