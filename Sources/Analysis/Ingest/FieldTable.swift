/// What a field of a log record means.
enum FieldRole: Int, CaseIterable {
  case time, service, level, message, stackTrace, traceID, requestID, path, method, status
  case upstreamStatus, pattern, latency, wait

  /// Its name in the appendix' `sources: fields:`.
  var declaredName: String {
    switch self {
    case .time: "time"
    case .service: "service"
    case .level: "level"
    case .message: "message"
    case .stackTrace: "stack-trace"
    case .traceID: "trace-id"
    case .requestID: "request-id"
    case .path: "path"
    case .method: "method"
    case .status: "status"
    case .upstreamStatus: "upstream-status"
    case .pattern: "pattern"
    case .latency: "latency"
    case .wait: "wait"
    }
  }
}

/// Field names of the well-known loggers by what they mean, most specific first.
///
/// The appendix' `sources: fields:` come before the table. A class, so that readers share it
/// without copying.
final class FieldTable: Sendable {
  /// The unit of the time field that the appendix declares.
  let timeUnit: SourceUnit?
  /// Names of all fields, in the order of their numbers.
  let names: [[UInt8]]
  private let fields: [Field]
  /// The table where nothing is declared.
  static let known = FieldTable(nil)

  /// - Parameter documented: names that a format's makers document, in place of the table's.
  init(_ source: SourceDeclaration?, documented: DocumentedFields? = nil) {
    var book = FieldBook()
    fields = FieldRole.allCases.map { role in
      let declared = role == .time ? source?.time : source?.fields[role.declaredName]
      guard let declared else {
        return book.field(documented?.names[role] ?? Self.known(role))
      }
      let unit = declared.unit ?? Self.unit(ofName: declared.path)
      return book.field([(declared.path, unit ?? (role == .time ? nil : .seconds))])
    }
    timeUnit = source?.time?.unit
    names = book.names
  }

  /// The names of a role.
  subscript(role: FieldRole) -> Field { fields[role.rawValue] }

  private static func known(_ role: FieldRole) -> [(String, SourceUnit?)] {
    func plain(_ names: [String]) -> [(String, SourceUnit?)] {
      names.map { ($0, unit(ofName: $0)) }
    }
    switch role {
    case .time: return plain(times)
    case .service: return plain(services)
    case .level: return plain(levels)
    case .message: return plain(messages)
    case .stackTrace: return plain(stackTraces)
    case .traceID: return plain(traceIDs)
    case .requestID: return plain(requestIDs)
    case .path: return plain(paths)
    case .method: return plain(["request_method", "method", "http.request.method", "http.method"])
    case .status: return plain(statuses)
    case .upstreamStatus: return plain(["upstream_status"])
    case .pattern: return plain(["data_leak_pattern"])
    case .latency: return latencies
    case .wait: return waits
    }
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
  private static let latencies: [(String, SourceUnit?)] = [
    ("request_time", .seconds), ("latency_ms", .milliseconds), ("duration_ms", .milliseconds),
    ("request_time_ms", .milliseconds), ("latency_us", .microseconds),
    ("latency_ns", .nanoseconds), ("event.duration", .nanoseconds), ("duration", .seconds),
    ("latency", .seconds), ("responseTime", .milliseconds),
  ]
  private static let waits: [(String, SourceUnit?)] = [
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

/// What the makers of one format document about its records.
struct DocumentedFields: Sendable {
  /// What the time states.
  var means = SourceDeclaration.TimeMeaning.end
  /// Names of fields by role, most specific first; the table's stand where there are none.
  var names: [FieldRole: [(String, SourceUnit?)]]
}

/// One role's names, most specific first, and their numbers among all names of a table.
struct Field: Sendable {
  /// Where the value may be.
  let paths: [FieldPath]
  /// The unit that each name states.
  let units: [SourceUnit?]
  /// Numbers of the paths' flat names, in the same order.
  let ids: [Int]
  let bits: FieldBits
}

/// A role's names as bits of their numbers: of the first 64 names, of the next 64.
struct FieldBits: Sendable {
  var low: UInt64 = 0
  var high: UInt64 = 0
  /// Whether the numbers ascend, so that the lowest bit is the most specific name.
  var isAscending = true
}

/// Numbers the names of a table's fields.
private struct FieldBook {
  private(set) var names: [[UInt8]] = []

  mutating func field(_ known: [(String, SourceUnit?)]) -> Field {
    let paths = known.map { FieldPath($0.0) }
    let ids = paths.map { path -> Int in
      if let number = names.firstIndex(of: path.flatName) { return number }
      names.append(path.flatName)
      return names.count - 1
    }
    var bits = FieldBits()
    for id in ids {
      if id < 64 { bits.low |= 1 << UInt64(id) } else { bits.high |= 1 << UInt64(id & 63) }
    }
    bits.isAscending = zip(ids, ids.dropFirst()).allSatisfy(<)
    return Field(paths: paths, units: known.map(\.1), ids: ids, bits: bits)
  }
}
