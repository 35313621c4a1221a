/// A point in time: integer nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Nineteen-digit stamps round-trip exactly; the range is 1677 to 2262.
public struct Instant: Sendable, Hashable, Comparable {
  /// Nanoseconds since the epoch, UTC.
  public var nanoseconds: Int64

  /// The instant `nanoseconds` after the epoch.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
  /// The instant `seconds` after the epoch.
  public init(seconds: Int64) { self.nanoseconds = seconds * 1_000_000_000 }

  /// Earlier than any instant an export can hold.
  public static let distantPast = Instant(nanoseconds: .min)
  /// Later than any instant an export can hold.
  public static let distantFuture = Instant(nanoseconds: .max)

  /// Chronological order.
  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
  /// The instant `nanoseconds` later, saturating at the ends of the range.
  public static func + (a: Instant, nanoseconds: Int64) -> Instant {
    let (sum, overflow) = a.nanoseconds.addingReportingOverflow(nanoseconds)
    return Instant(nanoseconds: overflow ? (nanoseconds > 0 ? .max : .min) : sum)
  }
  /// The instant `nanoseconds` earlier, saturating at the ends of the range.
  public static func - (a: Instant, nanoseconds: Int64) -> Instant {
    let (difference, overflow) = a.nanoseconds.subtractingReportingOverflow(nanoseconds)
    return Instant(nanoseconds: overflow ? (nanoseconds > 0 ? .min : .max) : difference)
  }
  /// Nanoseconds from `b` to `a`, saturating.
  public static func - (a: Instant, b: Instant) -> Int64 {
    let (difference, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return overflow ? (a > b ? .max : .min) : difference
  }

  /// Whole seconds since the epoch, rounded down.
  public var secondsFloor: Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// RFC 3339 in UTC with a `Z`, trailing zeros of the fraction dropped: `2024-05-15T06:20:01.25Z`.
  public var rfc3339: String { rfc3339(offsetSeconds: 0) }

  /// RFC 3339 at a fixed offset; offset zero is written `Z`.
  public func rfc3339(offsetSeconds: Int) -> String {
    let local = self + Int64(offsetSeconds) * 1_000_000_000
    let seconds = local.secondsFloor
    let civil = CivilTime(secondsSinceEpoch: seconds)
    var text = civil.dateText + "T" + civil.timeText
    var fraction = local.nanoseconds - seconds * 1_000_000_000
    if fraction > 0 {
      var digits = 9
      while fraction % 10 == 0 {
        fraction /= 10
        digits -= 1
      }
      let tail = String(fraction)
      text += "." + String(repeating: "0", count: digits - tail.count) + tail
    }
    if offsetSeconds == 0 { return text + "Z" }
    let minutes = abs(offsetSeconds) / 60
    return text + (offsetSeconds < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":"
      + twoDigits(minutes % 60)
  }
}

/// A proleptic Gregorian date and time of day without a zone.
public struct CivilTime: Sendable, Hashable {
  /// Year, 1 to 9999 in any export.
  public var year: Int
  /// Month, 1 to 12.
  public var month: Int
  /// Day of the month, 1 to 31.
  public var day: Int
  /// Hour, 0 to 23.
  public var hour: Int
  /// Minute, 0 to 59.
  public var minute: Int
  /// Second, 0 to 59.
  public var second: Int

  /// The civil time that `seconds` names when read as UTC.
  public init(secondsSinceEpoch seconds: Int64) {
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 {
      rest += 86_400
      days -= 1
    }
    // Days to civil date by the era method: eras of 400 years of exactly 146 097 days.
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
    month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3_600)
    minute = Int(rest % 3_600 / 60)
    second = Int(rest % 60)
  }

  /// A civil time from its parts, or nil when no calendar has it.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) {
    guard (1...12).contains(month), (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second), day >= 1, day <= Self.days(inMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Seconds since the epoch when this civil time is read as UTC.
  public var secondsSinceEpoch: Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let shifted = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shifted + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// `2024-05-15`.
  public var dateText: String {
    let y = String(year)
    let padded = y.count < 4 ? String(repeating: "0", count: 4 - y.count) + y : y
    return padded + "-" + twoDigits(month) + "-" + twoDigits(day)
  }

  /// `14:20:01`.
  public var timeText: String {
    twoDigits(hour) + ":" + twoDigits(minute) + ":" + twoDigits(second)
  }

  static func days(inMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
