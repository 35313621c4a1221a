/// Envoy's and Istio's access log as JSON lines.
///
/// `start_time` is the request's start and `duration` the milliseconds from there to the last byte
/// out (envoyproxy.io, "Access logging": START_TIME, DURATION), so the end is their sum. Logs
/// that name the start otherwise, such as Contour's `@timestamp`, are recognised by their
/// `response_flags` and need the time field declared.
struct EnvoyJSONLog: ExportFormat {
  let name = "envoy-json"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let records = JSONHead(head) { tape in
      tape.member(tape.root, "response_code") != nil && tape.member(tape.root, "duration") != nil
        && (tape.member(tape.root, "start_time") != nil
          || tape.member(tape.root, "response_flags") != nil)
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are JSON objects with response_code, duration, start_time")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    Reader(
      context.documented(
        time: "start_time", means: .start,
        [
          .latency: (name: "duration", unit: .milliseconds),
          .status: (name: "response_code", unit: nil),
        ]))
  }

  private final class Reader: JSONAccessReader {
    /// Without a duration the end is unknown.
    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      if context.source?.timeMeans == .start, fields.latency() == nil {
        sink.quarantine(.endUnknown(since: stamp), at: place)
        return
      }
      super.record(stamp, place, into: sink)
    }
  }
}
