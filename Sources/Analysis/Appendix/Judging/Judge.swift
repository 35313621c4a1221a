internal import Diagnostics

/// All verdicts of a run before incidents: judged per clause, armed by time, excuses laid over.
struct Judgement {
  var verdicts: [Verdict] = []
  var breaches: [Breach] = []
  /// Onsets of windows that are breached in force and not excused: the triggers.
  var onsets: [BreachOnset] = []
  /// Onsets of windows that would be breached but whose clause was not in force.
  var unarmedOnsets: [BreachOnset] = []
  var baselines: [BaselineSummary] = []
  var falseAlarms: [FalseAlarms] = []
  var exposures: [Exposure] = []
  var findings: [Diagnostic] = []
  var missing: [MissingExport] = []
  /// How the samples lie that clauses rest on.
  var alignments: [SampleAlignment] = []

  init(
    appendix: Appendix, order: [ClauseID], survey: Survey, coverage: Coverage, range: Interval,
    legs: ExposureLegs, facts: PackageFacts? = nil, workers: Int = 1
  ) {
    let scope = facts.map { ReplayScope(appendix, package: $0.window, range: $0.range) }
    var arming = Arming()
    var raised: [BreachOnset] = []
    for id in order {
      guard let index = appendix.clauses.firstIndex(where: { $0.id == id }) else { continue }
      let clause = appendix.clauses[index]
      var context = JudgingContext(
        appendix: appendix, clause: clause, clauseIndex: index, survey: survey,
        coverage: coverage, range: range, legs: legs, facts: facts, scope: scope)
      context.workers = workers
      let found = clause.rule.judge(context)
      if let alignment = SampleAlignment(context) { alignments.append(alignment) }
      let armed = arming.settle(clause, found.verdicts)
      verdicts += armed.map { Self.excusing($0, appendix.excusals) }
      raised += found.onsets
      baselines += found.baselines
      falseAlarms += found.falseAlarms.filter { $0.decided > 0 }
      exposures += found.exposures
      findings += found.findings
      missing += found.missing
    }
    sort(appendix)
    split(raised, appendix)
    breaches = Breaches.runs(
      verdicts: verdicts, onsets: onsets + excusedOnsets(raised),
      clauseOrder: appendix.clauses.map(\.id), zone: appendix.zone)
  }

  private mutating func sort(_ appendix: Appendix) {
    let rank = Dictionary(
      uniqueKeysWithValues: appendix.clauses.enumerated().map { ($0.element.id, $0.offset) })
    verdicts.sort {
      (rank[$0.clause] ?? .max, $0.service ?? "", $0.window.from, $0.window.to)
        < (rank[$1.clause] ?? .max, $1.service ?? "", $1.window.from, $1.window.to)
    }
    missing.sort { (rank[$0.clause] ?? .max, $0.needs) < (rank[$1.clause] ?? .max, $1.needs) }
  }

  private struct Place: Hashable {
    var clause: ClauseID
    var service: String?
    var window: Interval
  }

  /// Sorts onsets by what became of their window.
  private mutating func split(_ raised: [BreachOnset], _ appendix: Appendix) {
    let fates = fates()
    for onset in raised {
      switch fates[Place(clause: onset.clause, service: onset.service, window: onset.window)] {
      case .some((.breached, false)): onsets.append(onset)
      case .some((.notInForce, _)): unarmedOnsets.append(onset)
      default: continue
      }
    }
  }

  private func excusedOnsets(_ raised: [BreachOnset]) -> [BreachOnset] {
    let fates = fates()
    return raised.filter {
      fates[Place(clause: $0.clause, service: $0.service, window: $0.window)]
        .map { $0 == (.breached, true) } ?? false
    }
  }

  private func fates() -> [Place: (Outcome, Bool)] {
    var fates: [Place: (Outcome, Bool)] = [:]
    for verdict in verdicts {
      fates[Place(clause: verdict.clause, service: verdict.service, window: verdict.window)] =
        (verdict.outcome, verdict.isExcused)
    }
    return fates
  }

  /// A window is excused when it lies wholly inside an agreed exception for its clause.
  private static func excusing(_ verdict: Verdict, _ excusals: [Appendix.Excusal]) -> Verdict {
    guard
      excusals.contains(where: {
        $0.clauses.contains(verdict.clause) && $0.interval.contains(verdict.window)
      })
    else { return verdict }
    var excused = verdict
    excused.isExcused = true
    return excused
  }
}
