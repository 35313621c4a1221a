internal import Diagnostics

extension ExportInspector {
  /// What one surveyed input shows.
  func inspection(_ part: InputSurvey) -> Inspection {
    var log = DiagnosticLog()
    for diagnostic in part.diagnostics { log.add(diagnostic) }
    let role = part.summary.role
    let facts = role.flatMap { part.survey.roles[$0] }
    return Inspection(
      summary: part.summary, diagnostics: log.sorted, isComplete: part.isComplete,
      statedZones: part.statedZones.sorted().map(\.name), gaps: Self.gaps(facts),
      samplingHint: Self.samplingHint(role, facts),
      truncation: part.diagnostics.filter { $0.code == "export-truncated" }.map(\.message),
      needs: Self.needs(part, facts), documents: part.survey.documents.map(\.value))
  }

  /// Stretches of at least five minutes, and twenty times as long as the usual distance of busy
  /// minutes, without any record.
  private static func gaps(_ facts: Survey.RoleFacts?) -> [TimeSpan] {
    guard let starts = facts?.activity.starts, starts.count >= 3 else { return [] }
    let minute: Int64 = 60_000_000_000
    let steps = zip(starts, starts.dropFirst()).map { $1 - $0 }
    let usual = steps.sorted()[steps.count / 2]
    let least = max(5 * minute, 20 * usual)
    let found = zip(starts, steps).filter { $0.1 > least }.map {
      TimeSpan(first: $0.0 + minute, last: $0.0 + $0.1)
    }
    let longest = found.sorted { ($0.last - $0.first, $1.first) > ($1.last - $1.first, $0.first) }
    return longest.prefix(3).sorted { $0.first < $1.first }
  }

  private static func samplingHint(_ role: SourceRole?, _ facts: Survey.RoleFacts?) -> String? {
    switch role {
    case .spans:
      return "whether traces were sampled is not stated; latencies of sampled spans prove nothing"
    case .appLog where facts?.hasTraceField == true && facts?.carriesTraceIDs == false:
      return "records have a trace-id field, but no usable id"
    default: return nil
    }
  }

  private static func needs(_ part: InputSurvey, _ facts: Survey.RoleFacts?) -> [String] {
    guard let role = part.summary.role else {
      return ["sources: - {role: …, files: \"\(part.summary.path)\"}, or --as FORMAT=GLOB"]
    }
    var needs: [String] = []
    let codes = Set(part.diagnostics.map(\.code))
    if codes.contains("timestamp-zone") || codes.contains("timestamp-year") {
      needs.append("zone: AREA/CITY for stamps without one (or --assume-zone)")
    }
    if !codes.isDisjoint(with: ["timestamp-missing", "timestamp-syntax", "timestamp-unit"]) {
      needs.append("time: {field: …, unit: …}")
    }
    if codes.contains("csv-undeclared") {
      needs.append("time: {field: …}, csv: {layout: long, name: …, value: …}, or layout: wide")
    }
    if codes.contains("latency-unit") { needs.append("fields: {latency: {field: …, unit: …}}") }
    let isLog = [.gatewayAccess, .appLog, .securityAudit].contains(role)
    if isLog, part.summary.services.isEmpty, part.summary.records > 0 {
      needs.append("service: NAME (its records name none)")
    }
    guard let facts, facts.records > 0, role == .gatewayAccess else { return needs }
    if facts.withoutLatency == facts.records {
      needs.append("fields: {latency: {field: …, unit: …}}: no request states its duration (A2)")
    } else if facts.withoutLatency > 0 {
      needs.append("\(facts.withoutLatency) requests state no duration (A2)")
    }
    if facts.withoutStatus > 0 {
      needs.append("\(facts.withoutStatus) requests state no status (A4)")
    }
    if !facts.hasTraceField {
      needs.append("fields: {trace-id: …}: no request has such a field (A3)")
    }
    return needs
  }
}
