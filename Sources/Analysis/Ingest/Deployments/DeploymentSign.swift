/// What an event of a deployment tool says, by tables: reasons for Argo Rollouts, words of the
/// message for Flagger, which gives all its events the reason `Synced`.
struct DeploymentSign {
  enum Meaning: Int {
    case started, switched, paused, completed, rolledBack, failed
  }
  var meaning: Meaning
  /// The pods' template hash that the message names.
  var hash: String?
  /// The service whose selector was switched, and from which hash.
  var service: String?

  /// Reasons of Argo Rollouts. `RolloutUpdated` and `RolloutNotCompleted` name no hash of pods;
  /// `RolloutStepCompleted`, scaling and analyses decide nothing by themselves.
  private static let argo: [String: Meaning] = [
    "NewReplicaSetCreated": .started, "SwitchService": .switched, "RolloutPaused": .paused,
    "RolloutCompleted": .completed, "RolloutAborted": .failed, "RolloutDegraded": .failed,
    "ProgressDeadlineExceeded": .failed,
  ]
  /// Beginnings of Flagger's messages.
  private static let flagger: [(words: String, meaning: Meaning)] = [
    ("New revision detected", .started), ("Routing all traffic to", .switched),
    ("Copying ", .switched), ("Promotion completed", .completed), ("Rolling back ", .rolledBack),
    ("Canary failed", .failed),
  ]

  init?(_ event: ClusterEvent) {
    switch event.kind {
    case "Rollout": self.init(argo: event)
    case "Canary":
      if event.message.hasPrefix("Halt"), event.message.contains("waiting for approval") {
        self.init(.paused)
      } else if let found = Self.flagger.first(where: { event.message.hasPrefix($0.words) }) {
        self.init(found.meaning)
      } else {
        return nil
      }
    default: return nil
    }
  }

  private init(_ meaning: Meaning) { self.meaning = meaning }

  private init?(argo event: ClusterEvent) {
    guard let meaning = Self.argo[event.reason] else { return nil }
    self.meaning = meaning
    switch meaning {
    case .started:
      // Created ReplicaSet NAME-HASH (revision 2)
      let words = event.message.split(separator: " ")
      guard let at = words.firstIndex(of: "ReplicaSet"), at + 1 < words.count,
        words[at + 1].hasPrefix(event.name + "-")
      else { return nil }
      hash = String(words[at + 1].dropFirst(event.name.utf8.count + 1))
    case .switched:
      // Switched selector for service 'NAME' from 'HASH' to 'HASH'
      let quoted = event.message.split(separator: "'", omittingEmptySubsequences: false)
      guard quoted.count >= 6, !quoted[5].isEmpty else { return nil }
      service = String(quoted[1])
      hash = String(quoted[5])
    case .completed:
      // Rollout completed update to revision 2 (HASH): …
      guard let open = event.message.firstIndex(of: "("),
        let close = event.message[open...].firstIndex(of: ")")
      else { return nil }
      hash = String(event.message[event.message.index(after: open)..<close])
    default: break
    }
  }

  /// Whether the service is by its name not the one that carries traffic.
  var isPreview: Bool {
    guard let service else { return false }
    return service.split(separator: "-").contains { $0 == "preview" || $0 == "canary" }
  }
}
