/// Canary objects of Flagger (`kubectl get canaries -o json|yaml`).
struct FlaggerCanary: ExportFormat {
  let name = "flagger-canary"
  let role = SourceRole.deployments
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? {
    ObjectHead(head).claim("Canary", group: "flagger.app/", "Flagger canaries")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    ObjectReader(context, DeploymentObjects(context))
  }
}

/// What the status of a Canary proves, at the time of its last transition.
///
/// `Promoting` and `Finalising` move traffic to what was checked; `Succeeded` is verified only when
/// the applied specification is the promoted one and the condition Promoted is not denied.
/// `Initialized` is the installation: no analysis ran, nothing is verified.
enum CanaryStatus {
  private static let phases: [String: DeploymentRecord.Phase] = [
    "Initializing": .started, "Initialized": .started, "Progressing": .started,
    "Waiting": .paused, "WaitingPromotion": .paused, "Promoting": .switched,
    "Finalising": .switched, "Succeeded": .verified, "Failed": .failed, "Terminating": .failed,
    "Terminated": .failed,
  ]

  @Sendable static func read(_ value: ObjectValue) -> DeploymentObjects.Findings {
    var found = DeploymentObjects.Findings()
    let name = value.at("metadata", "name")?.text ?? "?"
    let status = value["status"]
    let word = status?["phase"]?.text
    found.facts = [DocumentRecord.Fact("canary", name), DocumentRecord.Fact("phase", word ?? "?")]
    let promoted = status?["conditions"]?.elements.last { $0["type"]?.text == "Promoted" }
    guard let status, let word, var phase = phases[word],
      let time = status["lastTransitionTime"]?.text ?? promoted?["lastTransitionTime"]?.text
    else {
      found.notes = [
        FileNote(
          "state-unknown", "a Canary without a known phase and its time is on no timeline",
          fix: "export the live object (kubectl get canary -o yaml)")
      ]
      return found
    }
    let applied = status["lastAppliedSpec"]?.text
    if phase == .verified,
      applied != status["lastPromotedSpec"]?.text || promoted?["status"]?.text == "False"
    {
      phase = .switched
      found.notes = [
        FileNote(
          "state-contradiction", "succeeded, but what was applied is not what was promoted",
          fix: "export it again; the success was not taken as verified")
      ]
    }
    let credentials = ObjectNames.credentials(value)
    let namespace = value.at("metadata", "namespace")?.text
    found.steps = [
      DeploymentObjects.Step(
        deployID: ObjectNames.full(namespace, applied.map { "\(name)-\($0)" } ?? name),
        service: name, phase: phase, time: time, commit: credentials.commit,
        configHash: credentials.configHash)
    ]
    return found
  }
}
