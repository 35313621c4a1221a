import Diagnostics
import Testing

@testable import Analysis

/// CLAUSES A5 in full, one small export each; limits by `numpy.quantile(…, method="linear")`.
struct SeasonalRuleTests {
  private static let hour: Int64 = 3_600
  private static let day: Int64 = 86_400

  /// Two counters in OpenMetrics text, `spacing` seconds apart, over the hour that begins at
  /// `start`, on each of `days` days before and after. Each step holds 1 000 queries, of which
  /// `share(day, second)` are slow.
  static func metrics(
    start: Int64, days: ClosedRange<Int64>, length: Int64 = 3_600, spacing: Int64 = 60,
    labels: String = "instance=\"a\"", extra: String = "", share: (Int64, Int64) -> Int64?
  ) -> String {
    var slow: [String] = []
    var all: [String] = []
    var (slowSum, allSum): (Int64, Int64) = (0, 0)
    for day in days {
      for at in stride(from: Int64(0), through: length, by: Int64.Stride(spacing)) {
        guard let found = share(day, at) else { continue }
        if at > 0 {
          slowSum += found
          allSum += 1000
        }
        let time = start + day * Self.day + at
        slow.append("slow_total{\(labels)} \(slowSum) \(time)")
        all.append("all_total{\(labels)} \(allSum) \(time)")
      }
    }
    return "# TYPE slow_total unknown\n" + slow.joined(separator: "\n")
      + "\n# TYPE all_total unknown\n" + all.joined(separator: "\n") + "\n" + extra + "# EOF\n"
  }

  /// 2024-05-15T06:00:00Z, a Wednesday.
  static let wednesday: Int64 = 1_715_752_800
  /// Shares of the seven days in per mille: limit 20 + 2.5 · 6 = 35 per mille by type 7.
  private let past: [Int64] = [14, 16, 18, 20, 22, 24, 26]

  private func run(
    _ extra: String, _ text: String, zone: String = "UTC", tail: String = "",
    start: Int64 = Self.wednesday, length: Int64 = 3_600
  ) throws -> AnalysisRun {
    let clause =
      "  S: {kind: seasonal-baseline, ratio: {slow: [slow_total], of: all_total}, window: 30m"
      + "\(extra)}"
    var exports = try SmallExports(clause, zone: zone, tail: tail)
    defer { exports.remove() }
    try exports.add("metrics.txt", text)
    let from = start - SmallExports.start
    return try exports.run(from: from, to: from + length)
  }

  private func judged(_ now: Int64, _ past: [Int64]? = nil) -> String {
    let past = past ?? self.past
    return Self.metrics(start: Self.wednesday, days: -Int64(past.count)...0) { day, _ in
      day < 0 ? past[Int(day) + past.count] : now
    }
  }

  // MARK: support

  // Limits without one day: 33.5 33.5 37.25 37.5 35.25 31.5 31.5. Wilson's lower bounds of 36, 37,
  // 38, 39 ‰ of 30 000: 34.27, 35.25, 36.23 (37.20 at 39, 38.18 at 40).
  @Test(
    arguments: [
      (36, Support.none), (37, .weak), (38, .confirmed), (39, .confirmed), (60, .confirmed),
    ] as [(Int64, Support)])
  func supportNeedsBothTheCountsAndEveryDay(_ share: Int64, _ expected: Support) throws {
    let verdict = try #require(run("", judged(share)).result.verdicts.first)
    #expect(verdict.outcome == .breached)
    #expect(verdict.support == expected)
  }

  @Test func limitsWithoutOneDayAreShown() throws {
    let run = try run("", judged(38))
    let baseline = try #require(run.result.baselines.first)
    let expected = [0.0335, 0.0335, 0.03725, 0.0375, 0.03525, 0.0315, 0.0315]
    #expect(baseline.withoutDay.map(\.limit) == expected)
    #expect(baseline.withoutDay.first?.date == "2024-05-08")
    let kept = try self.run("", judged(20)).result
    #expect(kept.verdicts.allSatisfy { $0.support == nil }, "nothing was breached")
    #expect(kept.baselines.first?.withoutDay.isEmpty == true)
    #expect(baseline.cleanLimit == 0.035)
    #expect(baseline.sameType == nil)
  }

  @Test func aSpreadOfZeroIsSupportedByTheExactTest() throws {
    // 25 of 1000 a minute against exactly 20 ‰: exact lower bound of 750/30000 is 0.0235.
    let run = try run("", judged(25, [20, 20, 20, 20, 20, 20, 20]))
    let verdict = try #require(run.result.verdicts.first)
    #expect(verdict.notes == ["DEGENERATE_SPREAD"])
    #expect(verdict.support == .confirmed)
  }

