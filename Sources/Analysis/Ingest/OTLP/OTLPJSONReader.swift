/// Reads OTLP in JSON, spans, log records and metrics as they come by.
///
/// Large exports of independent lines are shared between workers; documents of any size are read as
/// a stream. Spans are read off the structural index where that decides them (`QuickSpan`).
final class OTLPJSONReader: ElementReader, LineChunkReader {
  private let attributes: OTLPAttributes
  private let quickSpan: QuickSpan
  private let ways: SpanWays
  /// Behind the bytes that may be read although they lie behind the line; nil when none may be.
  private var paddedEnd: UnsafeRawPointer?
  private var notes = SpanNotes()
  private let logs: OTLPJSONLog
  private var metrics: OTLPJSONMetric
  /// The resource at hand: its service, and the number of the entry it belongs to.
  private var service: [UInt8] = []
  private var labels = OTLPResourceLabels()
  private var resources = OTLPKnownResources()
  /// What was known at the first spans of lines.
  private var heads: [(entry: Int, service: [UInt8], labels: OTLPResourceLabels)] = []
  private var (serviceEntry, recordEntry) = (-1, -1)
  private static let targets = OTLPJSONPaths.all.targets

  init(_ context: ReaderContext) {
    let tape = JSONTape(context.limits)
    attributes = OTLPAttributes(tape)
    quickSpan = QuickSpan(context.kernel, tape)
    ways = SpanWays(context.kernel)
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
    paddedEnd = chunk.bytes.baseAddress.map { $0 + chunk.bytes.count + LineChunker.padding }
    splitter.consume(chunk.bytes) { line($0, into: sink) }
    // What no line feed ends was copied.
    paddedEnd = nil
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
    guard !context.isStrict else { return nil }
    let entry = entry(path)
    if Self.targets[path] == .resource { return knownResource(entry, chunk, at, place) }
    guard Self.targets[path] == .span else { return nil }
    return service.withUnsafeBytes { name in
      let isNamed = serviceEntry == entry && !name.isEmpty
      let end = spans(
        chunk, at, place, service: isNamed ? ByteText(name) : nil, into: sink)
      if end != nil { recordEntry = entry }
      return end
    }
  }

  /// Reads the span at `at` and those right behind it.
  private func spans(
    _ chunk: UnsafeRawBufferPointer, _ at: Int, _ place: RecordPlace, service: ByteText?,
    into sink: any RecordSink
  ) -> QuickEnd? {
    let wantsRawBytes = sink.wants.contains(.rawBytes)
    let readable = paddedEnd.flatMap { end in chunk.baseAddress.map { end - $0 } } ?? chunk.count
    var found: QuickEnd?
    var record = SpanRecord.blank
    var place = place
    var start = at
    while true {
      var text = OTLPSpanText()
      guard var end = span(chunk, start, readable, &text),
        end.at - start <= context.limits.recordBytes
      else { return found }
      place.length = Int64(end.at - start)
      if wantsRawBytes {
        sink.rawBytes(UnsafeRawBufferPointer(rebasing: chunk[start..<end.at]), at: place)
      }
      if let fault = text.fill(&record) {
        sink.take(fault.reading, &notes, at: place)
      } else {
        record.service = service
        sink.span(record, at: place)
      }
      end.furtherElements = found.map { $0.furtherElements + 1 } ?? 0
      found = end
      // Nothing but a comma between the two.
      guard end.feeds == 0, end.at + 1 < chunk.count, chunk[end.at] == 0x2c,
        chunk[end.at + 1] == 0x7b
      else { return end }
      place.offset += Int64(end.at + 1 - start)
      start = end.at + 1
    }
  }

  /// Reads the span at `at` in a known way, else takes it apart.
  @inline(__always) private func span(
    _ chunk: UnsafeRawBufferPointer, _ at: Int, _ readable: Int, _ text: inout OTLPSpanText
  ) -> QuickEnd? {
    guard let base = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    let outcome = ways.follow(base + at, readable - at, &text)
    // What may be read behind the content is no part of it.
    if case .end(let count) = outcome, at + count <= chunk.count { return QuickEnd(at: at + count) }
    guard let end = quickSpan.read(chunk, at) else { return nil }
    text = quickSpan.text
    if case .unknown = outcome {
      ways.learn(UnsafeRawBufferPointer(rebasing: chunk[at..<end.at]))
    }
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

  // MARK: heads of lines

  override func headStep(_ path: Int) -> LineHeads.Step {
    guard !context.isStrict, recordEntry < 0 else { return .hasNone }
    switch Self.targets[path] {
    case .resource: return .goesOn
    case .span:
      heads.append((serviceEntry, service, labels))
      return .ends(heads.count - 1)
    case .log, .metric: return .hasNone
    }
  }

  override func recall(_ head: Int) { (serviceEntry, service, labels) = heads[head] }

  /// The entry of `resourceSpans` that a value belongs to; a resource on its own has none.
  private func entry(_ path: Int) -> Int { OTLPJSONPaths.all.isAlone[path] ? 0 : entry }

  private func resource(_ entry: Int, _ place: RecordPlace) {
    let found = OTLPResource(tape, attributes)
    resources.remember(found, tape.bytes)
    take(found, entry, place)
  }

  /// Takes the resource that begins at `at` if its bytes are those of an earlier one.
  private func knownResource(
    _ entry: Int, _ chunk: UnsafeRawBufferPointer, _ at: Int, _ place: RecordPlace
  ) -> QuickEnd? {
    let rest = UnsafeRawBufferPointer(rebasing: chunk[at...])
    guard let (known, count) = resources.find(rest) else { return nil }
    var place = place
    place.length = Int64(count)
    take(known, entry, place)
    return QuickEnd(at: at + count)
  }

  private func take(_ resource: OTLPResource, _ entry: Int, _ place: RecordPlace) {
    let isLate = recordEntry == entry
    let isInList = entry > 0
    // On its own, one that names nobody is missed by nobody.
    if isLate, isInList || !resource.service.isEmpty { notes.add(.lateResource, place) }
    serviceEntry = entry
    labels = resource.labels
    service = resource.service
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
