import Diagnostics
import Testing

@testable import Analysis

/// What A1, A2 and A3 say where sources disagree, ids are junk, or evidence comes too late.
struct EdgeRuleTests {
  private func run(
    _ clauses: String, _ files: [(String, String)], from: Int64 = 60, to: Int64 = 120
  ) throws -> AnalysisRun {
    var exports = try SmallExports(clauses)
    defer { exports.remove() }
    for (name, text) in files { try exports.add(name, text) }
    return try exports.run(from: from, to: to)
  }

  /// One request a second over three minutes; of the middle one, `late` are late.
  private func access(late: Int = 0, bad: [String] = [], every: Double = 1) -> String {
    var lines: [String] = []
    for step in 0..<Int(180 / every) {
      let at = Double(step) * every
      let index = Int(((at - 60) / every).rounded())
      let isJudged = at >= 60 && at < 120
      lines.append(
        SmallExports.access(
          at, latency: isJudged && index < late ? 0.3 : 0.01,
          trace: isJudged && index < bad.count ? bad[index] : SmallExports.goodTrace))
    }
    return (lines + [SmallExports.access(185)]).joined(separator: "\n") + "\n"
  }

  // MARK: A3

  private let injection =
    "  T: {kind: trace-injection, from: [gateway-access, metric], at-least: 99%,"
    + " metric: {name: injection, unit: percent}}"

  private func gauge(_ value: String) -> String {
    "# TYPE injection gauge\n"
      + ([0, 60, 120, 180] as [Int64]).map { "injection \(value) \(SmallExports.start + $0)\n" }
      .joined()
      + "# EOF\n"
  }

  // 60 requests, one without a valid id: 98.333… %, below 99 %.
  @Test(arguments: [("98.34", false), ("98.33", false), ("98.35", true), ("98.32", true)])
  func aMetricMayBeAHundredthOfAPointFromTheLog(_ metric: String, _ differs: Bool) throws {
    let found = try run(
      injection, [("a.jsonl", access(bad: ["-"])), ("m.txt", gauge(metric))])
    #expect(found.verdict("T", 60) == "BREACHED")
    #expect(found.codes().contains("metric-log-disagreement") == differs)
  }

  @Test func theLogDecidesWhereTheMetricSaysOtherwise() throws {
    let found = try run(injection, [("a.jsonl", access()), ("m.txt", gauge("42"))])
    #expect(found.verdict("T", 60) == "COMPLIANT")
    #expect(found.codes().contains("metric-log-disagreement"))
    // Without the log the metric is all there is.
    let alone = try run(injection, [("m.txt", gauge("42"))])
    #expect(alone.verdict("T", 60) == "BREACHED")
  }

