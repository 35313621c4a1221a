/// Kubernetes Events (`kubectl get events -o json|yaml`, one a line, `events.k8s.io/v1`).
///
/// Those of Argo Rollouts and Flagger are steps of deployments (`DeploymentSign`); every other
/// event is delivered with its time and used by no clause.
struct KubernetesEvents: ExportFormat {
  let name = "kubernetes-events"
  let role = SourceRole.deployments
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard contains(head, "involvedObject") || contains(head, "regarding") else { return nil }
    var claim = ObjectHead(head).claim("Event", group: "v1", "Kubernetes events")
    // Events of pods and nodes alone are no export of deployments: A1 must not take the absence
    // of steps in them for a word about releases.
    if head.isWhole, !contains(head, "Rollout"), !contains(head, "Canary") {
      claim?.role = .config
    }
    return claim
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    ObjectReader(context, DeploymentObjects(context))
  }
}

/// The members of an Event of either API.
struct ClusterEvent {
  /// Kind, namespace and name of what it is about.
  var kind: String
  var namespace: String?
  var name: String
  var reason: String
  var message: String
  /// When it happened first: repeated events prove their first time.
  var time: String?

  init(_ value: ObjectValue) {
    let object = value["involvedObject"] ?? value["regarding"]
    kind = object?["kind"]?.text ?? ""
    namespace = object?["namespace"]?.text ?? value.at("metadata", "namespace")?.text
    name = object?["name"]?.text ?? ""
    reason = value["reason"]?.text ?? ""
    message = value["message"]?.text ?? value["note"]?.text ?? ""
    time =
      value["eventTime"]?.text ?? value["firstTimestamp"]?.text
      ?? value["deprecatedFirstTimestamp"]?.text ?? value["lastTimestamp"]?.text
      ?? value["deprecatedLastTimestamp"]?.text
      ?? value.at("series", "lastObservedTime")?.text
      ?? value.at("metadata", "creationTimestamp")?.text
  }
}
