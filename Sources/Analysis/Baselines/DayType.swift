/// Whether a civil day is worked: by the week, unless the appendix' calendar says otherwise.
public enum DayType: String, Sendable, CaseIterable {
  /// Monday to Friday that is no holiday, or a make-up workday.
  case workday
  /// Saturday, Sunday or a holiday.
  case restDay = "rest-day"
}

extension Appendix.Calendar {
  /// The type of the civil day that holds `civil`. A day in both lists is worked.
  func type(of civil: CivilTime) -> DayType {
    let date = civil.dateText
    if workdays.contains(date) { return .workday }
    if holidays.contains(date) { return .restDay }
    // 1970-01-01 was a Thursday.
    let day = floorMultiple(civil.secondsSinceEpoch, 86_400) / 86_400
    let weekday = ((day + 3) % 7 + 7) % 7
    return weekday >= 5 ? .restDay : .workday
  }
}
