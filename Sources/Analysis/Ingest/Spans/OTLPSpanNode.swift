/// Reads one OTLP span on a tape: camelCase or snake_case, ids in hex or base64.
struct OTLPSpanNode {
  private let tape: JSONTape
  private let node: Int

  init(_ tape: JSONTape, _ node: Int) {
    self.tape = tape
    self.node = node
  }

  /// The span, its service still open.
  func read(_ notes: inout SpanNotes, _ place: RecordPlace) -> SpanReading {
    guard tape.kind(node) == .object else { return .noObject }
    var found = OTLPSpanText()
    found.trace = text("traceId", "trace_id")
    found.span = text("spanId", "span_id")
    found.parent = text("parentSpanId", "parent_span_id")
    found.start = text("startTimeUnixNano", "start_time_unix_nano")
    found.end = text("endTimeUnixNano", "end_time_unix_nano")
    found.name = tape.text(node, "name")
    found.kind = tape.text(node, "kind")
    found.status = tape.member(node, "status").flatMap { tape.text($0, "code") }
    if let list = tape.member(node, "attributes") {
      let values = OTLPAttributes(tape)
      tape.forEachElement(list) { pair in
        guard tape.kind(pair) == .object, let key = tape.text(pair, "key"),
          let value = tape.member(pair, "value"), let text = values.text(of: value)
        else { return }
        found.attributes.take(key, text)
      }
    }
    return found.reading()
  }

  private func text(_ camel: StaticString, _ snake: StaticString) -> ByteText? {
    tape.text(node, camel) ?? tape.text(node, snake)
  }
}
