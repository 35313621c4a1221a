public import Analysis
public import Diagnostics

/// What `explain` is asked about.
public enum ExplainSubject: Sendable, Hashable {
  /// A clause over the whole run.
  case clause(ClauseID)
  /// One window of a clause: the one that holds the instant.
  case window(ClauseID, Instant)
  /// An incident by its id.
  case incident(String)
  /// A breach by its id: its windows.
  case breach(String)

  /// Finds `text` among the ids of a run.
  /// - Parameter instant: the window asked for; nil for the clause as a whole.
  /// - Throws: `unknown-subject` with the nearest ids.
  public static func find(
    _ text: String, at instant: Instant?, in result: AnalysisResult
  ) throws(DiagnosticError) -> ExplainSubject {
    if result.clauses.contains(where: { $0.id == text }) {
      return instant.map { .window(text, $0) } ?? .clause(text)
    }
    if result.incidents.contains(where: { $0.id == text }) { return .incident(text) }
    if result.breaches.contains(where: { $0.id == text }) { return .breach(text) }
    let known =
      result.clauses.map(\.id) + result.incidents.map(\.id) + result.breaches.map(\.id)
    throw DiagnosticError(
      Diagnostic(
        .error, "unknown-subject", "this run has no clause, incident or breach \"\(text)\"",
        fix: NearestName.suggestion(for: text, among: known, called: "ids")))
  }
}

/// Suggestions for a misspelled name.
public enum NearestName {
  /// `did you mean "A2"?`, or the names there are.
  public static func suggestion(
    for text: String, among known: [String], called plural: String
  ) -> String {
    let near = known.map { (distance(text, $0), $0) }.min { $0.0 < $1.0 }
    if let near, near.0 <= max(1, text.count / 3) { return "did you mean \"\(near.1)\"?" }
    if known.isEmpty { return "there are no \(plural)" }
    let more = known.count > 8 ? " and \(known.count - 8) more" : ""
    return "known \(plural): " + known.prefix(8).joined(separator: ", ") + more
  }

  /// How many letters must be put in, left out or changed, case aside.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let change = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
