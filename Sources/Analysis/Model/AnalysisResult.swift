public import Diagnostics

/// One input of a run.
public struct InputSummary: Sendable, Hashable {
  /// Path relative to the argument it was found under.
  public var path: String
  /// SHA-256 as acquired (of the compressed bytes when compressed), 64 hex digits.
  public var sha256: String
  /// Size as acquired, in bytes.
  public var bytes: Int64
  /// Format name; nil when not recognised.
  public var format: String?
  /// Why it was recognised so.
  public var recognitionReason: String?
  /// Role; nil when not recognised.
  public var role: SourceRole?
  /// Services named in it, sorted.
  public var services: [String] = []
  /// Records delivered.
  public var records: Int64 = 0
  /// Records quarantined.
  public var quarantined: Int64 = 0
  /// Records that another export already held.
  public var duplicates: Int64 = 0
  /// First and last record time.
  public var span: TimeSpan?
  /// Zone assumed for stamps without one.
  public var assumedZone: String?
  /// The path of the identical export that is counted instead of this one.
  public var identicalTo: String?

  /// An input that was hashed.
  public init(path: String, sha256: String, bytes: Int64) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}

/// One hour's baseline of a seasonal clause.
public struct BaselineSummary: Sendable, Hashable {
  /// One day of the history.
  public struct Day: Sendable, Hashable {
    /// Civil date, `2024-05-08`.
    public var date: String
    /// Ratio of the hour; nil when the day is missing.
    public var ratio: Double?
    /// Slow increase and denominator increase behind the ratio.
    public var numerator: Int64?
    /// Denominator increase.
    public var denominator: Int64?
    /// Why it is missing, or what qualifies it.
    public var note: String?
    /// A day.
    public init(
      date: String, ratio: Double?, numerator: Int64?, denominator: Int64?, note: String?
    ) {
      self.date = date
      self.ratio = ratio
      self.numerator = numerator
      self.denominator = denominator
      self.note = note
    }
  }
  /// Clause.
  public var clause: ClauseID
  /// Service.
  public var service: String?
  /// Start of the judged civil hour.
  public var hour: Instant
  /// Days, oldest first.
  public var days: [Day]
  /// First quartile, median, third quartile of the ratios, unrounded; nil during warm-up.
  public var q1: Double?
  /// Median.
  public var median: Double?
  /// Third quartile.
  public var q3: Double?
  /// q3 − q1.
  public var iqr: Double?
  /// The limit in force.
  public var limit: Double?
  /// `type7`.
  public var quantile: String
  /// The limit by the other quantile types, for the sensitivity row: ("type6", 0.0795).
  public var otherLimits: [OtherLimit]

  /// The contract's limit without each one of its days: does a verdict hang on one of them?
  public var withoutDay: [WithoutDay] = []
  /// The limit without breached, excused and suspect days; nil when too few would be left.
  public var cleanLimit: Double?
  /// Whether more than two in seven days are breached, excused or suspect.
  public var isPoisoned = false
  /// The limit from days of the judged day's type; nil without a calendar or with too few days.
  public var sameType: SameType?

  /// A limit that leaves one day out.
  public struct WithoutDay: Sendable, Hashable {
    /// The day left out, `2024-05-08`.
    public var date: String
    /// Limit from the others.
    public var limit: Double
    /// A limit.
    public init(date: String, limit: Double) {
      self.date = date
      self.limit = limit
    }
  }

  /// A limit from days of one type.
  public struct SameType: Sendable, Hashable {
    /// `workday` or `rest-day`.
    public var dayType: String
    /// The days, oldest first; they may lie further back than the contract looks.
    public var dates: [String]
    /// Limit from them.
    public var limit: Double
    /// A limit.
    public init(dayType: String, dates: [String], limit: Double) {
      self.dayType = dayType
      self.dates = dates
      self.limit = limit
    }
  }

  /// A limit by another quantile definition.
  public struct OtherLimit: Sendable, Hashable {
    /// `type6` or `type8`.
    public var quantile: String
    /// Limit.
    public var limit: Double
    /// A limit.
    public init(quantile: String, limit: Double) {
      self.quantile = quantile
      self.limit = limit
    }
  }

  /// A baseline.
  public init(
    clause: ClauseID, service: String?, hour: Instant, days: [Day], q1: Double?, median: Double?,
    q3: Double?, iqr: Double?, limit: Double?, quantile: String, otherLimits: [OtherLimit]
  ) {
    self.clause = clause
    self.service = service
    self.hour = hour
    self.days = days
    self.q1 = q1
    self.median = median
    self.q3 = q3
    self.iqr = iqr
    self.limit = limit
    self.quantile = quantile
    self.otherLimits = otherLimits
  }
}

