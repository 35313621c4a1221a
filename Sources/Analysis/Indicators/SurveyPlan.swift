internal import Sensitive

/// What the first pass must count, worked out from the appendix once per run.
public struct SurveyPlan: Sendable {
  /// A latency clause's counting rule.
  struct LatencyItem: Sendable {
    var key: Survey.Key
    var rule: LatencyPercentile
    var scope: Clause.Scope
    var grid: WindowGrid
  }
  /// A trace-injection clause's counting rule.
  struct InjectionItem: Sendable {
    var key: Survey.Key
    var rule: TraceInjection
    var scope: Clause.Scope
    var grid: WindowGrid
  }

  var latency: [LatencyItem] = []
  var injection: [InjectionItem] = []
  /// Families whose samples are kept.
  var metricNames: Set<String> = []
  /// Most series of one export that are kept, and of all of them.
  var seriesLimit = Int.max
  /// Detectors of all exposure clauses; nil when there is none.
  var scanner: SensitiveScanner?
  /// One minute, the slice of triggers.
  let minutes: WindowGrid
  /// Ten seconds, the step in which slow-log entries are kept.
  let slowSteps: WindowGrid
  /// Step of the activity counts by which gaps are found.
  var activity: WindowGrid

  /// The plan for `appendix`.
  /// - Throws: when an own pattern of the appendix does not compile.
  public init(_ appendix: Appendix) throws {
    guard
      let minutes = WindowGrid(zone: appendix.zone, lengthNanoseconds: 60_000_000_000)
    else { preconditionFailure("a minute divides an hour") }
    self.minutes = minutes
    slowSteps = SlowCounts.steps(appendix.zone)
    activity = minutes
    let patterns = appendix.sensitivePatterns
    for (index, clause) in appendix.clauses.enumerated() {
      let key = Survey.Key(clause: index)
      switch clause.rule {
      case let rule as LatencyPercentile:
        guard let grid = grid(appendix, rule.windowNanoseconds) else { continue }
        latency.append(LatencyItem(key: key, rule: rule, scope: clause.scope, grid: grid))
        if let histogram = rule.histogram {
          metricNames.formUnion(["", "_bucket", "_count"].map { histogram + $0 })
        }
      case let rule as TraceInjection:
        guard let grid = grid(appendix, rule.windowNanoseconds) else { continue }
        injection.append(InjectionItem(key: key, rule: rule, scope: clause.scope, grid: grid))
        if let metric = rule.metric { metricNames.insert(metric.name) }
      case let rule as SeasonalBaseline:
        metricNames.formUnion(rule.slowMetrics)
        metricNames.formUnion(rule.denominatorMetrics)
        metricNames.formUnion(rule.configMetrics)
      default: continue
      }
    }
    if !patterns.isEmpty { scanner = try SensitiveScanner(patterns: patterns) }
  }

  private mutating func grid(_ appendix: Appendix, _ lengthNanoseconds: Int64) -> WindowGrid? {
    guard let grid = WindowGrid(zone: appendix.zone, lengthNanoseconds: lengthNanoseconds) else {
      return nil
    }
    if lengthNanoseconds < activity.lengthNanoseconds { activity = grid }
    return grid
  }
}
