import Foundation
import TestSupport
import Testing

/// The computed expectations equal what the READMEs derive by hand.
@Suite("Data sets: expectations")
struct DatasetsExpectedTests {
  /// One incident as a README states it.
  struct ByHand: Sendable {
    var observed: [String]
    var grade: String?
    var path: [String]
    var traces: [Int]
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var exitCode: Int
    /// Windows that are not plainly COMPLIANT: clause, civil time, verdict, reason or blocker,
    /// numerator, denominator. A1 has no counts.
    var windows: [String]
    var incidents: [ByHand]
    var testDescription: String { name }
  }

  private static let chain = ["mysql_slow_log", "app_thread_blocked", "gateway_timeout"]

  static let cases: [Case] = [
    Case(
      name: "payment-2024-05-15", exitCode: 1,
      windows: [
        "A2 10:17 NOT_IN_FORCE A3 12/12", "A2 14:20 BREACHED 15/30", "A2 14:21 BREACHED 12/30",
        "A2 14:22 BREACHED 11/30", "A2 14:23 BREACHED 11/30", "A2 14:24 BREACHED 12/30",
        "A3 10:17 BREACHED 11/12", "A4 14:20 BREACHED 2/2", "A4 14:21 BREACHED 4/4",
        "A4 14:22 BREACHED 5/5", "A4 14:23 BREACHED 5/5", "A4 14:24 BREACHED 4/4",
        "A5 14:00 BREACHED 1016/8000", "A5 14:30 BREACHED 623/7000",
      ],
      incidents: [
        ByHand(observed: ["A3"], grade: nil, path: [], traces: [0, 0, 0]),
        ByHand(
          observed: ["A5", "A2", "A4"], grade: "E3", path: chain + ["stack_trace_expose_ssn"],
          traces: [20, 69, 6]),
      ]),
    Case(
      name: "hard-negatives/traffic-surge", exitCode: 1,
      windows: (10..<15).map { "A2 14:\($0) BREACHED 50/90" } + ["A5 14:00 BREACHED 1625/12750"],
      incidents: [
        ByHand(observed: ["A5", "A2"], grade: "E0", path: chain, traces: [0, 60, 140])
      ]),
    Case(
      name: "hard-negatives/reversed-clocks", exitCode: 1,
      windows: [
        "A2 14:10 BREACHED 12/18", "A2 14:11 BREACHED 12/24", "A2 14:12 BREACHED 12/24",
        "A5 14:00 BREACHED 575/6500",
      ],
      incidents: [ByHand(observed: ["A2", "A5"], grade: "E0", path: chain, traces: [0, 0, 30])]),
    Case(
      name: "hard-negatives/missing-middle", exitCode: 1,
      windows: (10..<15).map { "A2 14:\($0) BREACHED 12/24" }
        + (10..<15).map { "A4 14:\($0) BREACHED 2/2" } + ["A5 14:00 BREACHED 575/6500"],
      incidents: [
        ByHand(
          observed: ["A5", "A2", "A4"], grade: "E3", path: chain + ["stack_trace_expose_ssn"],
          traces: [0, 60, 0])
      ]),
    Case(
      name: "hard-negatives/unrelated-slow-query", exitCode: 1,
      windows: (10..<13).map { "A2 14:\($0) BREACHED 12/22" } + ["A5 14:00 BREACHED 575/6500"],
      incidents: [
        ByHand(observed: ["A5", "A2"], grade: "E0", path: chain, traces: [0, 60, 30])
      ]),
    Case(
      name: "hard-negatives/latency-without-database", exitCode: 1,
      windows: (10..<13).map { "A2 14:\($0) BREACHED 12/22" },
      incidents: [
        ByHand(observed: ["A2"], grade: nil, path: ["gateway_timeout"], traces: [0, 30, 0])
      ]),
    Case(
      name: "hard-negatives/leak-with-status-200", exitCode: 0,
      windows: [
        "A4 14:10 COMPLIANT leg-absent: gateway 0/1",
        "A4 14:15 COMPLIANT leg-absent: application 0/1",
        "A4 14:20 COMPLIANT leg-absent: audit 0/1",
      ],
      incidents: []),
    Case(
      name: "hard-negatives/injection-failed", exitCode: 1,
      windows: ["A2 14:10 NOT_IN_FORCE A3 12/24"]
        + (11..<15).map { "A2 14:\($0) BREACHED 12/24" }
        + ["A3 14:10 BREACHED 22/24", "A5 14:00 BREACHED 575/6500"],
      incidents: [
        ByHand(observed: ["A3"], grade: nil, path: [], traces: [0, 0, 0]),
        ByHand(observed: ["A5", "A2"], grade: "E3", path: chain, traces: [0, 60, 0]),
      ]),
    Case(
      name: "hard-negatives/started-not-verified", exitCode: 1,
      windows: ["A1 14:00 NOT_IN_FORCE no-verified-deployment"]
        + (0..<30).map {
          "A2 14:\($0 < 10 ? "0" : "")\($0) NOT_IN_FORCE A1 12/\((10..<15).contains($0) ? 24 : 12)"
        } + (10..<15).map { "A4 14:\($0) BREACHED 2/2" } + ["A5 14:00 BREACHED 575/6500"],
      incidents: [
        ByHand(
          observed: ["A5", "A4"], grade: "E3",
          path: chain + ["stack_trace_expose_credit_card"], traces: [10, 50, 0])
      ]),
  ]

