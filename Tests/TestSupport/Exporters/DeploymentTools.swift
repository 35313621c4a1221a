/// The deployments of the payment incident as the tools that made them would have exported them.
public enum DeploymentTools {
  /// A way to export deployments.
  public enum Kind: String, CaseIterable, Sendable {
    /// `kubectl get events -o json` with the events of Argo Rollouts.
    case rolloutEvents
    /// The same in YAML.
    case rolloutEventsYAML
    /// Events of `events.k8s.io/v1`, one a line.
    case rolloutEventLines
    /// `kubectl get rollouts -o yaml` on the judged day: the present release only.
    case rolloutStatus
    /// Events of Flagger.
    case flaggerEvents
    /// The executions of a Spinnaker pipeline.
    case spinnaker
  }

  /// The export.
  public static func payment(_ kind: Kind) -> String {
    let truth = PaymentIncident.truth()
    // What is superseded follows from the next release; no tool writes it down.
    let steps = truth.deployments.filter { $0.phase != "superseded" }
    return switch kind {
    case .rolloutEvents: list(steps.map { event($0, argo($0), "Rollout") }).pretty + "\n"
    case .rolloutEventsYAML: yaml(steps)
    case .rolloutEventLines:
      steps.map { series($0, argo($0)).compact + "\n" }.joined()
    case .rolloutStatus: status(steps)
    case .flaggerEvents: list(steps.map { event($0, flagger($0), "Canary") }).pretty + "\n"
    case .spinnaker: spinnaker(steps)
    }
  }

  private static func stamp(_ step: DeploymentEvent) -> String {
    CivilTime.utc.rfc3339Seconds(step.at).replacing("+00:00", with: "Z")
  }

  private static func hash(_ step: DeploymentEvent) -> String {
    String(step.deployID.suffix(4))
  }

  private static func argo(_ step: DeploymentEvent) -> (String, String) {
    let hash = hash(step)
    switch step.phase {
    case "started":
      return ("NewReplicaSetCreated", "Created ReplicaSet \(step.service)-\(hash) (revision 2)")
    case "switched":
      return (
        "SwitchService", "Switched selector for service '\(step.service)' from '0' to '\(hash)'"
      )
    default:
      return (
        "RolloutCompleted",
        "Rollout completed update to revision 2 (\(hash)): Completed blue-green update"
      )
    }
  }

  private static func flagger(_ step: DeploymentEvent) -> (String, String) {
    switch step.phase {
    case "started": ("Synced", "New revision detected! Scaling up \(step.service).shop")
    case "switched": ("Synced", "Routing all traffic to primary")
    default: ("Synced", "Promotion completed! Scaling down \(step.service).shop")
    }
  }

  private static func list(_ items: [JSONValue]) -> JSONValue {
    .object([("apiVersion", .string("v1")), ("items", .array(items)), ("kind", .string("List"))])
  }

  private static func event(
    _ step: DeploymentEvent, _ text: (reason: String, message: String), _ kind: String
  ) -> JSONValue {
    .object([
      ("apiVersion", .string("v1")), ("count", .integer(1)),
      ("firstTimestamp", .string(stamp(step))),
      (
        "involvedObject",
        .object([("kind", .string(kind)), ("name", .string(step.service))])
      ), ("kind", .string("Event")), ("lastTimestamp", .string(stamp(step))),
      ("message", .string(text.message)), ("reason", .string(text.reason)),
    ])
  }

  private static func series(
    _ step: DeploymentEvent, _ text: (reason: String, message: String)
  ) -> JSONValue {
    .object([
      ("kind", .string("Event")), ("apiVersion", .string("events.k8s.io/v1")),
      ("eventTime", .string(stamp(step).replacing("Z", with: ".000000Z"))),
      (
        "regarding",
        .object([("kind", .string("Rollout")), ("name", .string(step.service))])
      ), ("reason", .string(text.reason)), ("note", .string(text.message)),
    ])
  }

  private static func yaml(_ steps: [DeploymentEvent]) -> String {
    let items = steps.map { step in
      let (reason, message) = argo(step)
      return """
        - apiVersion: v1
          firstTimestamp: "\(stamp(step))"
          involvedObject:
            kind: Rollout
            name: \(step.service)
          kind: Event
          message: "\(message)"
          reason: \(reason)

        """
    }
    return "apiVersion: v1\nitems:\n" + items.joined() + "kind: List\n"
  }

  private static func status(_ steps: [DeploymentEvent]) -> String {
    guard let last = steps.last(where: { $0.phase == "verified" }) else { return "" }
    return """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        annotations:
          example.com/git-commit: \(last.commit)
          example.com/config-hash: \(last.configHash)
        generation: 7
        name: \(last.service)
      spec:
        strategy:
          blueGreen:
            activeService: \(last.service)
      status:
        blueGreen:
          activeSelector: \(hash(last))
        conditions:
        - lastTransitionTime: "\(stamp(last))"
          lastUpdateTime: "\(stamp(last))"
          reason: RolloutCompleted
          status: "True"
          type: Completed
        currentPodHash: \(hash(last))
        observedGeneration: "7"
        stableRS: \(hash(last))

      """
  }

  private static func spinnaker(_ steps: [DeploymentEvent]) -> String {
    let ids = steps.filter { $0.phase == "started" }.map(\.deployID)
    let executions = ids.map { id -> JSONValue in
      let own = steps.filter { $0.deployID == id }
      func time(_ phase: String) -> JSONValue {
        .integer((own.first { $0.phase == phase }?.at ?? 0) / 1_000_000)
      }
      return .object([
        ("type", .string("PIPELINE")), ("id", .string(id)),
        ("application", .string(own[0].service)), ("status", .string("SUCCEEDED")),
        ("startTime", time("started")), ("endTime", time("verified")),
        (
          "trigger",
          .object([
            ("hash", .string(own[0].commit)),
            ("parameters", .object([("config_hash", .string(own[0].configHash))])),
          ])
        ),
        (
          "stages",
          .array([
            .object([
              ("refId", .string("1")), ("type", .string("enableManifest")),
              ("status", .string("SUCCEEDED")), ("startTime", time("started")),
              ("endTime", time("switched")),
            ])
          ])
        ),
      ])
    }
    return JSONValue.array(executions).pretty + "\n"
  }
}
