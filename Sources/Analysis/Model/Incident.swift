/// How well a causal chain is evidenced; never a probability (CLAUSES "Arbitration").
public enum EvidenceGrade: Int, Sendable, Comparable, CaseIterable {
  /// Contradicted.
  case contradicted = 0
  /// Contract order only.
  case contractOrderOnly
  /// Consistent: mechanism and order in time.
  case consistent
  /// Supported: shared traces as well.
  case supported
  /// Established: the time share explains the breach and contradictions are few.
  case established
  /// Weakest first.
  public static func < (a: EvidenceGrade, b: EvidenceGrade) -> Bool { a.rawValue < b.rawValue }
  /// `E0` to `E4`.
  public var code: String { "E\(rawValue)" }
}

/// One test of a causal link.
public struct LinkTest: Sendable, Hashable {
  /// Outcome of a test.
  public enum Result: String, Sendable {
    /// The data shows it.
    case pass = "PASS"
    /// The data shows the opposite.
    case fail = "FAIL"
    /// The data cannot say.
    case unknown = "UNKNOWN"
  }
  /// One named count of a test.
  public struct Count: Sendable, Hashable {
    /// What is counted.
    public var name: String
    /// How many.
    public var value: Int64
    /// A count.
    public init(_ name: String, _ value: Int64) {
      self.name = name
      self.value = value
    }
  }
  /// Stable name: `mechanism`, `onset-order`, `shared-traces`, `contradictions`, `completeness`.
  public var test: String
  /// Outcome.
  public var result: Result
  /// What was counted.
  public var counts: [Count]
  /// One sentence that says why, with times and counts.
  public var detail: String
  /// What it rests on.
  public var evidence: [Provenance]

  /// A test result.
  public init(
    test: String, result: Result, counts: [Count] = [], detail: String,
    evidence: [Provenance] = []
  ) {
    self.test = test
    self.result = result
    self.counts = counts
    self.detail = detail
    self.evidence = evidence
  }
}

/// A directed link between two clauses of an incident.
public struct CausalLink: Sendable, Hashable {
  /// Cause.
  public var from: ClauseID
  /// Effect.
  public var to: ClauseID
  /// Tests in the order of CLAUSES.
  public var tests: [LinkTest]
  /// The grade the tests allow.
  public var grade: EvidenceGrade
  /// Clauses of the contract order that lie between and are not part of the incident.
  public var gap: [ClauseID]

  /// A link.
  public init(
    from: ClauseID, to: ClauseID, tests: [LinkTest], grade: EvidenceGrade, gap: [ClauseID] = []
  ) {
    self.from = from
    self.to = to
    self.tests = tests
    self.grade = grade
    self.gap = gap
  }
}

/// One node of the root-cause path of one trace.
public struct TraceNode: Sendable, Hashable {
  /// Path name, such as `app_thread_blocked`.
  public var node: String
  /// When it began.
  public var time: TimeSpan
  /// Its record.
  public var evidence: Provenance

  /// A node.
  public init(node: String, time: TimeSpan, evidence: Provenance) {
    self.node = node
    self.time = time
    self.evidence = evidence
  }
}

/// One trace of an incident.
public struct IncidentTrace: Sendable, Hashable {
  /// How a trace relates to the path.
  public enum Standing: String, Sendable {
    /// All nodes under one trace id or bridged request id.
    case complete
    /// Some node has no data.
    case partial
    /// The effect without its cause, or before it.
    case contradicting
  }
  /// Trace id, or `request:…` where only a request id is known.
  public var id: String
  /// Standing.
  public var standing: Standing
  /// Nodes in path order.
  public var nodes: [TraceNode]
  /// Nodes without data.
  public var missing: [String]

  /// A trace.
  public init(id: String, standing: Standing, nodes: [TraceNode], missing: [String]) {
    self.id = id
    self.standing = standing
    self.nodes = nodes
    self.missing = missing
  }
}

/// Concurrent breaches and the chain between them.
public struct Incident: Sendable, Hashable {
  /// `INC-20240515-142003`: civil date and time of the onset.
  public var id: String
  /// Onset, and the end of the last breached window or leak.
  public var interval: Interval
  /// Ids of its breaches, by onset.
  public var breaches: [String]
  /// Clauses in contract order.
  public var clauses: [ClauseID]
  /// Clauses of the arbitration order that are part of the incident.
  public var contractOrder: [ClauseID]
  /// Clauses by onset; those whose onset intervals overlap share a group.
  public var observedOrder: [[ClauseID]]
  /// Root-cause path: node names in causal order.
  public var path: [String]
  /// Nodes of the path without data: inferred, not observed.
  public var inferredNodes: [String]
  /// Grade of the weakest link; nil for a lone breach.
  public var grade: EvidenceGrade?
  /// Links in contract order.
  public var links: [CausalLink]
  /// Traces, by standing, then first node's time, then id.
  public var traces: [IncidentTrace]
  /// Clauses in the factual chain that were not in force: not liabilities.
  public var notInForce: [ClauseID]
  /// Codes such as `ORDER_CONFLICT`.
  public var notes: [String]

  /// An incident.
  public init(
    id: String, interval: Interval, breaches: [String], clauses: [ClauseID],
    contractOrder: [ClauseID], observedOrder: [[ClauseID]], path: [String],
    inferredNodes: [String], grade: EvidenceGrade?, links: [CausalLink],
    traces: [IncidentTrace], notInForce: [ClauseID], notes: [String]
  ) {
    self.id = id
    self.interval = interval
    self.breaches = breaches
    self.clauses = clauses
    self.contractOrder = contractOrder
    self.observedOrder = observedOrder
    self.path = path
    self.inferredNodes = inferredNodes
    self.grade = grade
    self.links = links
    self.traces = traces
    self.notInForce = notInForce
    self.notes = notes
  }

  /// Whether some onsets overlap so that their order cannot be decided.
  public var isOrderUndecidable: Bool { observedOrder.contains { $0.count > 1 } }
  /// How many traces have `standing`.
  public func traceCount(_ standing: IncidentTrace.Standing) -> Int {
    traces.count { $0.standing == standing }
  }
}
