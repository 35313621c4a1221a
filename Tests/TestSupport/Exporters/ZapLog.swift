/// The application's log as zap's production encoder writes it: one JSON object a line,
/// `ts` in epoch seconds as a float.
enum ZapLog {
  static func lines(_ truth: GroundTruth) -> String {
    var text = ""
    for entry in records(truth) {
      text += entry.value.compact
      text += "\n"
    }
    return text
  }

  /// The records in the order of the log, with their times.
  static func records(_ truth: GroundTruth) -> [(at: Int, value: JSONValue)] {
    var records: [(at: Int, value: JSONValue)] = []
    for request in truth.requests {
      guard let leg = request.application else { continue }
      records += legRecords(leg, of: request)
    }
    for note in truth.applicationNotes {
      records.append((note.at, record("info", note.at, note.logger, note.message, note.fields)))
    }
    let ordered = records.enumerated().sorted { left, right in
      left.element.at == right.element.at
        ? left.offset < right.offset : left.element.at < right.element.at
    }
    return ordered.map(\.element)
  }

  private static func legRecords(
    _ leg: ApplicationLeg, of request: Request
  ) -> [(at: Int, value: JSONValue)] {
    let ids: [(String, JSONValue)] = [
      ("pod", .string("payment-app-\(leg.pod)")),
      ("trace_id", .string(leg.traceID)), ("request_id", .string(leg.requestID)),
    ]
    var records: [(at: Int, value: JSONValue)] = []
    if let wait = leg.wait {
      let fields: [(String, JSONValue)] = [
        ("pool_wait_ms", .integer(wait.waitMilliseconds)),
        ("pool_in_use", .integer(32)), ("pool_size", .integer(32)),
      ]
      let text = "worker blocked on connection pool"
      records.append((wait.acquired, record("warn", wait.acquired, "db.pool", text, ids + fields)))
    }
    if let work = leg.slowRendering {
      let at = work.start + work.milliseconds * nanosecondsPerMillisecond
      let fields: [(String, JSONValue)] = [("render_ms", .integer(work.milliseconds))]
      let text = "receipt rendering slow"
      records.append((at, record("warn", at, "receipt", text, ids + fields)))
    }
    if let failure = leg.failure {
      records.append((failure.at, failureRecord(failure, ids, path: request.gateway.path)))
    }
    let duration = (leg.finished - request.start) / nanosecondsPerMillisecond
    let closing: [(String, JSONValue)] = [
      ("status", .integer(leg.loggedStatus)), ("duration_ms", .integer(duration)),
    ]
    let text = "request completed"
    records.append((leg.finished, record("info", leg.finished, "http", text, ids + closing)))
    return records
  }

  private static func failureRecord(
    _ failure: Failure, _ ids: [(String, JSONValue)], path: String
  ) -> JSONValue {
    var payload: [(String, JSONValue)] = [
      ("card", .string("************")), ("ssn", .string("***")),
    ]
    for field in failure.exposed {
      payload.removeAll { $0.0 == field.key }
      payload.append((field.key, .string(field.value)))
    }
    let shown = JSONValue.object(payload.sorted { $0.0 < $1.0 }).compact
    let trace = [
      "payment-app/internal/charge.(*Handler).Charge",
      "\t/src/payment-app/internal/charge/handler.go:212",
      "payment-app/internal/ledger.(*Store).Reserve(request=\(shown))",
      "\t/src/payment-app/internal/ledger/store.go:88",
      "net/http.HandlerFunc.ServeHTTP", "\t/usr/local/go/src/net/http/server.go:2166",
    ]
    let fields: [(String, JSONValue)] = [
      ("error", .string(failure.message)), ("stack_trace", .string(trace.joined(separator: "\n"))),
    ]
    return record("error", failure.at, "charge", "charge failed", ids + fields)
  }

  private static func record(
    _ level: String, _ at: Int, _ logger: String, _ message: String,
    _ fields: [(String, JSONValue)]
  ) -> JSONValue {
    .object(
      [
        ("level", .string(level)), ("ts", .number(decimal(at / 1000, digits: 6))),
        ("logger", .string(logger)), ("msg", .string(message)),
        ("service", .string("payment-app")),
      ] + fields)
  }
}
