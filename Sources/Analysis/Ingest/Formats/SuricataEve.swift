/// Suricata's EVE log: alerts, flows, statistics and protocol events as JSON lines.
struct SuricataEve: ExportFormat {
  let name = "suricata-eve"
  let role = SourceRole.securityAudit
  let reportsLeaks = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    let time = FieldPath("timestamp")
    let type = FieldPath("event_type")
    let rest = ["flow_id", "src_ip", "in_iface", "stats", "engine"].map { FieldPath($0) }
    let events = JSONHead(head) { tape in
      tape.find(time) != nil && tape.find(type) != nil && tape.find(rest) != nil
    }
    guard events.isMostly else { return nil }
    return Recognition(
      confidence: 88, reason: "lines are JSON objects with timestamp, event_type and a flow")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    AuditEventReader(
      context, AuditShape(marks: ["event_type"], times: [.init("timestamp")]))
  }
}
