/// Everything the first pass keeps: integer window counts, candidates, series and coverage.
///
/// A commutative monoid, so that files, threads and cluster shards may be merged in any order.
public struct Survey: Mergeable {
  /// Which counts: the clause's place in the appendix and the service for `per: service`.
  public struct Key: Sendable, Hashable {
    /// Index into the appendix' clauses.
    public var clause: Int
    /// Service, for clauses judged per service.
    public var service: String?
    /// A key.
    public init(clause: Int, service: String? = nil) {
      self.clause = clause
      self.service = service
    }
  }

  /// What one role's exports hold together.
  public struct RoleFacts: Mergeable {
    /// First to last record.
    public var span: TimeSpan?
    /// Records, before any filter.
    public var records: Int64 = 0
    /// Services named.
    public var services: Set<String> = []
    /// Whether some record has a trace-id field at all, be it empty: without one the export
    /// cannot say whether ids were injected.
    public var hasTraceField = false
    /// Whether some record carries a usable trace id.
    public var carriesTraceIDs = false
    /// Requests that state no duration.
    public var withoutLatency: Int64 = 0
    /// Requests that state no status.
    public var withoutStatus: Int64 = 0
    /// Records by step of `SurveyPlan.activityStep`.
    public var activity = WindowSeries<RecordCount>()
    /// Adds the facts of `other`.
    public mutating func merge(_ other: RoleFacts) {
      span = TimeSpan.union(span, other.span)
      records += other.records
      services.formUnion(other.services)
      hasTraceField = hasTraceField || other.hasTraceField
      carriesTraceIDs = carriesTraceIDs || other.carriesTraceIDs
      withoutLatency += other.withoutLatency
      withoutStatus += other.withoutStatus
      activity.merge(other.activity)
    }
  }

  /// Quarantined records whose time is only known to lie between their neighbours.
  public struct UnknownRecords: Sendable, Hashable {
    /// Role of the export.
    public var role: SourceRole
    /// Between the last good record before and the first good record after.
    public var span: TimeSpan
    /// How many.
    public var count: Int64
  }

  /// Requests against latency limits.
  public var latency: [Key: WindowSeries<LatencyCounts>] = [:]
  /// Requests by validity of their trace id, from the access log.
  public var injection: [Key: WindowSeries<InjectionCounts>] = [:]
  /// The same from the application log.
  public var appInjection: [Key: WindowSeries<InjectionCounts>] = [:]
  /// Slow-log entries by step of their start.
  public var slow = WindowSeries<SlowCounts>()
  /// The shortest statement that the slow log admitted: what counts as slow in spans.
  public var shortestSlowNanoseconds: Int64?
  /// Clock steps of inputs whose stamps are coarser than they are spelled, in nanoseconds.
  public var clockSteps: [Int: Int64] = [:]
  /// Samples of the wanted metric families.
  public var metrics = MetricStore()
  /// Bounds of native histograms around the limits of latency clauses, as classic buckets.
  public var nativeBuckets = MetricStore()
  /// Deployment steps.
  public var deployments: [Located<DeploymentRecord>] = []
  /// Commits.
  public var commits: [Located<CommitRecord>] = []
  /// Documents carried whole.
  public var documents: [Located<DocumentRecord>] = []
  /// Candidates of exposure clauses.
  public var candidates: [ExposureCandidate] = []
  /// Facts by role.
  public var roles: [SourceRole: RoleFacts] = [:]
  /// Spans, until their traces are looked at.
  public var spans = SpanStore()
  /// What the spans show together; filled when everything was read.
  public var census = SpanCensus()
  /// Quarantined records of unknown time.
  public var unknown: [UnknownRecords] = []

  /// Nothing read.
  public init() {}

  /// Adds everything in `other`.
  public mutating func merge(_ other: Survey) {
    latency.merge(other.latency, uniquingKeysWith: mergedCounts)
    injection.merge(other.injection, uniquingKeysWith: mergedCounts)
    appInjection.merge(other.appInjection, uniquingKeysWith: mergedCounts)
    slow.merge(other.slow)
    shortestSlowNanoseconds =
      [shortestSlowNanoseconds, other.shortestSlowNanoseconds].compactMap { $0 }.min()
    clockSteps.merge(other.clockSteps, uniquingKeysWith: max)
    metrics.merge(other.metrics)
    nativeBuckets.merge(other.nativeBuckets)
    deployments += other.deployments
    commits += other.commits
    documents += other.documents
    candidates += other.candidates
    roles.merge(other.roles, uniquingKeysWith: mergedCounts)
    unknown += other.unknown
    spans.merge(other.spans)
    census.merge(other.census)
  }

  /// Gives single latencies up everywhere, because they are too many in all.
  mutating func coarsenLatencies() {
    latency = latency.mapValues { series in
      var coarse = series
      coarse.forEach { $0.distribution.coarsen() }
      return coarse
    }
  }

  /// Brings lists into an order that does not depend on how parts were merged.
  /// - Parameter workers: threads; never changes the result.
  public mutating func normalise(workers: Int = 1) {
    deployments.sort {
      ($0.value.time.instant, $0.provenance) < ($1.value.time.instant, $1.provenance)
    }
    commits.sort { $0.provenance < $1.provenance }
    documents.sort { $0.provenance < $1.provenance }
    candidates.sort { $0.provenance < $1.provenance }
    unknown.sort {
      ($0.role, $0.span.first, $0.span.last, $0.count)
        < ($1.role, $1.span.first, $1.span.last, $1.count)
    }
    metrics.normalise(workers: workers)
    nativeBuckets.normalise(workers: workers)
  }
}

/// A value with the bytes it was read from.
public struct Located<Value: Sendable>: Sendable {
  /// What was read.
  public var value: Value
  /// Where.
  public var provenance: Provenance
  /// A located value.
  public init(_ value: Value, _ provenance: Provenance) {
    self.value = value
    self.provenance = provenance
  }
}

/// A record that may be one leg of an exposure (CLAUSES A4).
public struct ExposureCandidate: Sendable, Hashable {
  /// Which leg.
  public enum Leg: String, Sendable {
    /// An application record of level ERROR or worse whose stack trace holds a detector hit.
    case application
    /// An audit record that reports a leak pattern.
    case audit
  }
  /// Which leg.
  public var leg: Leg
  /// When.
  public var time: Stamp
  /// Trace id as logged, if it is a usable text.
  public var trace: String?
  /// Request id as logged.
  public var request: String?
  /// Service.
  public var service: String?
  /// Pattern names that were hit or reported.
  public var patterns: [String]
  /// Where.
  public var provenance: Provenance
}

func mergedCounts<Counts: Mergeable>(_ a: Counts, _ b: Counts) -> Counts {
  var sum = a
  sum.merge(b)
  return sum
}
