/// logfmt: `ts=… level=… msg="…" key=value`, as Go services and logrus write it.
struct LogfmtLog: ExportFormat {
  let name = "logfmt"
  let role = SourceRole.appLog
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { InnerRecord.looksLikeLogfmt($0) }).isMostly else { return nil }
    return Recognition(confidence: 55, reason: "lines are key=value pairs with a time or level")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LineReader {
    private let fields: LogfmtFields
    private let stamps: StampReader

    override init(_ context: ReaderContext) {
      fields = LogfmtFields(FieldTable(context.source))
      stamps = StampReader(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      // A line of control characters is not blank.
      guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
      let body = line.bytes.trimmed
      show(line, sink)
      fields.read(body)
      if fields.pairs == 0 {
        sink.other(at: line.place, time: nil)
        return
      }
      guard !fields.isCut else {
        sink.quarantine(
          QuarantinedRecord(
            code: "logfmt-syntax", message: "a quote is never closed",
            fix: "re-export the file; the line may be cut"), at: line.place)
        return
      }
      guard let time = fields.time() else { return quarantine(.missing, line.place, sink) }
      switch stamps.read(time.text.bytes, unit: time.unit) {
      case .failure(let fault): quarantine(fault, line.place, sink)
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        record.fill(fields)
        sink.application(record, at: line.place)
      }
    }

    override func end(into sink: any RecordSink) { noteZones(stamps, context, sink) }
  }
}
