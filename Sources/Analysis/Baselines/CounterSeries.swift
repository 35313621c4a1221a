/// One cumulative counter as sampled (RULES "A5 and all counters").
///
/// value(t) is the last sample at or before t, no older than twice the series' median spacing.
/// Increases are plain differences of such values, never extrapolated.
struct CounterSeries: Sendable {
  private let times: [Instant]
  private let values: [Double]
  /// Where the series has values, joined.
  private let stretches: [Interval]
  /// Sample intervals that hold a reset.
  private let resets: [Interval]
  /// Median distance of neighbouring samples in nanoseconds; 0 below two samples.
  let spacingNanoseconds: Int64

  /// Samples sorted by time; a NaN is a stale marker and ends the series there, as does an
  /// infinity, which no counter reaches.
  /// - Parameter spacing: the median distance where only a part of the samples is at hand.
  init(_ samples: SampleSeries, spacing: Int64? = nil) {
    var times: [Instant] = []
    var values: [Double] = []
    times.reserveCapacity(samples.count)
    values.reserveCapacity(samples.count)
    samples.forEach { sample in
      times.append(sample.time)
      values.append(sample.value.isFinite ? sample.value : .nan)
    }
    self.times = times
    self.values = values
    spacingNanoseconds = spacing ?? samples.spacingNanoseconds
    stretches = Self.stretches(times, values, staleNanoseconds: 2 * spacingNanoseconds)
    resets = Self.resets(times, values)
  }

  /// Median distance of neighbours in nanoseconds; 0 below two.
  static func spacing(_ times: [Instant]) -> Int64 {
    guard times.count > 1 else { return 0 }
    var gaps: [Int64] = []
    gaps.reserveCapacity(times.count - 1)
    // Most scrapes keep to their interval: then there is nothing to sort.
    var differ = false
    for index in 1..<times.count {
      gaps.append(times[index] - times[index - 1])
      differ = differ || gaps[index - 1] != gaps[0]
    }
    guard differ else { return gaps[0] }
    let middle = gaps.count / 2
    let upper = gaps.withUnsafeMutableBufferPointer { select(middle, of: $0) }
    guard gaps.count % 2 == 0, let lower = gaps[..<middle].max() else { return upper }
    return lower / 2 + upper / 2
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

  /// The first sample; nil when there is none.
  var firstTime: Instant? { times.first }

  /// When the last sample at or before `instant` was taken.
  func lastTime(through instant: Instant) -> Instant? { index(through: instant).map { times[$0] } }

  /// The sample intervals that hold a reset and touch `window`.
  func resets(in window: Interval) -> [Interval] { resets.filter { $0.overlaps(window) } }

  /// The stretches of `window` during which the series has a value.
  func covered(in window: Interval) -> [Interval] {
    let first = partition(stretches.count) { stretches[$0].to <= window.from }
    return stretches[first...].prefix { $0.from < window.to }.compactMap { $0.intersection(window) }
  }

  private static func stretches(
    _ times: [Instant], _ values: [Double], staleNanoseconds: Int64
  ) -> [Interval] {
    var found: [Interval] = []
    for at in times.indices where !values[at].isNaN {
      let fresh = times[at] + staleNanoseconds
      let next = at + 1 < times.count ? times[at + 1] : fresh
      // A gap longer than the staleness is not covered at all beyond its last sample.
      guard times[at] < next, next <= fresh else { continue }
      if let last = found.last, times[at] <= last.to {
        found[found.count - 1].to = max(last.to, next)
      } else {
        found.append(Interval(from: times[at], to: next))
      }
    }
    return found
  }

  /// Neighbouring values of which the later is the lower one. Markers that the series ended may lie
  /// between them: a process that went and came back counts from zero, as one that was restarted in
  /// between two samples.
  private static func resets(_ times: [Instant], _ values: [Double]) -> [Interval] {
    var found: [Interval] = []
    var before: Int?
    for at in times.indices where !values[at].isNaN {
      if let before, values[at] < values[before] {
        found.append(Interval(from: times[before], to: times[at]))
      }
      before = at
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
