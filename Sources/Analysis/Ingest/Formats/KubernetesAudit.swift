/// Audit events of a Kubernetes API server: one a line of its log, or an `EventList` as its
/// webhook sends them (`audit.k8s.io`).
///
/// An event stands for one stage of a request; the stage's own time counts.
struct KubernetesAudit: ExportFormat {
  let name = "kubernetes-audit"
  let role = SourceRole.securityAudit
  let reportsLeaks = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"audit.k8s.io/"),
      contains(head, "\"auditID\"")
    else { return nil }
    return Recognition(confidence: 97, reason: "events of audit.k8s.io with an auditID")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    AuditEventReader(
      context,
      AuditShape(
        lists: ["items"], marks: ["auditID"],
        // `timestamp` is that of v1alpha1.
        times: [
          .init("stageTimestamp"), .init("requestReceivedTimestamp"), .init("timestamp"),
        ]))
  }
}
