/// The baselines of one clause and service, hour by hour, each worked out once.
///
/// Whether an hour of the history was breached is judged by that hour's own history, and so on back
/// to the first hours, which have none and cannot be judged.
final class BaselineBook {
  private let rule: SeasonalBaseline
  private let context: JudgingContext
  private let measure: SlowRatio
  private let windows: WindowGrid?
  private let calendar: HistoryCalendar
  /// By the start of their hour.
  private var days: [Instant: HistoryDay] = [:]
  private var histories: [Instant: [HistoryDay]] = [:]
  private var limits: [Instant: SeasonalLimit?] = [:]
  private var judged: [Instant: Bool?] = [:]
  private var baselines: [Instant: HourBaseline] = [:]

  init(
    _ rule: SeasonalBaseline, _ context: JudgingContext, _ measure: SlowRatio,
    _ calendar: HistoryCalendar
  ) {
    self.calendar = calendar
    self.rule = rule
    self.context = context
    self.measure = measure
    windows = WindowGrid(
      zone: context.appendix.zone, lengthNanoseconds: rule.windowNanoseconds)
  }

  /// All limits of the civil hour that begins at `hour`.
  func baseline(_ hour: Instant) -> HourBaseline {
    if let known = baselines[hour] { return known }
    var baseline = HourBaseline(days: history(hour))
    let ratios = baseline.days.compactMap(\.ratio)
    for index in baseline.days.indices {
      baseline.days[index].mark = mark(baseline.days[index], ratios)
    }
    fill(&baseline, hour)
    baselines[hour] = baseline
    return baseline
  }

  private func fill(_ baseline: inout HourBaseline, _ hour: Instant) {
    baseline.limit = contractLimit(hour)
    guard baseline.limit != nil else { return }
    let used = contractDays(hour)
    let ratios = used.compactMap(\.ratio)
    for type in SeasonalBaseline.QuantileType.allCases where type != rule.quantile {
      baseline.others.append((type, limit(of: ratios, type)))
    }
    let present = baseline.days.filter { $0.ratio != nil }
    let clean = present.filter { $0.mark == nil }
    baseline.isPoisoned = (present.count - clean.count) * 7 > present.count * 2
    if !baseline.isPoisoned, clean.count >= rule.minDays {
      baseline.clean = limit(of: clean.compactMap(\.ratio))
    }
    baseline.sameType = sameType(hour)
    if let first = used.first?.intervals.first?.from {
      baseline.configChange = measure.configChange(
        in: Interval(from: first, to: hour + 3_600_000_000_000))
    }
  }

  /// The contract's limit of an hour without each one of its days; what a breach is held against.
  func withoutDay(_ hour: Instant) -> [HourBaseline.WithoutDay] {
    if let known = baselines[hour]?.withoutDay, !known.isEmpty { return known }
    let used = contractDays(hour)
    let ratios = used.compactMap(\.ratio)
    let found = used.indices.map { index in
      var rest = ratios
      rest.remove(at: index)
      return HourBaseline.WithoutDay(date: used[index].date, limit: limit(of: rest))
    }
    baselines[hour]?.withoutDay = found
    return found
  }

  // MARK: the contract's limit

  /// The contract's days of the hour, read.
  private func history(_ hour: Instant) -> [HistoryDay] {
    if let known = histories[hour] { return known }
    let found = calendar.days(hour, count: rule.historyDays).map(read)
    histories[hour] = found
    return found
  }

  private func read(_ day: SeasonalHistory.Day) -> HistoryDay {
    guard let first = day.intervals.first?.from else { return HistoryDay(day, measure.increase) }
    if let known = days[first] { return known }
    var read = HistoryDay(day, measure.increase)
    if isExcused(day.intervals) {
      read.mark = .excused
      if rule.history == .excludeExcused {
        read.counts = nil
        read.missing = .excused
      }
    }
    days[first] = read
    return read
  }

  /// The days that the contract's limit rests on.
  private func contractDays(_ hour: Instant) -> [HistoryDay] {
    history(hour).filter { day in
      guard day.ratio != nil else { return false }
      return rule.history != .excludeBreached || isBreached(day) != true
    }
  }

  private func contractLimit(_ hour: Instant) -> SeasonalLimit? {
    if let known = limits[hour] { return known }
    // Most hours of a history have hardly any history themselves.
    let present = history(hour).count { $0.counts != nil }
    let ratios = present >= rule.minDays ? contractDays(hour).compactMap(\.ratio) : []
    let found = ratios.count >= rule.minDays ? limit(of: ratios) : nil
    limits[hour] = .some(found)
    return found
  }

  private func limit(
    of ratios: [ExactFraction], _ type: SeasonalBaseline.QuantileType? = nil
  ) -> SeasonalLimit {
    SeasonalLimit(
      ratios: ratios, factor: rule.spreadFactor, type: type ?? rule.quantile, floor: rule.floor)
  }

  // MARK: marks

  private func mark(_ day: HistoryDay, _ ratios: [ExactFraction]) -> HistoryDay.Mark? {
    guard let ratio = day.ratio else { return nil }
    if day.mark == .excused { return .excused }
    if isBreached(day) == true { return .breached }
    // That its own history let it pass does not clear it: that history may be poisoned as well.
    return SuspectDays.isSuspect(ratio, among: ratios) ? .suspect : nil
  }

  private func isExcused(_ intervals: [Interval]) -> Bool {
    context.appendix.excusals.contains { excusal in
      excusal.clauses.contains(context.clause.id)
        && intervals.contains { excusal.interval.overlaps($0) }
    }
  }

  /// Whether any window of a day's hour was above its own limit; nil when that hour has none.
  private func isBreached(_ day: HistoryDay) -> Bool? {
    guard let hour = day.intervals.first?.from else { return nil }
    if let known = judged[hour] { return known }
    let found = contractLimit(hour).map { limit in
      day.intervals.contains { interval in
        (windows?.windows(overlapping: interval) ?? []).contains { window in
          let part = measure.increase(over: window)
          return part.isWhole && part.denominator > 0
            && ExactFraction(part.numerator, part.denominator) > limit.limit
        }
      }
    }
    judged[hour] = .some(found)
    return found
  }

  // MARK: days of the same type

  /// How much further back than the contract the comparison with days of one type may look.
  private static let reach = 5

  private func sameType(_ hour: Instant) -> HourBaseline.SameType? {
    guard let agreed = context.appendix.calendar else { return nil }
    let type = agreed.type(of: context.appendix.zone.civilTime(at: hour))
    var found: [HistoryDay] = []
    for back in 1...(Self.reach * rule.historyDays) where found.count < rule.historyDays {
      let day = calendar.day(hour, back: back)
      guard agreed.type(of: day.noon) == type else { continue }
      let known = read(day)
      if known.ratio != nil { found.append(known) }
    }
    guard found.count >= rule.minDays else { return nil }
    return HourBaseline.SameType(
      type: type, dates: found.reversed().map(\.date), limit: limit(of: found.compactMap(\.ratio)))
  }
}
