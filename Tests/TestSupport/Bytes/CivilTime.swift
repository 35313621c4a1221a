/// Nanoseconds in one second.
let nanosecondsPerSecond = 1_000_000_000

/// Writes instants (nanoseconds since 1970 in UTC) as civil time at a fixed offset.
///
/// The scenarios live in zones without daylight saving time, so a fixed offset is exact and
/// no time-zone database of the building machine can change a byte.
struct CivilTime: Sendable {
  /// Seconds east of Greenwich.
  let offsetSeconds: Int

  static let utc = CivilTime(offsetSeconds: 0)
  static let shanghai = CivilTime(offsetSeconds: 8 * 3600)

  struct Fields {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    var nanosecond: Int
    /// 0 is Sunday.
    var weekday: Int
  }

  /// The instant of a civil time, in nanoseconds.
  func instant(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0
  ) -> Int {
    let seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    return (seconds - offsetSeconds) * nanosecondsPerSecond
  }

  func fields(_ instant: Int) -> Fields {
    let local = instant + offsetSeconds * nanosecondsPerSecond
    let seconds = local / nanosecondsPerSecond
    let days = seconds / 86_400
    let date = civilFromDays(days)
    let rest = seconds % 86_400
    return Fields(
      year: date.year, month: date.month, day: date.day, hour: rest / 3600,
      minute: rest / 60 % 60, second: rest % 60, nanosecond: local % nanosecondsPerSecond,
      weekday: (days + 4) % 7)
  }

  /// `2024-05-15T14:20:08+08:00`, cut to whole seconds.
  func rfc3339Seconds(_ instant: Int) -> String {
    let part = fields(instant)
    return "\(date(part))T\(clock(part))\(offset(separator: ":"))"
  }

  /// `2024-05-15T06:20:08.123456789Z`; only for an offset of zero.
  func rfc3339Nanoseconds(_ instant: Int) -> String {
    let part = fields(instant)
    return "\(date(part))T\(clock(part)).\(padded(part.nanosecond, 9))Z"
  }

  /// MariaDB's `240515  9:05:01`: the hour is padded with a blank and no zone is given.
  func slowLogStamp(_ instant: Int) -> String {
    let part = fields(instant)
    let hour = part.hour < 10 ? " \(part.hour)" : "\(part.hour)"
    let day = "\(padded(part.year % 100, 2))\(padded(part.month, 2))\(padded(part.day, 2))"
    return "\(day) \(hour):\(padded(part.minute, 2)):\(padded(part.second, 2))"
  }

  /// git's default `Thu May 2 01:12:44 2024 +0800`.
  func gitDate(_ instant: Int) -> String {
    let part = fields(instant)
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let name = "\(weekdays[part.weekday]) \(months[part.month - 1]) \(part.day)"
    return "\(name) \(clock(part)) \(part.year) \(offset(separator: ""))"
  }

  private func date(_ part: Fields) -> String {
    "\(padded(part.year, 4))-\(padded(part.month, 2))-\(padded(part.day, 2))"
  }

  private func clock(_ part: Fields) -> String {
    "\(padded(part.hour, 2)):\(padded(part.minute, 2)):\(padded(part.second, 2))"
  }

  private func offset(separator: String) -> String {
    let minutes = abs(offsetSeconds) / 60
    let sign = offsetSeconds < 0 ? "-" : "+"
    return "\(sign)\(padded(minutes / 60, 2))\(separator)\(padded(minutes % 60, 2))"
  }
}

/// Days since 1970-01-01 of a Gregorian date (Howard Hinnant's algorithm).
private func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/// The inverse of `daysFromCivil` for dates after 1970.
private func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = shifted / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthIndex = (5 * dayOfYear + 2) / 153
  let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
}

/// `value` in decimal, with leading zeros up to `width`.
func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// An exact decimal: `scaled` counts units of 10^-`digits`.
func decimal(_ scaled: Int, digits: Int) -> String {
  var unit = 1
  for _ in 0..<digits { unit *= 10 }
  return "\(scaled / unit).\(padded(scaled % unit, digits))"
}
