import Foundation
import Testing

@testable import Analysis

/// Bounds of shares against scipy: `Tests/Answers/statistics.py` and its output.
struct StatisticsTests {
  private struct Answer: CustomTestStringConvertible {
    var count: Int64
    var total: Int64
    var values: [Double]
    var testDescription: String { "\(count) of \(total)" }
  }

  private static let answers: [Answer] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Answers/statistics.csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",")
      return Answer(
        count: Int64(cells[0]) ?? -1, total: Int64(cells[1]) ?? -1,
        values: cells.dropFirst(2).map { Double($0) ?? .nan })
    }
  }()

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance * max(abs(b), 1e-12)
  }

  @Test func thereAreAnswers() { #expect(Self.answers.count == 21) }

  @Test(arguments: answers)
  private func sharesAgreeWithScipy(_ answer: Answer) {
    let exact = BinomialBounds(count: answer.count, total: answer.total)
    let wilson = WilsonBounds(count: answer.count, total: answer.total)
    // The logarithms of factorials of 10⁷ leave eight digits.
    let tolerance = answer.total > 100_000 ? 1e-7 : 1e-9
    #expect(isClose(exact.lower, answer.values[0], tolerance), "\(exact.lower)")
    #expect(isClose(exact.upper, answer.values[1], tolerance), "\(exact.upper)")
    #expect(isClose(wilson.lower, answer.values[2], 1e-12) || answer.count == 0)
    #expect(isClose(wilson.upper, answer.values[3], 1e-12))
    #expect(abs(exact.chanceOfAtLeast(share: 0.01) - answer.values[4]) < 1e-8)
    #expect(abs(exact.chanceOfAtMost(share: 0.01) - answer.values[5]) < 1e-8)
  }

  // RULES "Support": 2 late of 60 weak, 3 of 60 confirmed; none late proves P99 from 299. By hand:
  // 1 − 0.99⁶⁰ − 60 · 0.01 · 0.99⁵⁹ = 0.121, less 1770 · 0.01² · 0.99⁵⁸ = 0.0224; 0.99²⁹⁹ = 0.0495,
  // 0.99²⁹⁸ = 0.0500366.
  @Test(
    arguments: [
      (Outcome.breached, 2, 60, Support.weak), (.breached, 3, 60, .confirmed),
      (.compliant, 0, 298, .weak), (.compliant, 0, 299, .confirmed),
      (.compliant, 1, 472, .weak), (.compliant, 1, 473, .confirmed),
      (.breached, 16, 1000, .confirmed), (.breached, 11, 1000, .weak),
    ] as [(Outcome, Int64, Int64, Support)])
  func latencySupport(_ outcome: Outcome, _ late: Int64, _ total: Int64, _ expected: Support) {
    let rule = LatencyPercentile(
      filter: RecordFilter(), percentile: ExactRatio(numerator: 99, denominator: 100),
      limitNanoseconds: 200_000_000, windowNanoseconds: 60_000_000_000, from: [.accessLog],
      histogram: nil, minRequests: 0)
    #expect(rule.support(outcome, late: late, of: total) == expected)
  }

  @Test func nothingIsSupportedWithoutRequests() {
    let rule = LatencyPercentile(
      filter: RecordFilter(), percentile: ExactRatio(numerator: 999, denominator: 1000),
      limitNanoseconds: 1, windowNanoseconds: 60_000_000_000, from: [.accessLog], histogram: nil,
      minRequests: 0)
    #expect(rule.support(.compliant, late: 0, of: 0) == nil)
    #expect(rule.support(.indeterminate, late: 0, of: 10) == nil)
    // P99.9: 0.999²⁹⁹⁵ = 0.04996, 0.999²⁹⁹⁴ = 0.05001.
    #expect(rule.support(.compliant, late: 0, of: 2994) == .weak)
    #expect(rule.support(.compliant, late: 0, of: 2995) == .confirmed)
  }

  @Test func slowStatementsMayOutnumberQueries() {
    let bounds = WilsonBounds(count: 12, total: 10)
    #expect(bounds.lower > 0.9 && bounds.upper >= 1.2)
  }

  // RULES: 3.1 % (normal), 7.4 % (log-normal σ = .5), 11 % (σ = 1) of clean windows; within three
  // standard errors of 200 000 trials, 0.21 points at the most, and the rounding of the rule's text.
  @Test(arguments: [
    (Calibration.Spread.normal, 0.031), (.logNormalHalf, 0.074), (.logNormalOne, 0.11),
  ])
  func falseAlarmsOfTheLiteralRule(_ spread: Calibration.Spread, _ expected: Double) {
    let rule = Calibration(days: 7, factor: 2.5, quantile: .type7)
    let found = rule.rate(spread, trials: 200_000)
    #expect(abs(found - expected) < (expected > 0.1 ? 0.006 : 0.002), "\(found)")
    #expect(found == rule.rate(spread, trials: 200_000), "the seed decides")
    #expect(found != rule.rate(spread, trials: 200_000, seed: 2))
  }

  @Test func moreSpreadAndSurgesShiftTheRate() {
    let rule = Calibration(days: 7, factor: 2.5, quantile: .type7)
    let wide = Calibration(days: 7, factor: 5, quantile: .type7)
    #expect(wide.rate(.normal) < rule.rate(.normal) / 2)
    #expect(rule.rate(.normal, surge: 2) > 0.99)
    #expect(Calibration(days: 7, factor: 2.5, quantile: .type6).rate(.normal) < rule.rate(.normal))
  }

  // 1970-01-01 was a Thursday; the calendar of Python says the same of the others.
  @Test(arguments: [
    (1970, 1, 1, DayType.workday), (2024, 5, 11, .workday), (2024, 5, 12, .restDay),
    (2024, 5, 1, .restDay), (2024, 5, 15, .workday), (2024, 5, 18, .restDay),
    (1969, 12, 27, .restDay), (1969, 12, 29, .workday), (2024, 5, 20, .workday),
  ])
  func dayTypes(_ year: Int, _ month: Int, _ day: Int, _ expected: DayType) throws {
    let calendar = Appendix.Calendar(
      holidays: ["2024-05-01", "2024-05-20"], workdays: ["2024-05-11", "2024-05-20"])
    let civil = try #require(CivilTime(year: year, month: month, day: day, hour: 23))
    #expect(calendar.type(of: civil) == expected)
  }
}
