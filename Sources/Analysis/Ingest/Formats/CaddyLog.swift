/// Caddy's access log as JSON lines, `http.log.access` and its named siblings.
///
/// A line is written when the response is complete, so `ts` is the end; `duration` is in seconds
/// (caddyserver.com, "log" directive and "How logging works"). The request's fields are nested
/// in `request`. A status of 0 (nothing was written) is absent. Lines of Caddy's other loggers, the
/// errors among them that repeat an access line, are counted as other.
struct CaddyLog: ExportFormat {
  let name = "caddy-json"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let records = JSONHead(head) { tape in
      isAccess(tape) && tape.member(tape.root, "request") != nil
        && tape.member(tape.root, "status") != nil
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are JSON objects of http.log.access with request and status")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    Reader(
      context.documented(
        DocumentedFields(names: [
          .time: [("ts", nil)],
          .latency: [("duration", .seconds)],
          .path: [("request.uri", nil)],
          .method: [("request.method", nil)],
        ])))
  }

  private final class Reader: JSONAccessReader {
    // The logger's name is no field of a role.
    override var readsFieldsOnly: Bool { false }

    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      if isAccess(tape) {
        super.record(stamp, place, into: sink)
      } else {
        sink.other(at: place, time: stamp)
      }
    }
  }
}

/// Whether the record is of an access logger; encoders that leave the logger out keep the message.
private func isAccess(_ tape: JSONTape) -> Bool {
  guard let logger = tape.member(tape.root, "logger"), tape.kind(logger) == .string else {
    guard let message = tape.member(tape.root, "msg") else { return false }
    return tape.raw(message).elementsEqual("handled request".utf8)
  }
  return tape.raw(logger).starts(with: "http.log.access".utf8)
}
