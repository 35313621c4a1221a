internal import Diagnostics

extension SensitiveExposure {
  /// Three legs under one id confirm an exposure; a covered but absent leg refutes it.
  public func judge(_ context: JudgingContext) -> ClauseFindings {
    var findings = ClauseFindings()
    let exposures = exposures(context, &findings)
    findings.exposures = exposures
    let missing = Self.legRoles.filter { !context.coverage.isSupplied($0) }
    findings.missing = missing.map {
      MissingExport(clause: context.clause.id, needs: $0.rawValue)
    }
    let grid = WindowGrid(zone: context.appendix.zone, lengthNanoseconds: windowNanoseconds)
    var byWindow: [Instant: [Exposure]] = [:]
    for exposure in exposures {
      if let window = grid?.window(at: exposure.time) {
        byWindow[window.from, default: []].append(exposure)
      }
    }
    let shown = context.shownService(nil, role: .appLog)
    for window in context.windows(lengthNanoseconds: windowNanoseconds) {
      let here = byWindow[window.from] ?? []
      let verdict = verdict(context, window, here, missing, shown)
      findings.verdicts.append(verdict)
      for exposure in here where exposure.outcome == .breached {
        findings.onsets.append(
          BreachOnset(
            clause: context.clause.id, service: shown, window: window,
            at: TimeSpan(
              first: exposure.time,
              last: exposure.time + max(0, exposure.resolutionNanoseconds - 1)),
            slice: window, isInterval: false, evidence: exposure.gateway))
      }
    }
    return findings
  }

  static let legRoles: [SourceRole] = [.appLog, .gatewayAccess, .securityAudit]

  /// The name of a leg in reasons, as in the machine output's `legs`.
  static func legName(_ role: SourceRole) -> String {
    switch role {
    case .appLog: "application"
    case .gatewayAccess: "gateway"
    default: "audit"
    }
  }

  private func verdict(
    _ context: JudgingContext, _ window: Interval, _ here: [Exposure], _ missing: [SourceRole],
    _ service: String?
  ) -> Verdict {
    var verdict = Verdict(
      clause: context.clause.id, service: service, window: window, outcome: .compliant)
    let confirmed = here.filter { $0.outcome == .breached }
    verdict.value = VerdictValue(
      name: "exposures", numerator: Int64(confirmed.count), denominator: Int64(here.count),
      observed: Double(confirmed.count), limit: 0, unit: "count")
    verdict.evidence = here.flatMap { [$0.application, $0.gateway, $0.audit] }.compactMap { $0 }
    if !confirmed.isEmpty {
      verdict.outcome = .breached
    } else if let open = here.first(where: { $0.outcome == .indeterminate }) {
      verdict.outcome = .indeterminate
      verdict.reason = open.reason
    } else if !here.isEmpty {
      verdict.reason = here.first?.reason
    } else if !missing.isEmpty {
      verdict.outcome = .notEvaluated
      verdict.reason = Reason.noExport
    } else if [.appLog, .gatewayAccess].contains(where: { context.coverage.isTruncated($0, window) }
    ) {
      verdict.outcome = .indeterminate
      verdict.reason = Reason.exportTruncated
    } else if [.appLog, .gatewayAccess].contains(where: { !context.coverage.covers($0, window) }) {
      verdict.outcome = .indeterminate
      verdict.reason = Reason.partialWindow
    } else if context.coverage.isGap(.gatewayAccess, window) {
      verdict.outcome = .indeterminate
      verdict.reason = Reason.noData
    } else if context.unknownRecords(.appLog, in: window) > 0,
      context.unknownRecords(.securityAudit, in: window) > 0
    {
      verdict.outcome = .indeterminate
      verdict.reason = Reason.quarantined
    }
    return verdict
  }

  /// One exposure per group of ids that belongs to a candidate.
  private func exposures(
    _ context: JudgingContext, _ findings: inout ClauseFindings
  ) -> [Exposure] {
    let names = patterns.map(\.name)
    let candidates = context.survey.candidates.filter { candidate in
      if case .service(let wanted) = context.clause.scope, let service = candidate.service,
        service != wanted
      {
        return false
      }
      return candidate.patterns.contains { names.contains($0) }
    }
    var groups = IDGroups()
    for candidate in candidates {
      groups.join(ExposureLegs.ids(trace: candidate.trace, request: candidate.request))
    }
    for bridge in context.legs.bridges { groups.join(bridge) }
    var members: [String: [ExposureCandidate]] = [:]
    for (index, candidate) in candidates.enumerated() {
      let ids = ExposureLegs.ids(trace: candidate.trace, request: candidate.request)
      let root = ids.first.map { groups.find($0) } ?? "none:\(index)"
      members[root, default: []].append(candidate)
    }
    var exposures: [Exposure] = []
    for (root, group) in members.sorted(by: { $0.key < $1.key }) {
      exposures.append(exposure(context, group, root, groups, &findings))
    }
    return exposures.sorted {
      ($0.time, $0.trace ?? "", $0.request ?? "") < ($1.time, $1.trace ?? "", $1.request ?? "")
    }
  }

