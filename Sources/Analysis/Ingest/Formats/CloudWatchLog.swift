/// CloudWatch Logs as JSON: what a subscription filter delivers (`logEvents` of a DATA_MESSAGE), and
/// the answers of `aws logs filter-log-events` and `get-log-events` (`events`).
///
/// An export is one object or several, one a line or without anything between, as Firehose
/// writes them to S3.
struct CloudWatchLog: ExportFormat {
  let name = "cloudwatch-json"
  let role = SourceRole.appLog
  let sliceUnit = SliceUnit.document
  let framesAnyLog = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{") else { return nil }
    if contains(head, "\"logEvents\""), contains(head, "\"messageType\"") {
      return Recognition(
        confidence: 92, reason: "a subscription message with logEvents", role: framedRole(head))
    }
    guard contains(head, "\"events\""), contains(head, "\"ingestionTime\"") else { return nil }
    return Recognition(
      confidence: 90, reason: "an answer with events and ingestionTime", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONValuesReader {
    private let stamps: StampReader
    private let inner: InnerRecord

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      inner = InnerRecord(context, stamps)
      super.init(context)
    }

    override func value(_ place: RecordPlace, into sink: any RecordSink) {
      let type = tape.member(tape.root, "messageType").flatMap { tape.text(ofScalar: $0) }
      if type?.string == "CONTROL_MESSAGE" { return sink.other(at: place, time: nil) }
      guard
        let events = tape.member(tape.root, "logEvents") ?? tape.member(tape.root, "events"),
        tape.kind(events) == .array
      else {
        sink.quarantine(
          QuarantinedRecord(
            code: "cloudwatch-shape", message: "an object without logEvents or events",
            fix: "export the log group again"), at: place)
        return
      }
      // filter-log-events says nextToken while there is more; get-log-events always names a next
      // page, so its token says nothing.
      if let token = tape.member(tape.root, "nextToken"), tape.kind(token) == .string {
        sink.note(
          FileNote(
            "cloudwatch-next-token", "the answer is one page of several",
            fix: "let the aws command page to the end (no --max-items, no --no-paginate)",
            place: place))
      }
      let group = tape.member(tape.root, "logGroup").flatMap { tape.text(ofScalar: $0) }
      for event in tape.elements(events) { deliver(event, group, sink) }
    }

    private func deliver(_ event: Int, _ group: ByteText?, _ sink: any RecordSink) {
      let place = self.place(of: event)
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.raw(event), at: place) }
      guard tape.kind(event) == .object, let message = tape.member(event, "message"),
        let text = tape.text(ofScalar: message)
      else {
        sink.quarantine(
          QuarantinedRecord(
            code: "cloudwatch-shape", message: "an event without message",
            fix: "export the log group again"), at: place)
        return
      }
      let time = tape.member(event, "timestamp").flatMap { tape.text(ofScalar: $0) }
      var frame = InnerRecord.Frame(
        stamp: time.map { stamps.read($0.bytes, unit: .milliseconds) } ?? .failure(.missing))
      frame.service = group
      inner.deliver(text.bytes, frame, place, sink)
    }

    override func finish(into sink: any RecordSink) throws {
      try super.finish(into: sink)
      inner.end(into: sink)
    }
  }
}
