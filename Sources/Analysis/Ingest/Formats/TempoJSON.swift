/// Answers of Tempo's trace queries: `{"batches": […]}`, or `{"trace": {"resourceSpans": […]}}`.
struct TempoJSON: ExportFormat {
  let name = "tempo-json"
  let role = SourceRole.spans
  let sliceUnit = SliceUnit.document

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{") else { return nil }
    if contains(head, "\"traces\""), contains(head, "\"rootServiceName\"") {
      return Recognition(
        confidence: 90, reason: "a Tempo search answer, which lists traces without their spans")
    }
    let holdsSpans =
      contains(head, "\"scopeSpans\"") || contains(head, "\"scope_spans\"")
      || contains(head, "\"instrumentationLibrarySpans\"")
      || contains(head, "\"instrumentation_library_spans\"")
    guard holdsSpans else { return nil }
    if contains(head, "\"batches\"") {
      return Recognition(confidence: 94, reason: "a Tempo answer with batches of spans")
    }
    // An OTLP request has no member above its resourceSpans.
    let start = head.bytes.drop { $0 <= 0x20 }.dropFirst().drop { $0 <= 0x20 }
    guard start.starts(with: "\"trace\"".utf8) else { return nil }
    return Recognition(confidence: 94, reason: "a Tempo answer with a trace")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private static let roots = [
      "batches.*", "trace.batches.*", "trace.resourceSpans.*", "trace.resource_spans.*",
    ]
    private static let scopes = [
      "scopeSpans.*.spans.*", "scope_spans.*.spans.*", "instrumentationLibrarySpans.*.spans.*",
      "instrumentation_library_spans.*.spans.*",
    ]
    private static let resources = roots.map { $0 + ".resource" }
    private static let spans = roots.flatMap { root in scopes.map { root + "." + $0 } }

    private let attributes: OTLPAttributes
    private var service: [UInt8] = []
    /// Number of the batch that `service` belongs to; of the last span.
    private var (serviceEntry, spanEntry) = (-1, -1)
    private var notes = SpanNotes()

    init(_ context: ReaderContext) {
      let tape = JSONTape(context.limits)
      attributes = OTLPAttributes(tape)
      super.init(context, paths: Self.resources + Self.spans + ["traces.*"], tape: tape)
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      guard path < Self.resources.count + Self.spans.count else {
        notes.add(.summary, place)
        sink.other(at: place, time: nil)
        return
      }
      guard path < Self.resources.count else {
        spanEntry = entry
        span(place, sink)
        return
      }
      if spanEntry == entry { notes.add(.lateResource, place) }
      serviceEntry = entry
      let name = tape.member(tape.root, "attributes").flatMap {
        attributes.text($0, ["service.name", "service_name"])
      }
      service = name.map { Array($0.bytes) } ?? []
    }

    private func span(_ place: RecordPlace, _ sink: any RecordSink) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      let reading = OTLPSpanNode(tape, tape.root).read(&notes, place)
      guard case .span(var record) = reading, serviceEntry == entry, !service.isEmpty else {
        sink.take(reading, &notes, at: place)
        return
      }
      service.withUnsafeBytes {
        record.service = ByteText($0)
        sink.span(record, at: place)
      }
    }

    override func documentEnded(into sink: any RecordSink) { (serviceEntry, spanEntry) = (-1, -1) }

    override func end(into sink: any RecordSink) { notes.deliver(into: sink) }
  }
}
