/// Traces of Jaeger as one document: answers of its query API and downloads of its UI
/// (`{"data": [{traceID, spans, processes}]}`), a trace by itself or a list of traces, its domain
/// model, and Elasticsearch searches over its span indices.
///
/// Spans come before the processes that name their services, so those of a trace are kept until
/// the processes come by.
struct JaegerJSON: ExportFormat {
  let name = "jaeger-json"
  let role = SourceRole.spans
  let sliceUnit = SliceUnit.document

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      contains(head, "\"traceID\"") || contains(head, "\"traceId\""),
      contains(head, "\"spanID\"") || contains(head, "\"spanId\""),
      contains(head, "\"operationName\""), contains(head, "\"startTime\"")
    else { return nil }
    if contains(head, "\"hits\""), contains(head, "\"_source\"") {
      return Recognition(confidence: 94, reason: "a search response whose hits are Jaeger spans")
    }
    guard contains(head, "\"spans\"") else { return nil }
    return Recognition(confidence: 93, reason: "Jaeger traces with spans and processes")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private static let spans = ["data.*.spans.*", "*.spans.*", "spans.*", "data.spans.*"]
    private static let tables = ["data.*.processes", "*.processes", "processes", "data.processes"]
    private static let hits = ["hits.hits.*", "responses.*.hits.hits.*"]
    private static let totals = ["hits.total", "responses.*.hits.total"]

    /// A record that waits for the processes of its trace.
    private struct Held {
      var place: RecordPlace
      var bytes: Range<Int>
      var problem: QuarantinedRecord?
    }
    private var held: [Held] = []
    private var heldBytes: [UInt8] = []
    private var services: [[UInt8]: [UInt8]] = [:]
    private var hasProcesses = false
    /// Number of the trace in the outermost list that is at hand.
    private var trace = -1
    private var notes = SpanNotes()
    private var (delivered, total): (Int64, Int64) = (0, 0)
    /// Whether the engine stopped counting hits.
    private var isCut = false
    /// For records that were held; the reader's own tape is in use by then.
    private let heldTape: JSONTape

    init(_ context: ReaderContext) {
      heldTape = JSONTape(context.limits)
      super.init(
        context, paths: Self.spans + Self.tables + Self.hits + Self.totals,
        tape: JSONTape(context.limits))
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      switch path {
      case 0..<4:
        turn(path, sink)
        if hasProcesses || JaegerSpan(tape, tape.root).processID == nil {
          deliver(tape, tape.root, place, sink)
        } else {
          hold(tape.bytes, place, nil, sink)
        }
      case 4..<8:
        turn(path, sink)
        table(sink)
      case 8..<10:
        delivered += 1
        hit(place, sink)
      default: total += hitCount()
      }
    }

    override func broken(
      _ record: QuarantinedRecord, _ path: Int, _ bytes: UnsafeRawBufferPointer?,
      _ place: RecordPlace, into sink: any RecordSink
    ) {
      if path < 8 { turn(path, sink) }
      if held.isEmpty {
        super.broken(record, path, bytes, place, into: sink)
      } else {
        hold(bytes ?? UnsafeRawBufferPointer(start: nil, count: 0), place, record, sink)
      }
    }

    /// Begins another trace where the one at hand has ended. A list of traces numbers them; a
    /// trace by itself is the only one of its document.
    private func turn(_ path: Int, _ sink: any RecordSink) {
      let now = path % 4 < 2 ? entry : 0
      guard now != trace else { return }
      release(sink)
      trace = now
      services = [:]
      hasProcesses = false
    }

    private func hold(
      _ bytes: UnsafeRawBufferPointer, _ place: RecordPlace, _ problem: QuarantinedRecord?,
      _ sink: any RecordSink
    ) {
      if heldBytes.count + bytes.count > context.limits.documentBytes { release(sink) }
      let from = heldBytes.count
      heldBytes.append(contentsOf: bytes)
      held.append(Held(place: place, bytes: from..<heldBytes.count, problem: problem))
    }

    /// Delivers what was held, with the services known by now.
    private func release(_ sink: any RecordSink) {
      guard !held.isEmpty else { return }
      let records = held
      held = []
      heldBytes.withUnsafeBytes { all in
        for record in records {
          let bytes = UnsafeRawBufferPointer(rebasing: all[record.bytes])
          if let problem = record.problem {
            super.broken(problem, 0, bytes.isEmpty ? nil : bytes, record.place, into: sink)
          } else if heldTape.parse(bytes) == nil {
            deliver(heldTape, heldTape.root, record.place, sink)
          }
        }
      }
      heldBytes.removeAll(keepingCapacity: heldBytes.capacity <= 1 << 20)
    }

    /// `{"p1": {"serviceName": …}}`, or the domain model's list of ids and processes.
    private func table(_ sink: any RecordSink) {
      tape.forEachMember(tape.root) { key, value in
        guard tape.kind(value) == .object, let name = tape.text(value, "serviceName") else {
          return
        }
        services[Array(tape.text(key).bytes)] = Array(name.bytes)
      }
      hasProcesses = true
      release(sink)
    }

    private func deliver(
      _ tape: JSONTape, _ node: Int, _ place: RecordPlace, _ sink: any RecordSink
    ) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      let span = JaegerSpan(tape, node)
      var reading = span.read(&notes, place)
      guard case .span(var record) = reading else {
        sink.take(reading, &notes, at: place)
        return
      }
      record.service = span.ownService
      guard record.service == nil, let id = span.processID else {
        reading = .span(record)
        sink.take(reading, &notes, at: place)
        return
      }
      let name = services[Array(id.bytes)] ?? []
      if name.isEmpty { notes.add(.noProcess, place) }
      name.withUnsafeBytes {
        if !$0.isEmpty { record.service = ByteText($0) }
        sink.span(record, at: place)
      }
    }

    private func hit(_ place: RecordPlace, _ sink: any RecordSink) {
      guard tape.kind(tape.root) == .object, let source = tape.member(tape.root, "_source") else {
        if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
        sink.quarantine(
          QuarantinedRecord(
            code: "hit-source", message: "a hit without its _source",
            fix: "export with _source enabled"), at: place)
        return
      }
      deliver(tape, source, place, sink)
    }

    private func hitCount() -> Int64 {
      guard tape.kind(tape.root) == .object else { return tape.integer(tape.root) ?? 0 }
      if tape.text(tape.root, "relation")?.bytes.equals("gte") ?? false { isCut = true }
      return tape.member(tape.root, "value").flatMap { tape.integer($0) } ?? 0
    }

    override func documentEnded(into sink: any RecordSink) {
      release(sink)
      trace = -1
      services = [:]
      hasProcesses = false
    }

    override func end(into sink: any RecordSink) {
      release(sink)
      notes.deliver(into: sink)
      guard total > delivered || isCut else { return }
      sink.note(
        FileNote(
          "export-truncated",
          "the response holds \(delivered) of \(isCut ? "at least " : "")\(total) hits",
          fix: "export with scroll or search_after until nothing is left"))
    }
  }
}
