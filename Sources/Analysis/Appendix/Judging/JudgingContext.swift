public import Diagnostics

/// What a clause kind may look at when it judges.
public struct JudgingContext: Sendable {
  /// The contract.
  public let appendix: Appendix
  /// The clause and its place in the appendix.
  public let clause: Clause
  /// Index into the appendix' clauses: the key of its counts.
  public let clauseIndex: Int
  /// What was counted.
  public let survey: Survey
  /// What time the exports cover.
  public let coverage: Coverage
  /// The judged range.
  public let range: Interval
  /// Records found for the exposure candidates.
  public let legs: ExposureLegs
  /// What a package declares about the exports behind its slices; nil when exports are judged.
  var facts: PackageFacts?
  /// Which windows a package carries; nil when all are judged.
  var scope: ReplayScope?
  /// Threads that judging may use; never changes a result.
  var workers = 1

  /// Services a clause must be judged for: nil stands for all together.
  func services(counted keys: some Sequence<Survey.Key>) -> [String?] {
    switch clause.scope {
    case .all, .service: return [nil]
    case .perService:
      let seen = Set(keys.filter { $0.clause == clauseIndex }.compactMap(\.service))
        .union(facts?.facts(clause.id)?.services ?? []).sorted()
      return seen.isEmpty ? [nil] : seen.map { $0 }
    }
  }

  /// `service` as verdicts show it: the clause's, else the split one, else the only one of `role`.
  func shownService(_ split: String?, role: SourceRole) -> String? {
    if let split { return split }
    if case .service(let name) = clause.scope { return name }
    guard let services = survey.roles[role]?.services, services.count == 1 else { return nil }
    return services.first
  }

  /// Quarantined records of `role` that may lie in `window`.
  func unknownRecords(_ role: SourceRole, in window: Interval) -> Int64 {
    var count: Int64 = 0
    for unknown in survey.unknown where unknown.role == role {
      if unknown.span.first < window.to && window.from <= unknown.span.last {
        count += unknown.count
      }
    }
    return count
  }

  /// The clause's windows over the judged range.
  func windows(lengthNanoseconds: Int64) -> [Interval] {
    let all =
      WindowGrid(zone: appendix.zone, lengthNanoseconds: lengthNanoseconds)?
      .windows(overlapping: range) ?? []
    guard let scope else { return all }
    return scope.stretches[clause.id].map { stretch in all.filter { stretch.contains($0) } } ?? []
  }
}

/// What judging one clause found.
public struct ClauseFindings: Sendable {
  /// Verdicts before requirements and excuses are laid over them.
  public var verdicts: [Verdict] = []
  /// When each breached window began; `verdicts` and `onsets` are matched by clause, service and window.
  public var onsets: [BreachOnset] = []
  /// Baselines that were used.
  public var baselines: [BaselineSummary] = []
  /// What chance alone would do, where that can be said.
  public var falseAlarms: [FalseAlarms] = []
  /// Exposure candidates.
  public var exposures: [Exposure] = []
  /// Findings that change no verdict.
  public var findings: [Diagnostic] = []
  /// Exports whose absence left the clause undecided.
  public var missing: [MissingExport] = []
  /// Nothing found.
  public init() {}

  /// Adds what was found about other services of the clause.
  mutating func append(_ other: ClauseFindings) {
    verdicts += other.verdicts
    onsets += other.onsets
    baselines += other.baselines
    falseAlarms += other.falseAlarms
    exposures += other.exposures
    findings += other.findings
    missing += other.missing
  }
}

/// When a breached window began, and what proves it.
public struct BreachOnset: Sendable, Hashable {
  /// Clause.
  public var clause: ClauseID
  /// Service.
  public var service: String?
  /// The breached verdict window.
  public var window: Interval
  /// The moment that fires the trigger: a record's time, or the start of a slice.
  public var at: TimeSpan
  /// The stretch the trigger stands for: the window, or a 60 s slice of it.
  public var slice: Interval
  /// Whether only the stretch is known, not the moment (sample spacing over 60 s).
  public var isInterval: Bool
  /// First proof.
  public var evidence: Provenance?
}

/// One source's opinion on one window.
struct SourceDecision {
  var outcome: Outcome
  var reason: String?
  var value: VerdictValue?
  var evidence: [Provenance] = []
  var onset: TimeSpan?
  var support: Support?
  var notes: [String] = []

  static func indeterminate(_ reason: String, value: VerdictValue? = nil) -> SourceDecision {
    SourceDecision(outcome: .indeterminate, reason: reason, value: value)
  }
  static func notEvaluated(_ reason: String) -> SourceDecision {
    SourceDecision(outcome: .notEvaluated, reason: reason)
  }
  var isDecided: Bool { outcome != .indeterminate }
}

/// Reason codes that verdicts carry; the part before a colon is stable.
enum Reason {
  static let partialWindow = "partial-window"
  static let noData = "no-data"
  static let exportTruncated = "export-truncated"
  static let noTraffic = "no-traffic"
  static let noExport = "no-export"
  static let quarantined = "quarantined"
  static let clientAbort = "client-abort"
  static let latencyMissing = "latency-missing"
  static let fieldMissing = "field-missing"
  static let minRequests = "min-requests"
  static let unit = "unit"
  static let bucketResolution = "bucket-resolution"
  static let resolution = "resolution"
  static let counterReset = "counter-reset"
  static let clippedHistogram = "clipped-histogram"
  static let histogramInvalid = "histogram-invalid"
  static let samplingUnknown = "sampling-unknown"
  static let warmUp = "warm-up"
  static let degenerateSpread = "degenerate-spread"
  static let missingLeg = "missing-leg"
  static let legAbsent = "leg-absent"
  static let noVerifiedDeployment = "no-verified-deployment"
  static let switching = "switching"
  static let rolledBack = "rolled-back"
  static let topologyDifference = "topology-difference"
  static let credentialMismatch = "credential-mismatch"
  static let requirementIndeterminate = "requirement-indeterminate"
  static let requirementNotEvaluated = "requirement-not-evaluated"
}
