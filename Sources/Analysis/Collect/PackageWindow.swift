extension AnalysisRun {
  /// The stretch a package carries whole: from the first to the last breached window of the
  /// incident. Every clause is decided again over it, so every source is cut to it.
  public func packageWindow(of incident: Incident) -> Interval {
    let windows = result.breaches.filter { incident.breaches.contains($0.id) }.flatMap(\.windows)
    guard let first = windows.map(\.from).min(), let last = windows.map(\.to).max() else {
      return incident.interval
    }
    return Interval(from: min(first, incident.interval.from), to: max(last, incident.interval.to))
  }

  /// The verdicts a package carries: all windows that lie wholly in its stretch, and for the
  /// interval clauses the stretches that reach into it.
  public func packageVerdicts(of incident: Incident) -> [Verdict] {
    verdicts(in: packageWindow(of: incident))
  }

  /// The verdicts that a package of a stretch carries.
  func verdicts(in window: Interval) -> [Verdict] {
    result.verdicts.compactMap { verdict in
      if window.contains(verdict.window) { return verdict }
      guard let common = window.intersection(verdict.window),
        verdict.window.contains(window) || isIntervalClause(verdict.clause)
      else { return nil }
      var cut = verdict
      cut.window = common
      return cut
    }
  }

  private func isIntervalClause(_ id: ClauseID) -> Bool {
    analyzer.request.appendix.clause(id)?.rule is BlueGreenVerified
  }

  /// The digest of exactly what one package carries (RULES "Digest").
  public func packageDigest(of incident: Incident) -> String {
    VerdictDigest.compute(verdicts: packageVerdicts(of: incident), incidents: [incident])
  }
}
