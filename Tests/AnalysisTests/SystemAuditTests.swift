import Testing

@testable import Analysis

/// RULES A4: audits of clusters, accounts and packets are counted, but are no leg of an exposure
/// and cover none; only a record that names a leak pattern is one.
struct SystemAuditTests {
  private static let clause = "  E: {kind: sensitive-exposure, patterns: [SSN]}"
  private static let trace = "a3ce929d0e0e47364bf92f3577b34da6"
  private static let leak = "main.f(ssn=536-22-1234)\\n\\t/x.go:1"

  /// One event at each of the seconds, by the tool that writes them. 1715754000 is 06:20:00Z.
  private static func suricata(_ seconds: [Int]) -> String {
    seconds.map {
      "{\"timestamp\":\"2024-05-15T06:2\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)Z\","
        + "\"flow_id\":1,\"event_type\":\"alert\",\"src_ip\":\"192.0.2.1\"}"
    }.joined(separator: "\n")
  }

  private static func kubernetes(_ members: String) -> String {
    "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"a\",\(members)"
      + "\"stageTimestamp\":\"2024-05-15T06:21:12Z\"}"
  }

  private func run(_ audits: [String: String], declared: String = "") throws -> AnalysisRun {
    var exports = try SmallExports(Self.clause, tail: declared)
    defer { exports.remove() }
    try exports.add(
      "app.jsonl",
      [
        SmallExports.app(0),
        SmallExports.app(70, level: "error", trace: Self.trace, request: "r1", stack: Self.leak),
        SmallExports.app(180),
      ].joined(separator: "\n"))
    try exports.add(
      "gw.jsonl",
      [
        SmallExports.access(0, request: "a"),
        SmallExports.access(71, status: 500, trace: Self.trace, request: "r1"),
        SmallExports.access(180, request: "z"),
      ].joined(separator: "\n"))
    for (name, text) in audits { try exports.add(name, text) }
    return try exports.run(from: 0, to: 180)
  }

  @Test func eventsWithoutALeakPatternAreNoLeg() throws {
    let run = try run(["eve.json": Self.suricata([0, 60, 90, 180])])
    #expect(run.verdict("E", 60) == "INDETERMINATE missing-leg: audit")
    // The same as with no audit at all: that nothing leaked cannot be told.
    #expect(run.verdict("E", 0) == "NOT_EVALUATED no-export")
    let input = try #require(run.result.inputs.first { $0.path == "eve.json" })
    #expect(input.role == .securityAudit)
    #expect(input.records == 4)
    #expect(input.span?.first.rfc3339 == "2024-05-15T06:20:00Z")
    #expect(input.span?.last.rfc3339 == "2024-05-15T06:23:00Z")
  }

  @Test func declaringTheRoleDoesNotMakeThemOne() throws {
    let run = try run(
      ["eve.json": Self.suricata([0, 180])],
      declared: "sources: [{role: security-audit, files: eve.json}]")
    #expect(run.verdict("E", 60) == "INDETERMINATE missing-leg: audit")
    #expect(run.verdict("E", 0) == "NOT_EVALUATED no-export")
  }

  @Test func theAuditOfLeaksBesideThemDecides() throws {
    let audit = [SmallExports.audit(0), SmallExports.audit(180)].joined(separator: "\n")
    let run = try run(["eve.json": Self.suricata([0, 180]), "audit.jsonl": audit])
    #expect(run.verdict("E", 60) == "COMPLIANT leg-absent: audit")
    #expect(run.verdict("E", 0) == "COMPLIANT")
  }

  @Test func anEventThatNamesAPatternIsALeg() throws {
    let named = "\"data_leak_pattern\":\"SSN\",\"trace_id\":\"\(Self.trace)\","
    #expect(try run(["k.log": Self.kubernetes(named)]).verdict("E", 60) == "BREACHED")
    let other = "\"data_leak_pattern\":\"SSN\",\"trace_id\":\"00f067aa0ba902b700f067aa0ba902b7\","
    #expect(
      try run(["k.log": Self.kubernetes(other)]).verdict("E", 60)
        == "INDETERMINATE missing-leg: audit")
    let empty = "\"data_leak_pattern\":\"\",\"trace_id\":\"\(Self.trace)\","
    #expect(
      try run(["k.log": Self.kubernetes(empty)]).verdict("E", 60)
        == "INDETERMINATE missing-leg: audit")
  }
}
