internal import Analysis

/// Numbers as people read them. Rounding never makes two different numbers look equal.
enum Quantity {
  /// Keeps a number and its unit on one line; `TextLayout.bytes` makes a blank of it.
  static let tie = "\u{a0}"

  /// `value` in `unit` with `digits` fraction digits at most: `7.55 %`, `203.4 ms`, `20`.
  static func text(_ value: Double, unit: String, digits: Int = 4) -> String {
    switch unit {
    case "ratio": decimalText(value * 100, fractionDigits: digits) + tie + "%"
    case "ms": decimalText(value, fractionDigits: digits) + tie + "ms"
    default: decimalText(value, fractionDigits: digits)
    }
  }

  /// A value and its limit with as many digits as it takes to tell them apart.
  static func pair(_ value: Double, _ limit: Double, unit: String) -> (String, String) {
    for digits in 3...12 {
      let texts = (text(value, unit: unit, digits: digits), text(limit, unit: unit, digits: digits))
      if value == limit || texts.0 != texts.1 { return texts }
    }
    return ("\(value)", "\(limit)")
  }

  /// A whole number with a thin grouping that no parser will take for a decimal sign.
  static func grouped(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out += tie }
      out.append(digit)
    }
    return (value < 0 ? "-" : "") + out
  }
}

/// Instants on the contract's clock and in UTC.
struct ContractClock {
  let zone: CivilZone

  /// `2024-05-15 14:20:02.412`.
  func civil(_ instant: Instant) -> String { date(instant) + " " + time(instant) }

  /// `2024-05-15`.
  func date(_ instant: Instant) -> String { zone.civilTime(at: instant).dateText }

  /// `14:20:02.412`; the fraction only where there is one.
  func time(_ instant: Instant) -> String {
    let text = zone.civilTime(at: instant).timeText
    let utc = instant.rfc3339
    guard let dot = utc.firstIndex(of: ".") else { return text }
    return text + utc[dot...].dropLast()
  }

  /// `14:20` where there are no seconds, else `14:20:02`.
  func shortTime(_ instant: Instant) -> String {
    let text = time(instant)
    return text.hasSuffix(":00") && text.count == 8 ? String(text.dropLast(3)) : text
  }

  /// `+08:00`.
  func offset(_ instant: Instant) -> String {
    let text = zone.rfc3339(instant)
    return text.hasSuffix("Z") ? "+00:00" : String(text.suffix(6))
  }

  /// `2024-05-15 14:20:02 +08:00 (2024-05-15T06:20:02Z)`.
  func both(_ instant: Instant) -> String {
    "\(civil(instant)) \(offset(instant)) (\(instant.rfc3339))"
  }

  /// `2024-05-15 14:20:02 – 15:00:00 +08:00 (2024-05-15T06:20:02Z – 07:00:00Z)`.
  func both(_ interval: Interval) -> String {
    let utc = ContractClock(zone: .utc)
    let end = interval.to
    let universal =
      utc.date(interval.from) == utc.date(end)
      ? interval.from.rfc3339 + " – " + end.rfc3339.split(separator: "T")[1]
      : interval.from.rfc3339 + " – " + end.rfc3339
    return range(interval) + " \(offset(end)) (\(universal))"
  }

  /// `2024-05-15 14:20 – 15:00`, the date once where both ends share it.
  func range(_ interval: Interval) -> String {
    let to =
      date(interval.from) == date(interval.to)
      ? shortTime(interval.to) : date(interval.to) + " " + shortTime(interval.to)
    return date(interval.from) + " " + shortTime(interval.from) + " – " + to
  }

  /// `14:20 – 14:25` within `day`, else with dates.
  func range(_ interval: Interval, on day: String) -> String {
    date(interval.from) == day && date(interval.to) == day
      ? shortTime(interval.from) + " – " + shortTime(interval.to) : range(interval)
  }
}
