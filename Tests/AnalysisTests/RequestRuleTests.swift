import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// RULES on windows, coverage, quarantine and requests, one small export each.
struct RequestRuleTests {
  private let latency =
    "  L: {kind: latency-percentile, requires: [], at-most: 200ms, from: [access-log]}"
  private let injection =
    "  T: {kind: trace-injection, at-least: 99.98%, from: [gateway-access]}"

  /// Fast requests every second over [from, to].
  private func steady(_ from: Int, _ to: Int, except: Range<Int> = 0..<0) -> [String] {
    (from...to).filter { !except.contains($0) }.map {
      SmallExports.access(Double($0), request: "q\($0)")
    }
  }

  private func run(
    _ clauses: String, _ lines: [String], app: [String] = [], tail: String = "", from: Int64? = nil,
    to: Int64? = nil
  ) throws -> AnalysisRun {
    var bench = try SmallExports(clauses, tail: tail)
    defer { bench.remove() }
    try bench.add("access.jsonl", lines.joined(separator: "\n") + "\n")
    if !app.isEmpty { try bench.add("app.jsonl", app.joined(separator: "\n") + "\n") }
    return try bench.run(from: from, to: to)
  }

  @Test func anExportTakenInTheMiddleOfAWindowCannotDecideIt() throws {
    // The specification's partial case: taken at 14:22:00Z, the window ends 14:23:00Z.
    let run = try run(latency, steady(0, 120), from: 0, to: 180)
    #expect(run.verdict("L", 0) == "COMPLIANT")
    #expect(run.verdict("L", 60) == "COMPLIANT")
    #expect(run.verdict("L", 120) == "INDETERMINATE partial-window")
  }

  @Test func theLateAllowanceMustBeCoveredToo() throws {
    let run = try run(latency, steady(0, 125), tail: "late-allowance: 10s", from: 0, to: 120)
    #expect(run.verdict("L", 0) == "COMPLIANT")
    #expect(run.verdict("L", 60) == "INDETERMINATE partial-window")
  }

  @Test func aSilentMinuteIsAGapOnlyWhileOthersShowTraffic() throws {
    let lines = steady(0, 240, except: 60..<120)
    #expect(try run(latency, lines).verdict("L", 60) == "NOT_EVALUATED no-traffic")
    let app = [SmallExports.app(0), SmallExports.app(90), SmallExports.app(240)]
    let run = try run(latency, lines, app: app)
    #expect(run.verdict("L", 60) == "INDETERMINATE no-data")
    #expect(run.verdict("L", 120) == "COMPLIANT")
  }

  @Test func coveredButNoMatchingRecordIsNoTraffic() throws {
    let only =
      "  L: {kind: latency-percentile, requires: [], at-most: 200ms, from: [access-log], where: {path: \"/pay/*\"}}"
    #expect(try run(only, steady(0, 120)).verdict("L", 60) == "NOT_EVALUATED no-traffic")
  }

  @Test func theLimitIsInclusiveAndTheCountDecides() throws {
    let lines =
      steady(0, 180) + [
        SmallExports.access(61, latency: 0.2), SmallExports.access(130, latency: 0.201),
      ]
    let run = try run(latency, lines)
    #expect(run.verdict("L", 60) == "COMPLIANT")
    #expect(run.verdict("L", 120) == "BREACHED")
    let value = run.result.verdicts.first { $0.outcome == .breached }?.value
    #expect(value?.numerator == 60)
    #expect(value?.denominator == 61)
    // Nearest rank ⌈0.99 · 61⌉ = 61: the slowest request.
    #expect(value?.observed == 201)
  }

  @Test func aBrokenRecordCountsBothWays() throws {
    // 60 fast requests and one broken line: good 61 of 61, bad 60 of 61 with 61 needed.
    var lines = steady(0, 180)
    lines.insert("{\"msec\":17157", at: 90)
    let run = try run(latency + "\n" + injection, lines)
    #expect(run.verdict("L", 0) == "COMPLIANT")
    #expect(run.verdict("L", 60) == "INDETERMINATE quarantined")
    #expect(run.verdict("T", 60) == "INDETERMINATE quarantined")
    #expect(run.verdict("L", 120) == "COMPLIANT")
    // 120 requests a minute leave room for one late: then the broken line changes nothing.
    let dense = (0...360).map { SmallExports.access(Double($0) / 2) }
    var broken = dense
    broken.insert("{\"msec\":17157", at: 180)
    #expect(try self.run(latency, broken).verdict("L", 60) == "COMPLIANT")
  }

