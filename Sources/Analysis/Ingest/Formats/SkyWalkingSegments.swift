/// SkyWalking's segments and answers: recognised, counted and not read, and the export says why.
///
/// Their spans are numbered within segments, their trace ids are texts of any shape, and a call
/// across services is tied by segment references: nothing there joins the ids of logs.
struct SkyWalkingSegments: ExportFormat {
  let name = "skywalking-segments"
  let role = SourceRole.spans

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      contains(head, "\"spans\"")
    else { return nil }
    let isSegment =
      contains(head, "\"traceSegmentId\"")
      || contains(head, "\"segmentId\"") && contains(head, "\"serviceCode\"")
      || contains(head, "\"segments\"") && contains(head, "\"serviceInstanceName\"")
    guard isSegment else { return nil }
    return Recognition(confidence: 95, reason: "SkyWalking segments, which are not read")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private var count = 0
    private var first: RecordPlace?

    init(_ context: ReaderContext) {
      super.init(
        context, paths: ["", "*", "data.trace.spans.*"], tape: JSONTape(context.limits))
    }

    override func isElement(_ path: Int, beginningWith byte: UInt8) -> Bool {
      path > 0 || byte == UInt8(ascii: "{")
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      count += 1
      if first == nil { first = place }
      sink.other(at: place, time: nil)
    }

    override func end(into sink: any RecordSink) {
      guard count > 0 else { return }
      sink.note(
        FileNote(
          "skywalking-not-read",
          "SkyWalking segments are not read: their ids do not join those of logs",
          fix: "export the traces as OTLP, Zipkin or Jaeger", place: first, count: count))
    }
  }
}
