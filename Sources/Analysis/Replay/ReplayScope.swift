/// Which windows of each clause a package must carry the data of: those whose verdicts it pins, and
/// those of the clauses that they require.
///
/// Worked out from the appendix and two intervals alone, so that whoever packs and whoever replays
/// come to the same windows without being told.
struct ReplayScope: Sendable {
  /// The stretch that the package proves.
  let package: Interval
  /// From the first to the last window of each clause with windows; clauses without any have no
  /// entry.
  let stretches: [ClauseID: Interval]
  /// What the slices of logs and traces hold whole.
  let logs: Interval

  /// - Parameters:
  ///   - package: the stretch that the package proves.
  ///   - range: the judged range of the run.
  init(_ appendix: Appendix, package: Interval, range: Interval) {
    self.package = package
    var found: [ClauseID: Interval] = [:]
    func widen(_ id: ClauseID, _ windows: [Interval]) {
      for window in windows { found[id] = Self.hull(found[id], window) }
    }
    func windows(_ clause: Clause, _ around: Interval) -> [Interval] {
      guard let length = clause.windowNanoseconds,
        let common = around.intersection(range)
      else { return [] }
      return WindowGrid(zone: appendix.zone, lengthNanoseconds: length)?
        .windows(overlapping: common) ?? []
    }
    // Requirements come after those that require them: their windows follow from these.
    for id in RequirementGraph.order(of: appendix).reversed() {
      guard let clause = appendix.clause(id) else { continue }
      widen(
        id,
        windows(clause, package).filter { package.contains($0) || $0.contains(package) })
      guard let stretch = found[id] else { continue }
      for requirement in clause.requires {
        guard let required = appendix.clause(requirement) else { continue }
        widen(requirement, windows(required, stretch))
      }
    }
    stretches = found
    logs = appendix.clauses.filter(\.countsLogs).compactMap { found[$0.id] }
      .reduce(package) { Self.hull($0, $1) }
  }

  private static func hull(_ a: Interval?, _ b: Interval) -> Interval {
    guard let a else { return b }
    return Interval(from: min(a.from, b.from), to: max(a.to, b.to))
  }
}

extension Clause {
  /// Length of the clause's windows; nil for a clause that is decided over stretches.
  var windowNanoseconds: Int64? {
    switch rule {
    case let rule as LatencyPercentile: rule.windowNanoseconds
    case let rule as TraceInjection: rule.windowNanoseconds
    case let rule as SeasonalBaseline: rule.windowNanoseconds
    case let rule as SensitiveExposure: rule.windowNanoseconds
    default: nil
    }
  }

  /// Whether records of access or application logs may decide the clause.
  var countsLogs: Bool {
    switch rule {
    case let rule as LatencyPercentile: rule.from.contains(.accessLog)
    case let rule as TraceInjection:
      rule.from.contains(.gatewayAccess) || rule.from.contains(.appLog)
    case is SensitiveExposure: true
    default: false
    }
  }
}
