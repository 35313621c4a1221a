/// nginx access log, one JSON object a line (`log_format … escape=json`).
///
/// `msec` and `time_iso8601` are the end of the request. Statuses and upstream times are
/// strings where nginx may print a list or `-`.
enum NginxAccessLog {
  static func lines(_ truth: GroundTruth) -> String {
    let ordered = truth.requests.enumerated().sorted { left, right in
      let leftTime = flushed(left.element)
      let rightTime = flushed(right.element)
      return leftTime == rightTime ? left.offset < right.offset : leftTime < rightTime
    }
    var text = ""
    for (_, request) in ordered {
      text += record(request, zone: truth.zone).compact
      text += "\n"
    }
    return text
  }

  /// The second pod's lines reach the collector later, so the merged file has small
  /// backward steps, as shipped logs do.
  private static func flushed(_ request: Request) -> Int {
    request.gateway.end + request.gateway.pod * 700 * nanosecondsPerMillisecond
  }

  private static func record(_ request: Request, zone: CivilTime) -> JSONValue {
    let gateway = request.gateway
    let endMilliseconds = gateway.end / nanosecondsPerMillisecond
    return .object([
      ("time_iso8601", .string(zone.rfc3339Seconds(gateway.end))),
      ("msec", .number(decimal(endMilliseconds, digits: 3))),
      ("service", .string("payment-gateway")),
      ("host", .string("payment-gateway-\(gateway.pod)")),
      ("remote_addr", .string(gateway.client)),
      ("request_method", .string(gateway.method)),
      ("uri", .string(gateway.path)),
      ("status", .integer(gateway.status)),
      ("body_bytes_sent", .integer(gateway.responseBytes)),
      ("request_time", .number(decimal(gateway.latencyMilliseconds, digits: 3))),
      ("upstream_status", .string(list(gateway.upstream) { $0.status.map(String.init) })),
      (
        "upstream_response_time",
        .string(list(gateway.upstream) { decimal($0.milliseconds, digits: 3) })
      ),
      ("request_id", .string(request.requestID)),
      ("trace_id", .string(request.traceID)),
    ])
  }

  private static func list(
    _ tries: [UpstreamTry], _ text: (UpstreamTry) -> String?
  ) -> String {
    tries.isEmpty ? "-" : tries.map { text($0) ?? "-" }.joined(separator: ", ")
  }
}
