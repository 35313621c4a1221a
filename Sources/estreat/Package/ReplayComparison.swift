internal import Analysis
internal import Reports

/// One thing that a package says and a replay does not, or says otherwise.
struct ReplayDifference {
  /// Clause, service and window of a verdict; what else it is about otherwise.
  var subject: String
  /// Which member differs: `verdict`, `numerator`, `path` …
  var field: String
  /// As the package says.
  var recorded: JSONValue
  /// As the replay says.
  var recomputed: JSONValue

  var json: JSONValue {
    .object([
      ("subject", .string(subject)), ("field", .string(field)), ("recorded", recorded),
      ("recomputed", recomputed),
    ])
  }
}

/// Compares what a package says with what a replay gives, member by member of what the digest
/// covers (RULES "Digest").
struct ReplayComparison {
  private(set) var differences: [ReplayDifference] = []

  private static let members = ["verdict", "reason", "blockedBy", "excused"]
  private static let numbers = ["numerator", "denominator", "limit"]

  /// Clause by clause, window by window.
  mutating func compareVerdicts(_ recorded: [JSONValue], _ recomputed: [Verdict]) {
    let found = recomputed.map(AnalysisJSON.verdict)
    var twins = Dictionary(grouping: found, by: Self.subject)
    for verdict in recorded {
      let subject = Self.subject(verdict)
      guard let twin = twins[subject]?.first else {
        add(subject, "verdict", verdict["verdict"], .null)
        continue
      }
      twins[subject]?.removeFirst()
      for member in Self.members {
        let (a, b) = (Self.sorted(verdict[member]), Self.sorted(twin[member]))
        if a != b { add(subject, member, a, b) }
      }
      for number in Self.numbers {
        let (a, b) = (verdict["value"][number], twin["value"][number])
        if a != b { add(subject, number, a, b) }
      }
    }
    for verdict in found where !(twins[Self.subject(verdict)] ?? []).isEmpty {
      twins[Self.subject(verdict)]?.removeFirst()
      add(Self.subject(verdict), "verdict", .null, verdict["verdict"])
    }
  }

  /// What the digest covers of an incident.
  mutating func compareIncident(_ recorded: JSONValue, _ recomputed: Incident?) {
    let twin = recomputed.map(AnalysisJSON.incident) ?? .null
    for member in ["clauses", "contractOrder", "observedOrder", "path", "grade"]
    where recorded[member] != twin[member] {
      add("incident", member, recorded[member], twin[member])
    }
  }

  /// Two texts that must be equal.
  mutating func compareTexts(
    _ subject: String, field: String = "sha256", _ recorded: String, _ recomputed: String
  ) {
    if recorded != recomputed { add(subject, field, .string(recorded), .string(recomputed)) }
  }

  /// Two numbers that must be equal.
  mutating func compareCounts(
    _ subject: String, _ field: String, _ recorded: Int64, _ recomputed: Int64
  ) {
    if recorded != recomputed { add(subject, field, .integer(recorded), .integer(recomputed)) }
  }

  /// Counts of slices against what their lines show.
  mutating func compareLines(_ mismatches: [SliceCounts.Mismatch]) {
    for mismatch in mismatches {
      let row = mismatch.row
      let parts = [row.clause, row.service].compactMap { $0 }.joined(separator: " ")
      let subject =
        "lines of \(parts) \(row.window.from.rfc3339)/\(row.window.to.rfc3339)"
      compareCounts(subject, mismatch.name, row.count(mismatch.name) ?? 0, mismatch.shown)
    }
  }

  private mutating func add(
    _ subject: String, _ field: String, _ recorded: JSONValue, _ recomputed: JSONValue
  ) {
    differences.append(
      ReplayDifference(
        subject: subject, field: field, recorded: recorded, recomputed: recomputed))
  }

  /// `A2 payment-gateway 2024-05-15T06:20:00Z/2024-05-15T06:21:00Z`.
  private static func subject(_ verdict: JSONValue) -> String {
    let parts = [verdict["clause"].text, verdict["service"].text].compactMap { $0 }
    return parts.joined(separator: " ") + " \(verdict["from"].text ?? "?")/"
      + (verdict["to"].text ?? "?")
  }

  /// Requirements have no order.
  private static func sorted(_ value: JSONValue) -> JSONValue {
    guard case .array(let elements) = value else { return value }
    return .array(elements.sorted { $0.compact < $1.compact })
  }
}
