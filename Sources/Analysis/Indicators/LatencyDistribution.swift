/// How long the requests of a window took, exactly: a multiset of nanoseconds.
///
/// Four bytes a request for whole microseconds up to 71 minutes, eight for anything else. Order
/// does not matter; only what is asked about ranks does.
public struct LatencyDistribution: Mergeable {
  private var microseconds: [UInt32] = []
  private var nanoseconds: [Int64] = []

  /// No requests.
  public init() {}

  /// How many.
  public var count: Int64 { Int64(microseconds.count + nanoseconds.count) }

  /// Adds one request of `value` nanoseconds, not negative.
  @inline(__always) public mutating func add(_ value: Int64) {
    let micro = value / 1_000
    if micro &* 1_000 == value, micro <= Int64(UInt32.max) {
      microseconds.append(UInt32(truncatingIfNeeded: micro))
    } else {
      nanoseconds.append(value)
    }
  }

  /// Adds the requests of `other`.
  public mutating func merge(_ other: LatencyDistribution) {
    if microseconds.isEmpty {
      microseconds = other.microseconds
    } else {
      microseconds += other.microseconds
    }
    nanoseconds += other.nanoseconds
  }

  /// The value at a one-based rank in ascending order; nil beyond the count.
  public func value(atRank rank: Int64) -> Int64? {
    guard rank >= 1, rank <= count else { return nil }
    if nanoseconds.isEmpty {
      var values = microseconds
      return Int64(values.withUnsafeMutableBufferPointer { select($0, Int(rank) - 1) }) * 1_000
    }
    var values = microseconds.map { Int64($0) * 1_000 } + nanoseconds
    return values.withUnsafeMutableBufferPointer { select($0, Int(rank) - 1) }
  }
}

/// The element that sorting would put at `index`; `values` are left partly sorted.
private func select<Value: Comparable>(
  _ values: UnsafeMutableBufferPointer<Value>, _ index: Int
) -> Value {
  var low = 0
  var high = values.count - 1
  while low < high {
    let middle = low + (high - low) / 2
    let (a, b, c) = (values[low], values[middle], values[high])
    let pivot = max(min(a, b), min(max(a, b), c))
    var i = low
    var j = high
    while i <= j {
      while values[i] < pivot { i += 1 }
      while values[j] > pivot { j -= 1 }
      if i <= j {
        values.swapAt(i, j)
        i += 1
        j -= 1
      }
    }
    if index <= j {
      high = j
    } else if index >= i {
      low = i
    } else {
      break
    }
  }
  return values[index]
}
