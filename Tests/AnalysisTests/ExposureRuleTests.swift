import Diagnostics
import Testing

@testable import Analysis

/// CLAUSES A4 and RULES A4: three legs under one id, by one small set of exports each.
struct ExposureRuleTests {
  private let clause = "  E: {kind: sensitive-exposure, patterns: [CREDIT_CARD, SSN]}"
  private let trace = "a3ce929d0e0e47364bf92f3577b34da6"
  private let other = "00f067aa0ba902b700f067aa0ba902b7"
  private let leak = "main.f(ssn=536-22-1234)\\n\\t/x.go:1"

  private struct Legs {
    var app: [String] = []
    var gateway: [String] = []
    var audit: [String] = []
    var hasAudit = true
  }

  private func run(_ clause: String? = nil, _ legs: Legs) throws -> AnalysisRun {
    var exports = try SmallExports(clause ?? self.clause)
    defer { exports.remove() }
    let app = [SmallExports.app(0)] + legs.app + [SmallExports.app(180)]
    let gateway =
      [SmallExports.access(0, request: "a")] + legs.gateway + [
        SmallExports.access(180, request: "z")
      ]
    try exports.add("app.jsonl", app.joined(separator: "\n"))
    try exports.add("gw.jsonl", gateway.joined(separator: "\n"))
    if legs.hasAudit {
      let audit = [SmallExports.audit(0)] + legs.audit + [SmallExports.audit(180)]
      try exports.add("audit.jsonl", audit.joined(separator: "\n"))
    }
    return try exports.run(from: 0, to: 180)
  }

  private func whole(status: Int = 500) -> Legs {
    Legs(
      app: [SmallExports.app(70, level: "error", trace: trace, request: "r1", stack: leak)],
      gateway: [SmallExports.access(71, status: status, trace: trace, request: "r1")],
      audit: [SmallExports.audit(72, pattern: "SSN", trace: trace)])
  }

  @Test func threeLegsConfirm() throws {
    let run = try run(nil, whole())
    #expect(run.verdict("E", 60) == "BREACHED")
    #expect(run.verdict("E", 0) == "COMPLIANT")
    let exposure = try #require(run.result.exposures.first)
    #expect(exposure.patterns == ["SSN"])
    #expect(exposure.application != nil && exposure.gateway != nil && exposure.audit != nil)
    #expect(run.result.incidents.map(\.clauses) == [["E"]])
  }

  @Test func status200IsNoBreach() throws {
    let run = try run(nil, whole(status: 200))
    #expect(run.verdict("E", 60) == "COMPLIANT leg-absent: gateway")
    #expect(run.result.incidents.isEmpty)
  }

  @Test func statusesAreExactlyTheListedOnes() throws {
    #expect(try run(nil, whole(status: 502)).verdict("E", 60) == "COMPLIANT leg-absent: gateway")
    let wide = "  E: {kind: sensitive-exposure, patterns: [SSN], gateway-status: [5xx]}"
    #expect(try run(wide, whole(status: 502)).verdict("E", 60) == "BREACHED")
  }

  @Test func aMissingExportLeavesItOpen() throws {
    var legs = whole()
    legs.hasAudit = false
    let run = try run(nil, legs)
    #expect(run.verdict("E", 60) == "INDETERMINATE missing-leg: audit")
    #expect(run.verdict("E", 0) == "NOT_EVALUATED no-export")
    #expect(run.result.missingExports.map(\.needs) == ["security-audit"])
  }

  @Test func anAbsentLegIsNamed() throws {
    var legs = whole()
    legs.audit = []
    #expect(try run(nil, legs).verdict("E", 60) == "COMPLIANT leg-absent: audit")
    legs = whole()
    legs.app = []
    #expect(try run(nil, legs).verdict("E", 60) == "COMPLIANT leg-absent: application")
  }

  @Test func legsAreBridgedByARecordWithBothIDs() throws {
    var legs = whole()
    legs.app = [SmallExports.app(70, level: "error", trace: trace, stack: leak)]
    legs.audit = [SmallExports.audit(72, pattern: "SSN", request: "r1")]
    #expect(try run(nil, legs).verdict("E", 60) == "BREACHED")
    // The gateway knows only the request id; another application record ties it to the trace.
    legs.gateway = [SmallExports.access(71, status: 500, trace: "", request: "r1")]
    #expect(try run(nil, legs).verdict("E", 60) != "BREACHED")
    legs.app.append(SmallExports.app(70.5, trace: trace, request: "r1"))
    #expect(try run(nil, legs).verdict("E", 60) == "BREACHED")
  }

  @Test func otherRequestsAreNoLegs() throws {
    var legs = whole()
    legs.gateway = [SmallExports.access(71, status: 500, trace: other, request: "r2")]
    #expect(try run(nil, legs).verdict("E", 60) == "COMPLIANT leg-absent: gateway")
  }

  @Test func theAuditAloneNamesThePatternAndTheDisagreementIsAFinding() throws {
    var legs = whole()
    legs.app = [
      SmallExports.app(70, level: "error", trace: trace, request: "r1", stack: "main.f()")
    ]
    let run = try run(nil, legs)
    #expect(run.verdict("E", 60) == "BREACHED")
    #expect(run.codes().contains("pattern-disagreement"))
  }

  @Test func onlyErrorsWithAStackTraceAreALeg() throws {
    var legs = whole()
    legs.app = [SmallExports.app(70, level: "warn", trace: trace, request: "r1", stack: leak)]
    #expect(try run(nil, legs).verdict("E", 60) == "COMPLIANT leg-absent: application")
  }

  @Test func junkIDsTieNothingTogether() throws {
    for junk in ["null", "unknown", "0000", "-"] {
      var legs = whole()
      legs.app = [SmallExports.app(70, level: "error", trace: junk, request: junk, stack: leak)]
      legs.gateway = [SmallExports.access(71, status: 500, trace: junk, request: junk)]
      legs.audit = [SmallExports.audit(72, pattern: "SSN", trace: junk, request: junk)]
      let verdict = try run(nil, legs).verdict("E", 60)
      #expect(verdict == "INDETERMINATE missing-leg: no id to join by", "\(junk)")
    }
  }

  @Test func matchedValuesNeverLeaveTheResult() throws {
    let run = try run(nil, whole())
    #expect(!String(describing: run.result).contains("536-22-1234"))
  }
}
