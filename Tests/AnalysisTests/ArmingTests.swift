import Testing

@testable import Analysis

/// CLAUSES: arming is by time; RULES "Requirements": not holding > indeterminate > not evaluated.
struct ArmingTests {
  private func clause(_ id: ClauseID, requires: [ClauseID] = []) -> Clause {
    Clause(
      id: id, requires: requires, scope: .all,
      rule: BlueGreenVerified(requiresConfigHash: false, onMismatch: .finding, topology: nil),
      line: 1)
  }
  private func verdict(_ id: ClauseID, _ from: Int64, _ to: Int64, _ outcome: Outcome) -> Verdict {
    Verdict(
      clause: id, service: nil,
      window: Interval(from: Instant(seconds: from), to: Instant(seconds: to)), outcome: outcome)
  }

  /// Arms one A2 window [60, 120) that is breached on its own.
  private func armed(_ a1: [Verdict], _ a3: [Verdict]) -> Verdict {
    var arming = Arming()
    _ = arming.settle(clause("A1"), a1)
    _ = arming.settle(clause("A3"), a3)
    return arming.settle(
      clause("A2", requires: ["A1", "A3"]), [verdict("A2", 60, 120, .breached)])[0]
  }

  @Test func holdsOverTheWindow() {
    let result = armed([verdict("A1", 0, 1000, .compliant)], [verdict("A3", 60, 120, .compliant)])
    #expect(result.outcome == .breached)
    #expect(result.blockedBy.isEmpty)
  }

  @Test func forceForAPartOfTheWindowIsNotForce() {
    let a1 = [verdict("A1", 0, 90, .compliant), verdict("A1", 90, 1000, .notInForce)]
    let result = armed(a1, [verdict("A3", 60, 120, .compliant)])
    #expect(result.outcome == .notInForce)
    #expect(result.blockedBy == ["A1"])
  }

  @Test func aBreachedRequirementDisarmsOnlyItsOwnWindows() {
    let a1 = [verdict("A1", 0, 1000, .compliant)]
    #expect(armed(a1, [verdict("A3", 60, 120, .breached)]).outcome == .notInForce)
    let other = armed(a1, [verdict("A3", 0, 60, .breached), verdict("A3", 60, 120, .compliant)])
    #expect(other.outcome == .breached)
  }

  @Test func precedenceOfBlockers() {
    let a1 = [verdict("A1", 0, 1000, .notEvaluated)]
    #expect(armed(a1, [verdict("A3", 60, 120, .compliant)]).outcome == .notEvaluated)
    #expect(armed(a1, [verdict("A3", 60, 120, .indeterminate)]).outcome == .indeterminate)
    let refused = armed(a1, [verdict("A3", 60, 120, .breached)])
    #expect(refused.outcome == .notInForce)
    #expect(refused.blockedBy == ["A3"])
  }

  @Test func timeWithoutAnyVerdictIsUndecided() {
    let result = armed([verdict("A1", 0, 100, .compliant)], [verdict("A3", 60, 120, .compliant)])
    #expect(result.outcome == .indeterminate)
    #expect(result.blockedBy == ["A1"])
  }
}
