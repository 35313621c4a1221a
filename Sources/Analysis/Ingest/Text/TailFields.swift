/// What sites append to the combined log format, as far as it can be told for certain.
///
/// Undeclared fields speak by their spelling alone: a number with milliseconds behind a decimal
/// point is nginx' `$request_time` in seconds (its gzip ratio has two digits), a list of statuses
/// those of the upstreams, 32 hex digits or a UUID a request id, a `traceparent` a trace id, and
/// `rt=`, `us=`, `request_id=`, `trace_id=` what their names say. Whole numbers say nothing: they
/// may be bytes, ports, seconds or Apache's microseconds, and count only when the appendix
/// declares them, by place behind the agent (`latency: {field: "1", unit: us}`) or by key.
struct TailFields {
  typealias Bytes = UnsafeRawBufferPointer

  var latencyNanoseconds: Int64?
  var upstreamStatus: Int?
  var requestID: Bytes?
  var traceID: Bytes?
  var service: Bytes?

  /// What the appendix declares of the tail.
  struct Plan: Sendable {
    fileprivate struct Entry: Sendable {
      var role: FieldRole
      /// One-based place behind the agent; 0 for fields with a key.
      var place: Int
      var key: [UInt8]
      var unit: SourceUnit
    }
    fileprivate let entries: [Entry]
    /// Whether the virtual host is declared as the service.
    let serviceIsVirtualHost: Bool

    init(_ source: SourceDeclaration?) {
      let roles: [FieldRole] = [.latency, .upstreamStatus, .requestID, .traceID, .service]
      entries = roles.compactMap { role in
        guard let field = source?.fields[role.declaredName] else { return nil }
        return Entry(
          role: role, place: Int(field.path) ?? 0, key: Array(field.path.utf8),
          unit: field.unit ?? FieldTable.unit(ofName: field.path) ?? .seconds)
      }
      serviceIsVirtualHost = source?.fields["service"]?.path == "vhost"
    }

    fileprivate func declares(_ role: FieldRole) -> Bool {
      entries.contains { $0.role == role }
    }
  }

  /// Reads the tail; nil with `scan` at its end when a quote stays open.
  init?(_ scan: inout LineScan, _ plan: Plan) {
    var place = 0
    while scan.space() {
      if scan.isAtEnd { break }
      place += 1
      let key = Self.key(&scan)
      let isQuoted = scan.byte() == UInt8(ascii: "\"")
      let value: Bytes?
      if isQuoted {
        value = scan.quoted()
      } else if scan.byte() == UInt8(ascii: "[") {
        value = scan.bracketed()
      } else {
        value = scan.list() ?? scan.slice(scan.at, scan.at)
      }
      guard let value else {
        scan.at = scan.bytes.count
        return nil
      }
      guard let stated = value.stated else { continue }
      take(stated, key, place, plan)
    }
  }

  /// `rt=` where one is next.
  private static func key(_ scan: inout LineScan) -> Bytes? {
    let from = scan.at
    var at = from
    while at < scan.bytes.count {
      let byte = scan.bytes[at]
      if byte == UInt8(ascii: "="), at > from {
        scan.at = at + 1
        return scan.slice(from, at)
      }
      guard (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || isDigit(byte) else { break }
      at += 1
    }
    return nil
  }

  private mutating func take(_ value: Bytes, _ key: Bytes?, _ place: Int, _ plan: Plan) {
    for entry in plan.entries where entry.place == place || isSame(key, entry.key) {
      declared(value, entry)
      return
    }
    if let key {
      named(value, key, plan)
    } else {
      bare(value, plan)
    }
  }

  private func isSame(_ key: Bytes?, _ name: [UInt8]) -> Bool {
    guard let key else { return false }
    return key.elementsEqual(name)
  }

  private mutating func declared(_ value: Bytes, _ entry: Plan.Entry) {
    switch entry.role {
    case .latency: latencyNanoseconds = durationNanoseconds(value, entry.unit)
    case .upstreamStatus: upstreamStatus = httpStatus(value)
    case .requestID: requestID = value
    case .traceID: traceID = value
    case .service: service = value
    default: break
    }
  }

  private mutating func named(_ value: Bytes, _ key: Bytes, _ plan: Plan) {
    func isOne(of names: StaticString...) -> Bool {
      names.contains { name in name.withUTF8Buffer { key.elementsEqual($0) } }
    }
    switch key.count {
    case 2 where isOne(of: "rt"), 12 where isOne(of: "request_time"):
      if value.isDecimal(fraction: 1) { takeLatency(value, plan) }
    case 2 where isOne(of: "us"), 15 where isOne(of: "upstream_status"):
      if !plan.declares(.upstreamStatus) { upstreamStatus = httpStatus(value) }
    case 6 where isOne(of: "req_id"), 10 where isOne(of: "request_id"):
      if !plan.declares(.requestID) { requestID = value }
    case 8 where isOne(of: "trace_id"), 7 where isOne(of: "traceid", "traceID"):
      if !plan.declares(.traceID) { traceID = value }
    default: break
    }
  }

  private mutating func bare(_ value: Bytes, _ plan: Plan) {
    if value.isDecimal(fraction: 3) {
      takeLatency(value, plan)
    } else if Self.isStatusList(value) {
      if !plan.declares(.upstreamStatus) { upstreamStatus = httpStatus(value) }
    } else if Self.isID(value) {
      if requestID == nil, !plan.declares(.requestID) { requestID = value }
    } else if value.count == 55, value[2] == UInt8(ascii: "-"), value[35] == UInt8(ascii: "-"),
      traceID == nil, !plan.declares(.traceID)
    {
      traceID = Bytes(rebasing: value[3..<35])
    }
  }

  /// The first such number counts; upstream times follow it.
  private mutating func takeLatency(_ value: Bytes, _ plan: Plan) {
    guard latencyNanoseconds == nil, !plan.declares(.latency) else { return }
    latencyNanoseconds = durationNanoseconds(value, .seconds)
  }

  /// `502, 403`: two or more, each a status or `-`.
  private static func isStatusList(_ value: Bytes) -> Bool {
    guard value.contains(UInt8(ascii: ",")) else { return false }
    var scan = LineScan(value)
    while true {
      var digits = 0
      while isDigit(scan.byte()) {
        scan.at += 1
        digits += 1
      }
      guard digits == 3 || digits == 0 && scan.skip(UInt8(ascii: "-")) else { return false }
      if scan.isAtEnd { return true }
      _ = scan.skip(UInt8(ascii: ","))
      guard scan.space() else { return false }
      if scan.skip(UInt8(ascii: ":")), !scan.space() { return false }
    }
  }

  /// 32 hex digits, or a UUID.
  private static func isID(_ value: Bytes) -> Bool {
    switch value.count {
    case 32: value.allSatisfy { hexDigit($0) != nil }
    case 36:
      value[8] == UInt8(ascii: "-") && value[13] == UInt8(ascii: "-")
        && value.allSatisfy { hexDigit($0) != nil || $0 == UInt8(ascii: "-") }
    default: false
    }
  }
}
