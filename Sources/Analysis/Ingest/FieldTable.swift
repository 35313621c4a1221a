/// Field names of the well-known loggers by what they mean, most specific first.
///
/// The appendix' `sources: fields:` come before the table.
struct FieldTable: Sendable {
  let time: Field
  let timeUnit: SourceUnit?
  let service: Field
  let level: Field
  let message: Field
  let stackTrace: Field
  let traceID: Field
  let requestID: Field
  let path: Field
  let method: Field
  let status: Field
  let upstreamStatus: Field
  let pattern: Field
  let latency: TimedField
  let wait: TimedField
  /// Names of the fields above, in the order of their numbers.
  let names: [[UInt8]]

  init(_ source: SourceDeclaration?) {
    var book = FieldBook()
    func field(_ role: String, _ known: [String]) -> Field {
      if let declared = source?.fields[role] { return book.field([declared.path]) }
      return book.field(known)
    }
    func timed(_ role: String, _ known: [(String, SourceUnit)]) -> TimedField {
      if let declared = source?.fields[role] {
        let unit = declared.unit ?? Self.unit(ofName: declared.path) ?? .seconds
        return TimedField(field: book.field([declared.path]), units: [unit])
      }
      return TimedField(field: book.field(known.map(\.0)), units: known.map(\.1))
    }
    time = book.field(source?.time.map { [$0.path] } ?? Self.times)
    timeUnit = source?.time?.unit
    service = field("service", Self.services)
    level = field("level", Self.levels)
    message = field("message", Self.messages)
    stackTrace = field("stack-trace", Self.stackTraces)
    traceID = field("trace-id", Self.traceIDs)
    requestID = field("request-id", Self.requestIDs)
    path = field("path", Self.paths)
    method = field("method", ["request_method", "method", "http.request.method", "http.method"])
    status = field("status", Self.statuses)
    upstreamStatus = field("upstream-status", ["upstream_status"])
    pattern = field("pattern", ["data_leak_pattern"])
    latency = timed("latency", Self.latencies)
    wait = timed("wait", Self.waits)
    names = book.names
  }

  /// Time fields of the well-known loggers.
  static let times = [
    "msec", "ts", "@timestamp", "timestamp", "time", "time_iso8601", "ts_ns", "ts_us", "ts_ms",
    "datetime", "asctime", "time_local", "@t", "eventTime", "T", "t", "timestamp_ms", "Timestamp",
  ]
  private static let services = [
    "service", "service.name", "service_name", "serviceName", "resource.service.name", "app",
  ]
  private static let levels = [
    "level", "log.level", "severity", "lvl", "levelname", "severity_text", "severityText", "@l",
    "L", "loglevel",
  ]
  private static let messages = ["msg", "message", "log", "event", "fields.message", "@m", "M"]
  private static let stackTraces = [
    "stack_trace", "stacktrace", "stackTrace", "stack", "error.stack_trace", "err.stack",
    "errorVerbose", "exception.stacktrace", "exc_info", "@x", "S",
  ]
  private static let traceIDs = [
    "trace_id", "traceId", "traceID", "trace.id", "dd.trace_id", "traceid", "otelTraceID",
    "TraceId",
  ]
  private static let requestIDs = [
    "request_id", "requestId", "req_id", "x_request_id", "http.request.id", "reqId", "req.id",
  ]
  private static let paths = [
    "uri", "path", "request_uri", "url.path", "request_path", "url", "req.url", "request.path",
  ]
  private static let statuses = [
    "status", "status_code", "http.response.status_code", "response_code", "statusCode",
    "res.statusCode",
  ]
  private static let latencies: [(String, SourceUnit)] = [
    ("request_time", .seconds), ("latency_ms", .milliseconds), ("duration_ms", .milliseconds),
    ("request_time_ms", .milliseconds), ("latency_us", .microseconds),
    ("latency_ns", .nanoseconds), ("event.duration", .nanoseconds), ("duration", .seconds),
    ("latency", .seconds), ("responseTime", .milliseconds),
  ]
  private static let waits: [(String, SourceUnit)] = [
    ("pool_wait_ms", .milliseconds), ("queue_wait_ms", .milliseconds),
    ("db_pool_wait_ms", .milliseconds), ("wait_ms", .milliseconds),
    ("pool_wait_us", .microseconds), ("pool_wait_ns", .nanoseconds), ("pool_wait", .seconds),
    ("queue_wait", .seconds),
  ]

  /// The unit a field name ends in: `latency_ms`.
  static func unit(ofName name: String) -> SourceUnit? {
    for (suffix, unit) in [
      ("_ms", SourceUnit.milliseconds), ("_us", .microseconds), ("_ns", .nanoseconds),
      ("_s", .seconds), ("_seconds", .seconds),
    ] where name.hasSuffix(suffix) {
      return unit
    }
    return nil
  }
}

/// One role's names, most specific first, and their numbers among all names of a table.
struct Field: Sendable {
  /// Where the value may be.
  let paths: [FieldPath]
  /// Numbers of the paths' flat names, in the same order.
  let ids: [Int]
  /// The numbers as bits: of the first 64 names, of the next 64.
  let mask: (UInt64, UInt64)
  /// Units that the names end in, in the same order.
  let namedUnits: [SourceUnit?]
  /// Whether the numbers ascend, so that the lowest bit is the most specific name.
  let isAscending: Bool
}

/// A duration by several names, each with the unit that loggers give it.
struct TimedField: Sendable {
  let field: Field
  /// One for each path.
  let units: [SourceUnit]
}

/// Numbers the names of a table's fields.
private struct FieldBook {
  private(set) var names: [[UInt8]] = []

  mutating func field(_ paths: [String]) -> Field {
    let found = paths.map(FieldPath.init)
    let ids = found.map { path -> Int in
      let name = path.flatName
      if let known = names.firstIndex(of: name) { return known }
      names.append(name)
      return names.count - 1
    }
    var mask: (UInt64, UInt64) = (0, 0)
    for id in ids {
      if id < 64 { mask.0 |= 1 << UInt64(id) } else if id < 128 { mask.1 |= 1 << UInt64(id - 64) }
    }
    return Field(
      paths: found, ids: ids, mask: mask, namedUnits: paths.map(FieldTable.unit(ofName:)),
      isAscending: zip(ids, ids.dropFirst()).allSatisfy(<))
  }
}
