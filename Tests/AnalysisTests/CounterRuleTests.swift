import Diagnostics
import Testing

@testable import Analysis

/// RULES on counters, baselines and histograms, one small export each.
struct CounterRuleTests {
  private static let hour: Int64 = 3_600
  private static let day: Int64 = 86_400
  /// 06:00 to 07:00 UTC on the bench's day, relative to its start (06:20).
  private static let hourStart: Int64 = -1_200

  private func clause(_ extra: String = "") -> String {
    "  S: {kind: seasonal-baseline, ratio: {slow: [slow_total], of: all_total}, window: 30m\(extra)}"
  }

  /// Two counters in OpenMetrics text. `ratio` gives the slow share of each step; steps are
  /// `spacing` seconds and hold 1000 queries.
  private func metrics(
    days: ClosedRange<Int64>, spacing: Int64 = 60, ratio: (Int64, Int64) -> Int64?
  ) -> String {
    var slow: [String] = []
    var all: [String] = []
    var (slowSum, allSum): (Int64, Int64) = (0, 0)
    for day in days {
      var at = Self.hourStart
      while at <= Self.hourStart + Self.hour {
        let time = SmallExports.start + day * Self.day + at
        if at > Self.hourStart, let share = ratio(day, at) {
          slowSum += share
          allSum += 1000
        }
        if ratio(day, at) != nil {
          slow.append("slow_total{instance=\"a\"} \(slowSum) \(time)")
          all.append("all_total{instance=\"a\"} \(allSum) \(time)")
        }
        at += spacing
      }
    }
    return "# TYPE slow_total unknown\n" + slow.joined(separator: "\n")
      + "\n# TYPE all_total unknown\n" + all.joined(separator: "\n") + "\n# EOF\n"
  }

  /// Shares of the seven days in per mille: limit 20 + 2.5 · 6 = 35 per mille by type 7.
  private let past: [Int64] = [14, 16, 18, 20, 22, 24, 26]

  private func run(
    _ clause: String, _ text: String, slowLog: String? = nil, tail: String = ""
  ) throws -> AnalysisRun {
    var exports = try SmallExports(clause, tail: tail)
    defer { exports.remove() }
    try exports.add("metrics.txt", text)
    if let slowLog { try exports.add("slow.log", slowLog) }
    return try exports.run(from: Self.hourStart, to: Self.hourStart + Self.hour)
  }

  @Test func theLimitIsMedianPlusFactorTimesSpread() throws {
    // Q1 = 17, median 20, Q3 = 23 per mille: 20 + 2.5 · 6 = 35. First half hour 36, then 35.
    let run = try run(
      clause(),
      metrics(days: -7...0) { day, at in
        day < 0 ? past[Int(day) + 7] : at <= Self.hourStart + 1800 ? 36 : 35
      })
    #expect(run.verdict("S", Self.hourStart) == "BREACHED")
    #expect(run.verdict("S", Self.hourStart + 1800) == "COMPLIANT")
    let baseline = run.result.baselines.first
    #expect(baseline?.days.map(\.numerator) == past.map { $0 * 60 })
    #expect(baseline?.limit == 0.035)
    let value = run.result.verdicts.first?.value
    #expect(value?.numerator == 1_080)
    #expect(value?.denominator == 30_000)
  }

  @Test func tooFewDaysAreAWarmUp() throws {
    let short = try run(clause(), metrics(days: -4...0) { day, _ in day < 0 ? 20 + day : 500 })
    #expect(short.verdict("S", Self.hourStart) == "INDETERMINATE warm-up")
    let enough = try run(clause(), metrics(days: -5...0) { day, _ in day < 0 ? 20 + day : 500 })
    #expect(enough.verdict("S", Self.hourStart) == "BREACHED")
    #expect(enough.result.baselines.first?.days.filter { $0.ratio == nil }.count == 2)
  }