  @Test func definitionsThatDisagreeAreNoted() throws {
    // Type 6 gives 40, type 8 38.33: 36 ‰ is breached by type 7 alone.
    let run = try run("", judged(36))
    #expect(run.result.verdicts.first?.notes == ["DEFINITION_SENSITIVE"])
    let six = try self.run(", quantile: type6", judged(36))
    #expect(six.verdict("S", Self.wednesday - SmallExports.start) == "COMPLIANT")
    #expect(six.result.verdicts.first?.notes == ["DEFINITION_SENSITIVE"])
    #expect(try self.run("", judged(41)).result.verdicts.first?.notes == [])
  }

  // MARK: poisoned history

  @Test func threePoisonedDaysHideAFourfoldSurgeAndAreNoted() throws {
    // 22 + 2.5 · (80 − 20.5) = 170.75 ‰: the surge to 80 complies literally.
    let run = try run("", judged(80, [20, 22, 21, 80, 80, 80, 19]))
    let verdict = try #require(run.result.verdicts.first)
    #expect(verdict.outcome == .compliant)
    #expect(verdict.notes.contains("POISONED_HISTORY"))
    let baseline = try #require(run.result.baselines.first)
    #expect(baseline.limit == 0.17075)
    #expect(baseline.isPoisoned)
    #expect(baseline.cleanLimit == nil)
    #expect(baseline.days.map(\.note) == [nil, nil, nil, "suspect", "suspect", "suspect", nil])
  }

  @Test func twoBadDaysLeaveACleanLimit() throws {
    // Literal 22 + 2.5 · (51.5 − 20.5) = 99.5; of the other five 21 + 2.5 · (22 − 20) = 26.
    let run = try run("", judged(80, [20, 22, 21, 80, 80, 23, 19]))
    let baseline = try #require(run.result.baselines.first)
    #expect(baseline.limit == 0.0995)
    #expect(baseline.cleanLimit == 0.026)
    #expect(!baseline.isPoisoned)
    #expect(run.result.verdicts.first?.outcome == .compliant, "the contract's rule is literal")
    #expect(run.result.verdicts.first?.notes.contains("POISONED_HISTORY") == false)
  }

  @Test func excusedDaysAreMarkedAndLeftOutOfTheCleanLimit() throws {
    let tail =
      "excused:\n  - {from: 2024-05-14T06:00:00Z, to: 2024-05-14T07:00:00Z, clauses: [S], reason: x}"
    let run = try run("", judged(20), tail: tail)
    let baseline = try #require(run.result.baselines.first)
    #expect(baseline.limit == 0.035)
    // Without 26: quartiles 16.5, 19, 21.5.
    #expect(baseline.cleanLimit == 0.0315)
    #expect(baseline.days.last?.note == "excused")
  }

  @Test func aDayWithAHistoryOfItsOwnIsJudgedByIt() throws {
    // Day −1 is far above days −8 … −2, which are its own history.
    let text = Self.metrics(start: Self.wednesday, days: -8...0) { day, _ in
      day == -1 ? 900 : day < 0 ? [20, 14, 16, 18, 20, 22, 24][Int(day) + 8] : 40
    }
    let literal = try run("", text)
    #expect(literal.result.baselines.first?.days.map(\.note).last == "breached")
    // 20 + 2.5 · (23 − 17), the 900 as the largest of seven.
    #expect(literal.result.baselines.first?.limit == 0.035)
    let without = try run(", history: exclude-breached", text)
    // Of the six others: quartiles 16.5, 19, 21.5.
    #expect(without.result.baselines.first?.limit == 0.0315)
    #expect(without.result.verdicts.first?.outcome == .breached)
    // Known bad: with day −1 among the days the limit is another.
    #expect(without.result.baselines.first?.limit != literal.result.baselines.first?.limit)
  }

  @Test func excludedDaysMayLeaveTooFew() throws {
    let text = Self.metrics(start: Self.wednesday, days: -14...0) { day, _ in
      day >= -3 && day < 0 ? 900 : [14, 16, 18, 20, 22, 24, 26][Int(day + 14) % 7]
    }
    let run = try run(", history: exclude-breached", text)
    #expect(run.verdict("S", Self.wednesday - SmallExports.start) == "INDETERMINATE warm-up")
  }

  // MARK: days of one type

  private let calendar = "calendar: {holidays: [], workdays: []}"

