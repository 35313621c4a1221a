/// The slow ratio of a seasonal clause, from two counters or from slow-log entries over one.
struct SlowRatio {
  private let counters: CounterRatio
  private let slowLog: WindowSeries<SlowCounts>?
  private let minutes: WindowGrid?
  private let edgeSeries: [MetricSeriesID]
  private let metrics: MetricStore
  /// Roles that must cover a window.
  let roles: [SourceRole]

  /// - Returns: nil when an export that the ratio needs is absent.
  init?(_ rule: SeasonalBaseline, _ context: JudgingContext) {
    metrics = context.survey.metrics
    let service: String? = if case .service(let name) = context.clause.scope { name } else { nil }
    func series(_ names: [String]) -> [MetricSeriesID: CounterSeries] {
      guard let name = context.survey.metrics.firstPresent(of: names) else { return [:] }
      var found: [MetricSeriesID: CounterSeries] = [:]
      let family = context.survey.metrics.family(name)
      let isLabelled = family.contains { $0.value(of: "service") != nil }
      for id in family
      where service == nil || !isLabelled || id.value(of: "service") == service {
        found[id] = CounterSeries(context.survey.metrics.series[id] ?? [])
      }
      return found
    }
    let denominator = series(rule.denominatorMetrics)
    guard !denominator.isEmpty else { return nil }
    if rule.slowFromLog {
      guard context.coverage.isSupplied(.slowLog) else { return nil }
      slowLog = context.survey.slow
      minutes = WindowGrid(zone: context.appendix.zone, lengthNanoseconds: 60_000_000_000)
      counters = CounterRatio(numerator: denominator, denominator: denominator)
      edgeSeries = denominator.keys.sorted()
      roles = [.slowLog, .metrics]
    } else {
      let slow = series(rule.slowMetrics)
      guard !slow.isEmpty else { return nil }
      slowLog = nil
      minutes = nil
      counters = CounterRatio(numerator: slow, denominator: denominator)
      edgeSeries = slow.keys.sorted() + denominator.keys.sorted()
      roles = [.metrics]
    }
  }

  /// Longest median sample spacing, in nanoseconds.
  var spacingNanoseconds: Int64 { counters.spacingNanoseconds }

  /// Increases over `window`.
  func increase(over window: Interval) -> CounterRatio.WindowIncrease {
    var increase = counters.increase(over: window)
    if let slowLog, let minutes {
      increase.numerator = minutes.windows(overlapping: window).reduce(0) { sum, minute in
        sum + (window.contains(minute) ? slowLog[minute.from]?.statements ?? 0 : 0)
      }
    }
    return increase
  }

  /// The samples that the values at both ends of a window rest on.
  func edges(of window: Interval) -> [Provenance] {
    edgeSeries.flatMap { id in
      [window.from, window.to].compactMap { metrics.lastSample(of: id, through: $0)?.provenance }
    }
  }
}
