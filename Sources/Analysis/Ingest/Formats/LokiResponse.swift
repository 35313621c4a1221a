/// Loki's answer to `query_range` or `query`, and the body of a push request: streams of labels
/// with `[time in nanoseconds, line]` pairs; a third element holds structured metadata.
struct LokiResponse: ExportFormat {
  let name = "loki-query"
  let role = SourceRole.appLog
  let sliceUnit = SliceUnit.document
  let framesAnyLog = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"values\""),
      contains(head, "\"stream\""),
      contains(head, "\"streams\"") || contains(head, "\"resultType\"")
    else { return nil }
    return Recognition(
      confidence: 88, reason: "streams with labels and values", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private static let labels = ["data.result.*.stream", "streams.*.stream"]
    private static let values = ["data.result.*.values.*", "streams.*.values.*"]
    private let inner: InnerRecord
    private var service: [UInt8] = []
    private var trace: [UInt8] = []
    private var level: LogLevel?
    private var entries: Int64 = 0
    private var labelEntry = -1

    init(_ context: ReaderContext) {
      inner = InnerRecord(context, StampReader(context.assumedZone))
      super.init(
        context, paths: Self.labels + Self.values,
        tape: JSONTape(context.limits))
    }

    override func documentEnded(into sink: any RecordSink) { labelEntry = -1 }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      if path < Self.labels.count {
        labelEntry = entry
        take(labels: tape.root)
      } else {
        if labelEntry != entry { forgetLabels() }
        entries += 1
        if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
        value(place, sink)
      }
    }

    private func forgetLabels() {
      (service, trace, level) = ([], [], nil)
      labelEntry = entry
    }

    private func take(labels: Int) {
      func label(_ names: [StaticString]) -> ByteText? {
        for name in names {
          if let text = tape.member(labels, name).flatMap({ tape.text(ofScalar: $0) }) {
            return text
          }
        }
        return nil
      }
      service =
        label(["service", "service_name", "app", "container"]).map { Array($0.bytes) } ?? []
      trace = label(["trace_id", "traceID"]).map { Array($0.bytes) } ?? []
      level = label(["level", "detected_level", "severity"]).flatMap { LogLevel($0.bytes) }
    }

    private func value(_ place: RecordPlace, _ sink: any RecordSink) {
      let parts = tape.elements(tape.root)
      guard parts.count >= 2, let text = tape.text(ofScalar: parts[1]),
        let time = tape.integer(parts[0])
      else {
        sink.quarantine(
          QuarantinedRecord(
            code: "loki-entry", message: "an entry that is no pair of time and line",
            fix: "export the query again"), at: place)
        return
      }
      guard StampFault.plausibleSeconds.contains(time / 1_000_000_000) else {
        let fault = StampFault.range
        sink.quarantine(
          QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix),
          at: place)
        return
      }
      var frame = InnerRecord.Frame(
        stamp: .success(Stamp(Instant(nanoseconds: time), resolutionNanoseconds: 1)))
      frame.level = level
      service.withUnsafeBytes { service in
        trace.withUnsafeBytes { trace in
          frame.service = service.isEmpty ? nil : ByteText(service)
          frame.traceID = metadata(parts) ?? (trace.isEmpty ? nil : ByteText(trace))
          inner.deliver(text.bytes, frame, place, sink)
        }
      }
    }

    /// The trace id of an entry's structured metadata.
    private func metadata(_ parts: [Int]) -> ByteText? {
      guard parts.count > 2, tape.kind(parts[2]) == .object else { return nil }
      let own = tape.member(parts[2], "structuredMetadata") ?? parts[2]
      return (tape.member(own, "trace_id") ?? tape.member(own, "traceID"))
        .flatMap { tape.text(ofScalar: $0) }
    }

    override func end(into sink: any RecordSink) {
      inner.end(into: sink)
      // Loki's default and usual limits; a query that reaches one has left lines out.
      guard [100, 1_000, 5_000, 10_000].contains(entries) else { return }
      sink.note(
        FileNote(
          "export-truncated", "the response holds exactly \(entries) entries, a limit of queries",
          fix: "export shorter ranges, or with a higher limit"))
    }
  }
}
