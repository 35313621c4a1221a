/// The samples that the verdicts of one package rest on.
struct MetricSnapshot {
  /// Series as exported.
  private(set) var classic: SnapshotSamples
  /// Bounds of native histograms around the limits of latency clauses.
  private(set) var native: SnapshotSamples

  init(_ run: AnalysisRun, _ scope: ReplayScope) {
    let metrics = run.survey.metrics
    classic = SnapshotSamples(metrics)
    native = SnapshotSamples(run.survey.nativeBuckets)
    let appendix = run.analyzer.request.appendix
    for clause in appendix.clauses {
      guard let stretch = scope.stretches[clause.id] else { continue }
      switch clause.rule {
      case let rule as SeasonalBaseline:
        let history = SeasonalStretches(rule, stretch, appendix, metrics)
        let names = [
          rule.slowFromLog ? nil : metrics.firstPresent(of: rule.slowMetrics),
          metrics.firstPresent(of: rule.denominatorMetrics),
        ]
        for name in names.compactMap({ $0 }) { classic.keep(name, [stretch] + history.intervals) }
        for name in rule.configMetrics { classic.keepChanges(name, history.whole) }
      case let rule as LatencyPercentile:
        guard let histogram = rule.histogram else { continue }
        for suffix in ["", "_bucket", "_count"] { classic.keep(histogram + suffix, [stretch]) }
        native.keep(histogram + "_bucket", [stretch])
      case let rule as TraceInjection:
        if let metric = rule.metric { classic.keep(metric.name, [stretch]) }
      default: continue
      }
    }
  }
}

/// The hours of the history that the windows of a seasonal clause in one stretch look at.
struct SeasonalStretches {
  /// Hours, those of a longer window rounded to its edges.
  private(set) var intervals: [Interval] = []
  /// From the first hour to the end of the judged stretch.
  private(set) var whole: Interval

  init(
    _ rule: SeasonalBaseline, _ stretch: Interval, _ appendix: Appendix, _ metrics: MetricStore
  ) {
    whole = stretch
    guard
      let hours = WindowGrid(zone: appendix.zone, lengthNanoseconds: 3_600_000_000_000),
      let windows = WindowGrid(
        zone: appendix.zone, lengthNanoseconds: rule.windowNanoseconds)
    else { return }
    let calendar = HistoryCalendar(appendix.zone)
    let names = rule.slowMetrics + rule.denominatorMetrics
    let first = names.flatMap { metrics.family($0) }
      .compactMap { metrics.series[$0]?.first?.time }.min()
    for window in windows.windows(overlapping: stretch) {
      let hour = hours.window(at: window.from).from
      whole.to = max(whole.to, hour + 3_600_000_000_000)
      for back in 1...Self.reach(rule, appendix, hour, first) {
        for interval in calendar.day(hour, back: back).intervals {
          // Whether an hour was breached is told window by window.
          let edges = windows.windows(overlapping: interval)
          let from = min(interval.from, edges.first?.from ?? interval.from)
          let to = max(interval.to, edges.last?.to ?? interval.to)
          if !intervals.contains(Interval(from: from, to: to)) {
            intervals.append(Interval(from: from, to: to))
          }
          whole.from = min(whole.from, from)
        }
      }
    }
  }

  /// How many days back the clause may look from an hour: its own history, further where days of
  /// one type are compared, and to the first sample where breached hours are left out, because
  /// whether one was breached is told by its own history, and so on.
  private static func reach(
    _ rule: SeasonalBaseline, _ appendix: Appendix, _ hour: Instant, _ first: Instant?
  ) -> Int {
    var days = rule.historyDays
    if appendix.calendar != nil { days *= 5 }
    if rule.history == .excludeBreached, let first, first < hour {
      days = max(days, Int((hour - first) / 86_400_000_000_000) + 2)
    }
    return max(1, days)
  }
}

extension AnalysisRun {
  /// What a package of a stretch must carry; nil when nothing was judged.
  func replayScope(of window: Interval) -> ReplayScope? {
    result.judgedRange.map {
      ReplayScope(analyzer.request.appendix, package: window, range: $0)
    }
  }

  /// The series and samples that the verdicts of an incident's windows rest on, history days
  /// included, as OpenMetrics text; nil when no metric was used.
  public func metricSnapshot(for incident: Incident) -> [UInt8]? {
    let found = replayScope(of: packageWindow(of: incident)).map { MetricSnapshot(self, $0) }
    return found.flatMap { $0.classic.isEmpty ? nil : $0.classic.text }
  }

  /// The bounds of native histograms around the limits of latency clauses, as the classic buckets
  /// that the verdicts used; nil when there is none.
  public func nativeSnapshot(for incident: Incident) -> [UInt8]? {
    let found = replayScope(of: packageWindow(of: incident)).map { MetricSnapshot(self, $0) }
    return found.flatMap { $0.native.isEmpty ? nil : $0.native.text }
  }
}
