/// Access records as JSON lines: nginx `escape=json`, and other gateways by their field names.
struct JSONAccessLog: ExportFormat {
  let name = "json-access"
  let role = SourceRole.gatewayAccess

  func recognizes(_ head: ExportHead) -> Recognition? {
    let table = FieldTable(nil)
    let records = JSONHead(head) { tape in
      tape.find(table[.status].paths) != nil && tape.find(table[.path].paths) != nil
        && (tape.find(table[.method].paths) != nil || tape.find([FieldPath("request_time")]) != nil)
        && tape.find(table[.level].paths) == nil
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 80, reason: "lines are JSON objects with status, path and method or duration")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  let hasIndependentLines = true

  private final class Reader: LogRecordReader {
    override var readsFieldsOnly: Bool { true }

    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      delivery.request(stamp, RecordDelivery.Frame(), place, into: sink)
    }
  }
}