  @Test func daysOfOneTypeMayDisagree() throws {
    // Saturday and Sunday at 10 ‰ widen the literal limit to 39 + 2.5 · 16.5 = 80.25; the five
    // workdays 38 … 42 give 40 + 2.5 · 2 = 45.
    let shares: [Int64] = [38, 39, 40, 10, 10, 41, 42]
    let with = try run("", judged(60, shares), tail: calendar)
    let baseline = try #require(with.result.baselines.first)
    #expect(baseline.limit == 0.08025)
    #expect(baseline.sameType?.limit == 0.045)
    #expect(baseline.sameType?.dayType == "workday")
    #expect(
      baseline.sameType?.dates
        == ["2024-05-08", "2024-05-09", "2024-05-10", "2024-05-13", "2024-05-14"])
    #expect(with.result.verdicts.first?.outcome == .compliant)
    #expect(with.result.verdicts.first?.notes == ["SEASONAL_CONFLICT"])
    let below = try run("", judged(44, shares), tail: calendar)
    #expect(below.result.verdicts.first?.notes == [])
    // Without a calendar nothing is compared.
    #expect(try run("", judged(60, shares)).result.verdicts.first?.notes == [])
  }

  @Test func aMakeUpWorkdayIsAWorkdayAndAHolidayIsNone() throws {
    let shares: [Int64] = [38, 39, 40, 10, 10, 41, 42]
    let tail = "calendar: {holidays: [2024-05-08], workdays: [2024-05-11]}"
    let run = try run("", judged(60, shares), tail: tail)
    #expect(
      run.result.baselines.first?.sameType?.dates
        == ["2024-05-09", "2024-05-10", "2024-05-11", "2024-05-13", "2024-05-14"])
  }

  @Test func theComparisonReachesFurtherBackThanTheContract() throws {
    // Sunday 2024-05-19: rest days of four weeks back, although the contract looks back seven days.
    let sunday = Self.wednesday + 4 * Self.day
    let text = Self.metrics(start: sunday, days: -28...0) { day, _ in
      day == 0 ? 30 : (day + 28) % 7 == 0 || (day + 29) % 7 == 0 ? 10 : 20 + day % 3
    }
    let run = try run("", text, tail: calendar, start: sunday)
    let sameType = try #require(run.result.baselines.first?.sameType)
    #expect(sameType.dayType == "rest-day")
    #expect(
      sameType.dates == [
        "2024-04-27", "2024-04-28", "2024-05-04", "2024-05-05", "2024-05-11", "2024-05-12",
        "2024-05-18",
      ])
    #expect(run.result.baselines.first?.days.first?.date == "2024-05-12")
  }

  @Test func twoLittleOfOneTypeIsNotCompared() throws {
    // Saturday with seven days of history: one rest day, no comparison.
    let saturday = Self.wednesday + 3 * Self.day
    let text = Self.metrics(start: saturday, days: -7...0) { day, _ in 20 + day % 3 }
    #expect(
      try run("", text, tail: calendar, start: saturday).result.baselines.first?.sameType == nil)
  }

  // MARK: settings

  private func setting(_ values: [(Int64, String)]) -> String {
    "# TYPE mysql_global_variables_long_query_time gauge\n"
      + values.map {
        "mysql_global_variables_long_query_time{instance=\"a\"} \($0.1)"
          + " \(Self.wednesday + $0.0)\n"
      }.joined()
  }
  private func withSetting(_ values: [(Int64, String)]) -> String {
    Self.metrics(start: Self.wednesday, days: -7...0, extra: setting(values)) { day, _ in
      day < 0 ? past[Int(day) + 7] : 20
    }
  }

  @Test func aSettingThatChangesInsideTheHistoryIsNoted() throws {
    let changed = try run("", withSetting([(-8 * Self.day, "10"), (-3 * Self.day, "1")]))
    #expect(changed.result.verdicts.first?.notes == ["CONFIG_CHANGED"])
    let text = changed.result.diagnostics.first { $0.code == "CONFIG_CHANGED" }?.message ?? ""
    #expect(text.contains("from 10.0 to 1.0 by 2024-05-12T06:00:00Z"))
    let before = try run("", withSetting([(-9 * Self.day, "10"), (-8 * Self.day, "1")]))
    #expect(before.result.verdicts.first?.notes == [])
    let same = try run("", withSetting([(-8 * Self.day, "1"), (-3 * Self.day, "1.0")]))
    #expect(same.result.verdicts.first?.notes == [])
    let other = try run(", config: [other]", withSetting([(-8 * Self.day, "10"), (-60, "1")]))
    #expect(other.result.verdicts.first?.notes == [])
  }

  // MARK: half-hour samples

  @Test func halfHourSamplesAgainstHourlyHistory() throws {
    // The source's table: samples at 14:00, 14:30, 15:00; the history is of whole hours.
    let text = Self.metrics(start: Self.wednesday, days: -7...0, spacing: 1_800) { day, at in
      day < 0 ? past[Int(day) + 7] : at <= 1_800 ? 127 : 30
    }
    let run = try run("", text)
    let start = Self.wednesday - SmallExports.start
    #expect(run.verdict("S", start) == "BREACHED")
    #expect(run.verdict("S", start + 1_800) == "COMPLIANT")
    #expect(run.result.baselines.first?.limit == 0.035)
  }

  // MARK: split by service

  @Test func aSplitClauseIsJudgedServiceByService() throws {
    let one = Self.metrics(
      start: Self.wednesday, days: -7...0, labels: "service=\"one\""
    ) { day, _ in day < 0 ? past[Int(day) + 7] : 36 }
    let two = Self.metrics(
      start: Self.wednesday, days: -7...0, labels: "service=\"two\""
    ) { day, _ in day < 0 ? past[Int(day) + 7] : 34 }
    let lines = (one + two).split(separator: "\n").filter { !$0.hasPrefix("#") }.sorted()
    let run = try run(", per: service", lines.joined(separator: "\n") + "\n")
    let start = Self.wednesday - SmallExports.start
    #expect(run.verdict("S", start, service: "one") == "BREACHED")
    #expect(run.verdict("S", start, service: "two") == "COMPLIANT")
    #expect(run.result.baselines.map(\.service) == ["one", "two"])
    // 36 and 34 together are 35: judged as a whole nothing is breached.
    let whole = try self.run("", lines.joined(separator: "\n") + "\n")
    #expect(whole.verdict("S", start) == "COMPLIANT")
  }

  // MARK: chance

  @Test func expectedFalseAlarmsStandBesideTheBreaches() throws {
    let run = try run("", judged(36))
    let alarms = try #require(run.result.falseAlarms.first)
    #expect(alarms.clause == "S")
    #expect(alarms.decided == 2)
    #expect(alarms.above == 2)
    // 3.1 % and 11 % of two windows.
    #expect(abs(alarms.expected.lowerBound - 0.062) < 0.01)
    #expect(abs(alarms.expected.upperBound - 0.22) < 0.02)
  }
}

