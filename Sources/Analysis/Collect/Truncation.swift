/// Finds the time that a cut export says nothing about (INPUTS "Truncation detector").
enum Truncation {
  /// Row counts at which query tools stop.
  static func isRoundCount(_ count: Int64) -> Bool {
    var bound: Int64 = 1_000
    while bound <= 10_000_000 {
      if count == bound || count == 5 * bound { return true }
      bound *= 10
    }
    return false
  }

  /// Roles whose exports come out of queries with limits.
  private static let roles: Set<SourceRole> = [.gatewayAccess, .appLog, .slowLog, .securityAudit]

  /// Time without records by role: what each cut export left out ends where the next export of the
  /// role begins; where there is none, it has no end.
  static func lost(_ parts: [InputSurvey]) -> [SourceRole: [Interval]] {
    var lost: [SourceRole: [Interval]] = [:]
    for (index, part) in parts.enumerated() {
      guard part.isTruncated, part.summary.identicalTo == nil, let role = part.summary.role,
        roles.contains(role), let span = part.summary.span
      else { continue }
      let others = parts.indices.filter { $0 != index && parts[$0].summary.role == role }
        .compactMap { parts[$0].summary.span }
      if part.isDescending {
        let before = others.map(\.last).filter { $0 <= span.first }.max() ?? .distantPast
        lost[role, default: []].append(Interval(from: before, to: span.first))
      } else {
        let after = others.map(\.first).filter { $0 >= span.last }.min() ?? .distantFuture
        lost[role, default: []].append(Interval(from: span.last, to: after))
      }
    }
    return lost
  }

  /// The silent end of a dense log that is declared, or was asked, to go on: other logs or traces
  /// show traffic there.
  /// - Parameter end: how far the export should go.
  static func silentEnd(
    _ role: SourceRole, until end: Instant, _ survey: Survey, _ steps: WindowGrid
  ) -> Interval? {
    guard role == .gatewayAccess, let span = survey.roles[role]?.span, span.last < end else {
      return nil
    }
    let silence = end - span.last
    let least = max(300_000_000_000, (end - span.first) / 20)
    guard silence >= least else { return nil }
    let isBusy = [SourceRole.appLog, .spans].contains { other in
      survey.roles[other]?.activity.starts.contains {
        $0 > span.last && $0 + steps.lengthNanoseconds <= end
      } ?? false
    }
    return isBusy ? Interval(from: span.last, to: end) : nil
  }
}
