/// ModSecurity's audit log as JSON, of versions 2 and 3, and Coraza's: one transaction an object.
///
/// Version 3 writes `time_stamp` in the server's time without saying its zone; version 2 says it in
/// `time`; Coraza counts in `unix_timestamp`.
struct ModSecurityJSON: ExportFormat {
  let name = "modsecurity-json"
  let role = SourceRole.securityAudit
  let reportsLeaks = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    let times = ["time_stamp", "time", "unix_timestamp", "timestamp"].map {
      FieldPath("transaction." + $0)
    }
    let isLines = JSONHead(head) { $0.find(times) != nil }.isMostly
    let isSpread =
      begins(head, withMember: "transaction")
      && (contains(head, "\"unique_id\"") || contains(head, "\"transaction_id\"")
        || contains(head, "\"unix_timestamp\""))
    guard isLines || isSpread else { return nil }
    return Recognition(confidence: 88, reason: "JSON objects with a transaction and its time")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    AuditEventReader(
      context,
      AuditShape(
        marks: ["transaction"],
        times: [
          .init("transaction.unix_timestamp", .nanoseconds),
          .init("transaction.time_stamp", .webServer), .init("transaction.time", .webServer),
          .init("transaction.timestamp", .webServer),
        ],
        requests: [
          "transaction.unique_id", "transaction.transaction_id", "transaction.id",
        ]))
  }
}
