/// How long the requests of a window took: a multiset of nanoseconds.
///
/// Exact at first: four bytes a request for whole microseconds up to 71 minutes, eight for
/// anything else. Once a run holds more than its memory allows, `coarsen` keeps counts by steps of
/// a part in 1 024, and `isExact` says so. Verdicts never rest on it: they count requests against
/// the limit. Order does not matter; only what is asked about ranks does.
public struct LatencyDistribution: Mergeable {
  private var microseconds: [UInt32] = []
  private var nanoseconds: [Int64] = []
  /// Counts by step, once coarse.
  private var steps: [Int32: Int64] = [:]
  private var coarseCount: Int64 = 0
  /// Whether every value is kept as it was.
  public private(set) var isExact = true

  /// No requests.
  public init() {}

  /// How many.
  public var count: Int64 { Int64(microseconds.count + nanoseconds.count) + coarseCount }

  /// Adds one request of `value` nanoseconds, not negative.
  @inline(__always) public mutating func add(_ value: Int64) {
    let micro = value / 1_000
    if isExact {
      if micro &* 1_000 == value, micro <= Int64(UInt32.max) {
        microseconds.append(UInt32(truncatingIfNeeded: micro))
      } else {
        nanoseconds.append(value)
      }
    } else {
      addCoarse(value)
    }
  }

  private mutating func addCoarse(_ value: Int64) {
    steps[Self.step(value), default: 0] += 1
    coarseCount += 1
  }

  /// Gives the memory of single values up.
  public mutating func coarsen() {
    guard isExact else { return }
    isExact = false
    for value in microseconds { addCoarse(Int64(value) * 1_000) }
    for value in nanoseconds { addCoarse(value) }
    microseconds = []
    nanoseconds = []
  }

  /// The number of a value's step: its leading bit and the ten bits after it.
  private static func step(_ value: Int64) -> Int32 {
    let bits = UInt64(max(0, value))
    guard bits >= 1_024 else { return Int32(bits) }
    let shift = 53 - bits.leadingZeroBitCount
    return Int32(shift) * 1_024 + Int32(bits >> UInt64(shift))
  }

  /// The largest value of a step.
  private static func value(of step: Int32) -> Int64 {
    guard step >= 2_048 else { return Int64(step) }
    let shift = Int64(step) / 1_024 - 1
    let lead = Int64(step) - shift * 1_024
    return (lead + 1) << shift - 1
  }

  /// Adds the requests of `other`.
  public mutating func merge(_ other: LatencyDistribution) {
    var other = other
    if isExact != other.isExact {
      coarsen()
      other.coarsen()
    }
    if microseconds.isEmpty {
      microseconds = other.microseconds
    } else {
      microseconds += other.microseconds
    }
    nanoseconds += other.nanoseconds
    steps.merge(other.steps, uniquingKeysWith: +)
    coarseCount += other.coarseCount
  }

  /// The value at a one-based rank in ascending order; nil beyond the count. Where single values
  /// were given up, the largest value of its step.
  public func value(atRank rank: Int64) -> Int64? {
    guard rank >= 1, rank <= count else { return nil }
    if !isExact {
      var rest = rank
      for step in steps.keys.sorted() {
        rest -= steps[step] ?? 0
        if rest <= 0 { return Self.value(of: step) }
      }
      return nil
    }
    if nanoseconds.isEmpty {
      var values = microseconds
      return Int64(values.withUnsafeMutableBufferPointer { select(Int(rank) - 1, of: $0) }) * 1_000
    }
    var values = microseconds.map { Int64($0) * 1_000 } + nanoseconds
    return values.withUnsafeMutableBufferPointer { select(Int(rank) - 1, of: $0) }
  }
}
