/// What delta points have come to, and since when cumulative ones count, by series.
struct OTLPTotals {
  /// Why a point cannot be added.
  enum Defect: String, Error {
    case late = "delta-order"
    case overlap = "delta-overlap"
    case tooMany = "series-limit"
    case shape = "delta-histogram"

    var message: String {
      switch self {
      case .late: "a delta point that is not later than the one before it of its series"
      case .overlap: "a delta point that begins before the one before it of its series ends"
      case .tooMany: "more series than fit the memory limit"
      case .shape: "a delta histogram that cannot be added to the one before it"
      }
    }
  }
  /// A point as a running total.
  struct Total {
    var value: Double
    var histogram: NativeHistogram?
    /// When counting began anew, if the total alone does not show it.
    var zeroAt: Int64?
  }
  private struct State {
    var start: Int64
    var time: Int64
    var value: Double
    var histogram: NativeHistogram?
  }

  private var states: [MetricSeriesID: State] = [:]
  private let limit: Int
  private(set) var deltaPoints = 0

  init(limit: Int) { self.limit = limit }

  /// The series has ended; what follows is another one.
  mutating func end(_ id: MetricSeriesID) { states[id] = nil }

  /// Adds a point to its series.
  mutating func add(
    _ id: MetricSeriesID, _ value: Double, _ histogram: NativeHistogram?, _ point: OTLPPoint,
    _ temporality: OTLPMetric.Temporality
  ) -> Result<Total, Defect> {
    let known = states[id]
    guard known != nil || states.count < limit else { return .failure(.tooMany) }
    return temporality == .delta
      ? addDelta(id, value, histogram, point, known)
      : .success(addCumulative(id, value, histogram, point, known))
  }

  private mutating func addDelta(
    _ id: MetricSeriesID, _ value: Double, _ histogram: NativeHistogram?, _ point: OTLPPoint,
    _ known: State?
  ) -> Result<Total, Defect> {
    deltaPoints += 1
    let start = point.start > 0 && point.start < point.time ? point.start : nil
    var state = State(start: point.start, time: point.time, value: value, histogram: histogram)
    var total = Total(value: value, histogram: histogram)
    if let known {
      guard point.time > known.time else { return .failure(.late) }
      if let start, start < known.time { return .failure(.overlap) }
      if start == nil || start == known.time {
        // It goes on where the one before ended.
        state.value = known.value + value
        if let histogram {
          guard let sum = known.histogram?.adding(histogram) else { return .failure(.shape) }
          state.histogram = sum
        }
        total = Total(value: state.value, histogram: state.histogram)
      } else {
        total.zeroAt = start
      }
    } else {
      total.zeroAt = start
    }
    states[id] = state
    return .success(total)
  }

  private mutating func addCumulative(
    _ id: MetricSeriesID, _ value: Double, _ histogram: NativeHistogram?, _ point: OTLPPoint,
    _ known: State?
  ) -> Total {
    var total = Total(value: value, histogram: histogram)
    if let known {
      // Points may come in any order; only what goes on from the latest can show a new start.
      guard point.time > known.time else { return total }
      let isNewStart = known.start > 0 && point.start > known.time && point.start < point.time
      if isNewStart, value >= known.value { total.zeroAt = point.start }
    }
    states[id] = State(start: point.start, time: point.time, value: value, histogram: nil)
    return total
  }
}
