internal import Analysis

extension Explanation {
  /// Traces listed with their nodes.
  private static let shownTraces = 3

  /// Onsets, links with every test and count, and the first complete traces.
  mutating func incident(_ id: String) {
    guard let incident = result.incidents.first(where: { $0.id == id }) else { return }
    lines += TextLayout.wrap("", "\(incident.id)  \(clock.both(incident.interval))")
    let rule = appendix.arbitration
    say(
      "grouped",
      "breaches whose triggers lie at most \(durationText(rule?.withinNanoseconds ?? 0)) apart")
    let breaches = result.breaches.filter { incident.breaches.contains($0.id) }
    for breach in breaches { say(breach.id, "onset \(onset(breach.onset))") }
    say("contract", incident.contractOrder.joined(separator: " → "))
    let observed = incident.observedOrder.map { $0.joined(separator: " = ") }
    say(
      "observed",
      observed.joined(separator: " → ")
        + (incident.isOrderUndecidable ? " (= : undecidable within clock uncertainty)" : ""))
    say("path", incident.path.joined(separator: " → "))
    if !incident.inferredNodes.isEmpty {
      say("inferred", incident.inferredNodes.joined(separator: ", ") + " (no data, not observed)")
    }
    if let grade = incident.grade {
      let word = Phrases(language: .english).gradeWord(grade.rawValue)
      say("grade", "\(grade.code) \(word), that of the weakest link")
    }
    if !incident.notInForce.isEmpty {
      say("not in force", incident.notInForce.joined(separator: ", ") + ": no liability")
    }
    if !incident.notes.isEmpty { say("notes", incident.notes.joined(separator: ", ")) }
    for link in incident.links { explain(link) }
    traces(incident)
  }

  private mutating func explain(_ link: CausalLink) {
    lines.append("")
    let gap = link.gap.isEmpty ? "" : ", no breach of \(link.gap.joined(separator: ", ")) between"
    lines.append("\(link.from) → \(link.to): \(link.grade.code)\(gap)")
    for test in link.tests {
      let counts = test.counts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      lines += TextLayout.wrap(
        "  " + TextLayout.left(test.test, 16) + TextLayout.left(test.result.rawValue, 9),
        test.detail + (counts.isEmpty ? "" : " [\(counts)]"))
      for pointer in test.evidence.prefix(3) { say("", place(pointer)) }
    }
  }

  private mutating func traces(_ incident: Incident) {
    guard !incident.traces.isEmpty else { return }
    lines.append("")
    let standings: [IncidentTrace.Standing] = [.complete, .partial, .contradicting]
    lines.append(
      "traces: "
        + standings.map { "\(incident.traceCount($0)) \($0.rawValue)" }.joined(separator: ", "))
    for standing in standings {
      for trace in incident.traces.filter({ $0.standing == standing }).prefix(Self.shownTraces) {
        let missing =
          trace.missing.isEmpty ? "" : ", without \(trace.missing.joined(separator: ", "))"
        lines += TextLayout.wrap("  ", "\(trace.id) \(standing.rawValue)\(missing)")
        for node in trace.nodes {
          let at = clock.time(node.time.first)
          lines += TextLayout.wrap("    \(at) \(node.node)  ", place(node.evidence))
        }
      }
    }
  }
}