/// How rarely an undisturbed history is taken for poisoned, and how surely a poisoned one is not.
struct SuspectDayTests {
  /// Per-mille ratios of seven days, log-normal with σ = 0.5 around 20, `bad` of them fourfold.
  private func history(_ random: inout SeededRandom, bad: Int) -> [ExactFraction] {
    (0..<7).map { index in
      let factor = 1 + 0.5 * random.normal() + 0.125 * random.normal() * random.normal()
      let value = max(0.2, factor) * 20_000 * (index < bad ? 4 : 1)
      return ExactFraction(Int64(value), 1_000_000)
    }
  }

  @Test func aCleanHistoryIsHardlyEverTakenForPoisoned() {
    var random = SeededRandom(seed: 7)
    var poisoned = 0
    for _ in 0..<2_000 {
      let days = history(&random, bad: 0)
      if days.count(where: { SuspectDays.isSuspect($0, among: days) }) > 2 { poisoned += 1 }
    }
    #expect(poisoned < 20, "\(poisoned) of 2000")
  }

  @Test func threeFourfoldDaysOfATightHistoryAreFound() {
    // 18, 20, 21, 22 against 80: m = 22, Q1 = 20.5; 80/22 = 3.6 > 2 and > (22/20.5)⁵ = 1.42.
    let days = [18, 80, 20, 84, 21, 79, 22].map { ExactFraction($0, 1000) }
    #expect(
      days.map { SuspectDays.isSuspect($0, among: days) }
        == [false, true, false, true, false, true, false])
    // Twice the median is not more than twice.
    let mild = [18, 44, 20, 44, 21, 44, 22].map { ExactFraction($0, 1000) }
    #expect(mild.allSatisfy { !SuspectDays.isSuspect($0, among: mild) })
    // Nothing can be said beside a lower quartile of zero.
    let zeros = [0, 0, 0, 1, 1, 9, 9].map { ExactFraction($0, 1000) }
    #expect(zeros.allSatisfy { !SuspectDays.isSuspect($0, among: zeros) })
  }
}
