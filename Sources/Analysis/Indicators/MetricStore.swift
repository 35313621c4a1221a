/// Samples of the metric families that the appendix needs, by series.
public struct MetricStore: Mergeable {
  /// One sample with its bytes.
  public struct Sample: Sendable, Hashable {
    /// When.
    public var time: Instant
    /// Value; NaN for a stale marker.
    public var value: Double
    /// Where.
    public var provenance: Provenance
  }

  /// Samples by series; sorted by time once normalised, equal samples of several exports once.
  public private(set) var series: [MetricSeriesID: SampleSeries] = [:]
  /// Samples that several exports hold alike.
  public private(set) var duplicateCount: Int64 = 0
  /// Series that state different values for one instant.
  public private(set) var conflicts: [MetricSeriesID: Instant] = [:]
  /// Series by name, sorted; made once everything is there, because every clause asks.
  private var families: [String: [MetricSeriesID]]?

  /// Most series that are kept.
  private let limit: Int
  /// Whether there were more series than may be kept, so that samples are missing.
  public private(set) var isOverfull = false

  /// No samples.
  /// - Parameter limit: most series that are kept; samples of more are dropped, and that is said.
  public init(limit: Int = .max) { self.limit = limit }

  /// Whether samples of a series are kept; there is always room for a known one.
  private mutating func hasRoom(for id: MetricSeriesID) -> Bool {
    if series.count < limit || series[id] != nil { return true }
    isOverfull = true
    return false
  }

  /// Adds one sample.
  public mutating func add(_ id: MetricSeriesID, _ sample: Sample) {
    families = nil
    guard hasRoom(for: id) else { return }
    series[id, default: SampleSeries()].append(sample)
  }

  /// Adds the samples of a chunk, which are all found in one place.
  mutating func add(_ batch: SampleBatch, _ provenance: Provenance) {
    families = nil
    guard hasRoom(for: batch.series) else { return }
    func add(to samples: inout SampleSeries) {
      for index in 0..<batch.count {
        let value = batch.values[index]
        samples.append(
          Sample(
            time: Instant(nanoseconds: batch.nanoseconds[index]),
            value: SampleBatch.isStale(value) ? .nan : value, provenance: provenance))
      }
    }
    add(to: &series[batch.series, default: SampleSeries()])
  }

  /// Adds the samples of `other`.
  public mutating func merge(_ other: MetricStore) {
    families = nil
    isOverfull = isOverfull || other.isOverfull
    if series.isEmpty {
      series = other.series
    } else {
      for (id, samples) in other.series { series[id, default: SampleSeries()].append(samples) }
    }
  }

  /// Sorts every series; a sample stated twice counts once, and a conflict keeps the first by place.
  /// - Parameter workers: threads; never changes the result.
  public mutating func normalise(workers: Int = 1) {
    let unsettled = Array(series)
    series = [:]
    let settled = concurrentMap(unsettled.count, workers: workers) { Settled(unsettled[$0].value) }
    for (entry, own) in zip(unsettled, settled) {
      series[entry.key] = own.samples
      duplicateCount += own.duplicateCount
      if let time = own.conflict, conflicts[entry.key] == nil { conflicts[entry.key] = time }
    }
    families = Dictionary(grouping: series.keys, by: \.name).mapValues { $0.sorted() }
  }

  /// One series in order of time, each instant once.
  private struct Settled: Sendable {
    var samples: SampleSeries
    var duplicateCount: Int64 = 0
    var conflict: Instant?

    init(_ series: SampleSeries) {
      samples = series
      if !series.isOrdered {
        samples = SampleSeries()
        for sample in series.sorted(by: { ($0.time, $0.provenance) < ($1.time, $1.provenance) }) {
          guard let last = samples.last, last.time == sample.time else {
            samples.append(sample)
            continue
          }
          if last.value.bitPattern == sample.value.bitPattern {
            duplicateCount += 1
          } else if conflict == nil {
            conflict = sample.time
          }
        }
      }
      samples.settle()
    }
  }

  /// The last sample of a series at or before `instant`; the store must be normalised.
  public func lastSample(of id: MetricSeriesID, through instant: Instant) -> Sample? {
    series[id]?.last(through: instant)
  }

  /// Series of one family, sorted by labels.
  public func family(_ name: String) -> [MetricSeriesID] {
    families.map { $0[name] ?? [] } ?? series.keys.filter { $0.name == name }.sorted()
  }

  /// The first of `names` that has samples.
  public func firstPresent(of names: [String]) -> String? {
    if let families { return names.first { families[$0] != nil } }
    let present = Set(series.keys.map(\.name))
    return names.first { present.contains($0) }
  }
}
