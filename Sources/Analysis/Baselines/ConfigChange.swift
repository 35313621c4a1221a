/// A setting that decides what counts as slow, and changed its value.
struct ConfigChange: Sendable, Hashable {
  var series: MetricSeriesID
  var before: Double
  var after: Double
  /// When the new value was first seen.
  var time: Instant
  var provenance: Provenance
}

/// Every change of the settings of a clause, found once for all hours and services.
struct ConfigChanges: Sendable {
  private struct Step: Sendable {
    var change: ConfigChange
    /// When the value before was last seen.
    var lastSeen: Instant
    /// When the series was first marked as ended between both values.
    var ended: Instant?
  }
  /// By time, then series.
  private let steps: [Step]

  /// - Parameters:
  ///   - families: gauges.
  ///   - metrics: normalised.
  init(of families: [String], _ metrics: MetricStore) {
    var found: [Step] = []
    for id in families.flatMap({ metrics.family($0) }) {
      var known: MetricStore.Sample?
      var ended: Instant?
      for sample in metrics.series[id] ?? SampleSeries() {
        if sample.value.isNaN {
          ended = ended ?? sample.time
          continue
        }
        if let before = known, before.value != sample.value {
          found.append(
            Step(
              change: ConfigChange(
                series: id, before: before.value, after: sample.value, time: sample.time,
                provenance: sample.provenance),
              lastSeen: before.time, ended: ended))
        }
        known = sample
        ended = nil
      }
    }
    steps = found.sorted { ($0.change.time, $0.change.series) < ($1.change.time, $1.change.series) }
  }

  /// The first change inside `interval`, the last value before it included, unless the series had
  /// ended by then.
  func first(in interval: Interval) -> ConfigChange? {
    let start = partition(steps.count) { steps[$0].change.time <= interval.from }
    return steps[start...].first { step in
      step.change.time < interval.to
        && (step.lastSeen > interval.from || step.ended.map { $0 > interval.from } ?? true)
    }.flatMap { $0.change }
  }
}
