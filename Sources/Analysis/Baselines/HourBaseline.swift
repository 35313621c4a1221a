/// The limits of one civil hour: the contract's, exact for deciding, and those it is held against.
struct HourBaseline: Sendable {
  /// The days of the contract's history, oldest first.
  var days: [HistoryDay]
  /// The contract's limit; nil while too few days are there.
  var limit: SeasonalLimit?
  /// By the other quantile definitions.
  var others: [(type: SeasonalBaseline.QuantileType, limit: SeasonalLimit)] = []
  /// The contract's limit without each one of the days it rests on; worked out where a window of
  /// the hour is breached.
  var withoutDay: [WithoutDay] = []
  /// Without breached, excused and suspect days; nil when too few days would be left.
  var clean: SeasonalLimit?
  /// More than two in seven days are breached, excused or suspect.
  var isPoisoned = false
  /// From days of the same type as the judged one.
  var sameType: SameType?
  /// Where the configuration behind the slow count changed inside the history.
  var configChange: ConfigChange?

  /// A limit that leaves one day out.
  struct WithoutDay: Sendable {
    var date: String
    var limit: SeasonalLimit
  }

  /// A limit from days of one type, which may lie further back than the contract looks.
  struct SameType: Sendable {
    var type: DayType
    var dates: [String]
    var limit: SeasonalLimit
  }

  /// Codes that qualify a verdict by this baseline without changing it.
  func notes(_ ratio: ExactFraction) -> [String] {
    guard let limit else { return [] }
    let isAbove = ratio > limit.limit
    var notes: [String] = []
    if limit.q1 == limit.q3 { notes.append("DEGENERATE_SPREAD") }
    if others.contains(where: { (ratio > $0.limit.limit) != isAbove }) {
      notes.append("DEFINITION_SENSITIVE")
    }
    if isPoisoned { notes.append("POISONED_HISTORY") }
    if let sameType, (ratio > sameType.limit.limit) != isAbove { notes.append("SEASONAL_CONFLICT") }
    if configChange != nil { notes.append("CONFIG_CHANGED") }
    return notes
  }

  /// As reports show it.
  func summary(
    _ rule: SeasonalBaseline, clause: ClauseID, service: String?, hour: Instant
  ) -> BaselineSummary {
    var summary = BaselineSummary(
      clause: clause, service: service, hour: hour, days: days.map(\.summary), q1: nil,
      median: nil, q3: nil, iqr: nil, limit: nil, quantile: rule.quantile.rawValue,
      otherLimits: [])
    guard let limit else { return summary }
    summary.q1 = limit.q1.double
    summary.median = limit.median.double
    summary.q3 = limit.q3.double
    summary.iqr = limit.iqr.double
    summary.limit = limit.limit.double
    summary.otherLimits = others.map {
      BaselineSummary.OtherLimit(quantile: $0.type.rawValue, limit: $0.limit.limit.double)
    }
    summary.withoutDay = withoutDay.map {
      BaselineSummary.WithoutDay(date: $0.date, limit: $0.limit.limit.double)
    }
    summary.cleanLimit = clean?.limit.double
    summary.isPoisoned = isPoisoned
    summary.sameType = sameType.map {
      BaselineSummary.SameType(
        dayType: $0.type.rawValue, dates: $0.dates, limit: $0.limit.limit.double)
    }
    return summary
  }
}
