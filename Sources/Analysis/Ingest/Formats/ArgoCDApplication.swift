/// Application objects of Argo CD (`argocd app get -o json`, `kubectl get applications -o yaml`).
struct ArgoCDApplication: ExportFormat {
  let name = "argo-cd-application"
  let role = SourceRole.deployments
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? {
    ObjectHead(head).claim("Application", group: "argoproj.io/", "Argo CD applications")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    ObjectReader(context, DeploymentObjects(context))
  }
}

/// What the status of an Application proves.
///
/// | state | phase | time |
/// |---|---|---|
/// | each entry of `history` | started | `deployStartedAt`, else `deployedAt` |
/// | Healthy, Synced, last operation not failed | verified | latest of health's transition (else `reconciledAt`) and the operation's end |
/// | Suspended | paused | health's transition, else `reconciledAt` |
/// | Degraded, or operation Failed or Error | failed | the same; of the operation its end |
/// | Progressing, Missing, Unknown, OutOfSync | started | the same |
///
/// That manifests were applied is no switch of traffic; only health after it verifies.
/// `reconciledAt` is when the health was seen, so that it never comes too early.
enum ApplicationStatus {
  private static let phases: [String: DeploymentRecord.Phase] = [
    "Suspended": .paused, "Degraded": .failed, "Progressing": .started, "Missing": .started,
    "Unknown": .started, "Healthy": .verified,
  ]
  private static let failures: Set<String> = ["Failed", "Error"]

  @Sendable static func read(_ value: ObjectValue) -> DeploymentObjects.Findings {
    var found = DeploymentObjects.Findings()
    let name = value.at("metadata", "name")?.text
    let health = value.at("status", "health", "status")?.text
    found.facts = [
      DocumentRecord.Fact("application", name ?? "?"),
      DocumentRecord.Fact("health", health ?? "?"),
    ]
    let namespace = value.at("metadata", "namespace")?.text
    func step(_ phase: DeploymentRecord.Phase, _ time: String, _ revision: String) {
      found.steps.append(
        DeploymentObjects.Step(
          deployID: ObjectNames.full(namespace, "\(name ?? "?")-\(revision)"), service: name,
          phase: phase, time: time,
          commit: ObjectNames.isCommit(revision) ? revision.lowercased() : nil,
          configHash: ObjectNames.credentials(value).configHash))
    }
    for entry in value.at("status", "history")?.elements ?? [] {
      guard let revision = entry["revision"]?.text,
        let time = entry["deployStartedAt"]?.text ?? entry["deployedAt"]?.text
      else { continue }
      step(.started, time, revision)
    }
    let operation = value.at("status", "operationState")
    let finished = operation?["finishedAt"]?.text
    let seen =
      value.at("status", "health", "lastTransitionTime")?.text
      ?? value.at("status", "reconciledAt")?.text
    let revision =
      value.at("status", "sync", "revision")?.text ?? operation?.at("syncResult", "revision")?.text
    var phase = health.flatMap { phases[$0] }
    var time = [seen, phase == .verified ? finished : nil].compactMap { $0 }.max()
    if phase == .verified, value.at("status", "sync", "status")?.text != "Synced" {
      phase = .started
    }
    if let ended = operation?["phase"]?.text, failures.contains(ended) {
      (phase, time) = (.failed, finished)
    } else if seen == nil {
      time = nil
    }
    if let phase, let time, let revision {
      step(phase, time, revision)
    } else {
      found.notes = [
        FileNote(
          health == nil || phase != nil ? "state-without-time" : "state-unknown",
          "an Application's health without time, revision or known word is on no timeline",
          fix: "export the live object with its status (argocd app get -o json)")
      ]
    }
    return found
  }
}
