internal import Diagnostics

/// How the service graph after a switch differs from the agreed one.
struct TopologyComparison {
  /// An agreed edge that was not seen, and what that proves.
  struct Unseen {
    var edge: BlueGreenVerified.Edge
    /// Traces of the caller in which it was not used.
    var traces: Int64
    /// Why its absence proves nothing; nil when it counts as missing.
    var excuse: String?
    /// Whether chance alone would hardly leave it out: by what was seen before the switch at least
    /// three calls were to be expected, so none at all happens less than once in twenty times.
    var isSure = false
  }

  /// Agreed edges that were seen.
  private(set) var seen = 0
  /// Agreed edges that were not.
  private(set) var unseen: [Unseen] = []
  /// Edges of agreed services that were not agreed, in order.
  private(set) var extra: [(edge: SeenEdge, counts: EdgeCounts)] = []
  /// Calls among services that the agreement does not name.
  private(set) var outside: Int64 = 0

  var missing: [Unseen] { unseen.filter { $0.excuse == nil } }
  var differs: Bool { !extra.isEmpty || !missing.isEmpty }
  /// Whether a difference is more than absence that chance may explain.
  var isSure: Bool { !extra.isEmpty || missing.contains { $0.isSure } }

  /// Compares `graph`, seen after the switch, with `agreed`; `before` tells how often an edge that
  /// is gone was used.
  init(_ agreed: [BlueGreenVerified.Edge], _ graph: ServiceGraph, before: ServiceGraph) {
    let pairs = agreed.map { (SeenNode.folded($0.from), SeenNode.folded($0.to)) }
    let nodes = Set(pairs.flatMap { [$0.0, $0.1] })
    var isSeen = [Bool](repeating: false, count: agreed.count)
    for (edge, counts) in graph.edges.sorted(by: { $0.key < $1.key }) {
      let (from, to) = (SeenNode(edge.from).names, edge.to.names)
      let matches = pairs.indices.filter {
        from.contains(pairs[$0].0) && to.contains(pairs[$0].1)
      }
      for index in matches { isSeen[index] = true }
      guard matches.isEmpty else { continue }
      if from.isDisjoint(with: nodes), to.isDisjoint(with: nodes) {
        outside += counts.calls
      } else {
        extra.append((edge, counts))
      }
    }
    seen = isSeen.count { $0 }
    for index in agreed.indices where !isSeen[index] {
      unseen.append(Self.unseen(agreed[index], pairs[index], graph, before))
    }
  }

  private static func unseen(
    _ edge: BlueGreenVerified.Edge, _ pair: (String, String), _ graph: ServiceGraph,
    _ before: ServiceGraph
  ) -> Unseen {
    let caller = node(pair.0, graph)
    var found = Unseen(edge: edge, traces: caller.traces)
    let callee = node(pair.1, graph)
    if caller.traces == 0 {
      found.excuse = "no span of \(edge.from) in that time"
    } else if caller.unnamedCalls > 0 {
      found.excuse = "\(caller.unnamedCalls) calls of \(edge.from) do not say whom they called"
    } else if callee.orphans > 0 {
      found.excuse = "the callers of \(callee.orphans) spans of \(edge.to) are not in the exports"
    } else if graph.droppedCalls > 0 {
      found.excuse = "there are more edges than can be kept"
    } else {
      let earlier = node(pair.0, before).traces
      let calls = before.edges.filter {
        SeenNode($0.key.from).names.contains(pair.0) && $0.key.to.names.contains(pair.1)
      }.reduce(Int64(0)) { $0 + $1.value.calls }
      let (expected, overflow) = caller.traces.multipliedReportingOverflow(
        by: min(calls, earlier))
      found.isSure = earlier > 0 && calls > 0 && (overflow || expected / 3 >= earlier)
    }
    return found
  }

  private static func node(_ name: String, _ graph: ServiceGraph) -> ServiceGraph.Node {
    graph.nodes.reduce(into: ServiceGraph.Node()) {
      if SeenNode($1.key).names.contains(name) { $0.merge($1.value) }
    }
  }

  /// An agreed edge and the one that took its place: the same caller has exactly one too few and
  /// one too many.
  var changed: [(from: Unseen, to: SeenEdge)] {
    missing.compactMap { gone in
      let caller = SeenNode.folded(gone.edge.from)
      let others = extra.filter { SeenNode($0.edge.from).names.contains(caller) }
      let lost = missing.filter { SeenNode.folded($0.edge.from) == caller }
      guard others.count == 1, lost.count == 1 else { return nil }
      return (gone, others[0].edge)
    }
  }

