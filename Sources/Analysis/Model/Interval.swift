/// A half-open stretch of time: `from` belongs to it, `to` does not.
public struct Interval: Sendable, Hashable, Comparable {
  /// First instant inside.
  public var from: Instant
  /// First instant after.
  public var to: Instant

  /// The interval [from, to).
  public init(from: Instant, to: Instant) {
    self.from = from
    self.to = to
  }

  /// Length in nanoseconds.
  public var lengthNanoseconds: Int64 { to - from }
  /// Whether no instant lies inside.
  public var isEmpty: Bool { to <= from }
  /// Whether `instant` lies inside.
  public func contains(_ instant: Instant) -> Bool { from <= instant && instant < to }
  /// Whether all of `other` lies inside.
  public func contains(_ other: Interval) -> Bool { from <= other.from && other.to <= to }
  /// Whether any instant lies in both.
  public func overlaps(_ other: Interval) -> Bool { from < other.to && other.from < to }
  /// The instants in both, or nil.
  public func intersection(_ other: Interval) -> Interval? {
    let both = Interval(from: max(from, other.from), to: min(to, other.to))
    return both.isEmpty ? nil : both
  }
  /// By start, then end.
  public static func < (a: Interval, b: Interval) -> Bool { (a.from, a.to) < (b.from, b.to) }
}

/// A closed span of observed instants, both ends included; merging is commutative.
public struct TimeSpan: Sendable, Hashable {
  /// Earliest instant seen.
  public var first: Instant
  /// Latest instant seen.
  public var last: Instant

  /// The span from `first` to `last`.
  public init(first: Instant, last: Instant) {
    self.first = first
    self.last = last
  }

  /// Widens the span to hold `instant`.
  public mutating func extend(to instant: Instant) {
    if instant < first { first = instant }
    if instant > last { last = instant }
  }

  /// The smallest span that holds both.
  public static func union(_ a: TimeSpan?, _ b: TimeSpan?) -> TimeSpan? {
    guard let a else { return b }
    guard let b else { return a }
    return TimeSpan(first: min(a.first, b.first), last: max(a.last, b.last))
  }
}
