/// Reads one OTLP span on a tape, as Tempo answers hold them: camelCase or snake_case, ids in hex
/// or base64.
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
    guard let trace = text("traceId", "trace_id").flatMap({ otlpTraceID($0.bytes) }),
      let span = text("spanId", "span_id").flatMap({ otlpSpanID($0.bytes) })
    else { return .badID }
    guard let start = time("startTimeUnixNano", "start_time_unix_nano"),
      let end = time("endTimeUnixNano", "end_time_unix_nano"),
      let times = SpanReading.times(start, end.subtractingReportingOverflow(start).partialValue)
    else { return .badTime }
    var record = SpanRecord(
      traceID: trace, spanID: span, start: Stamp(times.start, resolutionNanoseconds: 1),
      end: times.end)
    if let parent = text("parentSpanId", "parent_span_id"), !parent.isEmpty {
      record.parentID = otlpSpanID(parent.bytes)
    }
    record.name = tape.text(node, "name")
    record.kind = tape.text(node, "kind").map { SpanKind(name: $0.bytes) } ?? .unspecified
    var attributes = SpanAttributes()
    if let list = tape.member(node, "attributes") {
      let values = OTLPAttributes(tape)
      tape.forEachElement(list) { pair in
        guard tape.kind(pair) == .object, let key = tape.text(pair, "key"),
          let value = tape.member(pair, "value"), let text = values.text(of: value)
        else { return }
        attributes.take(key, text)
      }
    }
    attributes.fill(&record)
    return .span(record)
  }

  private func text(_ camel: StaticString, _ snake: StaticString) -> ByteText? {
    tape.text(node, camel) ?? tape.text(node, snake)
  }

  private func time(_ camel: StaticString, _ snake: StaticString) -> Int64? {
    (tape.member(node, camel) ?? tape.member(node, snake)).flatMap { tape.integer($0) }
  }
}