  @Test func junkIsCountedByKind() throws {
    let junk = [
      "-", String(repeating: "0", count: 32), "4BF92F3577B34DA6A3CE929D0E0E4736", "4bf92f35",
      "4bf92f3577b34da6a3ce929d0e0e473z",
    ]
    let found = try run(injection, [("a.jsonl", access(bad: junk + ["4bf92f35"]))])
    let counts = Dictionary(
      uniqueKeysWithValues: found.result.diagnostics.filter { $0.code.hasSuffix("-id") }
        .map { ($0.code, $0.count) })
    #expect(
      counts == [
        "missing-id": 1, "zero-id": 1, "uppercase-id": 1, "wrong-length-id": 2, "not-hex-id": 1,
      ])
    #expect(found.result.verdicts.first?.value?.numerator == 54)
  }

  // MARK: A2

  /// Buckets that grow by `within` and `all` in the judged minute.
  private func histogram(within: Int, all: Int) -> String {
    var lines: [String] = ["# TYPE d_seconds histogram"]
    for (bound, count) in [("0.2", within), ("1", max(within, all - 1)), ("+Inf", all)] {
      for (at, value) in [(0, 0), (60, 0), (120, count), (180, count)] {
        lines.append("d_seconds_bucket{le=\"\(bound)\"} \(value) \(SmallExports.start + Int64(at))")
      }
    }
    return lines.joined(separator: "\n") + "\n# EOF\n"
  }

  private func latency(_ from: String) -> String {
    "  H: {kind: latency-percentile, requires: [], at-most: 200ms, from: [\(from)],"
      + " histogram: d_seconds}"
  }

  @Test func theFirstSourceThatCanDecideDecides() throws {
    // The log: none late of 60. The histogram: 2 late of 60.
    let files = [("a.jsonl", access()), ("h.txt", histogram(within: 58, all: 60))]
    let log = try run(latency("access-log, histogram"), files)
    #expect(log.verdict("H", 60) == "COMPLIANT")
    #expect(log.codes().contains("source-disagreement"))
    let histogram = try run(latency("histogram, access-log"), files)
    #expect(histogram.verdict("H", 60) == "BREACHED")
    #expect(histogram.result.verdicts.first?.support == .weak, "2 late of 60")
    // A histogram that cannot decide leaves it to the log.
    let reset = self.histogram(within: 58, all: 60).replacing(
      "d_seconds_bucket{le=\"0.2\"} 0 \(SmallExports.start + 60)",
      with: "d_seconds_bucket{le=\"0.2\"} 99 \(SmallExports.start + 60)")
    let other = try run(
      latency("histogram, access-log"), [("a.jsonl", access()), ("h.txt", reset)])
    #expect(other.verdict("H", 60) == "COMPLIANT")
  }

  // 2 % of 100 is 2: 98 against 100 passes, 97 does not.
  @Test(arguments: [(98, false), (97, true), (102, false), (103, true)])
  func countsMayDifferByTwoPercent(_ all: Int, _ differs: Bool) throws {
    let found = try run(
      latency("access-log, histogram"),
      [("a.jsonl", access(every: 0.6)), ("h.txt", histogram(within: all, all: all))])
    #expect(found.result.verdicts.first?.value?.denominator == 100)
    #expect(found.codes().contains("source-count-difference") == differs)
    #expect(!found.codes().contains("source-disagreement"))
  }

  @Test(arguments: [(2, Support.weak), (3, .confirmed)])
  func twoLateOfSixtyAreWeakAndThreeConfirm(_ late: Int, _ support: Support) throws {
    let verdict = try #require(
      run(latency("access-log"), [("a.jsonl", access(late: late))]).result.verdicts.first)
    #expect(verdict.outcome == .breached)
    #expect(verdict.value?.numerator == Int64(60 - late))
    #expect(verdict.support == support)
  }

  @Test func aBlockedBreachHasNoSupport() throws {
    let found = try run(
      "  A1: {kind: blue-green-verified}\n"
        + latency("access-log").replacing("requires: []", with: "requires: [A1]"),
      [
        ("a.jsonl", access(late: 30)),
        ("d.jsonl", "{\"deploy_id\":\"d\",\"phase\":\"started\",\"time\":\(SmallExports.start)}\n"),
      ])
    #expect(found.verdict("H", 60) == "NOT_IN_FORCE A1")
    #expect(found.result.verdicts.first { $0.clause == "H" }?.support == nil)
  }

  // MARK: A1

  @Test func aDeploymentAfterTheIncidentArmsNothing() throws {
    // The example of CLAUSES: verified the day after the window.
    let day: Int64 = 86_400
    let lines = ["switched", "verified"].map {
      "{\"deploy_id\":\"20240521-abc\",\"phase\":\"\($0)\",\"time\":\(SmallExports.start + day)}\n"
    }
    let clauses =
      "  A1: {kind: blue-green-verified}\n"
      + latency("access-log").replacing("requires: []", with: "requires: [A1]")
    let found = try run(
      clauses, [("a.jsonl", access(late: 30)), ("d.jsonl", lines.joined())])
    #expect(found.verdict("H", 60) == "NOT_IN_FORCE A1")
    #expect(found.verdict("A1", 60) == "NOT_IN_FORCE no-verified-deployment")
    // The same records a day earlier arm it.
    let before = lines.joined().replacing(
      "\(SmallExports.start + day)", with: "\(SmallExports.start - day)")
    let armed = try run(clauses, [("a.jsonl", access(late: 30)), ("d.jsonl", before)])
    #expect(armed.verdict("H", 60) == "BREACHED")
  }
}
