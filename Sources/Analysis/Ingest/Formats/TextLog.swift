/// Application logs as text: lines that begin with a full date, and the lines that follow them.
///
/// Spring and Logback, Python's logging, .NET and Serilog, zap's console, `kubectl logs
/// --timestamps`, and CloudWatch as text (`aws logs tail`, exports to S3) have this in common: a
/// date, a severity near it, and stack traces on lines of their own. What stands after the date may
/// be a JSON object or logfmt.
struct TextLog: ExportFormat {
  let name = "text-log"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { LooseStamp($0) != nil }).isOften else { return nil }
    return Recognition(confidence: 10, reason: "lines begin with a full date and time")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: EntryReader {
    private let stamps: StampReader
    private let inner: InnerRecord

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      inner = InnerRecord(context, stamps)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      if LooseStamp(line.bytes) != nil {
        open(line, sink)
      } else if !extend(line) {
        passOver(line, sink)
      }
    }

    override func entry(
      _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
    ) {
      guard let found = LooseStamp(text) else { return sink.other(at: place, time: nil) }
      let stamp = stamps.read(text.part(found.range.lowerBound, found.range.upperBound))
      let rest = text.rest(found.end)
      let body = rest.trimmed
      // `aws logs tail` puts the stream's name before the message.
      let afterWord = body.firstIndex(of: 0x20).map { body.rest($0 + 1).trimmed } ?? body
      for content in [body, afterWord] {
        if content.first == UInt8(ascii: "{") || InnerRecord.looksLikeLogfmt(content) {
          inner.deliver(content, InnerRecord.Frame(stamp: stamp), place, sink)
          return
        }
      }
      switch stamp {
      case .failure(let fault): quarantine(fault, place, sink)
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        inner.fill(&record, rest, TextHead(rest.firstLine))
        sink.application(record, at: place)
      }
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      inner.end(into: sink)
    }
  }
}
