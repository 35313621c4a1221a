/// Zipkin v2 spans: a list of them, a list of traces as its API answers, or one span after another.
struct ZipkinV2: ExportFormat {
  let name = "zipkin-v2"
  let role = SourceRole.spans

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      contains(head, "\"traceId\""), contains(head, "\"id\""),
      contains(head, "\"localEndpoint\"") || contains(head, "\"timestamp\""),
      !contains(head, "\"binaryAnnotations\""), !contains(head, "\"spanId\"")
    else { return nil }
    if first == UInt8(ascii: "[") {
      guard contains(head, "\"localEndpoint\"") || contains(head, "\"kind\"") else { return nil }
      return Recognition(confidence: 90, reason: "a list of Zipkin v2 spans")
    }
    let lines = JSONHead(head) { ZipkinSpan.isSpan($0, $0.root) }
    let opening = head.bytes.drop { $0 <= 0x20 }.prefix { $0 != 0x0a && $0 != 0x0d }
    guard lines.isMostly || opening.count == 1 && contains(head, "\"localEndpoint\"") else {
      return nil
    }
    return Recognition(confidence: 90, reason: "Zipkin v2 spans, one after another")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  /// The first character tells how the spans are laid out.
  private final class Reader: ExportReader {
    private let context: ReaderContext
    private var inner: (any ExportReader)?
    private var blank: [UInt8] = []

    init(_ context: ReaderContext) { self.context = context }

    func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
      if let inner { return try inner.consume(chunk, into: sink) }
      let first = chunk.first { $0 > 0x20 }
      if first == nil, blank.count + chunk.count <= 1 << 16 {
        blank.append(contentsOf: chunk)
        return
      }
      let made: any ExportReader =
        first == UInt8(ascii: "{") ? Objects(context) : Lists(context)
      inner = made
      try blank.withUnsafeBytes { try made.consume($0, into: sink) }
      blank = []
      try made.consume(chunk, into: sink)
    }

    func finish(into sink: any RecordSink) throws { try inner?.finish(into: sink) }
  }

  private final class Objects: JSONObjectsReader {
    private var notes = SpanNotes()

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      sink.take(ZipkinSpan(tape, tape.root).read(&notes, place), &notes, at: place)
    }

    override func ended(into sink: any RecordSink) { notes.deliver(into: sink) }
  }

  private final class Lists: ElementReader {
    private var notes = SpanNotes()

    init(_ context: ReaderContext) {
      super.init(context, paths: ["*", "*.*"], tape: JSONTape(context.limits))
    }

    /// A list inside the list is a trace.
    override func isElement(_ path: Int, beginningWith byte: UInt8) -> Bool {
      path == 1 || byte != UInt8(ascii: "[")
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      sink.take(ZipkinSpan(tape, tape.root).read(&notes, place), &notes, at: place)
    }

    override func end(into sink: any RecordSink) { notes.deliver(into: sink) }
  }
}
