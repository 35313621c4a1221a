/// Turns a group of breaches and the facts around it into an incident with its chain.
struct ChainRanker {
  let appendix: Appendix
  let breaches: [Breach]
  let exposures: [Exposure]
  let unarmedOnsets: [BreachOnset]
  /// Indices of the breaches of a clause and service by their windows.
  private let breachesByWindow: [BreachedWindow: [Int]]

  private struct BreachedWindow: Hashable {
    var clause: ClauseID
    var service: String?
    var window: Interval
  }

  init(
    appendix: Appendix, breaches: [Breach], exposures: [Exposure], unarmedOnsets: [BreachOnset]
  ) {
    self.appendix = appendix
    self.breaches = breaches
    self.exposures = exposures
    self.unarmedOnsets = unarmedOnsets
    var byWindow: [BreachedWindow: [Int]] = [:]
    for (index, breach) in breaches.enumerated() {
      for window in breach.windows {
        let key = BreachedWindow(clause: breach.clause, service: breach.service, window: window)
        byWindow[key, default: []].append(index)
      }
    }
    breachesByWindow = byWindow
  }

  private var order: [ClauseID] { appendix.arbitration?.order ?? [] }
  private var path: [String] { appendix.arbitration?.path ?? [] }

  /// Clauses whose breach is a leak: their incident ends with the leak, not with its window.
  var exposureClauses: Set<ClauseID> {
    Set(appendix.clauses.filter { $0.rule is SensitiveExposure }.map(\.id))
  }

  /// The path node a clause's breach shows at; nil for kinds outside the path.
  func node(of clause: ClauseID) -> String? {
    switch appendix.clause(clause)?.rule {
    case is SeasonalBaseline: PathNodes.slowLog
    case is LatencyPercentile: PathNodes.timeout
    case is SensitiveExposure: PathNodes.exposure
    default: nil
    }
  }

  func incident(_ seed: IncidentSeed, _ facts: IncidentFacts) -> Incident {
    let interval = seed.interval(exposureClauses: exposureClauses)
    let first = firstOnsets(seed)
    let present = Set(first.keys)
    let contract = order.filter(present.contains)
    let all = appendix.clauses.map(\.id)
    let clauses = contract + all.filter { present.contains($0) && !order.contains($0) }
    let leaks = exposures.filter {
      $0.outcome == .breached && interval.from <= $0.time && $0.time <= interval.to
    }
    let book = TraceBook(facts: facts, exposures: seed.isArbitrated ? leaks : [])
    let contexts = zip(contract, contract.dropFirst()).compactMap { cause, effect in
      context(cause, effect, first, facts, book)
    }
    let links = contexts.map { context -> CausalLink in
      let tests = LinkTests.all.map { $0.run(context) }
      return CausalLink(
        from: context.cause, to: context.effect, tests: tests,
        grade: LinkTests.grade(tests, context), gap: context.gap)
    }
    let observed = observedOrder(clauses, first)
    let shown = chainPath(contract, leaks)
    var notes: [String] = []
    if observed.allSatisfy({ $0.count == 1 }), observed.map({ $0[0] }) != clauses {
      notes.append("ORDER_CONFLICT")
    }
    let contradicting = contexts.reduce(into: Set<String>()) { $0.formUnion($1.contradicting) }
    return Incident(
      id: "INC-" + civilStamp(interval.from, appendix.zone), interval: interval,
      breaches: breachIDs(seed), clauses: clauses, contractOrder: contract,
      observedOrder: observed, path: shown,
      inferredNodes: seed.isArbitrated ? inferred(shown, book) : [],
      grade: links.map(\.grade).min(), links: links,
      traces: seed.isArbitrated ? traces(book, contradicting) : [],
      notInForce: notInForce(interval, present), notes: notes)
  }

  private func firstOnsets(_ seed: IncidentSeed) -> [ClauseID: BreachOnset] {
    var first: [ClauseID: BreachOnset] = [:]
    for onset in seed.onsets {
      if let known = first[onset.clause], known.at.first <= onset.at.first { continue }
      first[onset.clause] = onset
    }
    return first
  }

