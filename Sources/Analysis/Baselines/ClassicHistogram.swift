/// A classic latency histogram over windows (CLAUSES A2): raw bucket differences, no
/// interpolation, three-way decision where no bound lies at the limit.
struct ClassicHistogram: Sendable {
  /// Buckets of one instance by upper bound in nanoseconds; +Inf is nil's place: `total`.
  private struct Instance: Sendable {
    var bounds: [(boundNanoseconds: Int64, series: CounterSeries)]
    var infinity: CounterSeries?
    var count: CounterSeries?
    /// Whether a bucket states no bound that can be read.
    var hasBrokenBound = false
  }
  /// An upper bound; nil for +Inf.
  private struct Bound: Hashable {
    var nanoseconds: Int64?

    init?(_ text: String?, isMilliseconds: Bool) {
      guard var text else { return nil }
      let scale: Int64 = isMilliseconds ? 1_000_000 : 1_000_000_000
      let read = text.withUTF8 { bytes -> (Int64?, Bool) in
        let bytes = UnsafeRawBufferPointer(bytes)
        if sampleValue(bytes) == .infinity { return (nil, true) }
        let value = parseScaledDecimal(bytes, scale: scale)?.value
        return (value, value != nil)
      }
      guard read.1 else { return nil }
      nanoseconds = read.0
    }
  }
  private let instances: [Instance]
  /// Whether it looks cut above its 99th percentile; never asked of native ones.
  private(set) var clipping = HistogramClipping()
  let spacingNanoseconds: Int64

  /// Counts of one window.
  struct WindowBuckets: Equatable {
    var bounds: [Int64]
    /// Cumulative counts by bound.
    var cumulative: [Int64]
    var total: Int64
  }
  /// Why a window cannot be decided.
  struct Defect: Error { var reason: String }

  /// Whether the bounds of a family are in milliseconds rather than seconds, by its name.
  static func isInMilliseconds(_ family: String) -> Bool {
    family.contains("millisecond") || family.hasSuffix("_ms")
  }

  /// The histogram of a clause; nil when the family has no buckets.
  /// - Parameters:
  ///   - metrics: the samples; those of native histograms are kept apart from classic ones.
  ///   - range: the judged range, over which clipping shows.
  ///   - spacings: of series of which only a part of the samples is at hand.
  ///   - clipping: what the whole judged range shows, where only a part of it is at hand.
  static func groups(
    family: String?, filter: RecordFilter, scope: Clause.Scope, metrics: MetricStore,
    range: Interval, spacings: [String: Int64] = [:], clipping: HistogramClipping? = nil
  ) -> ClassicHistogram? {
    guard let family else { return nil }
    func spacing(_ id: MetricSeriesID) -> Int64? { spacings.isEmpty ? nil : spacings["\(id)"] }
    let buckets = metrics.family(family + "_bucket")
    guard !buckets.isEmpty else { return nil }
    let isMilliseconds = isInMilliseconds(family)
    var samples: [MetricSeriesID: [Bound: SampleSeries]] = [:]
    var stated: [MetricSeriesID: [Bound: Int64]] = [:]
    var brokenBounds: Set<MetricSeriesID> = []
    for id in buckets where matches(id, filter, scope) {
      let key = id.dropping("le")
      guard let bound = Bound(id.value(of: "le"), isMilliseconds: isMilliseconds) else {
        brokenBounds.insert(key)
        continue
      }
      // One bound spelled two ways (`1`, `1.0`, `1e0`) is one bucket.
      let known = samples[key]?[bound] ?? SampleSeries()
      samples[key, default: [:]][bound] = joined(known, metrics.series[id] ?? SampleSeries())
      stated[key, default: [:]][bound] = spacing(id)
    }
    var byInstance: [MetricSeriesID: Instance] = [:]
    for key in brokenBounds.union(samples.keys) {
      var instance = Instance(bounds: [], infinity: nil, count: nil)
      instance.hasBrokenBound = brokenBounds.contains(key)
      for (bound, samples) in samples[key] ?? [:] {
        if let nanoseconds = bound.nanoseconds {
          instance.bounds.append(
            (nanoseconds, CounterSeries(samples, spacing: stated[key]?[bound])))
        } else {
          instance.infinity = CounterSeries(samples, spacing: stated[key]?[bound])
        }
      }
      byInstance[key] = instance
    }
    for id in metrics.family(family + "_count") {
      let key = MetricSeriesID(name: family + "_bucket", labels: id.labels)
      byInstance[key]?.count = CounterSeries(
        metrics.series[id] ?? SampleSeries(), spacing: spacing(id))
    }
    guard !byInstance.isEmpty else { return nil }
    var found = ClassicHistogram(byInstance.sorted { $0.key < $1.key }.map(\.value))
    if let clipping {
      found.clipping = clipping
      return found
    }
    for buckets in samples.values {
      let finite = buckets.filter { $0.key.nanoseconds != nil }
        .sorted { $0.key.nanoseconds ?? 0 < $1.key.nanoseconds ?? 0 }
      found.clipping.add(
        bounds: finite.map(\.value),
        infinity: buckets.first { $0.key.nanoseconds == nil }?.value ?? SampleSeries(),
        over: range)
    }
    return found
  }

