internal import Analysis

extension Summary {
  private static let label = 12
  /// Values listed of one breach before "…".
  private static let shownValues = 6

  /// One incident: when, in which order, along which path, and each breach with its numbers.
  mutating func add(_ incident: Incident) {
    lines.append("")
    let grade =
      incident.grade.map { phrases(.grade, $0.code, phrases.gradeWord($0.rawValue)) }
      ?? phrases(.loneBreach)
    lines.append("\(incident.id)  \(grade)")
    labelled(phrases(.when), clock.both(incident.interval), indent: 2, width: Self.label)
    let breaches = index.breaches(incident.breaches)
    if !incident.links.isEmpty { addChain(incident, breaches) }
    for breach in breaches { add(breach, incident) }
    if !incident.notInForce.isEmpty {
      lines.append("  " + phrases(.notLiable, incident.notInForce.joined(separator: ", ")))
    }
    if !incident.notes.isEmpty {
      labelled(
        phrases(.noteLine), incident.notes.joined(separator: ", "), indent: 2, width: Self.label)
    }
  }

  private mutating func addChain(_ incident: Incident, _ breaches: [Breach]) {
    let observed = incident.observedOrder.map { group in
      group.map { clause in
        let onset = breaches.filter { $0.clause == clause }.map(\.onset.first).min()
        return clause + (onset.map { " " + clock.time($0) } ?? "")
      }.joined(separator: " = ")
    }.joined(separator: " → ")
    let contract = incident.contractOrder.joined(separator: " → ")
    let agrees = incident.observedOrder.map { $0.count == 1 ? $0[0] : "" } == incident.contractOrder
    let remark =
      incident.isOrderUndecidable
      ? phrases(.orderUndecidable)
      : agrees ? phrases(.orderAgrees) : phrases(.contractOrder) + " " + contract
    labelled(phrases(.order), "\(observed)  (\(remark))", indent: 2, width: Self.label)
    if incident.isOrderUndecidable {
      labelled(phrases(.contractOrder), contract, indent: 2, width: Self.label)
    }
    labelled(phrases(.path), incident.path.joined(separator: " → "), indent: 2, width: Self.label)
    if !incident.inferredNodes.isEmpty {
      let nodes = incident.inferredNodes.joined(separator: ", ")
      labelled("", phrases(.inferred, nodes), indent: 2, width: Self.label)
    }
    let standings: [IncidentTrace.Standing] = [.complete, .partial, .contradicting]
    let counts = standings.map { "\(incident.traceCount($0)) \($0.rawValue)" }
    labelled(phrases(.traces), counts.joined(separator: ", "), indent: 2, width: Self.label)
    for link in incident.links {
      let tests = link.tests.map { $0.test + " " + $0.result.rawValue }.joined(separator: ", ")
      let gap = link.gap.isEmpty ? "" : "; " + phrases(.gap, link.gap.joined(separator: ", "))
      labelled(
        "\(link.from) → \(link.to)", "\(link.grade.code): \(tests)\(gap)", indent: 2,
        width: Self.label)
      for test in link.tests where test.result != .pass {
        labelled("", "\(test.test): \(test.detail)", indent: 2, width: Self.label)
      }
    }
  }

  private mutating func add(_ breach: Breach, _ incident: Incident) {
    let windows = index.verdicts(breach.clause, breach.service).filter {
      $0.outcome == .breached && breach.windows.contains($0.window)
    }
    let day = clock.date(incident.interval.from)
    let stretch = Interval(from: breach.windows.first?.from ?? breach.onset.first, to: breach.end)
    var text = clock.range(stretch, on: day) + ", " + phrases.windows(breach.windows.count)
    if breach.isExcused { text += " (\(phrases(.excusedMark)))" }
    text += values(windows) + support(windows)
    labelled(breach.clause, text, indent: 2, width: Self.label)
    addLimit(windows)
    addPatterns(breach, stretch)
    addShare(breach, windows)
    addBlocked(breach)
  }

  /// `; support confirmed`, or how many windows have which.
  private func support(_ windows: [Verdict]) -> String {
    let tiers = Support.allCases.compactMap { tier -> (Support, Int)? in
      let count = windows.count { $0.support == tier }
      return count > 0 ? (tier, count) : nil
    }
    guard let first = tiers.first else { return "" }
    let text =
      tiers.count == 1
      ? first.0.rawValue : tiers.map { "\($0.0.rawValue) \($0.1)" }.joined(separator: ", ")
    return "; " + phrases(.support, text)
  }

