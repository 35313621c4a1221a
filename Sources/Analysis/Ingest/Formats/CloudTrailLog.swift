/// AWS CloudTrail: one event a line, files of `Records` as the trail writes them, and the answers
/// of `aws cloudtrail lookup-events`.
struct CloudTrailLog: ExportFormat {
  let name = "cloudtrail-json"
  let role = SourceRole.securityAudit
  let reportsLeaks = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    let members = ["eventSource", "eventName", "eventTime"].map { FieldPath($0) }
    let isLines = JSONHead(head) { tape in members.allSatisfy { tape.find($0) != nil } }.isMostly
    let isFile =
      begins(head, withMember: "Records") && contains(head, "\"eventSource\"")
      && contains(head, "\"eventName\"")
    let isAnswer =
      begins(head, withMember: "Events") && contains(head, "\"CloudTrailEvent\"")
      && contains(head, "\"EventId\"")
    let isSpread =
      begins(head, withMember: "eventVersion") && contains(head, "\"eventSource\"")
      && contains(head, "\"eventName\"")
    guard isLines || isFile || isAnswer || isSpread else { return nil }
    return Recognition(confidence: 92, reason: "events with eventSource, eventName and eventTime")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: AuditEventReader {
    init(_ context: ReaderContext) {
      super.init(
        context,
        AuditShape(
          lists: ["Records", "Events"], marks: ["eventName", "EventName"],
          times: [.init("eventTime"), .init("EventTime")], requests: ["requestID"]))
    }

    override func listed(_ place: RecordPlace, into sink: any RecordSink) {
      guard let token = tape.member(0, "NextToken"), tape.kind(token) == .string else { return }
      sink.note(
        FileNote(
          "export-truncated", "the answer is one page of several",
          fix: "let the aws command page to the end (no --max-items, no --no-paginate)",
          place: place))
    }
  }
}
