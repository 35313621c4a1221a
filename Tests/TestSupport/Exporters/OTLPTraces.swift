/// OTLP JSON lines as a collector's file exporter writes them: each line is one request with
/// the spans that one service ended within five seconds.
enum OTLPTraces {
  static func lines(_ truth: GroundTruth, from: Int, to: Int) -> String {
    var batches: [Key: [Span]] = [:]
    for span in spans(truth, from: from, to: to) {
      let key = Key(bucket: span.end / (5 * nanosecondsPerSecond), service: span.service)
      batches[key, default: []].append(span)
    }
    return batches.sorted { $0.key < $1.key }.map { key, spans in
      let ordered = spans.sorted { ($0.end, $0.spanID) < ($1.end, $1.spanID) }
      return line(service: key.service, ordered).compact + "\n"
    }.joined()
  }

  /// The spans of every traced request that ended in the given time, in any format.
  static func spans(_ truth: GroundTruth, from: Int, to: Int) -> [Span] {
    truth.requests.filter {
      $0.gateway.end >= from && $0.gateway.end < to && $0.isInterface
        && $0.traceID.utf8.count == 32
    }.flatMap { spans(of: $0) }
  }

  private struct Key: Hashable, Comparable {
    var bucket: Int
    var service: String
    static func < (left: Key, right: Key) -> Bool {
      (left.bucket, left.service) < (right.bucket, right.service)
    }
  }

  struct Span {
    var service: String
    var traceID: String
    var spanID: String
    var parentID: String
    var name: String
    var kind: Int
    var start: Int
    var end: Int
    var failed: Bool
    var attributes: [(String, JSONValue)]
  }

  private static func spans(of request: Request) -> [Span] {
    let gateway = request.gateway
    let route = String(gateway.path.prefix { $0 != "?" })
    var result: [Span] = []
    if request.gatewaySpanExported {
      result.append(
        Span(
          service: "payment-gateway", traceID: request.traceID, spanID: request.gatewaySpanID,
          parentID: "", name: "\(gateway.method) \(route)", kind: 2, start: request.start,
          end: gateway.end, failed: gateway.status >= 500,
          attributes: httpAttributes(gateway.method, route, gateway.status)))
    }
    guard let leg = request.application, !leg.traceID.isEmpty else {
      return result
    }
    result.append(
      Span(
        service: "payment-app", traceID: request.traceID, spanID: request.applicationSpanID,
        parentID: request.gatewaySpanID, name: "\(gateway.method) \(route)", kind: 2,
        start: request.start + 812_000, end: leg.finished, failed: leg.failure != nil,
        attributes: httpAttributes(gateway.method, route, leg.loggedStatus)))
    return result + internalSpans(request, leg) + databaseSpans(request)
  }

  /// Work inside the application: waiting for a connection, rendering.
  private static func internalSpans(_ request: Request, _ leg: ApplicationLeg) -> [Span] {
    var result: [Span] = []
    func append(_ name: String, _ suffix: String, _ start: Int, _ milliseconds: Int) {
      result.append(
        Span(
          service: "payment-app", traceID: request.traceID,
          spanID: String(request.applicationSpanID.prefix(12)) + suffix,
          parentID: request.applicationSpanID, name: name, kind: 1, start: start,
          end: start + milliseconds * nanosecondsPerMillisecond, failed: false, attributes: []))
    }
    if let wait = leg.wait {
      let start = wait.acquired - wait.waitMilliseconds * nanosecondsPerMillisecond
      append("db.pool.wait", "0a01", start, wait.waitMilliseconds)
    }
    if let work = leg.slowRendering {
      append("receipt.render", "0a02", work.start, work.milliseconds)
    }
    return result
  }

  private static func databaseSpans(_ request: Request) -> [Span] {
    request.databaseCalls.map { call in
      let verb = String(call.sql.prefix { $0 != " " && $0 != "\n" })
      let statement =
        call.sql + " " + traceComment(traceID: request.traceID, spanID: call.spanID)
      return Span(
        service: "payment-app", traceID: request.traceID, spanID: call.spanID,
        parentID: request.applicationSpanID, name: "\(verb) payment", kind: 3, start: call.start,
        end: call.start + call.durationNanoseconds, failed: false,
        attributes: [
          ("db.system", string("mysql")), ("db.name", string("payment")),
          ("db.statement", string(statement)), ("peer.service", string("mysql")),
        ])
    }
  }

  private static func httpAttributes(
    _ method: String, _ route: String, _ status: Int
  ) -> [(String, JSONValue)] {
    [
      ("http.request.method", string(method)), ("url.path", string(route)),
      ("http.response.status_code", .object([("intValue", .string(String(status)))])),
    ]
  }

  private static func line(service: String, _ spans: [Span]) -> JSONValue {
    let resource = JSONValue.object([
      ("attributes", attributes([("service.name", string(service))]))
    ])
    let scope = JSONValue.object([
      ("name", .string("\(service)/tracing")), ("version", .string("1.4.2")),
    ])
    let scopeSpans = JSONValue.object([
      ("scope", scope), ("spans", .array(spans.map(spanValue))),
    ])
    return .object([
      (
        "resourceSpans",
        .array([.object([("resource", resource), ("scopeSpans", .array([scopeSpans]))])])
      )
    ])
  }

  private static func spanValue(_ span: Span) -> JSONValue {
    let status: [(String, JSONValue)] = span.failed ? [("code", .integer(2))] : []
    return .object([
      ("traceId", .string(span.traceID)), ("spanId", .string(span.spanID)),
      ("parentSpanId", .string(span.parentID)), ("name", .string(span.name)),
      ("kind", .integer(span.kind)), ("startTimeUnixNano", .string(String(span.start))),
      ("endTimeUnixNano", .string(String(span.end))), ("attributes", attributes(span.attributes)),
      ("status", .object(status)),
    ])
  }

  private static func attributes(_ pairs: [(String, JSONValue)]) -> JSONValue {
    .array(pairs.map { .object([("key", .string($0.0)), ("value", $0.1)]) })
  }

  private static func string(_ text: String) -> JSONValue {
    .object([("stringValue", .string(text))])
  }
}
