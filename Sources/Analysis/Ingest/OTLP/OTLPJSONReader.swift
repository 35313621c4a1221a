/// Reads OTLP in JSON, spans, log records and metrics as they come by.
///
/// Large exports of independent lines are shared between workers; documents of any size are read as
/// a stream. Spans are read off the structural index where that decides them (`QuickSpan`).
final class OTLPJSONReader: ElementReader, LineChunkReader {
  private let attributes: OTLPAttributes
  private let quickSpan: QuickSpan
  private var notes = SpanNotes()
  private let logs: OTLPJSONLog
  private var metrics: OTLPJSONMetric
  /// The resource at hand: its service, and the number of the entry it belongs to.
  private var service: [UInt8] = []
  private var labels = OTLPResourceLabels()
  private var (serviceEntry, recordEntry) = (-1, -1)
  private static let targets = OTLPJSONPaths.all.targets

  init(_ context: ReaderContext) {
    let tape = JSONTape(context.limits)
    attributes = OTLPAttributes(tape)
    quickSpan = QuickSpan(context.kernel, tape)
    logs = OTLPJSONLog(tape)
    metrics = OTLPJSONMetric(tape, context.limits)
    super.init(context, paths: OTLPJSONPaths.all.paths, tape: tape)
  }

  // MARK: chunks

  override func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    // Chunks of a stream may begin inside of a string: the index begins at the first span.
    quickSpan.forget()
    try super.consume(chunk, into: sink)
  }

  func read(_ chunk: LineChunk, into sink: any RecordSink) {
    if let place = chunk.tooLong {
      sink.quarantine(
        QuarantinedRecord(
          code: "line-too-long", message: "line is longer than \(context.limits.recordBytes) bytes",
          fix: "export it with fewer records a request, or as one document"), at: place)
      return
    }
    metrics.samples.isInOrder = false
    var splitter = LineSplitter(chunk, limit: context.limits.recordBytes)
    splitter.consume(chunk.bytes) { line($0, into: sink) }
    splitter.finish { line($0, into: sink) }
  }

  private func line(_ item: LineSplitter.Item, into sink: any RecordSink) {
    switch item {
    case .line(let line):
      quickSpan.forget()
      document(line, into: sink)
    case .tooLong(let place):
      sink.quarantine(
        QuarantinedRecord(
          code: "line-too-long", message: "line is longer than \(context.limits.recordBytes) bytes",
          fix: "export it with fewer records a request, or as one document"), at: place)
    }
  }

  override func quick(
    _ path: Int, _ chunk: UnsafeRawBufferPointer, _ at: Int, _ place: RecordPlace,
    into sink: any RecordSink
  ) -> QuickEnd? {
    guard Self.targets[path] == .span, !context.isStrict else { return nil }
    guard let end = quickSpan.read(chunk, at) else { return nil }
    recordEntry = entry(path)
    var place = place
    place.length = Int64(end.at - at)
    if sink.wants.contains(.rawBytes) {
      sink.rawBytes(UnsafeRawBufferPointer(rebasing: chunk[at..<end.at]), at: place)
    }
    span(quickSpan.text.reading(), place, sink)
    return end
  }

  // MARK: elements

  override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
    switch Self.targets[path] {
    case .resource: resource(entry(path), place)
    case .span:
      recordEntry = entry(path)
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      span(OTLPSpanNode(tape, tape.root).read(&notes, place), place, sink)
    case .log:
      recordEntry = entry(path)
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      withService { logs.read($0, place, into: sink) }
    case .metric:
      recordEntry = entry(path)
      let labels = isOwnResource ? labels : OTLPResourceLabels()
      metrics.read(labels, into: sink) { self.place(of: $0, in: place) }
    }
  }

  /// The entry of `resourceSpans` that a value belongs to; a resource on its own has none.
  private func entry(_ path: Int) -> Int { OTLPJSONPaths.all.isAlone[path] ? 0 : entry }

  private func resource(_ entry: Int, _ place: RecordPlace) {
    let isLate = recordEntry == entry
    let isInList = entry > 0
    if isLate, isInList { notes.add(.lateResource, place) }
    serviceEntry = entry
    labels = OTLPResourceLabels()
    service = []
    guard let list = tape.member(tape.root, "attributes") else { return }
    tape.forEachElement(list) { pair in
      guard let key = tape.text(pair, "key"), let value = tape.member(pair, "value"),
        let text = attributes.text(of: value)
      else { return }
      labels.take(key.bytes, text.string)
    }
    let name = attributes.text(list, ["service.name", "service_name"])
    service = name.map { Array($0.bytes) } ?? []
    // On its own, one that names nobody is missed by nobody.
    if isLate, !isInList, !service.isEmpty { notes.add(.lateResource, place) }
  }

  private var isOwnResource: Bool { serviceEntry == recordEntry }

  private func withService(_ body: (ByteText?) -> Void) {
    guard isOwnResource, !service.isEmpty else {
      body(nil)
      return
    }
    service.withUnsafeBytes { body(ByteText($0)) }
  }

  private func span(_ reading: SpanReading, _ place: RecordPlace, _ sink: any RecordSink) {
    guard case .span(var record) = reading else {
      sink.take(reading, &notes, at: place)
      return
    }
    withService { service in
      record.service = service
      sink.span(record, at: place)
    }
  }

  override func documentEnded(into sink: any RecordSink) { (serviceEntry, recordEntry) = (-1, -1) }

  override func end(into sink: any RecordSink) {
    notes.deliver(into: sink)
    metrics.samples.end(into: sink)
  }
}
