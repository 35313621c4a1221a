internal import Diagnostics

/// Counts windows in which two sources of one clause decide differently: a finding, no verdict.
struct SourceDisagreements {
  let clause: ClauseID
  private var opposed: Int = 0
  private var firstOpposed: Interval?
  private var counted: Int = 0
  private var firstCounted: Interval?

  init(clause: ClauseID) { self.clause = clause }

  /// Compares the deciding source with another one that can decide too (RULES A2: findings only
  /// when verdicts differ, or counts by more than 2 %).
  mutating func compare(_ deciding: SourceDecision, _ other: SourceDecision, _ window: Interval) {
    if deciding.outcome != other.outcome {
      opposed += 1
      if firstOpposed == nil { firstOpposed = window }
    }
    guard let a = deciding.value, let b = other.value, a.denominator > 0, b.denominator > 0 else {
      return
    }
    let (more, less) = (max(a.denominator, b.denominator), min(a.denominator, b.denominator))
    if (more - less) * 50 > more {
      counted += 1
      if firstCounted == nil { firstCounted = window }
    }
  }

  var diagnostics: [Diagnostic] {
    var found: [Diagnostic] = []
    if let firstOpposed {
      found.append(
        Diagnostic(
          .warning, "source-disagreement",
          "\(clause): sources decide differently, first in the window from"
            + " \(firstOpposed.from.rfc3339)",
          fix: "compare the exports; the first source in the clause's `from` decided",
          count: opposed))
    }
    if let firstCounted {
      found.append(
        Diagnostic(
          .warning, "source-count-difference",
          "\(clause): sources count requests more than 2 % apart, first in the window from"
            + " \(firstCounted.from.rfc3339)",
          fix: "check whether one export is sampled, truncated or filtered", count: counted))
    }
    return found
  }
}

extension ClauseFindings {
  /// Turns a source's decision into a verdict, with its onset when it is a breach.
  mutating func add(
    _ decision: SourceDecision, _ clause: ClauseID, _ service: String?, _ window: Interval
  ) {
    var verdict = Verdict(
      clause: clause, service: service, window: window, outcome: decision.outcome,
      reason: decision.reason)
    verdict.value = decision.value
    verdict.evidence = decision.evidence
    verdict.notes = decision.notes
    verdict.support = decision.support
    verdicts.append(verdict)
    if decision.outcome == .breached, let onset = decision.onset {
      onsets.append(
        BreachOnset(
          clause: clause, service: service, window: window, at: onset, slice: window,
          isInterval: false, evidence: decision.evidence.first))
    }
  }
}