  private func breachIDs(_ seed: IncidentSeed) -> [String] {
    let found = seed.onsets.flatMap { onset in
      breachesByWindow[
        BreachedWindow(clause: onset.clause, service: onset.service, window: onset.window)] ?? []
    }
    return Set(found).sorted().map { breaches[$0].id }
  }

  private func context(
    _ cause: ClauseID, _ effect: ClauseID, _ first: [ClauseID: BreachOnset],
    _ facts: IncidentFacts, _ book: TraceBook
  ) -> LinkContext? {
    guard let causeNode = node(of: cause), let effectNode = node(of: effect),
      let causeOnset = first[cause], let effectOnset = first[effect],
      let low = order.firstIndex(of: cause), let high = order.firstIndex(of: effect)
    else { return nil }
    let causes = carriers(causeNode, facts, book)
    let effects = carriers(effectNode, facts, book)
    let between = nodesBetween(causeNode, effectNode).map {
      (node: $0, hasData: !book.traces(at: $0).isEmpty || hasUnidentified($0, facts))
    }
    return LinkContext(
      cause: cause, effect: effect, causeNode: causeNode, effectNode: effectNode,
      causeOnset: causeOnset, effectOnset: effectOnset, gap: Array(order[(low + 1)..<high]),
      isDeclared: true, causes: causes, effects: effects,
      absent: absent(causeNode, causes, effects, facts),
      later: later(causeNode, effectNode, causes.intersection(effects), facts, book),
      between: between, evidence: proofs(causes.intersection(effects), causeNode, effectNode, book))
  }

  /// Traces that show a clause's breach: for latency only its own late requests in its windows.
  private func carriers(
    _ node: String, _ facts: IncidentFacts, _ book: TraceBook
  ) -> Set<String> {
    guard node == PathNodes.timeout else { return book.traces(at: node) }
    return Set(facts.late.compactMap { book.trace(of: $0) })
  }

  private func absent(
    _ causeNode: String, _ causes: Set<String>, _ effects: Set<String>, _ facts: IncidentFacts
  ) -> Set<String> {
    guard !causes.isEmpty else { return [] }
    let missing = effects.subtracting(causes)
    guard causeNode == PathNodes.slowLog, !facts.slowLogIdentifies else { return missing }
    return missing.filter { facts.observedDatabase.contains("trace:" + $0) }
  }

  /// The cause's first record begins after the effect's last one has ended.
  private func later(
    _ causeNode: String, _ effectNode: String, _ shared: Set<String>, _ facts: IncidentFacts,
    _ book: TraceBook
  ) -> Set<String> {
    guard causeNode == PathNodes.slowLog else { return [] }
    var ends: [String: Instant] = [:]
    let effects =
      effectNode == PathNodes.timeout
      ? facts.late : Array((book.nodes[effectNode] ?? [:]).values)
    for fact in effects {
      guard let trace = book.trace(of: fact) else { continue }
      ends[trace] = max(ends[trace] ?? .distantPast, fact.time.last)
    }
    return shared.filter { trace in
      guard let start = book.nodes[causeNode]?[trace]?.time.first, let end = ends[trace] else {
        return false
      }
      return start > end
    }
  }

  private func proofs(
    _ shared: Set<String>, _ causeNode: String, _ effectNode: String, _ book: TraceBook
  ) -> [Provenance] {
    shared.sorted().prefix(3).flatMap { trace in
      [book.nodes[causeNode]?[trace]?.provenance, book.nodes[effectNode]?[trace]?.provenance]
        .compactMap { $0 }
    }
  }

  private func nodesBetween(_ cause: String, _ effect: String) -> [String] {
    guard let low = path.firstIndex(of: cause), let high = path.firstIndex(of: effect), low < high
    else { return [] }
    return Array(path[(low + 1)..<high])
  }

