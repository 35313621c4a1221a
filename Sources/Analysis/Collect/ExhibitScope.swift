/// Which records a package carries.
struct ExhibitScope: Sendable {
  /// The stretch of which logs and traces are carried whole.
  var window: Interval
  /// The stretches of which the slow log is carried whole.
  var slow: [Interval]
  /// Ids that tie records to an exposure of the stretch: these are carried wherever they lie.
  var ids: Set<String> = []
  /// When records with those ids occur outside the stretch.
  var elsewhere: [Instant] = []

  /// Everything that must be parsed.
  var times: [Interval] {
    [window] + slow + elsewhere.map { Interval(from: $0, to: $0 + 1) }
  }

  /// Stretches without any exposure.
  init(window: Interval, slow: [Interval]) {
    self.window = window
    self.slow = slow
  }

  /// - Parameter scope: the windows that the package proves.
  init(_ run: AnalysisRun, _ scope: ReplayScope) {
    window = scope.logs
    slow = [scope.logs] + Self.slowStretches(run, scope)
    addExposures(run)
  }

  /// Seasonal clauses look for the first slow statement of a slice from the sample before it on,
  /// and count statements over their history where the slow log is the numerator.
  private static func slowStretches(_ run: AnalysisRun, _ scope: ReplayScope) -> [Interval] {
    let appendix = run.analyzer.request.appendix
    let metrics = run.survey.metrics
    let steps = SlowCounts.steps(appendix.zone)
    return appendix.clauses.flatMap { clause -> [Interval] in
      guard let rule = clause.rule as? SeasonalBaseline, var stretch = scope.stretches[clause.id]
      else { return [] }
      let families = [rule.slowMetrics, rule.denominatorMetrics].compactMap {
        metrics.firstPresent(of: $0)
      }
      let edges = families.flatMap { metrics.family($0) }
        .compactMap { metrics.lastSample(of: $0, through: stretch.from)?.time }
      stretch.from = steps.window(at: min(edges.min() ?? stretch.from, stretch.from)).from
      guard rule.slowFromLog else { return [stretch] }
      return [stretch] + SeasonalStretches(rule, stretch, appendix, metrics).intervals
    }
  }

  /// An exposure is told by all its records: with one of them in the stretch, the others go along.
  private mutating func addExposures(_ run: AnalysisRun) {
    var groups = IDGroups()
    let candidates = run.survey.candidates.map {
      (ids: ExposureLegs.ids(trace: $0.trace, request: $0.request), time: $0.time.instant)
    }
    for candidate in candidates { groups.join(candidate.ids) }
    for bridge in run.legs.bridges { groups.join(bridge) }
    let records =
      candidates.map { ($0.ids, $0.time) } + run.legs.matches.map { ($0.ids, $0.time) }
    let touched = Set(
      records.filter { window.contains($0.1) }.compactMap { $0.0.first.map { groups.find($0) } })
    for (found, time) in records {
      guard let first = found.first, touched.contains(groups.find(first)) else { continue }
      ids.formUnion(found)
      if !window.contains(time) { elsewhere.append(time) }
    }
  }
}