  @Test("The computed verdicts are the ones derived by hand", arguments: cases)
  func verdicts(_ expected: Case) throws {
    let run = try ExpectedRun(dataset: folder(expected.name))
    #expect(run.exitCode == expected.exitCode)
    let notable = run.verdicts.filter { $0.verdict != "COMPLIANT" || $0.reason != nil }
    #expect(notable.map(summary) == expected.windows)
  }

  @Test("The computed incidents are the ones derived by hand", arguments: cases)
  func incidents(_ expected: Case) throws {
    let found = try ExpectedRun(dataset: folder(expected.name)).incidents
    #expect(found.map(\.observedOrder) == expected.incidents.map(\.observed))
    #expect(found.map(\.grade) == expected.incidents.map(\.grade))
    #expect(found.map(\.path) == expected.incidents.map(\.path))
    let traces = found.map { [$0.traces.complete, $0.traces.partial, $0.traces.contradicting] }
    #expect(traces == expected.incidents.map(\.traces))
  }

  @Test("Over the payment day trace injection is 99.992 %, and the golden limit is 7.55 %")
  func paymentDay() throws {
    let run = try ExpectedRun(dataset: folder("payment-2024-05-15"))
    let injection = run.verdicts.filter { $0.clause == "A3" }
    #expect(injection.count == 1440)
    #expect(injection.compactMap(\.numerator).reduce(0, +) == 12_499)
    #expect(injection.compactMap(\.denominator).reduce(0, +) == 12_500)
    let limits = run.verdicts.filter { $0.clause == "A5" && $0.verdict == "BREACHED" }.map(\.limit)
    #expect(limits == [0.0755, 0.0755])
  }

  private func folder(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Datasets/incidents/\(name)")
  }

  /// `A2 10:17 NOT_IN_FORCE A3 12/12`, with the window's start in Asia/Shanghai.
  private func summary(_ window: ExpectedVerdict) -> String {
    let hour = (Int(window.from.dropFirst(11).prefix(2)) ?? 0) + 8
    let clock = "\(hour % 24)\(window.from.dropFirst(13).prefix(3))"
    var words = [window.clause, clock, window.verdict]
    if let reason = window.reason { words.append(reason) }
    words += window.blockedBy
    if let numerator = window.numerator, let denominator = window.denominator {
      words.append("\(numerator)/\(denominator)")
    }
    return words.joined(separator: " ")
  }
}
