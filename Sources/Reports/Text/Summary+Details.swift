internal import Analysis
internal import Diagnostics

extension Summary {
  /// Runs listed of one clause and service; more are counted.
  private static let shownRuns = 9
  /// Names listed in one line before "and n more".
  private static let shownNames = 3

  /// All verdicts with runs of equal ones merged; where there are many, first those that matter.
  mutating func runs() {
    guard !result.verdicts.isEmpty else { return }
    lines.append("")
    lines.append(phrases(.runs))
    let merged = VerdictRun.merge(result.verdicts)
    var lane: [VerdictRun] = []
    for run in merged {
      if let last = lane.last,
        (last.first.clause, last.first.service) != (run.first.clause, run.first.service)
      {
        addLane(lane)
        lane = []
      }
      lane.append(run)
    }
    addLane(lane)
  }

  private mutating func addLane(_ lane: [VerdictRun]) {
    guard let first = lane.first?.first else { return }
    var shown = lane
    if lane.count > Self.shownRuns {
      shown = Array(lane.filter { $0.outcome != .compliant }.prefix(Self.shownRuns))
    }
    let label = first.clause + (first.service.map { " " + $0 } ?? "")
    let width = max(24, TextLayout.width(label) + 2)
    for (index, run) in shown.enumerated() {
      let blocked =
        run.first.blockedBy.isEmpty
        ? "" : " " + phrases(.blockedBy, run.first.blockedBy.joined(separator: ", "))
      let reason = run.first.reason.map { "(\($0))" } ?? ""
      let excused = run.first.isExcused ? " " + phrases(.excusedMark) : ""
      labelled(
        index == 0 ? label : "",
        TextLayout.left(clock.range(run.interval), 33) + " " + run.outcome.rawValue + reason
          + blocked + excused + ", " + phrases.windows(run.verdicts.count),
        indent: 2, width: width)
    }
    if lane.count > shown.count {
      labelled(
        shown.isEmpty ? label : "", phrases(.moreRuns, "\(lane.count - shown.count)"), indent: 2,
        width: width)
    }
  }

  /// What was not decided and why, what is missing, what is excused, what qualifies verdicts.
  mutating func limits() {
    lines.append("")
    tally(.undecidedTitle, .indeterminate)
    tally(.notEvaluatedTitle, .notEvaluated)
    for missing in result.missingExports {
      labelled(phrases(.notEvaluatedTitle), phrases(.supply, missing.clause, missing.needs))
    }
    for clause in result.clauses {
      let all = result.verdicts.filter { $0.clause == clause.id }
      let excused = all.count { $0.isExcused }
      guard excused > 0 else { continue }
      let breached = all.filter { $0.outcome == .breached }
      labelled(
        phrases(.excusedTitle),
        phrases(
          .excusedTotals, clause.id, phrases.windows(excused), "\(breached.count)",
          "\(breached.count { !$0.isExcused })"))
    }
    for alarms in result.falseAlarms {
      labelled(
        phrases(.falseAlarmsTitle),
        phrases(
          .falseAlarms, alarms.clause, "\(alarms.above)", "\(alarms.decided)",
          hundredths(alarms.expected.lowerBound), hundredths(alarms.expected.upperBound)))
    }
    var notes: [String: Int] = [:]
    for verdict in result.verdicts {
      for note in verdict.notes where !note.contains(":") {
        notes[verdict.clause + ": " + note, default: 0] += 1
      }
    }
    for (note, count) in notes.sorted(by: { $0.key < $1.key }) {
      labelled(phrases(.notesTitle), note + ", " + phrases.windows(count))
    }
  }

  /// `1.49`: the simulation carries no more digits.
  private func hundredths(_ value: Double) -> String {
    let all = Int((value * 100).rounded())
    return "\(all / 100)." + (all % 100 < 10 ? "0" : "") + "\(all % 100)"
  }

  /// One line a clause: how many windows for which reason.
  private mutating func tally(_ title: Phrases.Key, _ outcome: Outcome) {
    for clause in result.clauses {
      var reasons: [String: Int] = [:]
      for verdict in result.verdicts where verdict.clause == clause.id && verdict.outcome == outcome
      {
        reasons[verdict.reason ?? "-", default: 0] += 1
      }
      guard !reasons.isEmpty else { continue }
      let texts = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.key) \(phrases.windows($0.value))" }
      labelled(phrases(title), clause.id + ": " + texts.joined(separator: ", "))
    }
  }

  /// What was read, and what was lost, assumed or left aside.
  mutating func data() {
    let inputs = result.inputs
    let bytes = inputs.reduce(Int64(0)) { $0 + $1.bytes }
    let records = inputs.reduce(Int64(0)) { $0 + $1.records }
    let quarantined = inputs.reduce(Int64(0)) { $0 + $1.quarantined }
    let duplicates = inputs.reduce(Int64(0)) { $0 + $1.duplicates }
    labelled(
      phrases(.dataTitle),
      [
        phrases(
          .dataTotals, "\(inputs.count)", Quantity.grouped(bytes), Quantity.grouped(records)),
        phrases(.quarantined, Quantity.grouped(quarantined)),
        phrases(.duplicates, Quantity.grouped(duplicates)),
      ].joined(separator: ", "))
    list(.identical, inputs.filter { $0.identicalTo != nil }.map(\.path))
    list(
      .assumedZone, inputs.compactMap { input in input.assumedZone.map { "\(input.path) \($0)" } })
    list(.unrecognised, inputs.filter { $0.format == nil }.map(\.path))
    func count(_ severity: Severity) -> String {
      "\(result.diagnostics.count { $0.severity == severity })"
    }
    labelled(
      phrases(.diagnosticsTitle),
      phrases(.diagnosticsTotals, count(.error), count(.warning), count(.note)))
  }

  private mutating func list(_ key: Phrases.Key, _ names: [String]) {
    guard !names.isEmpty else { return }
    var text = names.prefix(Self.shownNames).joined(separator: ", ")
    if names.count > Self.shownNames {
      text = phrases(.exportRange, text, "\(names.count - Self.shownNames)")
    }
    labelled("", phrases(key, text))
  }

  /// Where everything was written, or why nothing was.
  mutating func outputs() {
    let title = phrases(.packagesTitle)
    if result.incidents.isEmpty {
      labelled(title, phrases(.noPackageBreach))
    } else if context.packages.isEmpty {
      labelled(title, phrases(result.isComplete ? .notWritten : .noPackageIncomplete))
    }
    for package in context.packages {
      labelled(title, "\(package.path) (\(phrases(package.isUnmasked ? .unmasked : .masked)))")
    }
    for file in context.files { labelled(phrases(.filesTitle), file) }
  }
}
