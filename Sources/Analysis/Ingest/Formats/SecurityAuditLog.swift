/// Security-audit records as JSON lines; a leak is a record with `data_leak_pattern`.
struct SecurityAuditLog: ExportFormat {
  let name = "security-audit"
  let role = SourceRole.securityAudit

  func recognizes(_ head: ExportHead) -> Recognition? {
    let pattern = [FieldPath("data_leak_pattern")]
    let leaks = JSONHead(head) { $0.find(pattern) != nil }
    // Beyond the lines that were looked at, or inside the frames of another format?
    let isPlain = JSONHead(head) {
      $0.find(FieldTable.known[.time].paths) != nil && $0.find([FieldPath("event")]) != nil
    }
    if leaks.matching > 0 || isPlain.isMostly && contains(head, "\"data_leak_pattern\"") {
      return Recognition(confidence: 90, reason: "records hold data_leak_pattern")
    }
    // An audit export in which nothing leaked has no such field at all.
    let events = JSONHead(head) { tape in
      tape.find([FieldPath("event")]) != nil && tape.find([FieldPath("actor")]) != nil
        && tape.find(FieldTable.known[.time].paths) != nil
    }
    guard events.isMostly else { return nil }
    return Recognition(confidence: 70, reason: "lines are JSON objects with time, event and actor")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LogRecordReader {
    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      delivery.deliver(.securityAudit, stamp, RecordDelivery.Frame(), place, into: sink)
    }
  }
}
