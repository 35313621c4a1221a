/// What calls between two services show of the distance of their clocks.
///
/// A call is answered while its caller waits: so the answering clock is ahead by no more than the
/// distance of the two starts, and by no less than that of the two ends. Each call narrows the
/// range.
public struct ClockOffset: Mergeable {
  /// Calls that were compared.
  public private(set) var calls: Int64 = 0
  /// Of those, calls whose answer lies outside of them.
  public private(set) var shifted: Int64 = 0
  /// The answering clock is ahead by at least so much; negative is behind.
  public private(set) var least = Int64.min
  /// By at most so much.
  public private(set) var most = Int64.max
  /// The earliest shifted calls.
  public private(set) var witnesses = EarliestWitnesses()
  private var leastOfAll = Int64.max
  private var mostOfAll = Int64.min

  /// No calls.
  public init() {}

  /// Takes a call that was answered; both in one order of clocks.
  mutating func add(_ start: Int64, _ end: Int64, isShifted: Bool, _ witness: Witness) {
    calls += 1
    // start ≥ end, because the answer is no longer than the call.
    most = min(most, start)
    least = max(least, end)
    let middle = end + (start - end) / 2
    leastOfAll = min(leastOfAll, middle)
    mostOfAll = max(mostOfAll, middle)
    if isShifted {
      shifted += 1
      witnesses.add(witness)
    }
  }

  /// Adds the calls of `other`.
  public mutating func merge(_ other: ClockOffset) {
    calls += other.calls
    shifted += other.shifted
    least = max(least, other.least)
    most = min(most, other.most)
    leastOfAll = min(leastOfAll, other.leastOfAll)
    mostOfAll = max(mostOfAll, other.mostOfAll)
    witnesses.merge(other.witnesses)
  }

  /// The range that holds for every call; where there is none, because the clocks drift, the range
  /// of what single calls show.
  public var range: (least: Int64, most: Int64, isSteady: Bool) {
    least <= most ? (least, most, true) : (leastOfAll, mostOfAll, false)
  }

  /// `65.441 to 66.403 ms behind`.
  var text: String {
    let (least, most, isSteady) = range
    func milliseconds(_ value: Int64) -> String {
      decimalText(Double(value.magnitude) / 1e6, fractionDigits: 3)
    }
    switch (least, most) {
    case (0..., _):
      return "\(milliseconds(least)) to \(milliseconds(most)) ms ahead"
        + (isSteady ? "" : ", varying")
    case (_, ...0):
      return "\(milliseconds(most)) to \(milliseconds(least)) ms behind"
        + (isSteady ? "" : ", varying")
    default:
      return "between \(milliseconds(least)) ms behind and \(milliseconds(most)) ms ahead, varying"
    }
  }
}