  @Test func moreThanHalfBrokenIsNotAnExport() throws {
    let run = try run(latency, steady(0, 10) + (0..<12).map { _ in "{\"msec\":" })
    #expect(!run.result.isComplete)
    #expect(run.codes().contains("mostly-quarantined"))
  }

  @Test func aClientThatWentAwayMightHaveBeenLate() throws {
    let run = try run(
      latency, steady(0, 180) + [SmallExports.access(70, latency: 0.1, status: 499)])
    #expect(run.verdict("L", 60) == "INDETERMINATE client-abort")
    #expect(run.verdict("L", 120) == "COMPLIANT")
  }

  @Test func aRequestBelongsToTheWindowOfItsEnd() throws {
    // Logged at its start 14:20:59.5 with 1 s of latency: it ended in the next minute.
    let late = SmallExports.access(59.5, latency: 1)
    #expect(try run(latency, steady(0, 180) + [late]).verdict("L", 0) == "BREACHED")
    let tail =
      "sources:\n  - {role: gateway-access, files: \"access.jsonl\", time: {field: msec, unit: s, means: start}}"
    let run = try run(latency, steady(-5, 180) + [late], tail: tail)
    #expect(run.verdict("L", 0) == "COMPLIANT")
    #expect(run.verdict("L", 60) == "BREACHED")
  }

  @Test func exactCountsDecideTraceInjection() throws {
    // One bad id in 4 999 is 99.97999 %, in 5 000 exactly 99.98 %.
    func lines(_ good: Int) -> [String] {
      [SmallExports.access(0)] + (0..<good).map { SmallExports.access(60 + Double($0) / 100) }
        + [
          SmallExports.access(119, trace: "4BF92F3577B34DA6A3CE929D0E0E4736"),
          SmallExports.access(180),
        ]
    }
    #expect(try run(injection, lines(4998)).verdict("T", 60) == "BREACHED")
    let holding = try run(injection, lines(4999))
    #expect(holding.verdict("T", 60) == "COMPLIANT")
    #expect(holding.codes().contains("uppercase-id"))
  }

  @Test func aLogWithoutTheFieldCannotSayWhetherIDsWereInjected() throws {
    let bare = (0...180).map { SmallExports.access(Double($0), trace: nil) }
    #expect(try run(injection, bare).verdict("T", 60) == "INDETERMINATE field-missing: trace-id")
    // One record with the field, even empty, shows that the format carries it.
    let one = bare + [SmallExports.access(10, trace: "")]
    #expect(try run(injection, one).verdict("T", 60) == "BREACHED")
    // What requires it is undecided as well, not breached.
    let both =
      injection
      + "\n  L: {kind: latency-percentile, requires: [T], at-most: 200ms, from: [access-log]}"
    #expect(try run(both, bare).verdict("L", 60) == "INDETERMINATE requirement-indeterminate T")
  }

  @Test func unarmedWindowsNameWhatBlockedThem() throws {
    let both =
      injection
      + "\n  L: {kind: latency-percentile, requires: [T], at-most: 200ms, from: [access-log]}"
    let run = try run(
      both,
      steady(0, 180) + [
        SmallExports.access(70, latency: 1, trace: nil), SmallExports.access(130, latency: 1),
      ])
    #expect(run.verdict("L", 60) == "NOT_IN_FORCE T")
    #expect(run.verdict("L", 120) == "BREACHED")
    let blocked = run.result.verdicts.first { $0.outcome == .notInForce }
    #expect(blocked?.value?.denominator == 61, "the value is filled all the same")
    // Without a deployments export the requirement is not evaluated, and so is the clause.
    let armed =
      "  A1: {kind: blue-green-verified}\n  L: {kind: latency-percentile, requires: [A1], at-most: 200ms, from: [access-log]}"
    let unevaluated = try self.run(armed, steady(0, 180))
    #expect(unevaluated.verdict("L", 60) == "NOT_EVALUATED requirement-not-evaluated A1")
    #expect(unevaluated.result.missingExports.map(\.needs) == ["deployments"])
  }

