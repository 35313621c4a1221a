/// Field names of the well-known loggers by what they mean, most specific first.
///
/// The appendix' `sources: fields:` come before the table.
struct FieldTable: Sendable {
  let time: [FieldPath]
  let timeUnit: SourceUnit?
  let service: [FieldPath]
  let level: [FieldPath]
  let message: [FieldPath]
  let stackTrace: [FieldPath]
  let traceID: [FieldPath]
  let requestID: [FieldPath]
  let path: [FieldPath]
  let method: [FieldPath]
  let status: [FieldPath]
  let upstreamStatus: [FieldPath]
  let pattern: [FieldPath]
  let latency: [TimedField]
  let wait: [TimedField]

  /// A duration field with the unit its name states.
  struct TimedField: Sendable {
    var path: FieldPath
    var unit: SourceUnit
  }

  init(_ source: SourceDeclaration?) {
    func paths(_ role: String, _ known: [String]) -> [FieldPath] {
      if let declared = source?.fields[role] { return [FieldPath(declared.path)] }
      return known.map(FieldPath.init)
    }
    func durations(_ role: String, _ known: [(String, SourceUnit)]) -> [TimedField] {
      if let declared = source?.fields[role] {
        return [
          TimedField(
            path: FieldPath(declared.path),
            unit: declared.unit ?? Self.unit(ofName: declared.path) ?? .seconds)
        ]
      }
      return known.map { TimedField(path: FieldPath($0.0), unit: $0.1) }
    }
    time =
      source?.time.map { [FieldPath($0.path)] }
      ?? Self.times.map(FieldPath.init)
    timeUnit = source?.time?.unit
    service = paths(
      "service",
      [
        "service", "service.name", "service_name", "serviceName", "resource.service.name", "app",
      ])
    level = paths("level", ["level", "log.level", "severity", "lvl", "levelname"])
    message = paths("message", ["msg", "message", "log", "event"])
    stackTrace = paths(
      "stack-trace",
      [
        "stack_trace", "stacktrace", "stackTrace", "stack", "error.stack_trace", "err.stack",
        "errorVerbose", "exception.stacktrace",
      ])
    traceID = paths("trace-id", ["trace_id", "traceId", "traceID", "trace.id", "dd.trace_id"])
    requestID = paths(
      "request-id",
      [
        "request_id", "requestId", "req_id", "x_request_id", "http.request.id", "reqId",
      ])
    path = paths("path", ["uri", "path", "request_uri", "url.path", "request_path", "url"])
    method = paths("method", ["request_method", "method", "http.request.method"])
    status = paths(
      "status",
      [
        "status", "status_code", "http.response.status_code", "response_code",
      ])
    upstreamStatus = paths("upstream-status", ["upstream_status"])
    pattern = paths("pattern", ["data_leak_pattern"])
    latency = durations(
      "latency",
      [
        ("request_time", .seconds), ("latency_ms", .milliseconds), ("duration_ms", .milliseconds),
        ("request_time_ms", .milliseconds), ("latency_us", .microseconds),
        ("latency_ns", .nanoseconds), ("event.duration", .nanoseconds), ("duration", .seconds),
        ("latency", .seconds),
      ])
    wait = durations(
      "wait",
      [
        ("pool_wait_ms", .milliseconds), ("queue_wait_ms", .milliseconds),
        ("db_pool_wait_ms", .milliseconds), ("wait_ms", .milliseconds),
        ("pool_wait_us", .microseconds), ("pool_wait_ns", .nanoseconds), ("pool_wait", .seconds),
        ("queue_wait", .seconds),
      ])
  }

  /// Time fields of the well-known loggers.
  static let times = [
    "msec", "ts", "@timestamp", "timestamp", "time", "time_iso8601", "ts_ns", "ts_us", "ts_ms",
    "datetime", "asctime", "time_local",
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

  /// The unit of the time field that a record really has.
  func unit(ofTime tape: JSONTape) -> SourceUnit? {
    if let timeUnit { return timeUnit }
    for path in time {
      guard let node = tape.find(path), tape.kind(node) != .null else { continue }
      return Self.unit(ofName: String(decoding: path.flat, as: UTF8.self))
    }
    return nil
  }
}

extension JSONTape {
  /// The first of `paths` that holds a text or number; an object of the same name is passed.
  func text(at paths: [FieldPath]) -> ByteText? {
    for path in paths {
      if let node = find(path), let text = text(ofScalar: node) { return text }
    }
    return nil
  }

  /// A duration in nanoseconds; of several upstream values ("0.000, 1.000") the sum.
  func duration(_ fields: [FieldTable.TimedField]) -> Int64? {
    for field in fields {
      guard let node = find(field.path), let text = text(ofScalar: node) else { continue }
      var total: Int64?
      for part in text.bytes.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == 0x20 }) {
        let piece = UnsafeRawBufferPointer(rebasing: part)
        guard let value = parseScaledDecimal(piece, scale: field.unit.nanoseconds)?.value,
          value >= 0
        else { continue }
        total = (total ?? 0) &+ value
      }
      if let total { return total }
    }
    return nil
  }

  /// A wait in nanoseconds: the table's fields, else any top-level field whose name holds `wait`
  /// and ends in a unit, because loggers name their pools freely.
  func wait(_ fields: [FieldTable.TimedField]) -> Int64? {
    if let known = duration(fields) { return known }
    var found: Int64?
    forEachMember(root) { key, value in
      let name = raw(key)
      guard found == nil, name.count > 5, Analysis.find("wait", in: name) != nil,
        let unit = FieldTable.unit(ofName: String(decoding: name, as: UTF8.self)),
        let text = text(ofScalar: value),
        let scaled = parseScaledDecimal(text.bytes, scale: unit.nanoseconds), scaled.value >= 0
      else { return }
      found = scaled.value
    }
    return found
  }

  /// A status; of several upstream values ("502, 200") the last.
  func status(_ paths: [FieldPath]) -> Int? {
    guard let text = text(at: paths) else { return nil }
    var last: Int?
    for part in text.bytes.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == 0x20 }) {
      if let value = parseInteger(UnsafeRawBufferPointer(rebasing: part)),
        (100...999).contains(value)
      {
        last = Int(value)
      }
    }
    return last
  }
}
