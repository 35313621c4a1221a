/// A setting that decides what counts as slow, and changed its value.
struct ConfigChange: Sendable, Hashable {
  var series: MetricSeriesID
  var before: Double
  var after: Double
  /// When the new value was first seen.
  var time: Instant
  var provenance: Provenance

  /// The first change of any gauge of `families` inside `interval`, the last value before it
  /// included.
  static func first(
    of families: [String], in interval: Interval, _ metrics: MetricStore
  ) -> ConfigChange? {
    var first: ConfigChange?
    for id in families.flatMap({ metrics.family($0) }) {
      var known = metrics.lastSample(of: id, through: interval.from)?.value
      for sample in metrics.series[id] ?? []
      where interval.from < sample.time && sample.time < interval.to && !sample.value.isNaN {
        if let before = known, !before.isNaN, before != sample.value {
          if first.map({ (sample.time, id) < ($0.time, $0.series) }) ?? true {
            first = ConfigChange(
              series: id, before: before, after: sample.value, time: sample.time,
              provenance: sample.provenance)
          }
          break
        }
        known = sample.value
      }
    }
    return first
  }
}
