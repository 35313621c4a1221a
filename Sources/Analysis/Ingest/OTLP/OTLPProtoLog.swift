/// Reads one OTLP log record in protobuf.
struct OTLPProtoLog {
  private struct Parts {
    var (time, observed) = (UInt64(0), UInt64(0))
    var severity: UInt64 = 0
    var severityText = UnsafeRawBufferPointer(start: nil, count: 0)
    var body = OTLPProtoAttribute.Value.none
    var trace = UnsafeRawBufferPointer(start: nil, count: 0)
    var stack: UnsafeRawBufferPointer?
    var wait: Int64?
    /// Candidates for the request id, by their rank in `requestNames`.
    var requests = [UnsafeRawBufferPointer?](repeating: nil, count: requestNames.count)
  }
  private static let requestNames: [StaticString] = [
    "request_id", "http.request.id", "request.id", "http.request.header.x-request-id",
  ]

  /// Delivers the record.
  /// - Throws: when the bytes are no log record.
  func read(
    _ bytes: UnsafeRawBufferPointer, _ service: ByteText?, at place: RecordPlace,
    into sink: any RecordSink
  ) throws(ProtobufFault) {
    var parts = Parts()
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) { try Self.take(field, &parts) }
    var body: [UInt8] = []
    if case .text = parts.body {} else { try parts.body.append(to: &body) }
    guard let stamp = Self.stamp(parts.time) ?? Self.stamp(parts.observed) else {
      let fault = StampFault.missing
      sink.quarantine(
        QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix), at: place)
      return
    }
    var record = AppRecord(time: stamp)
    record.service = service
    record.level =
      OTLPSeverity.level(Int64(clamping: parts.severity)) ?? LogLevel(parts.severityText)
    record.waitNanoseconds = parts.wait
    record.stackTrace = parts.stack.map { ByteText($0) }
    record.requestID = parts.requests.lazy.compactMap { $0 }.first.map { ByteText($0) }
    let trace = Self.hex(parts.trace)
    trace.withUnsafeBytes { id in
      if !id.isEmpty { record.traceID = ByteText(id) }
      body.withUnsafeBytes { written in
        switch parts.body {
        case .text(let text): record.message = ByteText(text)
        case .none: break
        default: record.message = ByteText(written)
        }
        sink.application(record, at: place)
      }
    }
  }

  private static func take(
    _ field: ProtobufField, _ parts: inout Parts
  ) throws(ProtobufFault) {
    switch field.number {
    case 1:
      try field.require(.fixed64)
      parts.time = field.value
    case 2:
      try field.require(.varint)
      parts.severity = field.value
    case 3:
      try field.require(.bytes)
      parts.severityText = field.bytes
    case 5: parts.body = try OTLPProtoAttribute.value(field)
    case 6: try attribute(OTLPProtoAttribute(field), &parts)
    case 7: try field.require(.varint)
    case 8: try field.require(.fixed32)
    case 9:
      try field.require(.bytes)
      parts.trace = field.bytes
    case 10, 12: try field.require(.bytes)
    case 11:
      try field.require(.fixed64)
      parts.observed = field.value
    default: break
    }
  }

  private static func attribute(_ pair: OTLPProtoAttribute, _ parts: inout Parts) {
    if parts.wait == nil, find("wait", in: pair.key) != nil, var number = pair.value.text {
      parts.wait = number.withUTF8 {
        OTLPWait.nanoseconds(pair.key, UnsafeRawBufferPointer($0))
      }
    }
    guard case .text(let text) = pair.value else { return }
    if pair.key.equals("exception.stacktrace") { parts.stack = parts.stack ?? text }
    for (rank, name) in requestNames.enumerated() where pair.key.equals(name) {
      parts.requests[rank] = parts.requests[rank] ?? text
    }
  }

  private static func stamp(_ nanoseconds: UInt64) -> Stamp? {
    guard let value = Int64(exactly: nanoseconds),
      StampFault.plausibleSeconds.contains(value / 1_000_000_000)
    else { return nil }
    return Stamp(Instant(nanoseconds: value), resolutionNanoseconds: 1)
  }

  /// Ids as lowercase hex, of whatever length, so that a wrong one shows.
  private static func hex(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(32)
    for byte in bytes.prefix(64) {
      for digit in [byte >> 4, byte & 0xf] { out.append(digit < 10 ? digit + 0x30 : digit + 0x57) }
    }
    return out
  }
}

/// OTLP severity numbers: 1 trace … 24 fatal, in steps of four; 0 says nothing.
enum OTLPSeverity {
  static func level(_ number: Int64) -> LogLevel? {
    switch number {
    case ..<1: nil
    case ..<9: .debug
    case ..<13: .info
    case ..<17: .warn
    case ..<21: .error
    default: .fatal
    }
  }
}

/// How long a log record says it waited: an attribute whose name holds `wait` and ends in a unit,
/// as in the logs of any logger.
enum OTLPWait {
  static func nanoseconds(
    _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
  ) -> Int64? {
    guard key.count > 5, find("wait", in: key) != nil,
      let unit = FieldTable.unit(ofName: String(decoding: key, as: UTF8.self)),
      let scaled = parseScaledDecimal(value, scale: unit.nanoseconds), scaled.value >= 0
    else { return nil }
    return scaled.value
  }
}
