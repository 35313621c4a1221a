extension Analyzer {
  /// Groups breaches into incidents, reads the records around them again, ranks the chains.
  func rank(
    _ judgement: Judgement, _ survey: Survey, _ coverage: Coverage, _ parts: [InputSurvey]
  ) throws -> [Incident] {
    let appendix = request.appendix
    let seeds = IncidentSeed.group(
      judgement.onsets, order: appendix.arbitration?.order ?? [],
      withinNanoseconds: appendix.arbitration?.withinNanoseconds ?? 60_000_000_000)
    guard !seeds.isEmpty else { return [] }
    let ranker = ChainRanker(
      appendix: appendix, breaches: judgement.breaches, exposures: judgement.exposures,
      unarmedOnsets: judgement.unarmedOnsets)
    let queries = seeds.map { query($0, ranker) }
    let collector = FactCollector(
      queries: queries, slowSpanNanoseconds: survey.shortestSlowNanoseconds,
      clockSteps: survey.clockSteps)
    if seeds.contains(where: \.isArbitrated) {
      let roles: Set<SourceRole> = [.gatewayAccess, .appLog, .slowLog, .spans]
      let reach = queries.map(\.interval)
      let members = parts.indices.filter { index in
        let summary = parts[index].summary
        guard let role = summary.role, roles.contains(role), let span = summary.span else {
          return false
        }
        return reach.contains { $0.from <= span.last && span.first <= $0.to }
      }
      let times = reach + queries.flatMap { $0.latency.flatMap(\.windows) }
      try reread(parts, stage: "collect", only: Set(members), within: times) { index in
        collector.input = index
        collector.declaredService = parts[index].source.flatMap { appendix.sources[$0].service }
        return collector
      }
    }
    let incidents = zip(seeds, collector.facts).map { ranker.incident($0, $1) }
    return named(
      incidents.sorted {
        ($0.interval, $0.clauses.first ?? "") < ($1.interval, $1.clauses.first ?? "")
      })
  }

  private func query(_ seed: IncidentSeed, _ ranker: ChainRanker) -> FactCollector.Query {
    let appendix = request.appendix
    var latency: [FactCollector.LatencyQuery] = []
    for clause in appendix.clauses {
      guard let rule = clause.rule as? LatencyPercentile else { continue }
      let windows = Set(seed.onsets.filter { $0.clause == clause.id }.map(\.window)).sorted()
      if !windows.isEmpty {
        latency.append(
          FactCollector.LatencyQuery(rule: rule, scope: clause.scope, windows: windows))
      }
    }
    // The limit of the arbitrated latency clause tells late from fast even where it is not
    // breached, and is the default for "blocked" (RULES "Path and traces").
    let limits = appendix.clauses.filter {
      appendix.arbitration?.order.contains($0.id) ?? false
    }.compactMap { ($0.rule as? LatencyPercentile)?.limitNanoseconds }
    let limit = limits.min()
    return FactCollector.Query(
      interval: seed.interval(exposureClauses: ranker.exposureClauses), latency: latency,
      blockedAtLeastNanoseconds: appendix.arbitration?.blockedAtLeastNanoseconds ?? limit
        ?? 200_000_000, lateAboveNanoseconds: limit)
  }

  /// Two incidents that begin in the same second get a suffix.
  private func named(_ incidents: [Incident]) -> [Incident] {
    var used: [String: Int] = [:]
    return incidents.map { incident in
      var named = incident
      used[incident.id, default: 0] += 1
      if let times = used[incident.id], times > 1 { named.id += "-\(times)" }
      return named
    }
  }
}
