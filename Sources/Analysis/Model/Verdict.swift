/// Identifies a clause of the appendix, such as `A2`.
public typealias ClauseID = String

/// What was decided about one clause in one window.
public enum Outcome: String, Sendable, CaseIterable {
  /// The clause held.
  case compliant = "COMPLIANT"
  /// The clause was in force and did not hold.
  case breached = "BREACHED"
  /// A required clause did not hold, so the clause was not armed.
  case notInForce = "NOT_IN_FORCE"
  /// The data cannot carry a verdict.
  case indeterminate = "INDETERMINATE"
  /// The export the clause needs was not supplied, or nothing happened.
  case notEvaluated = "NOT_EVALUATED"
}

/// How well a breach is supported by the data (CLAUSES "Two tiers").
public enum Support: String, Sendable, CaseIterable {
  /// The lower confidence bound lies beyond the limit too.
  case confirmed
  /// Only the point value does.
  case weak
  /// Neither.
  case none
}

/// A pointer to the bytes a number rests on.
public struct Provenance: Sendable, Hashable, Comparable {
  /// Index into the inputs of the run.
  public var input: Int
  /// Where in the decompressed content.
  public var place: RecordPlace

  /// A pointer.
  public init(input: Int, place: RecordPlace) {
    self.input = input
    self.place = place
  }

  /// By input, then offset.
  public static func < (a: Provenance, b: Provenance) -> Bool {
    (a.input, a.place.offset, a.place.length) < (b.input, b.place.offset, b.place.length)
  }
}

/// The measured value behind a verdict.
public struct VerdictValue: Sendable, Hashable {
  /// Indicator, such as `p99` or `slow-ratio`.
  public var name: String
  /// Events that count towards the numerator.
  public var numerator: Int64
  /// All events.
  public var denominator: Int64
  /// The measured value in `unit`; nil where there is none.
  public var observed: Double?
  /// The limit in `unit`; nil where it could not be computed.
  public var limit: Double?
  /// `ratio`, `ms`, `count`.
  public var unit: String

  /// A value.
  public init(
    name: String, numerator: Int64, denominator: Int64, observed: Double?, limit: Double?,
    unit: String
  ) {
    self.name = name
    self.numerator = numerator
    self.denominator = denominator
    self.observed = observed
    self.limit = limit
    self.unit = unit
  }
}

/// One verdict: one clause, one service, one window.
public struct Verdict: Sendable, Hashable {
  /// Clause.
  public var clause: ClauseID
  /// Service; nil when the clause is judged over several.
  public var service: String?
  /// Window.
  public var window: Interval
  /// What was decided.
  public var outcome: Outcome
  /// Reason code with its detail, such as `leg-absent: gateway-access`; nil when none is needed.
  public var reason: String?
  /// Required clauses that did not hold.
  public var blockedBy: [ClauseID] = []
  /// How well the data support a breach, or that a latency limit was kept; nil where the tiers do
  /// not apply.
  public var support: Support?
  /// Whether the appendix excuses the window.
  public var isExcused = false
  /// The measured value, filled in whatever the outcome.
  public var value: VerdictValue?
  /// What it rests on.
  public var evidence: [Provenance] = []
  /// Codes that qualify the verdict without changing it, such as `DEGENERATE_SPREAD`.
  public var notes: [String] = []

  /// A verdict.
  public init(
    clause: ClauseID, service: String?, window: Interval, outcome: Outcome, reason: String? = nil
  ) {
    self.clause = clause
    self.service = service
    self.window = window
    self.outcome = outcome
    self.reason = reason
  }

  /// The reason code without detail: `leg-absent` of `leg-absent: gateway-access`.
  public var reasonCode: String? {
    reason.map { String($0.prefix { $0 != ":" }) }
  }
}

/// A maximal run of breached windows of one clause and service.
public struct Breach: Sendable, Hashable {
  /// `A2-20240515-142000`, unique in a run.
  public var id: String
  /// Clause.
  public var clause: ClauseID
  /// Service.
  public var service: String?
  /// When it began: the first late, slow or leaking record, with clock uncertainty.
  public var onset: TimeSpan
  /// End of the last breached window.
  public var end: Instant
  /// The breached windows.
  public var windows: [Interval]
  /// Whether every window is excused.
  public var isExcused: Bool

  /// A breach.
  public init(
    id: String, clause: ClauseID, service: String?, onset: TimeSpan, end: Instant,
    windows: [Interval], isExcused: Bool
  ) {
    self.id = id
    self.clause = clause
    self.service = service
    self.onset = onset
    self.end = end
    self.windows = windows
    self.isExcused = isExcused
  }
}
