/// One cumulative counter as sampled (RULES "A5 and all counters").
///
/// value(t) is the last sample at or before t, no older than twice the series' median spacing.
/// Increases are plain differences of such values, never extrapolated.
struct CounterSeries: Sendable {
  private let times: [Instant]
  private let values: [Double]
  /// Median distance of neighbouring samples in nanoseconds; 0 below two samples.
  let spacingNanoseconds: Int64

  /// Samples sorted by time; a NaN is a stale marker and ends the series there, as does an
  /// infinity, which no counter reaches.
  /// - Parameter spacing: the median distance where only a part of the samples is at hand.
  init(_ samples: [MetricStore.Sample], spacing: Int64? = nil) {
    times = samples.map(\.time)
    values = samples.map { $0.value.isFinite ? $0.value : .nan }
    spacingNanoseconds = spacing ?? Self.spacing(times)
  }

  /// Median distance of neighbours in nanoseconds; 0 below two.
  static func spacing(_ times: [Instant]) -> Int64 {
    let gaps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
    guard !gaps.isEmpty else { return 0 }
    let middle = gaps.count / 2
    return gaps.count % 2 == 1 ? gaps[middle] : gaps[middle - 1] / 2 + gaps[middle] / 2
  }

  private var stalenessNanoseconds: Int64 { 2 * spacingNanoseconds }

  /// Index of the last sample at or before `instant`.
  private func index(through instant: Instant) -> Int? {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  /// value(t), or nil when there is none fresh enough.
  func value(at instant: Instant) -> Double? {
    guard let index = index(through: instant), !values[index].isNaN,
      instant - times[index] <= stalenessNanoseconds
    else { return nil }
    return values[index]
  }

  /// The sample intervals that hold a reset and touch `window`.
  func resets(in window: Interval) -> [Interval] {
    var found: [Interval] = []
    forEachStep(in: window) { from, to, before, after in
      if after < before { found.append(Interval(from: from, to: to)) }
    }
    return found
  }

  /// The stretches of `window` during which the series has a value.
  func covered(in window: Interval) -> [Interval] {
    var found: [Interval] = []
    func add(_ from: Instant, _ to: Instant) {
      guard let piece = Interval(from: from, to: to).intersection(window) else { return }
      if let last = found.last, piece.from <= last.to {
        found[found.count - 1].to = max(last.to, piece.to)
      } else {
        found.append(piece)
      }
    }
    guard !times.isEmpty else { return [] }
    var at = index(through: window.from) ?? 0
    while at < times.count, times[at] < window.to {
      defer { at += 1 }
      if values[at].isNaN { continue }
      let fresh = times[at] + stalenessNanoseconds
      let next = at + 1 < times.count ? times[at + 1] : fresh
      // A gap longer than the staleness is not covered at all beyond its last sample.
      add(times[at], next <= fresh ? next : times[at])
      if at + 1 == times.count { add(times[at], min(fresh, window.to)) }
    }
    return found
  }

  /// Increase over the parts of `window` outside `excluded`; nil when the series has no value
  /// in any of them.
  func increase(over window: Interval, excluding excluded: [Interval]) -> Double? {
    var sum = 0.0
    var hasAny = false
    for piece in subtract(excluded, from: window) {
      guard let start = value(at: piece.from) ?? firstValue(in: piece),
        let end = value(at: piece.to) ?? lastValue(in: piece)
      else { continue }
      hasAny = true
      sum += end - start
    }
    return hasAny ? sum : nil
  }

  /// A series that begins inside: its first value is a level, not an increase.
  private func firstValue(in window: Interval) -> Double? {
    var next = index(through: window.from).map { $0 + 1 } ?? 0
    while next < times.count, values[next].isNaN { next += 1 }
    return next < times.count && times[next] <= window.to ? values[next] : nil
  }

  /// A series that ends inside.
  private func lastValue(in window: Interval) -> Double? {
    guard var at = index(through: window.to) else { return nil }
    while at > 0, values[at].isNaN { at -= 1 }
    return times[at] >= window.from && !values[at].isNaN ? values[at] : nil
  }

  /// Neighbouring values whose stretch touches `window`. Markers that the series ended may lie between
  /// them: a process that went and came back counts from zero, as one that was restarted in between
  /// two samples.
  private func forEachStep(
    in window: Interval, _ body: (Instant, Instant, Double, Double) -> Void
  ) {
    let start = index(through: window.from)
    var before = start
    while let last = before, values[last].isNaN { before = last > 0 ? last - 1 : nil }
    for at in ((start ?? -1) + 1)..<max(times.count, (start ?? -1) + 1) where !values[at].isNaN {
      if let last = before {
        guard times[last] < window.to else { return }
        body(times[last], times[at], values[last], values[at])
      }
      before = at
    }
  }
}

/// The parts of `window` outside `excluded`, in order.
func subtract(_ excluded: [Interval], from window: Interval) -> [Interval] {
  var parts: [Interval] = []
  var at = window.from
  for hole in excluded.sorted() where hole.to > at && hole.from < window.to {
    if hole.from > at { parts.append(Interval(from: at, to: hole.from)) }
    at = max(at, hole.to)
  }
  if at < window.to { parts.append(Interval(from: at, to: window.to)) }
  return parts
}

/// Total length of the union of `intervals`, in nanoseconds.
func unionLength(_ intervals: [Interval]) -> Int64 {
  var total: Int64 = 0
  var at = Instant.distantPast
  for interval in intervals.sorted() where interval.to > at {
    total += interval.to - max(at, interval.from)
    at = interval.to
  }
  return total
}
