internal import Synchronization

/// Finds the hours of histories, each once for all services of a clause; asked from any thread.
final class HistoryCalendar: Sendable {
  private struct Key: Hashable {
    var hour: Instant
    var back: Int
  }
  private let zone: CivilZone
  private let histories = Mutex<[Key: [SeasonalHistory.Day]]>([:])
  private let days = Mutex<[Key: SeasonalHistory.Day]>([:])

  init(_ zone: CivilZone) { self.zone = zone }

  /// The civil hour that holds `hour` on the `count` days before, oldest first.
  func days(_ hour: Instant, count: Int) -> [SeasonalHistory.Day] {
    let key = Key(hour: hour, back: count)
    if let known = histories.withLock({ $0[key] }) { return known }
    let found = stride(from: count, through: 1, by: -1).map { day(hour, back: $0) }
    histories.withLock { $0[key] = found }
    return found
  }

  /// The civil hour that holds `hour`, `back` days before.
  func day(_ hour: Instant, back: Int) -> SeasonalHistory.Day {
    let key = Key(hour: hour, back: back)
    if let known = days.withLock({ $0[key] }) { return known }
    let day = SeasonalHistory.day(zone: zone, hour: hour, back: back)
    days.withLock { $0[key] = day }
    return day
  }
}

/// The same civil hour on each of the days before a judged hour.
struct SeasonalHistory: Sendable {
  /// One day: none, one or two stretches, because a clock change skips or repeats an hour.
  ///
  /// A class, because histories of neighbouring days and of all services share them.
  final class Day: Sendable {
    /// `2024-05-08`.
    let date: String
    /// Noon of the day as civil time; what calendars are asked with.
    let noon: CivilTime
    /// In order; empty where the hour was skipped.
    let intervals: [Interval]

    init(date: String, noon: CivilTime, intervals: [Interval]) {
      self.date = date
      self.noon = noon
      self.intervals = intervals
    }
  }
  /// Oldest first.
  let days: [Day]

  /// The history of the civil hour that holds `hour`.
  init(zone: CivilZone, hour: Instant, days count: Int) {
    days = stride(from: count, through: 1, by: -1).map {
      Self.day(zone: zone, hour: hour, back: $0)
    }
  }

  /// The civil hour that holds `hour`, `back` days before.
  static func day(zone: CivilZone, hour: Instant, back: Int) -> Day {
    guard let grid = WindowGrid(zone: zone, lengthNanoseconds: 3_600_000_000_000) else {
      preconditionFailure("an hour divides an hour")
    }
    let civil = zone.civilTime(at: hour)
    let midnight = floorMultiple(civil.secondsSinceEpoch, 86_400) - Int64(back) * 86_400
    let noon = CivilTime(secondsSinceEpoch: midnight + 43_200)
    let start = CivilTime(secondsSinceEpoch: midnight + Int64(civil.hour) * 3_600)
    // Clocks move by less than two hours; windows of the day's hour lie around the estimate.
    let estimate = Instant(
      seconds: start.secondsSinceEpoch - Int64(zone.offsetSeconds(at: hour)))
    let around = Interval(
      from: estimate - 3 * 3_600_000_000_000, to: estimate + 4 * 3_600_000_000_000)
    let hours = grid.windows(overlapping: around).filter { window in
      let at = zone.civilTime(at: window.from)
      return at.hour == civil.hour && at.dateText == noon.dateText
    }
    return Day(date: noon.dateText, noon: noon, intervals: hours)
  }
}
