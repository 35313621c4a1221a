internal import Analysis

extension Explanation {
  /// The rule, the totals, and the first window of each kind of outcome that is not compliant.
  mutating func clause(_ id: ClauseID) {
    guard let clause = appendix.clause(id) else { return }
    head(clause)
    let verdicts = result.verdicts.filter { $0.clause == id }
    for outcome in Outcome.allCases {
      let count = verdicts.count { $0.outcome == outcome }
      if count > 0 { say(outcome.rawValue, "\(count) of \(verdicts.count) windows") }
    }
    for missing in result.missingExports where missing.clause == id {
      say("supply", missing.needs)
    }
    for run in exemplars(VerdictRun.merge(verdicts)) {
      let more = run.verdicts.count - 1
      window(run.first, clause)
      if more > 0 {
        say(
          "run",
          "\(more) more to \(clock.civil(run.interval.to)) with the same verdict; --at TIME explains"
            + " one")
      }
    }
  }

  /// The first run for each outcome and reason, breaches all.
  private func exemplars(_ runs: [VerdictRun]) -> [VerdictRun] {
    var seen: Set<String> = []
    let telling = runs.filter { run in
      if run.outcome == .breached { return true }
      let kind = run.outcome.rawValue + (run.first.reason ?? "") + run.first.blockedBy.joined()
      return run.outcome != .compliant && seen.insert(kind).inserted
    }
    return telling.isEmpty ? Array(runs.prefix(1)) : telling
  }

  /// One window of a clause.
  mutating func window(_ id: ClauseID, _ instant: Instant) {
    guard let clause = appendix.clause(id) else { return }
    head(clause)
    let here = result.verdicts.filter { $0.clause == id && $0.window.contains(instant) }
    for verdict in here { window(verdict, clause) }
    if here.isEmpty {
      let range = result.judgedRange.map { clock.both($0) } ?? "nothing"
      say("", "no window of \(id) holds \(clock.both(instant)); judged: \(range)")
    }
  }

  /// All windows of a breach.
  mutating func breach(_ id: String) {
    guard let breach = result.breaches.first(where: { $0.id == id }),
      let clause = appendix.clause(breach.clause)
    else { return }
    head(clause)
    say("breach", "\(id), \(breach.windows.count) windows to \(clock.both(breach.end))")
    say("onset", onset(breach.onset))
    for verdict in result.verdicts
    where verdict.clause == breach.clause && verdict.service == breach.service
      && breach.windows.contains(verdict.window)
    {
      window(verdict, clause)
    }
  }

  /// `at T` or `between T and T`.
  func onset(_ span: TimeSpan) -> String {
    span.first == span.last
      ? "at \(clock.both(span.first))"
      : "between \(clock.both(span.first)) and \(span.last.rfc3339)"
  }

  private mutating func head(_ clause: Clause) {
    lines.append("\(clause.id) \(type(of: clause.rule).kind): \(clause.rule.condition)")
    say(
      "appendix", "\(result.appendixVersion), line \(clause.line), sha256 \(result.appendixSHA256)")
    if !clause.requires.isEmpty { say("requires", clause.requires.joined(separator: ", ")) }
    let method = (clause.rule as? any ExplainedRule)?.method ?? []
    for (index, sentence) in method.enumerated() { say(index == 0 ? "method" : "", sentence) }
    for alignment in result.alignments where alignment.clause == clause.id {
      say("samples", alignment.text)
    }
  }

  /// The arithmetic of one verdict, what armed or blocked it, and its evidence.
  mutating func window(_ verdict: Verdict, _ clause: Clause) {
    lines.append("")
    let service = verdict.service.map { " \($0)" } ?? ""
    let excused = verdict.isExcused ? ", excused" : ""
    lines += TextLayout.wrap(
      "",
      "\(verdict.clause)\(service)  \(clock.both(verdict.window)): \(verdict.outcome.rawValue)"
        + excused)
    if let reason = verdict.reason { say("reason", reason) }
    for step in (clause.rule as? any ExplainedRule)?.arithmetic(verdict, result) ?? [] {
      say(step.label, step.text)
    }
    for requirement in clause.requires {
      let held = result.verdicts.filter {
        $0.clause == requirement && $0.window.overlaps(verdict.window)
      }
      let texts = held.map { "\($0.outcome.rawValue) \(clock.range($0.window))" }
      let mark = verdict.blockedBy.contains(requirement) ? ": this blocked it" : ""
      say(
        "requires \(requirement)",
        (texts.isEmpty ? "no verdict over this window" : texts.joined(separator: "; ")) + mark)
    }
    turns(verdict, clause)
    if !verdict.notes.isEmpty { say("notes", verdict.notes.joined(separator: ", ")) }
    exposures(verdict)
    evidence(verdict.evidence)
  }

  /// What would have changed the verdict.
  private mutating func turns(_ verdict: Verdict, _ clause: Clause) {
    guard let rule = clause.rule as? any ExplainedRule else { return }
    var found = rule.turningPoint(verdict, result)
    if !verdict.blockedBy.isEmpty, let standing = rule.standing(verdict, result) {
      let blockers = verdict.blockedBy.joined(separator: ", ")
      found = ["had \(blockers) held over the window: \(standing.rawValue) by these counts"]
    }
    for (index, sentence) in found.enumerated() { say(index == 0 ? "would turn" : "", sentence) }
  }

  /// The three legs of each exposure candidate of the window.
  private mutating func exposures(_ verdict: Verdict) {
    for exposure in result.exposures
    where exposure.clause == verdict.clause && verdict.window.contains(exposure.time) {
      let ids = [exposure.trace.map { "trace \($0)" }, exposure.request.map { "request \($0)" }]
      let reason = exposure.reason.map { "(\($0))" } ?? ""
      say(
        "exposure",
        "\(exposure.outcome.rawValue)\(reason) at \(clock.time(exposure.time)),"
          + " \(ids.compactMap { $0 }.joined(separator: ", ")),"
          + " patterns \(exposure.patterns.joined(separator: ", "))")
      let legs = [
        ("application", exposure.application), ("gateway", exposure.gateway),
        ("audit", exposure.audit),
      ]
      for (name, leg) in legs { say("  " + name, leg.map { place($0) } ?? "absent") }
    }
  }
}
