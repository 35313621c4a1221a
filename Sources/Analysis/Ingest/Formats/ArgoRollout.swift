/// Rollout objects of Argo Rollouts (`kubectl get rollouts -o json|yaml`).
struct ArgoRollout: ExportFormat {
  let name = "argo-rollout"
  let role = SourceRole.deployments
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? {
    ObjectHead(head).claim("Rollout", group: "argoproj.io/", "Argo Rollouts objects")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    ObjectReader(context, DeploymentObjects(context))
  }
}

/// What the status of a Rollout proves. The state is that of one moment; times are those its
/// conditions state, none is made up.
///
/// | state | phase | time |
/// |---|---|---|
/// | `abort`, Progressing `RolloutAborted`, `ProgressDeadlineExceeded`… | failed | of that condition |
/// | `pauseConditions`, Progressing `RolloutPaused`… | paused | start of the first pause |
/// | active service on the current pods, stable set the same, Completed | verified | Completed became true, else Progressing's last update |
/// | active service on the current pods, not complete | switched | Available's transition |
/// | else Progressing with a reason of work | started | of that condition |
///
/// Verified needs both halves of the proof, the switch (`activeSelector`, for canaries
/// `stableRS`, equal `currentPodHash`) and the completion, in a status that belongs to the present
/// specification: a numeric `observedGeneration` below `generation` proves nothing. Old
/// controllers write a hash there, which says nothing either way.
enum RolloutStatus {
  private static let progress: [String: DeploymentRecord.Phase] = [
    "RolloutAborted": .failed, "ProgressDeadlineExceeded": .failed, "InvalidSpec": .failed,
    "FailedRSCreate": .failed, "ReplicaSetCreateError": .failed, "RolloutError": .failed,
    "RolloutPaused": .paused, "InconclusiveAnalysisRun": .paused, "InconclusiveExperiment": .paused,
    "RolloutAnalysisRunFailed": .failed, "AnalysisRunFailed": .failed,
    "NewReplicaSetCreated": .started, "FoundNewReplicaSet": .started,
    "ReplicaSetUpdated": .started, "RolloutResumed": .started, "RolloutRetry": .started,
    "RolloutRestarted": .started,
  ]
  private static let completed: Set<String> = ["NewReplicaSetAvailable", "RolloutCompleted"]

  @Sendable static func read(_ value: ObjectValue) -> DeploymentObjects.Findings {
    var found = DeploymentObjects.Findings()
    let name = value.at("metadata", "name")?.text
    guard let name, let status = value["status"], let hash = status["currentPodHash"]?.text else {
      found.facts = [DocumentRecord.Fact("rollout", name ?? "?")]
      found.notes = [
        FileNote(
          "state-unknown", "a Rollout without a status says nothing of a deployment",
          fix: "export the live object (kubectl get rollout -o yaml)")
      ]
      return found
    }
    let credentials = ObjectNames.credentials(value)
    let namespace = value.at("metadata", "namespace")?.text
    func step(_ phase: DeploymentRecord.Phase, _ time: String?) {
      guard let time else {
        found.facts = [
          DocumentRecord.Fact("rollout", name), DocumentRecord.Fact("phase", phase.rawValue),
        ]
        found.notes.append(
          FileNote(
            "state-without-time", "a state without a time cannot be put on the timeline",
            fix: "export the events of the deployment as well"))
        return
      }
      found.steps.append(
        DeploymentObjects.Step(
          deployID: ObjectNames.full(namespace, "\(name)-\(hash)"), service: name, phase: phase,
          time: time, commit: credentials.commit, configHash: credentials.configHash))
    }
    let progressing = condition(status, "Progressing")
    let reason = progressing?["reason"]?.text ?? ""
    let updated = progressing?["lastUpdateTime"]?.text ?? progressing?["lastTransitionTime"]?.text
    let isOutdated = isOutdated(value, status)
    let pauses = status["pauseConditions"]?.elements ?? []
    let isSwitched = isSwitched(value, status, hash)
    if isOutdated {
      found.notes.append(
        FileNote(
          "generation-outdated", "the status is of an earlier specification than the object's",
          fix: "export it again once the controller has seen the change"))
      step(.started, updated)
    } else if status["abort"]?.isTrue == true || progress[reason] == .failed {
      step(.failed, updated ?? status["abortedAt"]?.text)
    } else if !pauses.isEmpty || progress[reason] == .paused
      || value.at("spec", "paused")?.isTrue == true
    {
      step(.paused, pauses.compactMap { $0["startTime"]?.text }.min() ?? updated)
    } else if isSwitched, let time = completion(status, reason, updated) {
      step(.verified, time)
    } else if isSwitched {
      step(.switched, condition(status, "Available")?["lastTransitionTime"]?.text)
    } else {
      if condition(status, "Completed")?["status"]?.isTrue == true {
        found.notes.append(
          FileNote(
            "state-contradiction", "completed, but traffic is not on the current pods",
            fix: "export it again; the completion was not taken as verified"))
      }
      step(.started, updated ?? condition(status, "Available")?["lastTransitionTime"]?.text)
    }
    return found
  }

  /// When the update was complete; nil while it is not.
  private static func completion(
    _ status: ObjectValue, _ reason: String, _ updated: String?
  ) -> String? {
    let wasCompleted = condition(status, "Completed")
    if let wasCompleted {
      guard wasCompleted["status"]?.isTrue == true else { return nil }
      return wasCompleted["lastTransitionTime"]?.text ?? wasCompleted["lastUpdateTime"]?.text
    }
    return completed.contains(reason) ? updated : nil
  }

  private static func isSwitched(
    _ value: ObjectValue, _ status: ObjectValue, _ hash: String
  ) -> Bool {
    let stable = status["stableRS"]?.text ?? status.at("canary", "stableRS")?.text
    if value.at("spec", "strategy", "blueGreen") != nil {
      // Controllers before 0.9 state no stable set.
      return status.at("blueGreen", "activeSelector")?.text == hash && stable ?? hash == hash
    }
    return stable == hash
  }

  private static func isOutdated(_ value: ObjectValue, _ status: ObjectValue) -> Bool {
    guard let wanted = value.at("metadata", "generation")?.text.flatMap({ Int64($0) }),
      let seen = status["observedGeneration"]?.text.flatMap({ Int64($0) })
    else { return false }
    return seen < wanted
  }

  private static func condition(_ status: ObjectValue, _ type: String) -> ObjectValue? {
    status["conditions"]?.elements.last { $0["type"]?.text == type }
  }
}