  /// One line for each difference, then what could not be seen.
  func diagnostics(_ clause: ClauseID, since: String) -> [Diagnostic] {
    let changed = changed
    var found: [Diagnostic] = changed.map { change in
      warning(
        "topology-changed",
        "\(clause): agreed \(change.from.edge.text), seen \(change.to.text), \(since)")
    }
    for (edge, counts) in extra where !changed.contains(where: { $0.to == edge }) {
      found.append(
        warning(
          "topology-extra",
          "\(clause): \(edge.text) is not agreed, seen \(counts.calls) times \(since)"))
    }
    for gone in missing where !changed.contains(where: { $0.from.edge == gone.edge }) {
      found.append(
        warning(
          "topology-missing",
          "\(clause): agreed \(gone.edge.text) was not seen in \(gone.traces) traces of"
            + " \(gone.edge.from) \(since)"
            + (gone.isSure ? "" : "; sampling or rare use cannot be excluded")))
    }
    for gone in unseen {
      guard let excuse = gone.excuse else { continue }
      found.append(
        Diagnostic(
          .note, "topology-unseen",
          "\(clause): agreed \(gone.edge.text) was not seen \(since), which proves nothing:"
            + " \(excuse)"))
    }
    if outside > 0 {
      found.append(
        Diagnostic(
          .note, "topology-outside",
          "\(clause): \(outside) calls \(since) are among services that the appendix does not name"
        ))
    }
    return found
  }

  private func warning(_ code: String, _ text: String) -> Diagnostic {
    Diagnostic(
      .warning, code, text,
      fix: "compare the release with the agreed service graph (topology: edges of the appendix)")
  }
}

extension BlueGreenVerified.Edge {
  /// `payment-app -> mysql`.
  var text: String { "\(from) -> \(to)" }
}

extension BlueGreenVerified {
  /// When traffic moved, forward or back, by any deployment that a clause of this kind looks at;
  /// in order.
  static func switches(
    _ appendix: Appendix, _ deployments: [Located<DeploymentRecord>]
  ) -> [Instant] {
    var found: Set<Instant> = []
    for clause in appendix.clauses where clause.rule is BlueGreenVerified {
      let timeline = DeploymentTimeline(
        deployments.filter { clause.scope.concerns($0.value.service) })
      found.formUnion(moves(timeline))
    }
    return found.sorted()
  }

  private static func moves(_ timeline: DeploymentTimeline) -> Set<Instant> {
    Set(timeline.deployments.flatMap { [$0.switchBegins, $0.time(.rolledBack)] }.compactMap { $0 })
  }

  /// Compares what was seen since `deployment` moved traffic with the agreed graph, and with what
  /// was seen before.
  func compareTopology(
    _ deployment: DeploymentTimeline.Deployment, _ timeline: DeploymentTimeline,
    _ context: JudgingContext
  ) -> (comparison: TopologyComparison?, findings: [Diagnostic]) {
    guard let topology, let begins = deployment.switchBegins else { return (nil, []) }
    let clause = context.clause.id
    let times = Self.moves(timeline).sorted()
    let ends = times.first { $0 > begins } ?? .distantFuture
    let census = context.survey.census
    let since = "since \(deployment.id) at \(begins.rfc3339)"
    let after = census.graph(from: begins, to: ends)
    guard !after.isEmpty else {
      return (
        nil,
        [
          Diagnostic(
            .note, "topology-not-compared",
            "\(clause): no span \(since): the agreed service graph was not compared",
            fix: "supply the traces of that time")
        ]
      )
    }
    let earlier = times.last { $0 < begins } ?? .distantPast
    let before = census.graph(from: earlier, to: begins)
    let comparison = TopologyComparison(topology.edges, after, before: before)
    return (
      comparison,
      comparison.diagnostics(clause, since: since)
        + Self.changes(clause, before, after, deployment.id)
    )
  }

  /// Edges that came or went with the switch.
  private static func changes(
    _ clause: ClauseID, _ before: ServiceGraph, _ after: ServiceGraph, _ deployment: String
  ) -> [Diagnostic] {
    guard !before.isEmpty else { return [] }
    let new = Set(after.edges.keys).subtracting(before.edges.keys).sorted()
    let gone = Set(before.edges.keys).subtracting(after.edges.keys).sorted()
    func list(_ edges: [SeenEdge]) -> String {
      let shown = edges.prefix(8).map(\.text).joined(separator: ", ")
      return edges.count > 8 ? "\(shown) and \(edges.count - 8) more" : shown
    }
    var texts: [String] = []
    if !new.isEmpty { texts.append("new: \(list(new))") }
    if !gone.isEmpty { texts.append("not seen any more: \(list(gone))") }
    guard !texts.isEmpty else { return [] }
    return [
      Diagnostic(
        .note, "topology-switched",
        "\(clause): the service graph is another one after \(deployment); "
          + texts.joined(separator: "; "),
        fix: "edges of little use may be there all the same")
    ]
  }
}

extension Clause.Scope {
  /// Whether a deployment of `service` concerns the clause; one that names none concerns all.
  func concerns(_ service: String?) -> Bool {
    guard case .service(let wanted) = self, let service else { return true }
    return service == wanted
  }
}
