/// When a verified deployment of one service is in force (RULES A1).
///
/// A deployment arms from *verified* until it is superseded, rolled back, or the next
/// deployment's switch begins. The switch is the first record of traffic moved; a deployment
/// that was verified without such a record switched when it started. One that merely started
/// never moved traffic: it arms nothing and disarms nothing.
struct DeploymentTimeline {
  /// A stretch of the judged range with one state.
  struct Stretch {
    var interval: Interval
    /// The deployment in force, or nil with a reason.
    var inForce: Deployment?
    var reason: String?
  }

  /// All that was recorded of one deployment.
  struct Deployment {
    var id: String
    var steps: [Located<DeploymentRecord>] = []

    func first(_ phase: DeploymentRecord.Phase) -> Located<DeploymentRecord>? {
      steps.filter { $0.value.phase == phase }.min {
        ($0.value.time.instant, $0.provenance) < ($1.value.time.instant, $1.provenance)
      }
    }
    func time(_ phase: DeploymentRecord.Phase) -> Instant? { first(phase)?.value.time.instant }

    /// When traffic began to move to it.
    var switchBegins: Instant? {
      if let switched = time(.switched) { return switched }
      guard let verified = time(.verified) else { return nil }
      return time(.started) ?? verified
    }
    var commit: String? { steps.compactMap(\.value.commit).first }
    /// Commits of which none is a longer spelling of another.
    var commits: [String] {
      let all = Set(steps.compactMap { $0.value.commit?.lowercased() }).sorted()
      return all.filter { commit in
        !all.contains { $0 != commit && $0.hasPrefix(commit) }
      }
    }
    var configHashes: [String] { Array(Set(steps.compactMap(\.value.configHash))).sorted() }
  }

  private struct Force {
    var deployment: Deployment
    var interval: Interval
    var endReason: String
  }

  let deployments: [Deployment]
  private let forces: [Force]

  init(_ records: [Located<DeploymentRecord>]) {
    var byID: [String: Deployment] = [:]
    for record in records {
      byID[record.value.deployID, default: Deployment(id: record.value.deployID)].steps
        .append(record)
    }
    let all = byID.values.sorted { $0.id < $1.id }
    deployments = all
    forces = all.compactMap { Self.force(of: $0, among: all) }
      .sorted { ($0.interval, $0.deployment.id) < ($1.interval, $1.deployment.id) }
  }

  private static func force(of deployment: Deployment, among all: [Deployment]) -> Force? {
    guard let verified = deployment.time(.verified) else { return nil }
    var end = Instant.distantFuture
    var reason = Reason.noVerifiedDeployment
    func endsAt(_ instant: Instant?, _ why: String) {
      guard let instant, instant < end else { return }
      end = instant
      reason = why
    }
    endsAt(deployment.time(.superseded), Reason.noVerifiedDeployment)
    endsAt(deployment.time(.rolledBack), Reason.rolledBack)
    for other in all where other.id != deployment.id {
      guard let begins = other.switchBegins else { continue }
      if begins > verified {
        endsAt(begins, Reason.switching)
      } else if let later = other.time(.verified), later > verified {
        // Traffic was already moving to the other one when this one was verified.
        endsAt(verified, Reason.switching)
      }
    }
    // Verdict windows are whole seconds; force is never claimed for a part of one.
    return Force(
      deployment: deployment,
      interval: Interval(
        from: ceilSecond(verified), to: max(ceilSecond(verified), floorSecond(end))),
      endReason: reason)
  }

  /// The states over `range`, in order, without gaps.
  func stretches(over range: Interval) -> [Stretch] {
    var cuts: Set<Instant> = [range.from, range.to]
    for force in forces {
      for instant in [force.interval.from, force.interval.to]
      where instant > range.from && instant < range.to {
        cuts.insert(instant)
      }
    }
    for deployment in deployments {
      if let back = deployment.time(.rolledBack).map(Self.floorSecond), range.contains(back) {
        cuts.insert(back)
      }
    }
    let ordered = cuts.sorted()
    var found: [Stretch] = []
    for (from, to) in zip(ordered, ordered.dropFirst()) {
      let stretch = state(Interval(from: from, to: to))
      if let last = found.last, last.inForce?.id == stretch.inForce?.id,
        last.reason == stretch.reason
      {
        found[found.count - 1].interval.to = to
      } else {
        found.append(stretch)
      }
    }
    return found
  }

  private func state(_ interval: Interval) -> Stretch {
    if let force = forces.last(where: { $0.interval.contains(interval) }) {
      return Stretch(interval: interval, inForce: force.deployment, reason: nil)
    }
    // Out of force: the latest thing that happened says why.
    var latest: (Instant, String)?
    func note(_ instant: Instant?, _ reason: String) {
      guard let instant, instant <= interval.from else { return }
      if let known = latest, known.0 > instant { return }
      latest = (instant, reason)
    }
    for force in forces where force.interval.to < .distantFuture {
      note(force.interval.to, force.endReason)
    }
    for deployment in deployments {
      note(deployment.time(.rolledBack).map(Self.floorSecond), Reason.rolledBack)
    }
    return Stretch(
      interval: interval, inForce: nil, reason: latest?.1 ?? Reason.noVerifiedDeployment)
  }

  private static func ceilSecond(_ instant: Instant) -> Instant {
    let floor = Instant(seconds: instant.secondsFloor)
    return floor == instant ? instant : floor + 1_000_000_000
  }
  private static func floorSecond(_ instant: Instant) -> Instant {
    instant == .distantFuture ? instant : Instant(seconds: instant.secondsFloor)
  }
}
