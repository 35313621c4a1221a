/// Linux audit events as laurel writes them: JSON lines whose `ID` is the kernel's
/// `seconds.milliseconds:serial`.
struct LaurelLog: ExportFormat {
  let name = "laurel-json"
  let role = SourceRole.securityAudit
  let reportsLeaks = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    let id = FieldPath("ID")
    let events = JSONHead(head) { tape in
      guard let node = tape.find(id), let text = tape.text(ofScalar: node)?.string else {
        return false
      }
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      return parts.count == 2 && parts[0].contains(".") && !parts[1].isEmpty
        && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ":") }
    }
    guard events.isMostly else { return nil }
    return Recognition(
      confidence: 88, reason: "lines are JSON objects whose ID is that of a kernel audit event")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    AuditEventReader(
      context, AuditShape(marks: ["ID"], times: [.init("ID", .auditNumber)]))
  }
}
