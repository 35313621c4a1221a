/// Puts the events of rollouts together: which switch moved traffic, and which completion follows
/// it, can only be seen from all of them.
///
/// - Of several services switched to one hash the last is the active one: controllers switch the
///   preview first. A switch that a pause follows, with no other switch, was the preview's.
/// - A completion verifies when traffic was switched to its hash before; the first installation
///   completes before its switch, which then verifies. A completion without a switch verifies
///   nothing (`switch-unseen`).
/// - A switch back to an earlier hash while the present one is incomplete rolls that one back.
/// - A hash that is deployed again is another deployment: `NAME-HASH#2`.
///
/// Flagger states no hash: a deployment begins with "New revision detected" and is named by that
/// time. A class because it keeps the events.
final class RolloutStory {
  private struct Held {
    var object: String
    var name: String
    var isArgo: Bool
    var sign: DeploymentSign
    var time: Stamp
    var place: RecordPlace
    var bytes: [UInt8]
    var credentials: (commit: String?, configHash: String?)
    /// What it turned out to be; nil for events that decide nothing.
    var outcome: (id: String, phase: DeploymentRecord.Phase)?
  }

  /// One deployment: the events of one hash until another one is deployed.
  private struct Cycle {
    var id: String
    var hash: String?
    var events: [Int] = []
    var isClosed = false
  }

  private var held: [Held] = []
  private var heldBytes = 0
  private let limitBytes: Int

  init(limitBytes: Int) { self.limitBytes = limitBytes }

  func add(
    _ sign: DeploymentSign, _ event: ClusterEvent, _ time: Stamp, _ item: ObjectItem,
    into sink: any RecordSink
  ) {
    // An event kept takes a multiple of its bytes at worst.
    heldBytes += item.bytes.count + 512
    guard heldBytes <= limitBytes else {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(item.bytes, at: item.place) }
      sink.quarantine(
        QuarantinedRecord(
          code: "too-many-events", message: "more events of deployments than can be kept",
          fix: "export a shorter range", time: time.instant), at: item.place)
      return
    }
    held.append(
      Held(
        object: ObjectNames.full(event.namespace, event.name), name: event.name,
        isArgo: event.kind == "Rollout", sign: sign, time: time, place: item.place,
        bytes: sink.wants.contains(.rawBytes) ? Array(item.bytes) : [],
        credentials: ObjectNames.credentials(item.value)))
  }

  /// Delivers every event that was kept.
  func tell(into sink: any RecordSink) {
    var byObject: [String: [Int]] = [:]
    for index in held.indices {
      byObject["\(held[index].isArgo) \(held[index].object)", default: []].append(index)
    }
    for events in byObject.values { judge(events.sorted(by: isBefore)) }
    var unseen: RecordPlace?
    for event in held {
      if sink.wants.contains(.rawBytes) {
        event.bytes.withUnsafeBytes { sink.rawBytes($0, at: event.place) }
      }
      if let (id, phase) = event.outcome {
        sink.deployment(
          DeploymentRecord(
            deployID: id, service: event.name, phase: phase, time: event.time,
            commit: event.credentials.commit, configHash: event.credentials.configHash),
          at: event.place)
      } else {
        if event.sign.meaning == .completed { unseen = unseen ?? event.place }
        sink.other(at: event.place, time: event.time)
      }
    }
    if let unseen {
      sink.note(
        FileNote(
          "switch-unseen", "a completion whose switch of traffic is not in the export",
          fix: "export the events from before the switch, or the Rollout object", place: unseen))
    }
    held = []
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (held[a], held[b])
    return (first.time.instant, first.sign.meaning.rawValue, a)
      < (second.time.instant, second.sign.meaning.rawValue, b)
  }

  private func judge(_ events: [Int]) {
    var cycles: [Cycle] = []
    var count: [String: Int] = [:]
    func begin(_ index: Int) {
      let event = held[index]
      let hash = event.sign.hash
      let label = hash ?? event.time.instant.rfc3339
      count[label, default: 0] += 1
      let number = count[label] ?? 1
      cycles.append(
        Cycle(id: "\(event.object)-\(label)" + (number > 1 ? "#\(number)" : ""), hash: hash))
    }
    for index in events {
      let sign = held[index].sign
      if let hash = sign.hash {
        if cycles.last?.hash != hash {
          let isKnown = cycles.contains { $0.hash == hash }
          if sign.meaning == .switched, isKnown, let last = cycles.last, !last.isClosed {
            cycles[cycles.count - 1].events.append(index)
            continue
          }
          begin(index)
        }
      } else if cycles.isEmpty || !held[index].isArgo && (sign.meaning == .started) {
        begin(index)
      }
      cycles[cycles.count - 1].events.append(index)
      if sign.meaning == .completed { cycles[cycles.count - 1].isClosed = true }
    }
    for cycle in cycles { conclude(cycle) }
  }

  private func conclude(_ cycle: Cycle) {
    let forth = cycle.events.filter {
      held[$0].sign.meaning == .switched && held[$0].sign.hash == cycle.hash
        && !held[$0].sign.isPreview
    }
    let active = forth.last.map { held[$0].sign.service }
    var switches = forth.filter { held[$0].sign.service == active }
    if let last = switches.last, held[last].isArgo {
      let isPreview = cycle.events.contains {
        held[$0].sign.meaning == .paused && held[$0].time.instant >= held[last].time.instant
      }
      if isPreview { switches = [] }
    }
    let switched = switches.first.map { held[$0].time.instant }
    for index in cycle.events {
      var phase: DeploymentRecord.Phase?
      switch held[index].sign.meaning {
      case .started: phase = .started
      case .paused: phase = .paused
      case .failed: phase = .failed
      case .rolledBack: phase = .rolledBack
      case .switched:
        if held[index].sign.hash != cycle.hash {
          phase = switched == nil || held[index].sign.service != active ? nil : .rolledBack
        } else if switches.contains(index) {
          let isInstalled = cycle.events.contains {
            held[$0].sign.meaning == .completed
              && held[$0].time.instant < held[index].time.instant
          }
          phase = isInstalled && index == switches.first ? .verified : .switched
        }
      case .completed:
        // Pods that are complete before any traffic moved are no more than a start.
        if let switched { phase = switched <= held[index].time.instant ? .verified : .started }
      }
      held[index].outcome = phase.map { (cycle.id, $0) }
    }
  }
}