  /// Nodes seen in records without any id still are data.
  private func hasUnidentified(_ node: String, _ facts: IncidentFacts) -> Bool {
    switch node {
    case PathNodes.slowLog: !facts.slow.isEmpty
    case PathNodes.blocked: !facts.blocked.isEmpty
    case PathNodes.timeout: !facts.timedOut.isEmpty
    default: false
    }
  }

  private func inferred(_ shown: [String], _ book: TraceBook) -> [String] {
    shown.filter { name in
      let node = name.hasPrefix(PathNodes.exposure) ? PathNodes.exposure : name
      return book.traces(at: node).isEmpty
    }
  }

  /// The appendix' path from the first clause's node to the last one's; the exposure node
  /// carries the first confirmed pattern in the appendix' order.
  private func chainPath(_ contract: [ClauseID], _ leaks: [Exposure]) -> [String] {
    let places = contract.compactMap { node(of: $0).flatMap { path.firstIndex(of: $0) } }
    guard let low = places.min(), let high = places.max() else { return [] }
    return path[low...high].map { name in
      guard name == PathNodes.exposure, let clause = contract.last(where: exposureClauses.contains),
        let rule = appendix.clause(clause)?.rule as? SensitiveExposure,
        let pattern = rule.patterns.first(where: { pattern in
          leaks.contains { $0.patterns.contains(pattern.name) }
        })
      else { return name }
      return name + "_" + pattern.name.lowercased()
    }
  }

  /// Clauses by onset; those whose onset intervals overlap cannot be told apart.
  private func observedOrder(
    _ clauses: [ClauseID], _ first: [ClauseID: BreachOnset]
  ) -> [[ClauseID]] {
    let ranked = clauses.enumerated().compactMap { place, clause in
      first[clause].map { (clause: clause, at: $0.at, place: place) }
    }.sorted { ($0.at.first, $0.place) < ($1.at.first, $1.place) }
    var groups: [[ClauseID]] = []
    var reach = Instant.distantPast
    for entry in ranked {
      if !groups.isEmpty, entry.at.first <= reach {
        groups[groups.count - 1].append(entry.clause)
      } else {
        groups.append([entry.clause])
      }
      reach = max(reach, entry.at.last)
    }
    return groups
  }

  /// Every trace with a node, complete ones first, then by first node and id.
  private func traces(_ book: TraceBook, _ contradicting: Set<String>) -> [IncidentTrace] {
    var ids = contradicting
    for node in path { ids.formUnion(book.traces(at: node)) }
    let traces = ids.map { id -> IncidentTrace in
      var nodes: [TraceNode] = []
      var missing: [String] = []
      for name in path {
        if let fact = book.nodes[name]?[id] {
          nodes.append(TraceNode(node: name, time: fact.time, evidence: fact.provenance))
        } else {
          missing.append(name)
        }
      }
      let standing: IncidentTrace.Standing =
        contradicting.contains(id) ? .contradicting : missing.isEmpty ? .complete : .partial
      return IncidentTrace(id: id, standing: standing, nodes: nodes, missing: missing)
    }
    func rank(_ standing: IncidentTrace.Standing) -> Int {
      switch standing {
      case .complete: 0
      case .partial: 1
      case .contradicting: 2
      }
    }
    return traces.sorted {
      (rank($0.standing), $0.nodes.map(\.time.first).min() ?? .distantFuture, $0.id)
        < (rank($1.standing), $1.nodes.map(\.time.first).min() ?? .distantFuture, $1.id)
    }
  }

  /// Clauses of the order that failed inside the incident while they were not armed: part of
  /// what happened, not of what is owed.
  private func notInForce(_ interval: Interval, _ present: Set<ClauseID>) -> [ClauseID] {
    let within = appendix.arbitration?.withinNanoseconds ?? 0
    return order.filter { clause in
      !present.contains(clause)
        && unarmedOnsets.contains {
          $0.clause == clause && $0.at.first >= interval.from - within
            && $0.at.first <= interval.to
        }
    }
  }
}
