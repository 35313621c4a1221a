/// Which records a package carries even of a source whose slice would be too long (RULES "Packages"):
/// late, failed and chained requests, and whatever the verdicts and chains cite.
struct Standouts: Sendable {
  private let latency: [LatencyItem]
  private let statuses: [SensitiveExposure.StatusPattern]
  private let ids: Set<String>
  /// Records that the verdicts, link tests and complete traces cite.
  private let cited: Set<Provenance>
  /// Records that are a node of some other trace.
  private let nodes: Set<Provenance>

  private struct LatencyItem: Sendable {
    var rule: LatencyPercentile
    var scope: Clause.Scope
  }

  /// None.
  init() { (latency, statuses, ids, cited, nodes) = ([], [], [], [], []) }

  init(_ run: AnalysisRun, _ incident: Incident, _ scope: ExhibitScope) {
    let clauses = run.analyzer.request.appendix.clauses
    latency = clauses.compactMap { clause in
      (clause.rule as? LatencyPercentile).map { LatencyItem(rule: $0, scope: clause.scope) }
    }
    statuses = clauses.flatMap { ($0.rule as? SensitiveExposure)?.gatewayStatus ?? [] }
    ids = scope.ids.union(
      incident.traces.map { $0.id.hasPrefix("request:") ? $0.id : "trace:" + $0.id })
    cited = Set(
      run.packageVerdicts(of: incident).flatMap(\.evidence)
        + incident.links.flatMap { $0.tests.flatMap(\.evidence) }
        + incident.traces.filter { $0.standing == .complete }
        .flatMap { $0.nodes.map(\.evidence) })
    nodes = Set(incident.traces.flatMap { $0.nodes.map(\.evidence) })
  }

  /// Later than the limit of a clause that counts it; or failed: a status of 500 or above, of the
  /// upstream too, or one that an exposure clause names.
  func isLateOrFailed(_ record: RequestRecord, _ declaredService: String?) -> Bool {
    if let status = record.status,
      status >= 500 || statuses.contains(where: { $0.matches(status) })
    {
      return true
    }
    if let status = record.upstreamStatus, status >= 500 { return true }
    guard let length = record.latencyNanoseconds else { return false }
    return latency.contains { item in
      guard length > item.rule.limitNanoseconds else { return false }
      let service = record.service.flatMap { $0.isEmpty ? nil : $0.string } ?? declaredService
      if case .service(let wanted) = item.scope, service != wanted { return false }
      return item.rule.filter.matches(record, service: service)
    }
  }

  /// Whether one of the ids is that of a trace of the incident, or of an exposure.
  func isChained(_ found: [String]) -> Bool {
    !ids.isEmpty && !ids.isDisjoint(with: found)
  }

  /// Whether the very record is a node of a trace of the incident.
  func isNode(_ record: Provenance) -> Bool { nodes.contains(record) }

  /// Whether the very record is cited.
  func isCited(_ record: Provenance) -> Bool { cited.contains(record) }
}
