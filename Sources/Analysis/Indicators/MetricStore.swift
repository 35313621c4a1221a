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
  public private(set) var series: [MetricSeriesID: [Sample]] = [:]
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
    series[id, default: []].append(sample)
  }

  /// Adds the samples of a chunk, which are all found in one place.
  mutating func add(_ batch: SampleBatch, _ provenance: Provenance) {
    families = nil
    guard hasRoom(for: batch.series) else { return }
    // Taken out and put back, so that the array is not copied.
    var samples = series.removeValue(forKey: batch.series) ?? []
    for index in 0..<batch.count {
      let value = batch.values[index]
      samples.append(
        Sample(
          time: Instant(nanoseconds: batch.nanoseconds[index]),
          value: SampleBatch.isStale(value) ? .nan : value, provenance: provenance))
    }
    series[batch.series] = samples
  }

  /// Adds the samples of `other`.
  public mutating func merge(_ other: MetricStore) {
    families = nil
    isOverfull = isOverfull || other.isOverfull
    if series.isEmpty {
      series = other.series
    } else {
      series.merge(other.series, uniquingKeysWith: +)
    }
  }

  /// Sorts every series; a sample stated twice counts once, and a conflict keeps the first by place.
  public mutating func normalise() {
    for (id, samples) in series {
      let sorted = samples.sorted {
        ($0.time, $0.provenance) < ($1.time, $1.provenance)
      }
      var kept: [Sample] = []
      kept.reserveCapacity(sorted.count)
      for sample in sorted {
        guard let last = kept.last, last.time == sample.time else {
          kept.append(sample)
          continue
        }
        if last.value.bitPattern == sample.value.bitPattern {
          duplicateCount += 1
        } else if conflicts[id] == nil {
          conflicts[id] = sample.time
        }
      }
      series[id] = kept
    }
    families = Dictionary(grouping: series.keys, by: \.name).mapValues { $0.sorted() }
  }

  /// The last sample of a series at or before `instant`; the store must be normalised.
  public func lastSample(of id: MetricSeriesID, through instant: Instant) -> Sample? {
    guard let samples = series[id] else { return nil }
    var low = 0
    var high = samples.count
    while low < high {
      let middle = (low + high) / 2
      if samples[middle].time <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : samples[low - 1]
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
