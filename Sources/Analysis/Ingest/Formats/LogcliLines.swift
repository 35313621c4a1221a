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
    private let line: JSONTape
    private let inner: RecordDelivery

    override init(_ context: ReaderContext) {
      line = JSONTape(depthLimit: context.limits.nestingDepth)
      inner = RecordDelivery(context, tape: line)
      super.init(context)
    }

    private static let services = ["labels.service", "labels.service_name", "labels.app"]
      .map(FieldPath.init)
    private static let traces = ["labels.trace_id", "labels.traceID"].map(FieldPath.init)
    private static let levels = ["labels.level", "labels.detected_level"].map(FieldPath.init)

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      guard let stamp = time(place, sink) else { return }
      guard let text = tape.member(tape.root, "line").flatMap({ tape.text(ofScalar: $0) }) else {
        sink.quarantine(
          QuarantinedRecord(
            code: "loki-entry", message: "an entry without its line",
            fix: "export the query again", time: stamp.instant), at: place)
        return
      }
      var frame = RecordDelivery.Frame(time: stamp)
      frame.service = tape.text(at: Self.services)
      frame.traceID = tape.text(at: Self.traces)
      frame.level = tape.text(at: Self.levels).flatMap { LogLevel($0.bytes) }
      inner.deliver(line: text, context.role ?? .appLog, inside: frame, place, into: sink)
    }
  }
}