  /// What was measured in the windows of a breach, the first few one by one; counts in sum.
  private func values(_ windows: [Verdict]) -> String {
    let values = windows.compactMap(\.value)
    guard let value = values.first else { return windows.first?.reason.map { ": \($0)" } ?? "" }
    if value.unit == "count" {
      let confirmed = values.reduce(0) { $0 + $1.numerator }
      let candidates = values.reduce(0) { $0 + $1.denominator }
      return ": \(value.name) " + phrases(.confirmed, "\(confirmed)", "\(candidates)")
    }
    let shown = values.prefix(Self.shownValues).map(measured).joined(separator: ", ")
    var text = ": \(value.name) \(shown)" + (values.count > Self.shownValues ? ", …" : "")
    if let limit = value.limit, let observed = value.observed, baselines(of: windows).isEmpty {
      text += "; " + phrases(.limit, Quantity.pair(limit, observed, unit: value.unit).0)
    }
    return text
  }

  /// `12.7 % (1016/8000)`, `1203 ms (15 of 30 within)`.
  private func measured(_ value: VerdictValue) -> String {
    guard let observed = value.observed else { return "\(value.numerator)/\(value.denominator)" }
    let text = Quantity.pair(observed, value.limit ?? observed, unit: value.unit).0
    let (part, all) = ("\(value.numerator)", "\(value.denominator)")
    if value.unit == "ms" { return "\(text)\(Quantity.tie)(\(phrases(.within, part, all)))" }
    return value.denominator > 0 ? "\(text)\(Quantity.tie)(\(part)/\(all))" : text
  }

  /// Where a seasonal limit comes from, once for each hour concerned.
  private mutating func addLimit(_ windows: [Verdict]) {
    for baseline in baselines(of: windows) {
      guard let limit = baseline.limit, let median = baseline.median, let iqr = baseline.iqr else {
        continue
      }
      let texts = [limit, median, iqr].map { Quantity.text($0, unit: "ratio") }
      let days = baseline.days.count { $0.ratio != nil }
      let origin = phrases(.unrounded, clock.shortTime(baseline.hour), "\(days)")
      labelled(
        "", phrases(.limitFrom, texts[0], texts[1], texts[2]) + " (\(origin))", indent: 2,
        width: Self.label)
    }
  }

  /// The baselines that some windows of one clause and service were compared with.
  private func baselines(of windows: [Verdict]) -> [BaselineSummary] {
    guard let first = windows.first else { return [] }
    return index.baselines(first.clause, first.service).filter { baseline in
      let hour = Interval(from: baseline.hour, to: baseline.hour + 3_600_000_000_000)
      return windows.contains { hour.overlaps($0.window) }
    }
  }

  private mutating func addPatterns(_ breach: Breach, _ stretch: Interval) {
    var patterns: [String] = []
    for exposure in result.exposures
    where exposure.clause == breach.clause && exposure.outcome == .breached
      && stretch.contains(exposure.time)
    {
      for pattern in exposure.patterns where !patterns.contains(pattern) {
        patterns.append(pattern)
      }
    }
    guard !patterns.isEmpty else { return }
    labelled(
      "", phrases(.exposures, patterns.joined(separator: ", ")), indent: 2, width: Self.label)
  }

  /// A share that is too low in some windows: the exact counts there, and over the whole range.
  private mutating func addShare(_ breach: Breach, _ windows: [Verdict]) {
    guard let value = windows.first?.value, value.unit == "ratio", value.denominator > 0,
      let limit = value.limit, let observed = value.observed, observed < limit
    else { return }
    let needed = (limit * Double(value.denominator) - 1e-9).rounded(.up)
    labelled(
      "",
      phrases(
        .neededCount, "\(value.numerator)", "\(value.denominator)", decimalText(needed),
        Quantity.text(limit, unit: "ratio")), indent: 2, width: Self.label)
    let all = index.verdicts(breach.clause, breach.service)
      .filter { $0.outcome != .notEvaluated }.compactMap(\.value)
    let held = all.reduce(0) { $0 + $1.numerator }
    let total = all.reduce(0) { $0 + $1.denominator }
    guard total > value.denominator else { return }
    let share = Quantity.text(Double(held) / Double(total), unit: "ratio")
    labelled(
      "", phrases(.overall, Quantity.grouped(held), Quantity.grouped(total), share), indent: 2,
      width: Self.label)
  }

  /// Which clauses this breach disarmed.
  private mutating func addBlocked(_ breach: Breach) {
    let disarmed = index.disarmed(by: breach.clause).filter { verdict in
      breach.windows.contains { $0.overlaps(verdict.window) }
    }
    var clauses: [ClauseID] = []
    for verdict in disarmed where !clauses.contains(verdict.clause) {
      clauses.append(verdict.clause)
    }
    for clause in clauses {
      let count = disarmed.count { $0.clause == clause }
      labelled(
        "", phrases(.blocksOne, clause, phrases.windows(count), breach.clause), indent: 2,
        width: Self.label)
    }
  }
}