  private func exposure(
    _ context: JudgingContext, _ group: [ExposureCandidate], _ root: String, _ groups: IDGroups,
    _ findings: inout ClauseFindings
  ) -> Exposure {
    func belongs(_ ids: [String]) -> Bool { ids.contains { groups.find($0) == root } }
    let gateways = context.legs.gateway.filter { belongs($0.ids) }
      .sorted { ($0.end.instant, $0.provenance) < ($1.end.instant, $1.provenance) }
    let listed = gateways.first { record in
      record.status.map { status in gatewayStatus.contains { $0.matches(status) } } ?? false
    }
    let hits = group.filter { $0.leg == .application }.min { $0.provenance < $1.provenance }
    let traces = context.legs.application.filter { belongs($0.ids) }
      .min { ($0.time.instant, $0.provenance) < ($1.time.instant, $1.provenance) }
    let application = hits?.provenance ?? traces?.provenance
    let audit = group.filter { $0.leg == .audit }.min { $0.provenance < $1.provenance }
    let earliest = group.min { ($0.time.instant, $0.provenance) < ($1.time.instant, $1.provenance) }
    let at = listed?.end ?? gateways.first?.end ?? earliest?.time
    let time = at ?? Stamp(context.range.from, resolutionNanoseconds: 1)
    var exposure = Exposure(
      clause: context.clause.id, trace: group.compactMap(\.trace).min(),
      request: group.compactMap(\.request).min(), time: time.instant,
      resolutionNanoseconds: max(
        time.resolutionNanoseconds,
        (listed ?? gateways.first).flatMap { context.survey.clockSteps[$0.provenance.input] } ?? 0),
      application: application,
      gateway: listed?.provenance ?? gateways.first?.provenance, audit: audit?.provenance,
      patterns: patterns.map(\.name).filter { name in group.contains { $0.patterns.contains(name) }
      },
      outcome: .breached, reason: nil)
    decide(
      &exposure, context, isJoinable: !root.hasPrefix("none:"),
      present: [
        .appLog: application != nil, .gatewayAccess: listed != nil, .securityAudit: audit != nil,
      ], at: earliest?.time.instant ?? time.instant)
    if application != nil { compareDetectors(context, hits, audit, &findings) }
    return exposure
  }

  private func decide(
    _ exposure: inout Exposure, _ context: JudgingContext, isJoinable: Bool,
    present: [SourceRole: Bool], at instant: Instant
  ) {
    if !isJoinable {
      exposure.outcome = .indeterminate
      exposure.reason = "\(Reason.missingLeg): no id to join by"
      return
    }
    var absent: [String] = []
    var missing: [String] = []
    var doubtful = false
    let around = Interval(from: instant, to: instant + 1)
    for role in Self.legRoles where present[role] != true {
      if !context.coverage.isSupplied(role) || !context.coverage.covers(role, instant) {
        missing.append(Self.legName(role))
      } else if context.unknownRecords(role, in: around) > 0 {
        doubtful = true
      } else {
        absent.append(Self.legName(role))
      }
    }
    if !absent.isEmpty {
      exposure.outcome = .compliant
      exposure.reason = "\(Reason.legAbsent): " + absent.joined(separator: ", ")
    } else if !missing.isEmpty {
      exposure.outcome = .indeterminate
      exposure.reason = "\(Reason.missingLeg): " + missing.joined(separator: ", ")
    } else if doubtful {
      exposure.outcome = .indeterminate
      exposure.reason = Reason.quarantined
    }
  }

  /// A disagreement between our detectors and the audit leg is a finding (CLAUSES A4).
  private func compareDetectors(
    _ context: JudgingContext, _ hit: ExposureCandidate?, _ audit: ExposureCandidate?,
    _ findings: inout ClauseFindings
  ) {
    guard let audit, Set(hit?.patterns ?? []).isDisjoint(with: audit.patterns) else { return }
    findings.findings.append(
      Diagnostic(
        .warning, "pattern-disagreement",
        "\(context.clause.id): the audit reports a pattern that the detectors do not find in the"
          + " stack trace",
        fix: "read the exhibit; the stack trace may be cut or the audit's pattern differ"))
  }
}
