/// Access records as JSON lines: nginx `escape=json`, and other gateways by their field names.
struct JSONAccessLog: ExportFormat {
  let name = "json-access"
  let role = SourceRole.gatewayAccess

  func recognizes(_ head: ExportHead) -> Recognition? {
    let table = FieldTable(nil)
    let records = JSONHead(head) { tape in
      tape.find(table.status) != nil && tape.find(table.path) != nil
        && (tape.find(table.method) != nil || tape.find([FieldPath("request_time")]) != nil)
        && tape.find(table.level) == nil
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 80, reason: "lines are JSON objects with status, path and method or duration")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LogRecordReader {
    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      var record = RequestRecord(end: stamp)
      record.latencyNanoseconds = tape.duration(table.latency)
      if context.source?.timeMeans == .start, let latency = record.latencyNanoseconds {
        record.end.instant = stamp.instant + latency
      }
      record.service = tape.text(at: table.service)
      record.path = tape.text(at: table.path)
      record.method = tape.text(at: table.method)
      record.status = tape.status(table.status)
      record.upstreamStatus = tape.status(table.upstreamStatus)
      record.traceID = tape.text(at: table.traceID)
      record.requestID = tape.text(at: table.requestID)
      sink.request(record, at: place)
    }
  }
}
