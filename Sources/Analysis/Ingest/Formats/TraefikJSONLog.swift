/// Traefik's access log as JSON lines.
///
/// `time` is when the entry was written, after the response: the end; `Duration` is in
/// nanoseconds, `DownstreamStatus` went to the client and `OriginStatus` came from the service
/// (doc.traefik.io, "Access logs"). `time` is in whole seconds; to judge by the start declare
/// `time: {field: StartUTC, means: start}`.
struct TraefikJSONLog: ExportFormat {
  let name = "traefik-json"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let records = JSONHead(head) { tape in
      tape.member(tape.root, "DownstreamStatus") != nil && tape.member(tape.root, "Duration") != nil
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are JSON objects with DownstreamStatus and Duration")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    JSONAccessReader(
      context.documented(
        DocumentedFields(names: [
          .time: [("time", nil)],
          .latency: [("Duration", .nanoseconds)],
          .path: [("RequestPath", nil)],
          .method: [("RequestMethod", nil)],
          .status: [("DownstreamStatus", nil)],
          .upstreamStatus: [("OriginStatus", nil)],
          .service: [("ServiceName", nil)],
          .requestID: [("request_X-Request-Id", nil)],
        ])))
  }
}
