import Analysis
import Testing

@testable import estreat

/// Statuses as pure functions of a result.
@Suite("Exit status")
struct ExitStatusTests {
  private func verdict(
    _ minute: Int64, _ outcome: Outcome, _ reason: String? = nil, clause: String = "A2",
    blockedBy: [String] = [], excused: Bool = false, support: Support? = nil
  ) -> Verdict {
    var verdict = Verdict(
      clause: clause, service: nil,
      window: Interval(from: Instant(seconds: minute * 60), to: Instant(seconds: minute * 60 + 60)),
      outcome: outcome, reason: reason)
    verdict.blockedBy = blockedBy
    verdict.isExcused = excused
    verdict.support = support
    return verdict
  }

  private func status(
    _ verdicts: [Verdict], complete: Bool = true, _ level: FailureLevel = .indeterminate,
    from: Bool = false, to: Bool = false
  ) -> Int32 {
    let result = AnalysisResult(
      appendixVersion: "", appendixSHA256: "", zone: .utc, clauses: [], judgedRange: nil,
      inputs: [], verdicts: verdicts, breaches: [], incidents: [], baselines: [], exposures: [],
      missingExports: [], diagnostics: [], isComplete: complete, digest: "")
    return estreat.ExitStatus.of(result, failOn: level, asksFrom: from, asksTo: to).rawValue
  }

  @Test("4 before 1 before 3 before 0")
  func precedence() {
    let breach = verdict(1, .breached)
    let open = verdict(2, .indeterminate, "no-data")
    #expect(status([verdict(0, .compliant)]) == 0)
    #expect(status([verdict(0, .compliant), open]) == 3)
    #expect(status([breach, open]) == 1)
    #expect(status([breach, open], complete: false) == 4)
  }

  @Test("2 > 4 > 5 > 1 > 3 > 0 whichever comes first")
  func combined() {
    let ranked: [estreat.ExitStatus] = [
      .usage, .unreadable, .unverified, .breach, .undecided, .success,
    ]
    for (index, high) in ranked.enumerated() {
      for low in ranked[index...] {
        #expect(high.combined(with: low) == high)
        #expect(low.combined(with: high) == high)
      }
    }
  }

  @Test("excused breaches and excused undecided windows do not count")
  func excused() {
    #expect(status([verdict(0, .breached, excused: true)]) == 0)
    #expect(status([verdict(0, .indeterminate, "no-data", excused: true)]) == 0)
  }

  @Test("not evaluated and not in force do not count")
  func unarmed() {
    #expect(status([verdict(0, .notEvaluated, "no-traffic"), verdict(1, .notInForce)]) == 0)
  }

  @Test("weak breaches pass at --fail-on supported; undecided windows at breach")
  func levels() {
    #expect(status([verdict(0, .breached, support: .weak)], .supported) == 0)
    #expect(status([verdict(0, .breached, support: .confirmed)], .supported) == 1)
    #expect(status([verdict(0, .breached)], .supported) == 1)
    #expect(status([verdict(0, .indeterminate, "no-data")], .breach) == 0)
    #expect(status([verdict(0, .breached)], .never) == 0)
    #expect(status([verdict(0, .breached)], complete: false, .never) == 4)
  }

  @Test("partial windows at the edges count only where they were asked for")
  func edges() {
    let verdicts = [
      verdict(0, .indeterminate, "partial-window"), verdict(1, .compliant),
      verdict(2, .indeterminate, "partial-window"),
    ]
    #expect(status(verdicts) == 0)
    #expect(status(verdicts, from: true) == 3)
    #expect(status(verdicts, to: true) == 3)
    let hole = [
      verdict(0, .compliant), verdict(1, .indeterminate, "partial-window"), verdict(2, .compliant),
    ]
    #expect(status(hole) == 3)
  }

  @Test("so do windows that are undecided because a requirement's edge window is")
  func dependentEdges() {
    let required = [
      verdict(0, .indeterminate, "partial-window", clause: "A3"),
      verdict(1, .compliant, clause: "A3"),
    ]
    let dependent = [
      verdict(0, .indeterminate, "requirement-indeterminate", blockedBy: ["A3"]),
      verdict(1, .compliant),
    ]
    #expect(status(required + dependent) == 0)
    #expect(status(required + dependent, from: true) == 3)
    let other = [
      verdict(0, .indeterminate, "no-data", clause: "A3"), verdict(1, .compliant, clause: "A3"),
    ]
    #expect(status(other + dependent) == 3)
  }
}
