/// Deployment steps as JSON lines: `deploy_id, service, phase, time, commit, config_hash`.
struct DeploymentLog: ExportFormat {
  let name = "deployment-jsonl"
  let role = SourceRole.deployments

  func recognizes(_ head: ExportHead) -> Recognition? {
    let records = JSONHead(head) { tape in
      tape.find(Reader.ids) != nil && tape.find(Reader.phases) != nil
    }
    guard records.isMostly else { return nil }
    return Recognition(confidence: 90, reason: "lines are JSON objects with deploy_id and phase")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LogRecordReader {
    static let ids = ["deploy_id", "deployment_id", "deployId"].map(FieldPath.init)
    static let phases = ["phase", "event", "status"].map(FieldPath.init)
    private let commits = ["commit", "git_commit", "revision"].map(FieldPath.init)
    private let hashes = ["config_hash", "configHash"].map(FieldPath.init)
    private let verified = [FieldPath("verified")]

    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      guard let id = tape.text(at: Self.ids)?.string, !id.isEmpty, let phase = phase() else {
        sink.quarantine(
          QuarantinedRecord(
            code: "deployment-phase", message: "deployment record without a known phase",
            fix: "use started, paused, switched, verified, superseded, rolled-back or failed",
            time: stamp.instant), at: place)
        return
      }
      sink.deployment(
        DeploymentRecord(
          deployID: id, service: fields.text(.service)?.string, phase: phase, time: stamp,
          commit: tape.text(at: commits)?.string.lowercased(),
          configHash: tape.text(at: hashes)?.string), at: place)
    }

    /// `phase: verified`, `event: deploy.topology_verified`, or `verified: true`.
    private func phase() -> DeploymentRecord.Phase? {
      if let node = tape.find(verified), tape.kind(node) == .bool, tape.nodes[node].flag {
        return .verified
      }
      guard let text = tape.text(at: Self.phases)?.string.lowercased() else { return nil }
      let word = text.split(separator: ".").last.map(String.init) ?? text
      return Self.names[word.replacing("_", with: "-")]
    }

    private static let names: [String: DeploymentRecord.Phase] = [
      "started": .started, "start": .started, "progressing": .started, "paused": .paused,
      "switched": .switched, "switch": .switched, "traffic-switched": .switched,
      "promoted": .switched, "verified": .verified, "topology-verified": .verified,
      "superseded": .superseded, "rolled-back": .rolledBack, "rollback": .rolledBack,
      "rolledback": .rolledBack, "failed": .failed, "aborted": .failed, "degraded": .failed,
    ]
  }
}
