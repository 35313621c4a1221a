/// The nodes of an incident by request: records that share a trace id, or a request id that some
/// record ties to one.
struct TraceBook: Sendable {
  private let groups: IDGroups
  /// Name of each group: its smallest trace id, else `request:…`.
  private let names: [String: String]
  /// Earliest fact of each node by trace.
  let nodes: [String: [String: NodeFact]]

  init(facts: IncidentFacts, exposures: [Exposure], resolutions: [Exposure: TimeSpan] = [:]) {
    var groups = IDGroups()
    var all: [String: [NodeFact]] = [
      PathNodes.slowLog: facts.slow, PathNodes.blocked: facts.blocked,
      PathNodes.timeout: facts.timedOut, PathNodes.exposure: [],
    ]
    all[PathNodes.exposure] = exposures.compactMap { exposure in
      guard let gateway = exposure.gateway else { return nil }
      let end = exposure.time + max(0, exposure.resolutionNanoseconds - 1)
      return NodeFact(
        ids: ExposureLegs.ids(trace: exposure.trace, request: exposure.request),
        time: TimeSpan(first: exposure.time, last: end), provenance: gateway)
    }
    for fact in all.values.joined() + facts.late { groups.join(fact.ids) }
    var ids: [String: Set<String>] = [:]
    for fact in all.values.joined() + facts.late {
      for id in fact.ids { ids[groups.find(id), default: []].insert(id) }
    }
    names = ids.mapValues { members in
      let traces = members.filter { $0.hasPrefix("trace:") }.sorted()
      return traces.first.map { String($0.dropFirst(6)) } ?? members.sorted().first ?? ""
    }
    self.groups = groups
    var nodes: [String: [String: NodeFact]] = [:]
    for (node, list) in all {
      var earliest: [String: NodeFact] = [:]
      for fact in list {
        guard let id = fact.ids.first, let trace = names[groups.find(id)] else { continue }
        if let known = earliest[trace], !Self.isEarlier(fact, known) { continue }
        earliest[trace] = fact
      }
      nodes[node] = earliest
    }
    self.nodes = nodes
  }

  /// The trace a fact belongs to; nil when it carries no id.
  func trace(of fact: NodeFact) -> String? { fact.ids.first.flatMap { names[groups.find($0)] } }

  /// Traces at a node.
  func traces(at node: String) -> Set<String> { Set((nodes[node] ?? [:]).keys) }

  private static func isEarlier(_ a: NodeFact, _ b: NodeFact) -> Bool {
    (a.time.first, a.provenance) < (b.time.first, b.provenance)
  }
}
