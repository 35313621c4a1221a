public import Analysis

extension CertificateContent {
  /// What an analysis adds to a certificate about one incident.
  public struct Analysis: Sendable {
    /// The agreed text: parties, clauses, law references.
    public var appendix: Appendix
    /// The whole run.
    public var result: AnalysisResult
    /// What the package is about.
    public var incident: Incident
    /// Digest over the verdicts of the package, 64 hex digits: what `replay` must reproduce.
    public var verdictDigest: String

    /// An analysis.
    public init(
      appendix: Appendix, result: AnalysisResult, incident: Incident, verdictDigest: String
    ) {
      self.appendix = appendix
      self.result = result
      self.incident = incident
      self.verdictDigest = verdictDigest
    }

    /// Breaches of the incident, in the order of the run.
    var breaches: [Breach] { result.breaches.filter { incident.breaches.contains($0.id) } }

    /// Clauses of the appendix that the incident concerns: breached, disarmed, or required by those.
    var clauses: [Clause] {
      var wanted = Set(incident.clauses + incident.notInForce + breaches.map(\.clause))
      for clause in appendix.clauses.reversed() where wanted.contains(clause.id) {
        wanted.formUnion(clause.requires)
      }
      return appendix.clauses.filter { wanted.contains($0.id) }
    }

    /// The breached windows of a breach, in order.
    func windows(of breach: Breach) -> [Verdict] {
      let windows = Set(breach.windows)
      return result.verdicts.filter {
        $0.clause == breach.clause && $0.service == breach.service && $0.outcome == .breached
          && windows.contains($0.window)
      }
    }

    /// Baselines that some windows of a breach were compared with.
    func baselines(of breach: Breach) -> [BaselineSummary] {
      result.baselines.filter { baseline in
        let hour = Interval(from: baseline.hour, to: baseline.hour + 3_600_000_000_000)
        return baseline.clause == breach.clause && baseline.service == breach.service
          && breach.windows.contains { hour.overlaps($0) }
      }
    }

    /// Windows of other clauses that a breach disarmed, by clause.
    func disarmed(by breach: Breach) -> [(clause: ClauseID, windows: Int)] {
      let hit = result.verdicts.filter { verdict in
        verdict.outcome == .notInForce && verdict.blockedBy.contains(breach.clause)
          && breach.windows.contains { $0.overlaps(verdict.window) }
      }
      return appendix.clauses.map(\.id).compactMap { id in
        let count = hit.count { $0.clause == id }
        return count > 0 ? (id, count) : nil
      }
    }

    /// Names of patterns confirmed during a breach, never values.
    func patterns(of breach: Breach) -> [String] {
      var out: [String] = []
      for exposure in result.exposures
      where exposure.clause == breach.clause && exposure.outcome == .breached
        && breach.windows.contains(where: { $0.contains(exposure.time) })
      {
        for pattern in exposure.patterns where !out.contains(pattern) { out.append(pattern) }
      }
      return out
    }
  }
}