  private init(_ instances: [Instance]) {
    self.instances = instances.map { instance in
      var sorted = instance
      sorted.bounds.sort { $0.boundNanoseconds < $1.boundNanoseconds }
      return sorted
    }
    spacingNanoseconds =
      instances.flatMap { $0.bounds.map(\.series.spacingNanoseconds) }.max() ?? 0
  }

  /// Samples of two spellings of one series; where one ends as the other begins, the number stays.
  private static func joined(_ a: SampleSeries, _ b: SampleSeries) -> SampleSeries {
    if a.isEmpty || b.isEmpty { return a.isEmpty ? b : a }
    var all: [MetricStore.Sample] = []
    let both = Array(a) + Array(b)
    for sample in both.sorted(by: { ($0.time, $0.provenance) < ($1.time, $1.provenance) }) {
      guard let last = all.last, last.time == sample.time else {
        all.append(sample)
        continue
      }
      if last.value.isNaN { all[all.count - 1] = sample }
    }
    return SampleSeries(all)
  }

  private static func matches(
    _ id: MetricSeriesID, _ filter: RecordFilter, _ scope: Clause.Scope
  ) -> Bool {
    if case .service(let name) = scope, let label = id.stated("service"), label != name {
      return false
    }
    for (field, globs) in filter.globs {
      // A label that the histogram lacks cannot narrow it.
      guard let label = id.stated(field.rawValue) else { continue }
      if !globs.contains(where: { $0.matches(text: label) }) { return false }
    }
    return true
  }

  /// Whether it looks cut above its 99th percentile.
  var isClipped: Bool { clipping.isSuspected }

  /// Bucket increases over `window`, summed over instances.
  func increase(over window: Interval) -> Result<WindowBuckets, Defect> {
    var sum: WindowBuckets?
    for instance in instances {
      switch increase(instance, window) {
      case .failure(let defect): return .failure(defect)
      case .success(nil): continue
      case .success(.some(let part)):
        guard var known = sum else {
          sum = part
          continue
        }
        guard known.bounds == part.bounds else {
          return .failure(Defect(reason: Reason.histogramInvalid + ": instances differ in buckets"))
        }
        for i in known.cumulative.indices { known.cumulative[i] &+= part.cumulative[i] }
        known.total &+= part.total
        sum = known
      }
    }
    return sum.map { .success($0) } ?? .failure(Defect(reason: Reason.noData))
  }

  private func increase(
    _ instance: Instance, _ window: Interval
  ) -> Result<WindowBuckets?, Defect> {
    if instance.hasBrokenBound {
      return .failure(Defect(reason: Reason.histogramInvalid + ": a bucket without a bound"))
    }
    guard let infinity = instance.infinity else {
      return .failure(Defect(reason: Reason.histogramInvalid + ": no +Inf bucket"))
    }
    let all = instance.bounds.map(\.series) + [infinity]
    if all.contains(where: { !$0.resets(in: window).isEmpty }) {
      return .failure(Defect(reason: Reason.counterReset))
    }
    let ends = all.map { ($0.value(at: window.from), $0.value(at: window.to)) }
    if ends.allSatisfy({ $0.0 == nil || $0.1 == nil }) { return .success(nil) }
    // A bound that has a value at one end only came or went inside; one that has none belongs to
    // another time's layout.
    guard ends.allSatisfy({ ($0.0 == nil) == ($0.1 == nil) }), ends.last?.0 != nil else {
      return .failure(
        Defect(reason: Reason.histogramInvalid + ": the buckets change inside the window"))
    }
    var bounds: [Int64] = []
    var known: [Int64] = []
    for (index, end) in ends.enumerated() {
      guard let from = end.0, let to = end.1 else { continue }
      known.append(wholeCount(to - from))
      if index < instance.bounds.count { bounds.append(instance.bounds[index].boundNanoseconds) }
    }
    guard let total = known.last else { return .success(nil) }
    guard zip(known, known.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      return .failure(Defect(reason: Reason.histogramInvalid + ": buckets are not monotone"))
    }
    if let count = instance.count, let from = count.value(at: window.from),
      let to = count.value(at: window.to), wholeCount(to - from) != total
    {
      return .failure(Defect(reason: Reason.histogramInvalid + ": +Inf differs from _count"))
    }
    return .success(
      WindowBuckets(
        bounds: bounds, cumulative: Array(known.dropLast()),
        total: total))
  }
}
