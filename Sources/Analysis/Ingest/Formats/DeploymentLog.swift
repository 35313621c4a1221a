/// Deployment steps as JSON lines: `deploy_id, service, phase, time, commit, config_hash`, with the
/// step as `phase`, `event` (`deploy.topology_verified`, `DeployStarted`) or `status`, and
/// `verified`. Where they contradict each other, what takes a deployment out of force counts, and a
/// record that is `verified` and denies it is refused: neither arms anything.
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
    static let ids = [
      "deploy_id", "deployment_id", "deployId", "deploymentId", "deploy.id", "deployment.id",
    ].map(FieldPath.init)
    static let phases = ["phase", "event", "status"].map(FieldPath.init)
    private let commits = [
      "commit", "git_commit", "gitCommit", "commit_sha", "git.commit", "revision",
    ].map(FieldPath.init)
    private let hashes = ["config_hash", "configHash", "config.hash"].map(FieldPath.init)
    private let verified = [FieldPath("verified")]

    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      func refuse(_ code: String, _ message: String, _ fix: String) {
        sink.quarantine(
          QuarantinedRecord(code: code, message: message, fix: fix, time: stamp.instant), at: place)
      }
      let id = tape.text(at: Self.ids)?.string ?? ""
      let phases = statedPhases()
      guard !id.isEmpty, let phase = phases.first else {
        refuse(
          "deployment-phase", "deployment record without an id or a known phase",
          "use started, paused, switched, verified, superseded, rolled-back or failed")
        return
      }
      if phases.count > 1 {
        let fix = "write one record a phase; a record may say verified: true only of that phase"
        guard phase != .verified else {
          refuse(
            "deployment-contradiction", "deployment record that is verified and denies it", fix)
          return
        }
        sink.note(
          FileNote(
            "deployment-contradiction",
            "deployment record that states two phases; the one that verifies nothing was taken",
            fix: fix, place: place))
      }
      sink.deployment(
        DeploymentRecord(
          deployID: id, service: fields.text(.service)?.string, phase: phase, time: stamp,
          commit: tape.text(at: commits)?.string.lowercased(),
          configHash: tape.text(at: hashes)?.string), at: place)
    }

    /// The phases that the record states, each once. That something started or was completed
    /// contradicts nothing, so that it counts only where nothing else is said.
    private func statedPhases() -> [DeploymentRecord.Phase] {
      var found: [DeploymentRecord.Phase] = []
      func note(_ phase: DeploymentRecord.Phase) {
        if !found.contains(phase) { found.append(phase) }
      }
      var denied = false
      if let node = tape.find(verified), tape.kind(node) == .bool {
        if tape.nodes[node].flag { note(.verified) } else { denied = true }
      }
      for path in Self.phases {
        guard let node = tape.find(path), let text = tape.text(ofScalar: node)?.string else {
          continue
        }
        if let phase = Self.names[Self.word(text)] { note(phase) }
      }
      if denied, found.contains(.verified) { return [.verified, .verified] }
      // A step and the word that it was verified are one record: the last step counts.
      if found.contains(.verified) { found.removeAll { $0 == .switched } }
      if found.count > 1 { found.removeAll { $0 == .started } }
      return Self.severity.filter { found.contains($0) }
    }

    /// Of contradicting phases the first counts.
    private static let severity: [DeploymentRecord.Phase] = [
      .rolledBack, .superseded, .failed, .paused, .verified, .switched, .started,
    ]

    /// The last word of `deploy.topology_verified`, `deploy/TrafficSwitched`, with hyphens.
    private static func word(_ text: String) -> String {
      let last = text.split { $0 == "." || $0 == "/" || $0 == ":" }.last ?? ""
      var word = ""
      for character in last {
        if character == "_" || character == " " {
          word.append("-")
        } else if character.isUppercase, let before = word.last, before != "-",
          last.contains(where: \.isLowercase)
        {
          word += "-" + character.lowercased()
        } else {
          word += character.lowercased()
        }
      }
      return word.hasPrefix("deploy-") ? String(word.dropFirst(7)) : word
    }

    private static let names: [String: DeploymentRecord.Phase] = [
      "started": .started, "start": .started, "progressing": .started, "paused": .paused,
      "pending": .started, "in-progress": .started, "created": .started, "deployed": .started,
      "completed": .started, "finished": .started, "succeeded": .started, "success": .started,
      "suspended": .paused, "waiting": .paused, "awaiting-approval": .paused,
      "switched": .switched, "switch": .switched, "traffic-switched": .switched,
      "traffic-shifted": .switched, "cutover": .switched,
      "promoted": .switched, "verified": .verified, "topology-verified": .verified,
      "verification-passed": .verified, "superseded": .superseded, "replaced": .superseded,
      "retired": .superseded, "rolled-back": .rolledBack, "rollback": .rolledBack,
      "rolledback": .rolledBack, "reverted": .rolledBack,
      "verification-failed": .failed, "cancelled": .failed, "canceled": .failed, "error": .failed,
      "failed": .failed, "aborted": .failed, "degraded": .failed,
    ]
  }
}
