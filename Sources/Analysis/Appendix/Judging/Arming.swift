/// Lays requirements over verdicts: a clause is armed by time, not by order (CLAUSES).
struct Arming {
  /// Final verdicts of one clause, sorted by window.
  private struct Settled {
    var verdicts: [Verdict]
    /// Length of the longest window: how far before a time an overlapping one may start.
    var longestNanoseconds: Int64
  }
  private var settled: [ClauseID: Settled] = [:]

  /// Settles the verdicts of one clause; its requirements must be settled already.
  mutating func settle(_ clause: Clause, _ verdicts: [Verdict]) -> [Verdict] {
    let armed = clause.requires.isEmpty ? verdicts : verdicts.map { arm($0, clause.requires) }
    settled[clause.id] = Settled(
      verdicts: armed.sorted { $0.window < $1.window },
      longestNanoseconds: armed.map(\.window.lengthNanoseconds).max() ?? 0)
    return armed
  }

  private func arm(_ verdict: Verdict, _ requires: [ClauseID]) -> Verdict {
    var refusing: [ClauseID] = []
    var undecided: [ClauseID] = []
    var unevaluated: [ClauseID] = []
    for requirement in requires {
      switch standing(of: requirement, over: verdict.window) {
      case .compliant: continue
      case .breached, .notInForce: refusing.append(requirement)
      case .indeterminate: undecided.append(requirement)
      case .notEvaluated: unevaluated.append(requirement)
      }
    }
    var armed = verdict
    if !refusing.isEmpty {
      armed.outcome = .notInForce
      armed.reason = nil
      armed.blockedBy = refusing
    } else if !undecided.isEmpty {
      armed.outcome = .indeterminate
      armed.reason = Reason.requirementIndeterminate
      armed.blockedBy = undecided
    } else if !unevaluated.isEmpty {
      armed.outcome = .notEvaluated
      armed.reason = Reason.requirementNotEvaluated
      armed.blockedBy = unevaluated
    }
    if armed.outcome != verdict.outcome { armed.support = nil }
    return armed
  }

  /// The worst standing of a requirement over a window; time without any verdict is undecided.
  private func standing(of requirement: ClauseID, over window: Interval) -> Outcome {
    guard let known = settled[requirement] else { return .indeterminate }
    let verdicts = known.verdicts
    var worst = Outcome.compliant
    var covered = window.from
    let earliest = window.from - known.longestNanoseconds
    var low = 0
    var high = verdicts.count
    while low < high {
      let middle = (low + high) / 2
      if verdicts[middle].window.from < earliest { low = middle + 1 } else { high = middle }
    }
    for verdict in verdicts[low...] {
      if verdict.window.from >= window.to { break }
      guard verdict.window.overlaps(window) else { continue }
      if verdict.window.from > covered { worst = worse(worst, .indeterminate) }
      covered = max(covered, verdict.window.to)
      worst = worse(worst, verdict.outcome)
    }
    return covered < window.to ? worse(worst, .indeterminate) : worst
  }

  private func worse(_ a: Outcome, _ b: Outcome) -> Outcome {
    func weight(_ outcome: Outcome) -> Int {
      switch outcome {
      case .compliant: 0
      case .notEvaluated: 1
      case .indeterminate: 2
      case .notInForce: 3
      case .breached: 4
      }
    }
    return weight(a) >= weight(b) ? a : b
  }
}
