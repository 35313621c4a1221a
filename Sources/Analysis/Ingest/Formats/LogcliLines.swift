/// `logcli query -o jsonl`: one entry a line, with labels, line and timestamp.
struct LogcliLines: ExportFormat {
  let name = "loki-logcli"
  let role = SourceRole.appLog
  let framesAnyLog = true
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let lines = JSONHead(head) { tape in
      guard let labels = tape.member(tape.root, "labels") else { return false }
      return tape.kind(labels) == .object && tape.member(tape.root, "line") != nil
        && tape.member(tape.root, "timestamp") != nil
    }
    guard lines.isMostly else { return nil }
    return Recognition(
      confidence: 88, reason: "lines are entries with labels, line and timestamp",
      role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONLineReader {
    private let inner: InnerRecord

    override init(_ context: ReaderContext) {
      inner = InnerRecord(context, StampReader(context.assumedZone))
      super.init(context)
    }

    private static let services = ["labels.service", "labels.service_name", "labels.app"]
      .map(FieldPath.init)
    private static let traces = ["labels.trace_id", "labels.traceID"].map(FieldPath.init)
    private static let levels = ["labels.level", "labels.detected_level"].map(FieldPath.init)

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      // The frame's own name: the appendix declares where the time of the line inside is.
      let own = tape.member(tape.root, "timestamp").flatMap { tape.text(ofScalar: $0) }
      let reading = own.map { stamps.read($0.bytes) } ?? .failure(.missing)
      guard case .success(let stamp) = reading else {
        if case .failure(let fault) = reading {
          sink.quarantine(
            QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix),
            at: place)
        }
        return
      }
      guard let text = tape.member(tape.root, "line").flatMap({ tape.text(ofScalar: $0) }) else {
        sink.quarantine(
          QuarantinedRecord(
            code: "loki-entry", message: "an entry without its line",
            fix: "export the query again", time: stamp.instant), at: place)
        return
      }
      var frame = InnerRecord.Frame(stamp: .success(stamp))
      frame.service = tape.text(at: Self.services)
      frame.traceID = tape.text(at: Self.traces)
      frame.level = tape.text(at: Self.levels).flatMap { LogLevel($0.bytes) }
      inner.deliver(text.bytes, frame, place, sink)
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      inner.end(into: sink)
    }
  }
}