  @Test func aDayCoveredByLessThanNinetyPercentIsMissing() throws {
    // Day −1 lacks 10 of 60 minutes: 83 %.
    let run = try run(
      clause(),
      metrics(days: -7...0) { day, at in
        if day == -1 && at > 0 && at <= 600 { return nil }
        return day < 0 ? past[Int(day) + 7] : 20
      })
    #expect(run.result.baselines.first?.days.last?.ratio == nil)
    #expect(run.result.baselines.first?.days.last?.note?.contains("90 %") == true)
  }

  @Test func aSpreadOfZeroIsMarkedAndTakesTheFloor() throws {
    let text = metrics(days: -7...0) { day, _ in day < 0 ? 20 : 25 }
    let literal = try run(clause(), text)
    #expect(literal.verdict("S", Self.hourStart) == "BREACHED")
    #expect(literal.result.verdicts.first?.notes == ["DEGENERATE_SPREAD"])
    #expect(try run(clause(", floor: 3%"), text).verdict("S", Self.hourStart) == "COMPLIANT")
  }

  @Test func wideSamplesMakeOneIntervalTrigger() throws {
    let text = metrics(days: -7...0, spacing: 300) { day, _ in day < 0 ? past[Int(day) + 7] : 90 }
    let wide = try run(clause(), text)
    #expect(wide.verdict("S", Self.hourStart) == "BREACHED")
    let onset = try #require(wide.result.breaches.first?.onset)
    #expect(onset.last - onset.first == 1_800_000_000_000)
    let far = try run(clause(), metrics(days: -7...0, spacing: 3600) { _, _ in 20 })
    #expect(far.verdict("S", Self.hourStart) == "INDETERMINATE resolution")
  }

  @Test func onsetsAreSoughtWhereTheCountedEventsHappened() throws {
    // Scrapes fall 20 s before the whole minutes: the slice from 06:05 counts what happened from
    // 06:04:40 to 06:05:40, and the first slow statement there started 06:04:50.
    let text = metrics(days: -7...0) { day, at in
      day < 0 ? past[Int(day) + 7] : at == Self.hourStart + 360 ? 900 : 20
    }
    let shifted = text.split(separator: "\n").map { line -> String in
      let parts = line.split(separator: " ")
      guard parts.count == 3, let time = Int64(parts[2]) else { return String(line) }
      return "\(parts[0]) \(parts[1]) \(time - 20)"
    }.joined(separator: "\n")
    func entry(_ at: Int64) -> String {
      "# User@Host: a[a] @ h []\n# Query_time: 2.0  Lock_time: 0.0\n"
        + "SET timestamp=\(SmallExports.start + Self.hourStart + at);\nselect 1;\n"
    }
    let run = try run(
      clause(", min-days: 5"), shifted + "\n",
      slowLog: [10, 270, 290, 330, 400].map(entry).joined())
    #expect(run.verdict("S", Self.hourStart) == "BREACHED")
    let onset = run.result.breaches.first?.onset.first
    #expect(onset == Instant(seconds: SmallExports.start + Self.hourStart + 290))
  }

  @Test func excusedHistoryIsLeftOutOnlyWhereTheAppendixSaysSo() throws {
    let tail =
      "excused:\n  - {from: 2024-05-14T06:00:00Z, to: 2024-05-14T07:00:00Z, clauses: [S], reason: x}"
    let text = metrics(days: -7...0) { day, _ in day == -1 ? 900 : day < 0 ? past[Int(day) + 7] : 40
    }
    let literal = try run(clause(), text, tail: tail)
    #expect(literal.result.baselines.first?.days.last?.ratio == 0.9)
    let clean = try run(clause(", history: exclude-excused"), text, tail: tail)
    #expect(clean.result.baselines.first?.days.last?.ratio == nil)
    #expect(clean.verdict("S", Self.hourStart) == "BREACHED")
  }

