/// Envoy's access log as JSON lines, with the names of Istio, Envoy Gateway and Contour.
///
/// `start_time` (Contour: `@timestamp`) is START_TIME, the request's start, and `duration` is
/// DURATION, the milliseconds from there to the last byte out (envoyproxy.io, "Access logging"), so
/// the end is their sum.
struct EnvoyJSONLog: ExportFormat {
  let name = "envoy-json"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let records = JSONHead(head) { tape in
      tape.member(tape.root, "response_code") != nil
        && (tape.member(tape.root, "start_time") != nil
          || tape.member(tape.root, "response_flags") != nil)
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are JSON objects with response_code and start_time or flags")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    Reader(
      context.documented(
        DocumentedFields(
          means: .start,
          names: [
            .time: [("start_time", nil), ("@timestamp", nil)],
            .latency: [("duration", .milliseconds)],
            .status: [("response_code", nil)],
            .method: [("method", nil)],
            .path: [("path", nil), ("x-envoy-origin-path", nil), ("x-envoy-original-path", nil)],
            .requestID: [("request_id", nil), ("x_request_id", nil), ("x-request-id", nil)],
          ])))
  }

  private final class Reader: JSONAccessReader {
    /// Without a duration the end is unknown.
    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      if context.timeMeans == .start, fields.latency() == nil {
        sink.quarantine(.endUnknown(since: stamp), at: place)
        return
      }
      super.record(stamp, place, into: sink)
    }
  }
}
