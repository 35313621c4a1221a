/// The same civil hour on each of the days before a judged hour.
struct SeasonalHistory: Sendable {
  /// One day: none, one or two stretches, because a clock change skips or repeats an hour.
  struct Day: Sendable, Equatable {
    /// `2024-05-08`.
    var date: String
    /// In order; empty where the hour was skipped.
    var intervals: [Interval]
  }
  /// Oldest first.
  let days: [Day]

  /// The history of the civil hour that holds `hour`.
  init(zone: CivilZone, hour: Instant, days count: Int) {
    let civil = zone.civilTime(at: hour)
    guard let grid = WindowGrid(zone: zone, lengthNanoseconds: 3_600_000_000_000) else {
      preconditionFailure("an hour divides an hour")
    }
    var days: [Day] = []
    for back in stride(from: count, through: 1, by: -1) {
      let noon = CivilTime(
        secondsSinceEpoch: civil.secondsSinceEpoch / 86_400 * 86_400 - Int64(back) * 86_400
          + 43_200)
      let estimate = Instant(
        seconds: noon.secondsSinceEpoch - Int64(zone.offsetSeconds(at: hour)))
      let around = Interval(
        from: estimate - 15 * 3_600_000_000_000, to: estimate + 15 * 3_600_000_000_000)
      let hours = grid.windows(overlapping: around).filter { window in
        let at = zone.civilTime(at: window.from)
        return at.hour == civil.hour && at.dateText == noon.dateText
      }
      days.append(Day(date: noon.dateText, intervals: hours))
    }
    self.days = days
  }
}
