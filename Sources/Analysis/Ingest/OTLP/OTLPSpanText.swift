/// The members of one OTLP span in JSON, as they are written.
struct OTLPSpanText {
  var trace: ByteText?
  var span: ByteText?
  var parent: ByteText?
  var name: ByteText?
  var kind: ByteText?
  var (start, end): (ByteText?, ByteText?)
  /// `status.code`.
  var status: ByteText?
  var attributes = SpanAttributes()

  /// The span, its service still open.
  func reading() -> SpanReading {
    guard let traceID = trace.flatMap({ otlpTraceID($0.bytes) }),
      let spanID = span.flatMap({ otlpSpanID($0.bytes) }), let parentID = parentID()
    else { return .fault(OTLPSpanFaults.badID) }
    guard let from = start.flatMap({ parseInteger($0.bytes) }), from > 0,
      let to = end.flatMap({ parseInteger($0.bytes) }), to > 0,
      let times = SpanReading.times(from, to - from)
    else { return .badTime }
    var record = SpanRecord(
      traceID: traceID, spanID: spanID, start: Stamp(times.start, resolutionNanoseconds: 1),
      end: times.end)
    record.parentID = parentID == 0 ? nil : parentID
    record.name = name
    record.kind = kind.map { SpanKind(name: $0.bytes) } ?? .unspecified
    record.isError =
      status.map { $0.bytes.equals("2") || $0.bytes.equals("STATUS_CODE_ERROR") } ?? false
    attributes.fill(&record)
    return .span(record)
  }

  /// The parent's id, 0 for none; nil when it is no id.
  private func parentID() -> UInt64? {
    guard let parent, !parent.isEmpty else { return 0 }
    return otlpSpanNumber(parent.bytes)
  }
}