  @Test func perServiceSplitsAndServiceNarrows() throws {
    let lines =
      steady(0, 180)
      + (0...180).map { SmallExports.access(Double($0), latency: 1, service: "other") }
    let split =
      "  L: {kind: latency-percentile, requires: [], at-most: 200ms, from: [access-log], per: service}"
    let run = try run(split, lines)
    #expect(run.verdict("L", 60, service: "gw") == "COMPLIANT")
    #expect(run.verdict("L", 60, service: "other") == "BREACHED")
    let narrow =
      "  L: {kind: latency-percentile, requires: [], at-most: 200ms, from: [access-log], service: gw}"
    #expect(try self.run(narrow, lines).verdict("L", 60) == "COMPLIANT")
  }

  @Test func excusesLieOverVerdictsAndDeleteNothing() throws {
    let tail =
      "excused:\n  - {from: 2024-05-15T06:21:00Z, to: 2024-05-15T06:22:00Z, clauses: [L], reason: agreed}"
    let lines =
      steady(0, 240) + [SmallExports.access(70, latency: 1), SmallExports.access(190, latency: 1)]
    let run = try run(latency, lines, tail: tail)
    let breached = run.result.verdicts.filter { $0.outcome == .breached }
    #expect(breached.map(\.isExcused) == [true, false])
    #expect(run.result.incidents.count == 1, "an excused window triggers nothing")
    #expect(run.result.breaches.map(\.isExcused) == [true, false])
  }

  @Test func theSameExportTwiceCountsOnce() throws {
    var bench = try SmallExports(latency)
    defer { bench.remove() }
    let text =
      (steady(0, 180) + [SmallExports.access(70, latency: 1)]).joined(separator: "\n") + "\n"
    try bench.add("a.jsonl", text)
    let once = try bench.run()
    try bench.add("copy/a.jsonl", text)
    let twice = try bench.run()
    #expect(once.result.digest == twice.result.digest)
    #expect(twice.result.inputs[1].identicalTo == "a.jsonl")
    #expect(twice.result.inputs[1].duplicates == 182)
  }

  @Test func overlappingExportsOfOneSourceCountEachRecordOnce() throws {
    let whole =
      steady(0, 180) + [SmallExports.access(70, latency: 1), SmallExports.access(70, latency: 1)]
    func run(_ parts: [(String, [String])]) throws -> AnalysisRun {
      var exports = try SmallExports(latency)
      defer { exports.remove() }
      for (name, lines) in parts {
        try exports.add(name, lines.joined(separator: "\n") + "\n")
      }
      return try exports.run(from: 0, to: 180)
    }
    let once = try run([("a.jsonl", whole)])
    // Two equal lines inside one export are two requests.
    #expect(once.result.verdicts[1].value?.denominator == 62)
    let first = whole.filter { line in !(140...180).contains { line.contains(stamp($0)) } }
    let second = whole.filter { line in !(0..<60).contains { line.contains(stamp($0)) } }
    let cut = try run([("a.jsonl", first), ("b.jsonl", second)])
    #expect(cut.result.digest == once.result.digest)
    // Seconds 60 to 139 lie in both, and the two late requests: 82 copies are passed over.
    #expect(cut.result.inputs.map(\.duplicates) == [0, 82])
    // The larger multiplicity counts: one export holds the late request once, the other twice.
    let single = try run([
      ("a.jsonl", steady(0, 180) + [SmallExports.access(70, latency: 1)]), ("b.jsonl", whole),
    ])
    #expect(single.result.verdicts[1].value?.denominator == 62)
    // Known bad: adding both up would count 122 requests.
    #expect(single.result.inputs.map(\.duplicates) == [0, 182])
  }

  private func stamp(_ at: Int) -> String { "\"msec\":\(SmallExports.start + Int64(at))." }

