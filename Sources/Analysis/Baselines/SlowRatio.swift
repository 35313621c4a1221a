/// The slow ratio of a seasonal clause, from two counters or from slow-log entries over one.
struct SlowRatio {
  private let counters: CounterRatio
  /// Slow-log entries, whether they are the numerator or only refine onsets.
  private let slowLog: WindowSeries<SlowCounts>
  private let countsFromLog: Bool
  private let steps: WindowGrid
  private let edgeSeries: [SampleSeries]
  private let edgeCounters: [CounterSeries]
  private let changes: ConfigChanges
  /// Roles that must cover a window.
  let roles: [SourceRole]

  /// - Returns: nil when an export that the ratio needs is absent.
  /// - Parameter service: the service whose series count; nil for all.
  init?(
    _ rule: SeasonalBaseline, _ context: JudgingContext, _ families: RatioFamilies,
    service: String?
  ) {
    changes = families.changes
    slowLog = context.survey.slow
    steps = SlowCounts.steps(context.appendix.zone)
    countsFromLog = rule.slowFromLog
    let spacings = context.facts?.spacings(native: false) ?? [:]
    let store = context.survey.metrics
    func series(_ ids: [MetricSeriesID]) -> [MetricSeriesID: CounterSeries] {
      var found: [MetricSeriesID: CounterSeries] = [:]
      for id in ids {
        found[id] = CounterSeries(
          store.series[id] ?? SampleSeries(), spacing: spacings.isEmpty ? nil : spacings["\(id)"])
      }
      return found
    }
    func edges(_ ids: [MetricSeriesID]) -> [SampleSeries] { ids.compactMap { store.series[$0] } }
    let under = families.denominator.of(service)
    let denominator = series(under)
    guard !denominator.isEmpty else { return nil }
    if rule.slowFromLog {
      guard context.coverage.isSupplied(.slowLog) else { return nil }
      counters = CounterRatio(numerator: denominator, denominator: denominator)
      edgeSeries = edges(under)
      edgeCounters = Array(denominator.values)
      roles = [.slowLog, .metrics]
    } else {
      let over = families.slow.of(service)
      let slow = series(over)
      guard !slow.isEmpty else { return nil }
      counters = CounterRatio(numerator: slow, denominator: denominator)
      edgeSeries = edges(over) + edges(under)
      edgeCounters = Array(slow.values) + Array(denominator.values)
      roles = [.metrics]
    }
  }

  /// Longest median sample spacing, in nanoseconds.
  var spacingNanoseconds: Int64 { counters.spacingNanoseconds }

  /// Increases over `window`.
  func increase(over window: Interval) -> CounterRatio.WindowIncrease {
    var increase = counters.increase(over: window)
    if countsFromLog {
      increase.numerator = steps.windows(overlapping: window).reduce(0) { sum, step in
        sum + (slowLog[step.from]?.statements ?? 0)
      }
    }
    return increase
  }

  /// The stretch in which the events counted for `window` happened: from the sample that stands
  /// for its start to the one that stands for its end. Scrapes rarely fall on whole minutes, so
  /// this lies a little before the window.
  func observed(_ window: Interval) -> Interval {
    func edge(_ instant: Instant) -> [Instant] {
      edgeCounters.compactMap { $0.lastTime(through: instant) }
    }
    guard !countsFromLog, let from = edge(window.from).min(), let to = edge(window.to).max(),
      from < to
    else { return window }
    return Interval(from: from, to: to)
  }

  /// The first change of a setting that decides what is slow, as far as the metrics show it.
  func configChange(in interval: Interval) -> ConfigChange? {
    changes.first(in: interval)
  }

  /// The first slow-log entry that started inside `stretch`.
  func firstEntry(in stretch: Interval) -> Witness? {
    for step in steps.windows(overlapping: stretch) {
      let inside = slowLog[step.from]?.first.kept.first { stretch.contains($0.time.instant) }
      if let inside { return inside }
    }
    return nil
  }

  /// The samples that the values at both ends of a window rest on.
  func edges(of window: Interval) -> [Provenance] {
    edgeSeries.flatMap { samples in
      [window.from, window.to].compactMap { samples.last(through: $0)?.provenance }
    }
  }
}
