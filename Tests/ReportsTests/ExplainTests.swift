import Analysis
import Diagnostics
import Foundation
import Testing

@testable import Reports

/// The arithmetic that `explain` prints.
@Suite("Explain")
struct ExplainTests {
  static let yaml = """
    estreat: 1
    appendix: v2.3
    timezone: Asia/Shanghai
    clauses:
      A3:
        kind: trace-injection
        from: [gateway-access]
        at-least: 99.98%
        window: 60s
      A2:
        kind: latency-percentile
        requires: [A3]
        percentile: 99
        at-most: 200ms
        window: 60s
        from: [access-log]
      A5:
        kind: seasonal-baseline
        ratio: {slow: [slow_total], of: all_total}
        window: 30m
        same-hour-of-days: 7
        limit: median + 2.5 * iqr
        quantile: type7
        min-days: 5
    """

  private func appendix() throws -> Appendix {
    try AppendixReader.read(bytes: Array(Self.yaml.utf8), path: "a.yaml").appendix
  }

  private func text(_ subject: ExplainSubject, _ result: AnalysisResult) throws -> String {
    String(
      decoding: Explain.render(subject, result, appendix: try appendix()), as: UTF8.self)
  }

  @Test("a share is decided by integers, which are shown")
  func share() throws {
    let found = try text(.clause("A3"), Sample.breached())
    #expect(found.contains("11 · 10000 = 110000 < 119976 = 9998 · 12"))
    #expect(found.contains("11/12 = 0.9166666666666666"))
    #expect(found.contains("COMPLIANT     4 of 5 windows"))
    #expect(found.contains("logs/access.jsonl:4 (offset 101, 210 bytes)"))
    #expect(found.contains(String(repeating: "0f", count: 32) + "  logs/access.jsonl"))
  }

  @Test("a percentile is decided by counts, its requirement is shown")
  func percentile() throws {
    let instant = Sample.start + 200_000_000_000
    let found = try text(.window("A2", instant), Sample.breached())
    #expect(found.contains("⌈99/100 · 30⌉ = 30"))
    #expect(found.contains("15 < 30"))
    #expect(found.contains("requires A3   COMPLIANT"))
  }

  @Test("what blocked a window is marked")
  func blocked() throws {
    let instant = Sample.start + 61_000_000_000
    let found = try text(.window("A2", instant), Sample.breached())
    #expect(found.contains("NOT_IN_FORCE"))
    #expect(found.contains("BREACHED 2024-05-15 14:21 – 14:22: this blocked it"))
  }

  @Test("a seasonal limit shows every step unrounded")
  func seasonal() throws {
    let found = try text(.clause("A5"), Sample.seasonal())
    #expect(found.contains("1016/8000 = 0.127"))
    #expect(found.contains("0.0316 + 2.5 · 0.01756 = 0.0755"))
    #expect(found.contains("0.127 > 0.0755"))
    #expect(found.contains("by type6      0.0844"))
  }

  @Test("a window outside the judged range says what was judged")
  func outside() throws {
    let found = try text(.window("A2", Sample.start - 60_000_000_000), Sample.breached())
    #expect(found.contains("no window of A2 holds"))
  }

  @Test("an incident shows links, tests with counts, and traces")
  func incident() throws {
    let found = try text(.incident("INC-20240515-142308"), Sample.chained())
    #expect(found.contains("A5 → A2: E1"))
    #expect(found.contains("shared-traces   FAIL     1 of 41 traces [shared 1, effectTraces 41]"))
    #expect(found.contains("traces: 1 complete, 0 partial, 1 contradicting"))
    #expect(found.contains("mysql_slow_log  logs/access.jsonl:2"))
  }

  @Test("a breach shows each of its windows")
  func breach() throws {
    let found = try text(.breach("A2-1"), Sample.breached())
    #expect(found.components(separatedBy: "BREACHED").count == 3)
  }

  @Test("an unknown id is refused with the nearest one")
  func unknown() {
    #expect(throws: DiagnosticError.self) {
      try ExplainSubject.find("A22", at: nil, in: Sample.breached())
    }
    do {
      _ = try ExplainSubject.find("a2", at: nil, in: Sample.breached())
      Issue.record("a2 is no id")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["unknown-subject"])
      #expect(error.diagnostics[0].fix == "did you mean \"A2\"?")
    }
  }

  @Test("every clause kind can be explained")
  func everyKind() {
    for kind in ClauseKinds.all { #expect(kind is any ExplainedRule.Type, "\(kind.kind)") }
  }
}

/// What would have changed a verdict, and how well it is supported.
@Suite("Explain: turning points and support")
struct ExplainTurningTests {
  private func text(_ subject: ExplainSubject, _ result: AnalysisResult) throws -> String {
    let appendix = try AppendixReader.read(bytes: Array(ExplainTests.yaml.utf8), path: "a.yaml")
    return String(
      decoding: Explain.render(subject, result, appendix: appendix.appendix), as: UTF8.self)
  }

  @Test("late requests that would have to be in time are counted")
  func latency() throws {
    let found = try text(.window("A2", Sample.start + 200_000_000_000), Sample.breached())
    // 15 of 30 were in time, ⌈0.99 · 30⌉ = 30 are needed.
    #expect(found.contains("would turn    15 late requests fewer: kept with 30 of 30"))
    // Bounds of 15 of 30 by scipy: beta.ppf(.05, 15, 16), beta.ppf(.95, 16, 15).
    #expect(found.contains("Clopper–Pearson ≥ 0.33889"))
    #expect(found.contains("≤ 0.66110"))
  }

  @Test("valid ids that were missing are counted")
  func share() throws {
    // 11 of 12, 12 needed.
    #expect(
      try text(.clause("A3"), Sample.breached()).contains("1 valid id more: kept with 12 of 12"))
  }

  @Test("slow queries that would have kept the limit are counted, and limits without one day shown")
  func seasonal() throws {
    var result = Sample.seasonal()
    result.verdicts[0].support = .confirmed
    result.baselines[0].withoutDay = [.init(date: "2024-05-08", limit: 0.0739)]
    result.baselines[0].cleanLimit = 0.0755
    let found = try text(.breach("A5-1"), result)
    // 0.0755 · 8000 = 604 exactly: a ratio equal to the limit is kept.
    #expect(found.contains("412 fewer: kept with 604 slow of 8000"))
    // 0.0755 · 7000 = 528.5.
    #expect(found.contains("95 fewer: kept with 528 slow of 7000"))
    #expect(found.contains("without 2024-05-08: limit 0.0739, 0.127 > it"))
    #expect(found.contains("clean limit   0.0755, which says the same (no day left out)"))
    #expect(found.contains("support       confirmed: the lower bound 0.1210"))
  }

  @Test("a poisoned history and days of one type say what they say")
  func history() throws {
    var result = Sample.seasonal()
    result.baselines[0].isPoisoned = true
    result.baselines[0].sameType = .init(
      dayType: "workday", dates: ["2024-05-08", "2024-05-09"], limit: 0.2)
    let found = try text(.clause("A5"), result)
    #expect(found.contains("POISONED_HISTORY"))
    #expect(found.contains("workday       0.2, which says otherwise"))
  }
}