  @Test func orderAndThreadsChangeNothing() throws {
    var bench = try SmallExports(latency + "\n" + injection)
    defer { bench.remove() }
    for part in 0..<5 {
      let lines = (0..<200).map { i in
        SmallExports.access(
          Double((i * 37 + part * 11) % 300), latency: Double((i * 7919) % 400) / 1000,
          trace: i % 97 == 0 ? nil : SmallExports.goodTrace, request: "\(part)-\(i)")
      }
      try bench.add("p\(part).jsonl", lines.joined(separator: "\n") + "\n")
    }
    let first = try bench.run().result
    for other in [
      try bench.run(jobs: 2), try bench.run(reversed: true), try bench.run(jobs: 5, reversed: true),
    ] {
      #expect(other.result.verdicts == first.verdicts)
      #expect(other.result.incidents == first.incidents)
      #expect(other.result.inputs == first.inputs)
      #expect(other.result.digest == first.digest)
    }
  }

  @Test func stampsWithoutAZoneNeedOne() throws {
    var bench = try SmallExports(latency)
    defer { bench.remove() }
    let lines = (0..<60).map {
      "{\"time\":\"2024-05-15T14:20:\($0 < 10 ? "0" : "")\($0)\",\"status\":200,\"uri\":\"/\",\"request_time\":0.1}"
    }
    try bench.add("local.jsonl", lines.joined(separator: "\n"))
    let without = try bench.run()
    #expect(!without.result.isComplete)
    #expect(without.codes().isSuperset(of: ["timestamp-zone", "mostly-quarantined"]))
    let assumed = try bench.run(assumedZone: CivilZone(name: "Asia/Shanghai"))
    #expect(assumed.result.isComplete)
    #expect(assumed.result.inputs[0].assumedZone == "Asia/Shanghai")
    #expect(assumed.result.inputs[0].span?.first == Instant(seconds: SmallExports.start))
  }

  @Test func stampsThatAreRounderThanSpelledAreWidened() throws {
    // Nanosecond digits, but every value is a whole millisecond.
    let lines = (0..<200).map { i in
      "{\"ts\":\"2024-05-15T06:2\(i / 60):\(i % 60 < 10 ? "0" : "")\(i % 60).0\(10 + i % 80)000000Z\","
        + "\"status\":200,\"uri\":\"/\",\"request_time\":\(i == 70 ? 1 : 0.01)}"
    }
    let run = try run(latency, lines)
    #expect(run.codes().contains("resolution-widened"))
    let onset = try #require(run.result.breaches.first?.onset)
    #expect(onset.last - onset.first == 999_999)
    let fine = lines.map { $0.replacing("000000Z", with: "000001Z") }
    let exact = try self.run(latency, fine)
    #expect(!exact.codes().contains("resolution-widened"))
    #expect(exact.result.breaches.first.map { $0.onset.last - $0.onset.first } == 0)
  }

  @Test func theDeclaredRoleDecidesBetweenLogsOfJSONLines() throws {
    // An access log with a level looks like an application log until the appendix says otherwise.
    let lines = steady(0, 120).map {
      $0.replacing("{\"msec\"", with: "{\"level\":\"info\",\"msg\":\"x\",\"msec\"")
    }
    #expect(try run(latency, lines).result.inputs[0].role == .appLog)
    let tail = "sources:\n  - {role: gateway-access, files: \"access.jsonl\"}"
    let declared = try run(latency, lines, tail: tail)
    #expect(declared.result.inputs[0].role == .gatewayAccess)
    #expect(declared.verdict("L", 60) == "COMPLIANT")
    // Declaring a slow log does not turn JSON lines into one.
    let wrong = "sources:\n  - {role: slow-log, files: \"access.jsonl\"}"
    #expect(try run(latency, steady(0, 120), tail: wrong).result.inputs[0].role == .gatewayAccess)
  }

  @Test func unrecognisedFilesWeighByHowTheyWereNamed() throws {
    var bench = try SmallExports(latency)
    defer { bench.remove() }
    try bench.add("access.jsonl", steady(0, 120).joined(separator: "\n"))
    try bench.add("notes.txt", "hello\n", isNamed: false)
    let met = try bench.run()
    #expect(met.result.isComplete)
    #expect(met.result.diagnostics.first { $0.code == "unrecognised" }?.severity == .warning)
    try bench.add("named.bin", "\u{1}\u{2}\u{3}", isNamed: true)
    let named = try bench.run()
    #expect(!named.result.isComplete)
    #expect(
      named.result.diagnostics.contains { $0.code == "unrecognised" && $0.severity == .error })
  }
}
