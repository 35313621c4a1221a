/// Reads one OTLP span in protobuf.
struct OTLPProtoSpan {
  /// What was read of a span.
  private struct Parts {
    var trace = UnsafeRawBufferPointer(start: nil, count: 0)
    var span = UnsafeRawBufferPointer(start: nil, count: 0)
    var parent = UnsafeRawBufferPointer(start: nil, count: 0)
    var name = UnsafeRawBufferPointer(start: nil, count: 0)
    var (start, end) = (UInt64(0), UInt64(0))
    var kind = SpanKind.unspecified
    var isError = false
    var attributes = SpanAttributes()
  }

  /// The span, its service still open.
  /// - Throws: when the bytes are no span.
  func read(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) -> SpanReading {
    var parts = Parts()
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      if field.number == 9 {
        try attribute(field, &parts)
      } else {
        try Self.take(field, &parts)
      }
    }
    guard let trace = Self.traceID(parts.trace), let span = Self.id(parts.span), span != 0,
      let parent = parts.parent.isEmpty ? 0 : Self.id(parts.parent)
    else { return .fault(OTLPSpanFaults.badID) }
    guard let start = Int64(exactly: parts.start), let end = Int64(exactly: parts.end),
      let times = SpanReading.times(start, end - start)
    else { return .badTime }
    var record = SpanRecord(
      traceID: trace, spanID: span, start: Stamp(times.start, resolutionNanoseconds: 1),
      end: times.end)
    record.parentID = parent == 0 ? nil : parent
    record.name = ByteText(parts.name)
    record.kind = parts.kind
    record.isError = parts.isError
    parts.attributes.fill(&record)
    return .span(record)
  }

  private static func take(
    _ field: ProtobufField, _ parts: inout Parts
  ) throws(ProtobufFault) {
    switch field.number {
    case 1, 2, 4, 5:
      try field.require(.bytes)
      switch field.number {
      case 1: parts.trace = field.bytes
      case 2: parts.span = field.bytes
      case 4: parts.parent = field.bytes
      default: parts.name = field.bytes
      }
    case 6:
      try field.require(.varint)
      parts.kind = UInt8(exactly: field.value).flatMap(SpanKind.init) ?? .unspecified
    case 7:
      try field.require(.fixed64)
      parts.start = field.value
    case 8:
      try field.require(.fixed64)
      parts.end = field.value
    // Events, links and the state of the trace decide nothing, but they are checked.
    case 3, 11, 13: try field.require(.bytes)
    case 10, 12, 14: try field.require(.varint)
    case 15:
      try field.require(.bytes)
      parts.isError = try status(field.bytes) == 2
    case 16: try field.require(.fixed32)
    default: break
    }
  }

  private static func status(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) -> UInt64 {
    var code: UInt64 = 0
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      switch field.number {
      case 2: try field.require(.bytes)
      case 3:
        try field.require(.varint)
        code = field.value
      default: break
      }
    }
    return code
  }

  private func attribute(
    _ field: ProtobufField, _ parts: inout Parts
  ) throws(ProtobufFault) {
    let pair = try OTLPProtoAttribute(field)
    switch pair.value {
    case .text(let text): parts.attributes.take(ByteText(pair.key), ByteText(text))
    case .integer(let value): parts.attributes.take(pair.key, value)
    case .bool(true): parts.attributes.take(ByteText(pair.key), ByteText(Self.word))
    default: break
    }
  }

  /// What stands for `true`: bytes that live as long as the program.
  private static var word: UnsafeRawBufferPointer {
    let text: StaticString = "true"
    return UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// 16 bytes, not all zero.
  static func traceID(_ bytes: UnsafeRawBufferPointer) -> TraceID? {
    guard bytes.count == 16 else { return nil }
    let high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
    let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    return high | low == 0 ? nil : TraceID(high: high, low: low)
  }

  /// 8 bytes.
  private static func id(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
    bytes.count == 8 ? UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) : nil
  }
}

/// What the spans of OTLP are quarantined for, alike in every encoding.
enum OTLPSpanFaults {
  static var badID: QuarantinedRecord {
    QuarantinedRecord(
      code: "span-id", message: "span without a valid trace or span id",
      fix: "ids are 16 bytes for a trace, 8 for a span and its parent, not all zero")
  }
}
