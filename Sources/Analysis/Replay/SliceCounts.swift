/// What the verdicts need to know of a source of which a package carries the late, failed and chained
/// records alone: integers by window, of all its records (RULES "Packages").
public struct SliceCounts: Sendable, Hashable {
  /// Counts of one stretch.
  public struct Row: Sendable, Hashable {
    /// Role of the records that were counted.
    public var role: SourceRole
    /// Clause that judges the window; nil for what holds for every clause.
    public var clause: ClauseID?
    /// Service, where the clause is judged for each.
    public var service: String?
    /// The window.
    public var window: Interval
    /// Counts by name, in the order of writing.
    public var counts: [Count]
  }
  /// One count.
  public struct Count: Sendable, Hashable {
    /// What is counted.
    public var name: String
    /// How many.
    public var value: Int64
  }
  /// A count that the carried lines do not bear out.
  public struct Mismatch: Sendable, Hashable {
    /// The row.
    public var row: Row
    /// What is counted.
    public var name: String
    /// How many the lines show.
    public var shown: Int64
  }

  /// Where a package carries them.
  public static let member = "data/logs/counts.jsonl"
  /// What a package with counts says of its replay.
  public static let standing = "counts-only"

  /// Role of the records of a kind of slice.
  public static func role(ofSlice kind: String) -> SourceRole? {
    if kind == "spans" { return .spans }
    return ExhibitCollector.slices.first { $0.value == kind }?.key
  }

  /// Rows by role, clause, service and window.
  public var rows: [Row] = []

  /// No counts.
  public init() {}
}

extension AnalysisRun {
  /// Counts of one input over the windows that the package of an incident carries.
  public func sliceCounts(ofInput input: Int, for incident: Incident) -> SliceCounts {
    var out = SliceCounts()
    guard let scope = replayScope(of: packageWindow(of: incident)) else { return out }
    let survey = parts[input].survey
    let appendix = analyzer.request.appendix
    func add<Counts: Mergeable>(
      _ role: SourceRole, _ all: [Survey.Key: WindowSeries<Counts>],
      _ counts: (Counts) -> [SliceCounts.Count]
    ) {
      for (key, series) in all.sorted(by: { Self.order($0.key, $1.key) }) {
        let clause = appendix.clauses[key.clause]
        guard let stretch = scope.stretches[clause.id],
          let length = clause.windowNanoseconds,
          let grid = WindowGrid(zone: appendix.zone, lengthNanoseconds: length)
        else { continue }
        for start in series.starts where stretch.contains(start) {
          guard let found = series[start] else { continue }
          out.rows.append(
            SliceCounts.Row(
              role: role, clause: clause.id, service: key.service, window: grid.window(at: start),
              counts: counts(found)))
        }
      }
    }
    add(.gatewayAccess, survey.latency, SliceCounts.latency)
    add(.gatewayAccess, survey.injection, SliceCounts.injection)
    add(.appLog, survey.appInjection, SliceCounts.injection)
    let scoped = ExhibitScope(self, scope)
    addSteps(to: &out, survey, scoped)
    return out
  }

  private static func order(_ a: Survey.Key, _ b: Survey.Key) -> Bool {
    (a.clause, a.service ?? "") < (b.clause, b.service ?? "")
  }

  /// Records and statements by steps that no clause owns, and broken records where they may lie.
  private func addSteps(to out: inout SliceCounts, _ survey: Survey, _ scope: ExhibitScope) {
    func row(_ role: SourceRole, _ window: Interval, _ name: String, _ value: Int64) {
      out.rows.append(
        SliceCounts.Row(
          role: role, clause: nil, service: nil, window: window,
          counts: [SliceCounts.Count(name: name, value: value)]))
    }
    let activity = analyzer.plan.activity
    for (role, facts) in survey.roles.sorted(by: { $0.key < $1.key }) {
      for start in facts.activity.starts {
        let window = activity.window(at: start)
        guard scope.times.contains(where: { $0.overlaps(window) }) else { continue }
        row(role, window, SliceCounts.records, facts.activity[start]?.count ?? 0)
      }
    }
    for start in survey.slow.starts {
      let window = analyzer.plan.slowSteps.window(at: start)
      guard scope.slow.contains(where: { $0.overlaps(window) }) else { continue }
      row(.slowLog, window, SliceCounts.statements, survey.slow[start]?.statements ?? 0)
    }
    let broken = survey.unknown.sorted {
      ($0.role, $0.span.first, $0.span.last) < ($1.role, $1.span.first, $1.span.last)
    }
    for unknown in broken {
      let span = Interval(from: unknown.span.first, to: unknown.span.last + 1)
      guard scope.times.contains(where: { $0.overlaps(span) }) else { continue }
      row(unknown.role, span, SliceCounts.quarantined, unknown.count)
    }
  }
}

extension SliceCounts {
  static let records = "records"
  static let statements = "statements"
  static let quarantined = "quarantined"
  static let requests = "requests"
  static let late = "late"
  static let withoutLatency = "withoutLatency"
  static let clientAborts = "clientAborts"
  static let valid = "valid"

  /// Of those within the limit, `clientAborts` ended with status 499.
  fileprivate static func latency(_ counts: LatencyCounts) -> [Count] {
    [
      Count(name: requests, value: counts.total),
      Count(name: late, value: counts.total - counts.within - counts.withoutLatency),
      Count(name: withoutLatency, value: counts.withoutLatency),
      Count(name: clientAborts, value: counts.abortedWithin),
    ]
  }

  /// Junk ids by what is wrong with them.
  fileprivate static func injection(_ counts: InjectionCounts) -> [Count] {
    [Count(name: requests, value: counts.total), Count(name: valid, value: counts.valid)]
      + TraceID.Defect.allCases.compactMap { defect in
        counts.defects[defect].map { Count(name: defect.rawValue, value: $0) }
      }
  }
}
