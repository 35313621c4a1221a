/// What the Go runtime prints when a program dies, and goroutine dumps (SIGQUIT, pprof).
///
/// The text states no time. A panic is a record of the application all the same and is
/// quarantined as one without a stamp; goroutines of a dump are no records and are counted.
struct GoPanicText: ExportFormat {
  let name = "go-panic"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    let traces = LineHead(head) { TraceFollower.isGoroutine($0) || TraceFollower.isPanic($0) }
    guard traces.isOften || traces.matching > 0 && contains(head, "\ngoroutine ") else {
      return nil
    }
    return Recognition(confidence: 40, reason: "text holds a Go panic or goroutines")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: EntryReader {
    private let stamps: StampReader
    private var follower = TraceFollower(UnsafeRawBufferPointer(start: nil, count: 0))
    private var isPanic = false
    private var untimed = 0
    private var firstUntimed: RecordPlace?

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      let content = Self.content(line.bytes)
      let isStart =
        TraceFollower.isPanic(content)
        || TraceFollower.isGoroutine(content) && !(isOpen && isPanic)
      if isStart {
        open(line, sink)
        follower = TraceFollower(content)
        isPanic = TraceFollower.isPanic(content)
      } else if !(isOpen && follower.continues(content) && extend(line)) {
        passOver(line, sink)
      }
    }

    /// The line without a time before it.
    private static func content(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
      LooseStamp(line).map { line.rest($0.end).trimmed } ?? line
    }

    override func entry(
      _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
    ) {
      let line = text.firstLine
      let found = LooseStamp(line)
      let stamp =
        found.map { stamps.read(line.part($0.range.lowerBound, $0.range.upperBound)) }
        ?? .failure(.missing)
      switch stamp {
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        record.level = isPanic ? .fatal : nil
        record.message = ByteText(Self.content(line))
        record.stackTrace = ByteText(text)
        sink.application(record, at: place)
      case .failure(let fault) where isPanic || fault != .missing:
        quarantine(fault, place, sink)
      case .failure:
        untimed += 1
        if firstUntimed == nil { firstUntimed = place }
        sink.other(at: place, time: nil)
      }
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      if untimed > 0 {
        sink.note(
          FileNote(
            "no-timestamp", "goroutines without a time cannot be placed in a window",
            fix: "export them through a log that writes times", place: firstUntimed,
            count: untimed))
      }
      noteZones(stamps, context, sink)
    }
  }
}
