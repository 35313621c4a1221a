internal import Analysis

/// Neighbouring windows of one clause and service with the same verdict, reason and blockers.
struct VerdictRun {
  var interval: Interval
  var verdicts: [Verdict]

  var first: Verdict { verdicts[0] }
  var outcome: Outcome { first.outcome }

  /// Runs in the order of `verdicts`, which are sorted by clause, service and window.
  static func merge(_ verdicts: [Verdict]) -> [VerdictRun] {
    var runs: [VerdictRun] = []
    for verdict in verdicts {
      if let last = runs.last, last.interval.to == verdict.window.from, last.first.isAlike(verdict)
      {
        runs[runs.count - 1].interval.to = verdict.window.to
        runs[runs.count - 1].verdicts.append(verdict)
      } else {
        runs.append(VerdictRun(interval: verdict.window, verdicts: [verdict]))
      }
    }
    return runs
  }
}

extension Verdict {
  fileprivate func isAlike(_ other: Verdict) -> Bool {
    clause == other.clause && service == other.service && outcome == other.outcome
      && reason == other.reason && blockedBy == other.blockedBy && isExcused == other.isExcused
  }

  /// A breach that counts against the supplier.
  var isBreachInForce: Bool { outcome == .breached && !isExcused }
}