/// One candidate of a sensitive-exposure clause.
public struct Exposure: Sendable, Hashable {
  /// Clause.
  public var clause: ClauseID
  /// Trace id, if known.
  public var trace: String?
  /// Request id, if known.
  public var request: String?
  /// End of the gateway record, or the candidate's own time when there is none.
  public var time: Instant
  /// Clock uncertainty of `time`.
  public var resolutionNanoseconds: Int64
  /// Application leg.
  public var application: Provenance?
  /// Gateway leg.
  public var gateway: Provenance?
  /// Audit leg.
  public var audit: Provenance?
  /// Confirmed pattern names in appendix order, never matched values.
  public var patterns: [String]
  /// Decision for this candidate.
  public var outcome: Outcome
  /// Reason, such as `leg-absent: gateway-access`.
  public var reason: String?

  /// A candidate.
  public init(
    clause: ClauseID, trace: String?, request: String?, time: Instant,
    resolutionNanoseconds: Int64, application: Provenance?, gateway: Provenance?,
    audit: Provenance?, patterns: [String], outcome: Outcome, reason: String?
  ) {
    self.clause = clause
    self.trace = trace
    self.request = request
    self.time = time
    self.resolutionNanoseconds = resolutionNanoseconds
    self.application = application
    self.gateway = gateway
    self.audit = audit
    self.patterns = patterns
    self.outcome = outcome
    self.reason = reason
  }
}

/// A clause that could not be evaluated, and the export that would change that.
public struct MissingExport: Sendable, Hashable {
  /// Clause.
  public var clause: ClauseID
  /// What to supply.
  public var needs: String
  /// A missing export.
  public init(clause: ClauseID, needs: String) {
    self.clause = clause
    self.needs = needs
  }
}

/// Everything one run found out.
public struct AnalysisResult: Sendable {
  /// Text of the appendix version, its SHA-256.
  public var appendixVersion: String
  /// 64 hex digits.
  public var appendixSHA256: String
  /// The contract's zone.
  public var zone: CivilZone
  /// Clause ids in contract order, with their kinds.
  public var clauses: [ClauseHeading]
  /// The judged range.
  public var judgedRange: Interval?
  /// Inputs sorted by path.
  public var inputs: [InputSummary]
  /// Verdicts sorted by clause order, service, window.
  public var verdicts: [Verdict]
  /// Breaches by onset.
  public var breaches: [Breach]
  /// Incidents by onset.
  public var incidents: [Incident]
  /// Baselines by clause, service, hour.
  public var baselines: [BaselineSummary]
  /// What chance alone would do to clauses with a baseline, in contract order.
  public var falseAlarms: [FalseAlarms] = []
  /// Exposure candidates by time.
  public var exposures: [Exposure]
  /// Clauses that lack an export.
  public var missingExports: [MissingExport]
  /// Findings and problems, sorted.
  public var diagnostics: [Diagnostic]
  /// False when an input could not be read to its end.
  public var isComplete: Bool
  /// SHA-256 over verdicts and incidents as RULES "Digest" says, 64 hex digits.
  public var digest: String
  /// How the samples lie that clauses rest on, clauses in the order they were judged.
  public var alignments: [SampleAlignment] = []

  /// One clause as the summary names it.
  public struct ClauseHeading: Sendable, Hashable {
    /// `A2`.
    public var id: ClauseID
    /// `latency-percentile`.
    public var kind: String
    /// One line: `P99 ≤ 200 ms per 60 s, requires A1, A3`.
    public var condition: String
    /// A heading.
    public init(id: ClauseID, kind: String, condition: String) {
      self.id = id
      self.kind = kind
      self.condition = condition
    }
  }

  /// The parts of a result.
  public init(
    appendixVersion: String, appendixSHA256: String, zone: CivilZone, clauses: [ClauseHeading],
    judgedRange: Interval?, inputs: [InputSummary], verdicts: [Verdict], breaches: [Breach],
    incidents: [Incident], baselines: [BaselineSummary], exposures: [Exposure],
    missingExports: [MissingExport], diagnostics: [Diagnostic], isComplete: Bool, digest: String
  ) {
    self.appendixVersion = appendixVersion
    self.appendixSHA256 = appendixSHA256
    self.zone = zone
    self.clauses = clauses
    self.judgedRange = judgedRange
    self.inputs = inputs
    self.verdicts = verdicts
    self.breaches = breaches
    self.incidents = incidents
    self.baselines = baselines
    self.exposures = exposures
    self.missingExports = missingExports
    self.diagnostics = diagnostics
    self.isComplete = isComplete
    self.digest = digest
  }
}
