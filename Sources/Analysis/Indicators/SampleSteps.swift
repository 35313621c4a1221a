/// How far apart samples of series are, and where in the minute they lie.
///
/// Distances are counted in milliseconds, those above a quarter of an hour to two parts in a million,
/// so that there are few of them whatever the export holds; whole seconds up to two hours stay exact.
struct SampleSteps {
  private var counts: [Int64: Int64] = [:]
  private(set) var leastOffset: Int64?
  private static let minute: Int64 = 60_000_000_000

  /// Adds a sample.
  /// - Parameter before: time of the series' last sample, `Int64.min` for none yet; nil for a series
  ///   that is not told apart. Becomes this one's.
  mutating func add(_ time: Int64, after before: inout Int64?) {
    let offset = time - floorMultiple(time, Self.minute)
    leastOffset = min(leastOffset ?? offset, offset)
    guard let last = before else { return }
    before = max(last, time)
    guard last != Int64.min else { return }
    let (distance, overflow) = time.subtractingReportingOverflow(last)
    guard !overflow, distance > 0 else { return }
    counts[Self.rounded((distance + 500_000) / 1_000_000), default: 0] += 1
  }

  private static func rounded(_ milliseconds: Int64) -> Int64 {
    let spare = Int64.bitWidth - milliseconds.leadingZeroBitCount - 20
    guard spare > 0 else { return milliseconds }
    return (milliseconds >> Int64(spare)) << Int64(spare)
  }

  mutating func add(_ other: SampleSteps) {
    counts.merge(other.counts, uniquingKeysWith: +)
    if let offset = other.leastOffset { leastOffset = min(leastOffset ?? offset, offset) }
  }

  /// The median distance in nanoseconds, the lower one of two.
  var median: Int64? {
    var left = (counts.values.reduce(0, +) + 1) / 2
    for (milliseconds, count) in counts.sorted(by: { $0.key < $1.key }) {
      left -= count
      if left <= 0 { return milliseconds * 1_000_000 }
    }
    return nil
  }
}
