import Testing

@testable import Analysis

/// Days on which the clock changes (CLAUSES "Time"): a repeated hour pools, a skipped one is missing,
/// civil days have 23 and 25 hours. Offsets from the tz database.
struct ClockChangeTests {
  private static let minute: Int64 = 60

  /// Seven days of whole-day metrics before `start`, one minute apart, 1 000 queries a minute, the
  /// slow ones given by the minute's start; then the hour from `start`.
  private func run(zone: String, start: Int64, share: (Int64) -> Int64) throws -> AnalysisRun {
    var lines: [String] = []
    var (slow, all): (Int64, Int64) = (0, 0)
    for time in stride(from: start - 8 * 86_400, through: start + 3_600, by: 60) {
      lines.append("slow_total \(slow) \(time)")
      lines.append("all_total \(all) \(time)")
      slow += share(time)
      all += 1000
    }
    var exports = try SmallExports(
      "  S: {kind: seasonal-baseline, ratio: {slow: [slow_total], of: all_total}, window: 30m}",
      zone: zone)
    defer { exports.remove() }
    try exports.add("m.txt", lines.sorted().joined(separator: "\n") + "\n")
    let from = start - SmallExports.start
    return try exports.run(from: from, to: from + 3_600)
  }

  @Test func losAngelesSkipsAnHour() throws {
    // 2024-03-11 02:00 PDT; on 2024-03-10 the clock went from 02:00 to 03:00.
    let run = try run(zone: "America/Los_Angeles", start: 1_710_147_600) { _ in 20 }
    let days = try #require(run.result.baselines.first).days
    #expect(days.map(\.date).last == "2024-03-10")
    #expect(days.last?.ratio == nil)
    #expect(days.last?.note == "hour skipped by a clock change")
    #expect(days.dropLast().allSatisfy { $0.denominator == 60_000 })
    #expect(run.result.verdicts.first?.outcome == .compliant, "six of seven days are enough")
  }

  @Test func losAngelesPoolsARepeatedHour() throws {
    // 2024-11-04 01:00 PST; on 2024-11-03 01:00 came at 08:00Z (PDT) and again at 09:00Z (PST).
    let first: Int64 = 1_730_620_800
    let run = try run(zone: "America/Los_Angeles", start: 1_730_710_800) { time in
      time >= first + 3_600 && time < first + 7_200 ? 50 : 20
    }
    let day = try #require(run.result.baselines.first?.days.last)
    #expect(day.date == "2024-11-03")
    #expect(day.denominator == 120_000)
    // 60 · 20 and 60 · 50.
    #expect(day.numerator == 4_200)
  }

  @Test func lordHoweRepeatsHalfAnHour() throws {
    // 2024-04-07 02:00 (+11) became 01:30 (+10:30), 15:00Z the day before: the hour from 01:00 has
    // 90 minutes. Judged: 2024-04-08 01:00 (+10:30) = 14:30Z on 2024-04-07.
    let run = try run(zone: "Australia/Lord_Howe", start: 1_712_500_200) { _ in 20 }
    let days = try #require(run.result.baselines.first).days
    #expect(days.map(\.date).last == "2024-04-07")
    #expect(days.last?.denominator == 90_000)
    #expect(days.dropLast().allSatisfy { $0.denominator == 60_000 })
  }

  @Test func lordHoweSkipsHalfAnHour() throws {
    // 2024-10-06 02:00 (+10:30) became 02:30 (+11): the hour from 02:00 has 30 minutes. Judged:
    // 2024-10-07 02:00 (+11) = 15:00Z on 2024-10-06.
    let run = try run(zone: "Australia/Lord_Howe", start: 1_728_226_800) { _ in 20 }
    let days = try #require(run.result.baselines.first).days
    #expect(days.map(\.date).last == "2024-10-06")
    #expect(days.last?.denominator == 30_000)
  }

  // Minutes of 2024-03-10, 2024-11-03 (America/Los_Angeles), 2024-04-07, 2024-10-06 (Lord Howe) and
  // an ordinary day, from their first instant.
  @Test(
    arguments: [
      ("America/Los_Angeles", 1_710_057_600, 23 * 60),
      ("America/Los_Angeles", 1_730_617_200, 1_500),
      ("Australia/Lord_Howe", 1_712_408_400, 1_470), ("Australia/Lord_Howe", 1_728_135_000, 1_410),
      ("Asia/Shanghai", 1_715_702_400, 1_440),
    ] as [(String, Int64, Int64)])
  func civilDaysAreTiledWhole(_ name: String, _ midnight: Int64, _ minutes: Int64) throws {
    let zone = try #require(CivilZone(name: name))
    #expect(zone.civilTime(at: Instant(seconds: midnight)).timeText == "00:00:00")
    let day = Interval(
      from: Instant(seconds: midnight), to: Instant(seconds: midnight + minutes * 60))
    #expect(zone.civilTime(at: day.to).timeText == "00:00:00")
    let grid = try #require(WindowGrid(zone: zone, lengthNanoseconds: 60_000_000_000))
    let windows = grid.windows(overlapping: day)
    #expect(windows.count == Int(minutes))
    #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.to == $1.from })
    #expect(windows.first?.from == day.from && windows.last?.to == day.to)
  }

  @Test func theZoneDataHaveAVersion() {
    // A year and a letter, as IANA numbers its releases.
    let version = CivilZone.dataVersion
    #expect(version.count == 5 && Int(version.prefix(4)) ?? 0 >= 2023, "\(version)")
  }
}
