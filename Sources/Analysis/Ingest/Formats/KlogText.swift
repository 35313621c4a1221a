/// klog and glog: `E0515 14:20:01.123456 1 file.go:123] message`, without year and zone.
struct KlogText: ExportFormat {
  let name = "klog"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { KlogHead($0) != nil }).isOften else { return nil }
    return Recognition(confidence: 58, reason: "lines begin with a severity letter, MMDD and time")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: EntryReader {
    private let clock: YearlessClock

    override init(_ context: ReaderContext) {
      clock = YearlessClock(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      if KlogHead(line.bytes) != nil {
        open(line, sink)
        return
      }
      // glog's header states the year.
      if line.bytes.has("Log file created at: ") { clock.see(header: line.bytes) }
      let isForeign =
        line.bytes.first == UInt8(ascii: "{") || LooseStamp(line.bytes) != nil
        || InnerRecord.looksLikeLogfmt(line.bytes)
      if isForeign || !extend(line) { passOver(line, sink) }
    }

    override func entry(
      _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
    ) {
      guard let head = KlogHead(text.firstLine) else { return sink.other(at: place, time: nil) }
      let stamp = clock.read(
        month: head.month, day: head.day, time: head.time, message: head.message)
      switch stamp {
      case .failure(let fault): quarantine(fault, place, sink)
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        record.level = head.level
        record.message = ByteText(head.message)
        record.traceID = TextHead(head.message).traceID.map { ByteText($0) }
        record.stackTrace = stackTrace(in: text).map { ByteText($0) }
        sink.application(record, at: place)
      }
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      noteAssumedZone(clock.assumed, context, sink)
    }
  }
}
