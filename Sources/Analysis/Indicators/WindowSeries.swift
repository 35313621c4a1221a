/// Something that can be added up in any order with the same result.
public protocol Mergeable: Sendable {
  /// Adds `other`; commutative and associative.
  mutating func merge(_ other: Self)
}

/// Counts by window start. A commutative monoid: parts from files and threads merge in any order.
public struct WindowSeries<Counts: Mergeable>: Mergeable {
  private var slots: [Instant: Counts] = [:]

  /// No windows.
  public init() {}

  /// The counts of the window that starts at `start`.
  public subscript(start: Instant) -> Counts? { slots[start] }

  /// Changes the counts of one window, which begin as `empty`.
  public mutating func update(
    _ start: Instant, empty: @autoclosure () -> Counts, _ change: (inout Counts) -> Void
  ) {
    change(&slots[start, default: empty()])
  }

  /// Changes the counts of every window.
  public mutating func forEach(_ change: (inout Counts) -> Void) {
    slots = slots.mapValues { counts in
      var changed = counts
      change(&changed)
      return changed
    }
  }

  /// Adds every window of `other`.
  public mutating func merge(_ other: WindowSeries) {
    slots.merge(other.slots) { mine, theirs in
      var sum = mine
      sum.merge(theirs)
      return sum
    }
  }

  /// Window starts in order.
  public var starts: [Instant] { slots.keys.sorted() }
}
