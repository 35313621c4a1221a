internal import Analysis
internal import Reports

/// What a replay tells: one line where it agrees, each difference with both sides where it does not.
struct ReplayReport {
  let path: String
  /// Whether the package verified.
  let isIntact: Bool
  let outcome: ReplayPackage.Outcome

  var text: String {
    let slices = outcome.inputs.count
    guard !outcome.differences.isEmpty else {
      let kinds = declared.filter(\.isUsed).map(\.text).joined(separator: ", ")
      guard outcome.countsOnly.isEmpty else { return countsText(kinds) }
      return "\(path): the same, \(outcome.verdicts) verdicts and the incident decided again from"
        + " \(slices) members, sha256:\(outcome.digest) (declared, not recomputed: \(kinds))"
        + (isIntact ? "" : " – BUT THE PACKAGE DOES NOT VERIFY") + "\n"
    }
    var lines = ["\(path): DIFFERENT, \(outcome.differences.count) differences"]
    var last: String?
    for difference in outcome.differences {
      if difference.subject != last { lines.append("  \(difference.subject)") }
      last = difference.subject
      lines.append(
        "    \(difference.field): package \(difference.recorded.compact),"
          + " replay \(difference.recomputed.compact)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Never "the same": the package cannot show that.
  private func countsText(_ kinds: String) -> String {
    "\(path): replay: counts-only, \(outcome.verdicts) verdicts decided again and equal, by counts of"
      + " \(outcome.countsOnly.joined(separator: ", ")); the incident and its digest were not"
      + " decided again (declared, not recomputed: \(kinds))"
      + (isIntact ? "" : " – BUT THE PACKAGE DOES NOT VERIFY") + "\n"
  }

  /// What became of it.
  private var standing: String {
    if !outcome.differences.isEmpty { return "different" }
    return outcome.countsOnly.isEmpty ? "same" : SliceCounts.standing
  }

  var json: JSONValue {
    .object([
      ("path", .string(path)),
      ("outcome", .string(standing)), ("intact", .bool(isIntact)),
      ("pinned", .string(outcome.pinned)),
      ("digest", .optional(outcome.countsOnly.isEmpty ? "sha256:" + outcome.digest : nil)),
      ("countsOnly", .array(outcome.countsOnly.map { .string($0) })),
      ("verdicts", .integer(Int64(outcome.verdicts))),
      (
        "recomputedFrom",
        .array(
          outcome.inputs.map {
            .object([
              ("member", .string($0.path)), ("format", .optional($0.format)),
              ("records", .integer($0.records)), ("quarantined", .integer($0.quarantined)),
            ])
          })
      ),
      (
        "declared",
        .array(
          declared.filter(\.isUsed).map {
            .object([("fact", .string($0.name)), ("meaning", .string($0.text))])
          })
      ),
      ("differences", .array(outcome.differences.map(\.json))),
    ])
  }

  private struct Declared {
    var name: String
    var text: String
    var isUsed: Bool
  }

  /// What was taken from `data/findings/context.json`.
  private var declared: [Declared] {
    let facts = outcome.facts
    func some(_ name: String, _ text: String, _ isUsed: Bool) -> Declared {
      Declared(name: name, text: text, isUsed: isUsed)
    }
    return [
      some("roles", "time and services that the exports cover", !facts.roles.isEmpty),
      some("lost", "time lost by cut exports", facts.roles.contains { !$0.lost.isEmpty }),
      some("unknown", "broken records of unknown time", !facts.unknown.isEmpty),
      some(
        "shortestSlowNanoseconds", "the shortest statement of the slow log",
        facts.shortestSlowNanoseconds != nil),
      some("otherCommits", "commits left out", facts.otherCommits > 0),
      some("spacings", "median spacing of series", !facts.spacings.isEmpty),
      some("clauses", "what clauses saw over the judged range", !facts.clauses.isEmpty),
      some("graphs", "service graphs", !facts.graphs.isEmpty),
    ]
  }
}
