extension AnalysisRun {
  /// What a replay found for the stretch and incident of its package.
  public struct Recomputed: Sendable {
    /// Verdicts of the windows that the package carries.
    public var verdicts: [Verdict]
    /// The incident; nil when none came out.
    public var incident: Incident?
    /// Digest over both, 64 hex digits.
    public var digest: String
  }

  /// Counts of slices that their lines do not bear out.
  public var countMismatches: [SliceCounts.Mismatch] { parts.flatMap(\.mismatches) }

  /// The verdicts and the incident that the slices of a package give.
  /// - Parameters:
  ///   - window: the stretch that the package proves.
  ///   - onset: when its incident began.
  ///   - clauses: clauses of its incident: two incidents may begin in one instant.
  public func recomputed(in window: Interval, onset: Instant, clauses: [ClauseID]) -> Recomputed {
    let verdicts = verdicts(in: window)
    let candidates = result.incidents.filter { $0.interval.from == onset }
    // Where nothing began at that time, the incident that does is the difference to show.
    let incident =
      candidates.first { $0.clauses == clauses } ?? candidates.first
      ?? result.incidents.first { window.contains($0.interval.from) }
      ?? result.incidents.first { $0.interval.overlaps(window) }
    return Recomputed(
      verdicts: verdicts, incident: incident,
      digest: VerdictDigest.compute(
        verdicts: verdicts, incidents: [incident].compactMap { $0 }))
  }
}
