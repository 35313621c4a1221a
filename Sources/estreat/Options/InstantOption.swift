internal import Analysis
internal import ArgumentParser

/// An instant on the command line: RFC 3339 with an offset; seconds may be left out.
struct InstantOption: ExpressibleByArgument {
  let instant: Instant

  /// `2024-05-15T14:20+08:00`, `2024-05-15T06:20:00.5Z`.
  init?(argument: String) {
    guard let instant = Self.parse(argument) else { return nil }
    self.instant = instant
  }

  private static func parse(_ text: String) -> Instant? {
    let shape =
      #/(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):(\d{2}))/#
    guard let match = text.wholeMatch(of: shape) else { return nil }
    let parts = match.output
    func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }
    guard
      let civil = CivilTime(
        year: number(parts.1), month: number(parts.2), day: number(parts.3),
        hour: number(parts.4), minute: number(parts.5), second: number(parts.6)),
      number(parts.10) < 24, number(parts.11) < 60, (1678...2261).contains(civil.year)
    else { return nil }
    let offset = Int64(number(parts.10) * 3_600 + number(parts.11) * 60)
    let seconds = civil.secondsSinceEpoch - (parts.9 == "-" ? -offset : offset)
    let digits = parts.7.map(String.init) ?? ""
    let nanoseconds = number(Substring(digits + String(repeating: "0", count: 9 - digits.count)))
    return Instant(seconds: seconds) + Int64(nanoseconds)
  }
}