  @Test func aMissingCounterIsNamed() throws {
    let run = try run(
      "  S: {kind: seasonal-baseline, ratio: {slow: [no_such_total], of: all_total}}",
      metrics(days: -7...0) { _, _ in 20 })
    #expect(run.verdict("S", Self.hourStart) == "NOT_EVALUATED no-export")
    #expect(run.result.missingExports.first?.needs.contains("no_such_total") == true)
  }

  // MARK: histograms (CLAUSES A2)

  private let histogramClause =
    "  H: {kind: latency-percentile, requires: [], at-most: 200ms, from: [histogram], histogram: d_seconds}"

  /// One minute in which buckets grow by the given counts, from arbitrary levels.
  private func buckets(
    _ increase: [(String, Int)], count: Int? = nil, spacing: Int64 = 60
  ) -> String {
    var lines: [String] = ["# TYPE d_seconds histogram"]
    let total = count ?? increase.last?.1 ?? 0
    let series = increase.map { ("_bucket{le=\"\($0.0)\"}", $0.1) } + [("_count", total)]
    for (name, growth) in series {
      for step in 0..<Int64(3) {
        let value = step == 0 ? 7 : 7 + growth
        lines.append("d_seconds\(name) \(value) \(SmallExports.start + step * spacing)")
      }
    }
    return lines.joined(separator: "\n") + "\n# EOF\n"
  }

  private func histogram(_ text: String) throws -> String {
    var exports = try SmallExports(histogramClause)
    defer { exports.remove() }
    try exports.add("h.txt", text)
    return try exports.run(from: 0, to: 60).verdict("H", 0)
  }

  // A bound at the limit decides exactly, however `le` is spelled: 990 of 1000 are needed.
  // Without one, the neighbours bound the count; nothing is interpolated.
  private static let decisions: [String: String] = [
    "0.1=900 0.2=990 1=999 +Inf=1000": "COMPLIANT",
    "0.1=900 2e-1=989 +Inf=1000": "BREACHED",
    "0.1=900 0.20=984 +Inf=1000": "BREACHED",
    // The same 984 with the slow buckets cut away: 984 of 992 would read 99.19 %.
    "0.1=900 0.2=984 +Inf=992": "INDETERMINATE clipped-histogram",
    "0.1=900 0.2=1000 +Inf=1000": "INDETERMINATE clipped-histogram",
    "0.15=990 0.3=995 +Inf=1000": "COMPLIANT",
    "0.15=900 0.3=989 +Inf=1000": "BREACHED",
    "0.15=900 0.3=995 +Inf=1000": "INDETERMINATE bucket-resolution",
    "0.2=0 +Inf=0": "NOT_EVALUATED no-traffic",
    "0.1=950 0.2=900 +Inf=1000": "INDETERMINATE histogram-invalid: buckets are not monotone",
    "0.1=950 0.2=990": "INDETERMINATE histogram-invalid: no +Inf bucket",
  ]

  @Test(arguments: decisions.keys.sorted()) func classicHistograms(_ growth: String) throws {
    let increase: [(String, Int)] = growth.split(separator: " ").map { pair in
      let parts = pair.split(separator: "=")
      return (String(parts[0]), Int(parts[1]) ?? 0)
    }
    #expect(try histogram(buckets(increase)) == Self.decisions[growth])
  }

  @Test func aHistogramMustAgreeWithItsCount() throws {
    let clipped = buckets([("0.2", 984), ("+Inf", 992)], count: 1000)
    #expect(try histogram(clipped) == "INDETERMINATE histogram-invalid: +Inf differs from _count")
  }

  @Test func fiveMinuteDataCannotDecideAMinute() throws {
    let text = buckets([("0.2", 990), ("+Inf", 1000)], spacing: 300)
    #expect(try histogram(text) == "INDETERMINATE resolution")
  }

  @Test func aResetInsideTheWindowLeavesItUndecided() throws {
    let text = buckets([("0.2", 990), ("+Inf", 1000)])
      .replacing("997 \(SmallExports.start + 60)", with: "3 \(SmallExports.start + 60)")
    #expect(try histogram(text) == "INDETERMINATE counter-reset")
  }
}
