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

  /// What keeps a span from being one.
  enum Fault {
    case id, time

    var reading: SpanReading {
      switch self {
      case .id: .fault(OTLPSpanFaults.badID)
      case .time: .badTime
      }
    }
  }

  /// The span, its service still open.
  func reading() -> SpanReading {
    var record = SpanRecord.blank
    return fill(&record)?.reading ?? .span(record)
  }

  /// Makes `record`, a blank one or an earlier span, this span; its service stays open.
  /// - Returns: nil when it is one; else why not, and `record` is not to be used.
  @inline(__always) func fill(_ record: inout SpanRecord) -> Fault? {
    guard let traceID = trace.flatMap({ otlpTraceID($0.bytes) }),
      let spanID = span.flatMap({ otlpSpanID($0.bytes) }), let parentID = parentID()
    else { return .id }
    guard let from = start.flatMap({ parseInteger($0.bytes) }), from > 0,
      let to = end.flatMap({ parseInteger($0.bytes) }), to > 0,
      let times = SpanReading.times(from, to - from)
    else { return .time }
    record.traceID = traceID
    record.spanID = spanID
    record.start = Stamp(times.start, resolutionNanoseconds: 1)
    record.end = times.end
    record.parentID = parentID == 0 ? nil : parentID
    record.name = name
    record.kind = kind.map { SpanKind(name: $0.bytes) } ?? .unspecified
    record.isError =
      status.map { $0.bytes.equals("2") || $0.bytes.equals("STATUS_CODE_ERROR") } ?? false
    record.peer = nil
    attributes.fill(&record)
    return nil
  }

  /// The parent's id, 0 for none; nil when it is no id.
  private func parentID() -> UInt64? {
    guard let parent, !parent.isEmpty else { return 0 }
    return otlpSpanNumber(parent.bytes)
  }
}

extension SpanRecord {
  /// A record to be filled.
  static var blank: SpanRecord {
    SpanRecord(
      traceID: TraceID(high: 0, low: 0), spanID: 0,
      start: Stamp(Instant(nanoseconds: 0), resolutionNanoseconds: 1),
      end: Instant(nanoseconds: 0))
  }
}
