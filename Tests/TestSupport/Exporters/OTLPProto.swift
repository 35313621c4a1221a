/// The payment incident's traces and application log as OTLP protobuf.
public enum OTLPProto {
  /// The traces, as one request or as a collector's stream with lengths before the messages.
  public static func paymentTraces(prefixed: Bool) -> [UInt8] {
    let spans = OTLPTraces.spans(
      PaymentIncident.truth(), from: PaymentIncident.spansFrom, to: PaymentIncident.spansTo)
    var out: [UInt8] = []
    for service in ["payment-gateway", "payment-app"] {
      var request = ProtobufText()
      request.message(1) { resource in
        resource.message(1) { $0.attribute(1, "service.name", .string(service)) }
        resource.message(2) { scope in
          scope.message(1) { $0.text(1, "tracing") }
          for span in spans where span.service == service { scope.message(2) { add(span, &$0) } }
        }
      }
      out += prefixed ? length(request.bytes.count) + request.bytes : request.bytes
    }
    return out
  }

  private static func add(_ span: OTLPTraces.Span, _ out: inout ProtobufText) {
    out.bytes(1, ProtobufText.hex(span.traceID))
    out.bytes(2, ProtobufText.hex(span.spanID))
    if !span.parentID.isEmpty { out.bytes(4, ProtobufText.hex(span.parentID)) }
    out.text(5, span.name)
    out.number(6, span.kind)
    out.fixed(7, span.start)
    out.fixed(8, span.end)
    for (key, value) in span.attributes { out.attribute(9, key, value) }
    if span.failed { out.message(15) { $0.number(3, 2) } }
  }

  /// The application log, one message for five hundred records.
  public static func paymentLog() -> [UInt8] {
    let lines = ZapLog.records(PaymentIncident.truth())
    var out: [UInt8] = []
    for from in stride(from: 0, to: lines.count, by: 500) {
      var request = ProtobufText()
      request.message(1) { resource in
        resource.message(1) { $0.attribute(1, "service.name", .string("payment-app")) }
        resource.message(2) { scope in
          for record in lines[from..<min(from + 500, lines.count)] {
            scope.message(2) { add(record, &$0) }
          }
        }
      }
      out += length(request.bytes.count) + request.bytes
    }
    return out
  }

  private static func add(_ record: (at: Int, value: JSONValue), _ out: inout ProtobufText) {
    guard case .object(let members) = record.value else { return }
    // zap writes microseconds.
    out.fixed(1, record.at / 1_000 * 1_000)
    for (name, value) in members {
      switch (name, value) {
      case ("level", .string(let text)):
        out.number(2, ["debug": 5, "info": 9, "warn": 13, "error": 17][text] ?? 0)
        out.text(3, text)
      case ("msg", .string(let text)): out.message(5) { $0.text(1, text) }
      case ("trace_id", .string(let text)):
        if !text.isEmpty { out.bytes(9, ProtobufText.hex(text)) }
      case ("stack_trace", .string): out.attribute(6, "exception.stacktrace", value)
      case (_, .string): out.attribute(6, name, value)
      case (_, .number(let text)):
        out.attribute(6, name, .object([("intValue", .string(text))]))
      default: break
      }
    }
  }

  static func length(_ count: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
  }
}
