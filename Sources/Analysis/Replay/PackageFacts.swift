/// What the verdicts of a package need to know about exports beyond the slices it carries.
///
/// Facts about the exports as a whole, never verdicts: a replay takes them as declared, and whoever
/// doubts them asks for the exports, whose digests the package states. Everything else is recomputed
/// from the bytes of the package.
public struct PackageFacts: Sendable, Equatable {
  /// What one role's exports hold together.
  public struct Role: Sendable, Equatable {
    /// Role.
    public var role: SourceRole
    /// First to last record; nil for an export without any.
    public var span: TimeSpan?
    /// Services that its records name: a verdict names the only one.
    public var services: [String]
    /// Whether some record has a trace-id field, be it empty.
    public var hasTraceField: Bool
    /// Time that cut exports of it say nothing about.
    public var lost: [Interval]
  }
  /// What a whole series of samples says about one of its stretches.
  public struct Spacing: Sendable, Equatable {
    /// Series as `name{label="value"}`.
    public var series: String
    /// Median distance of its samples.
    public var nanoseconds: Int64
    /// Whether it is a bound of a native histogram.
    public var isNative: Bool
  }
  /// What one clause saw over the whole judged range.
  public struct ClauseFacts: Sendable, Equatable {
    /// Clause.
    public var clause: ClauseID
    /// Services that a clause split by service was judged for.
    public var services: [String] = []
    /// Growth of the classic histogram above its highest finite bound: none, and it may be clipped.
    public var growthAbove: Double?
    /// Growth in its highest finite bucket.
    public var growthInHighest: Double?
    /// Whether the metric's values fit the unit that the appendix declares.
    public var unitFits: Bool?
  }
  /// The services and calls seen between two moves of traffic.
  public struct Graph: Sendable {
    /// Number of the stretch: 0 before the first move, then one more after each.
    public var stretch: Int
    /// What was seen.
    public var graph: ServiceGraph
  }

  /// The judged range of the run.
  public var range: Interval
  /// The stretch that the package proves.
  public var window: Interval
  /// Roles of which an export was supplied, be it empty.
  public var supplied: [SourceRole] = []
  /// Declarations of the appendix that matched an export: what they say it covers holds.
  public var sources: [Int] = []
  /// By role.
  public var roles: [Role] = []
  /// Quarantined records that may lie in the stretch.
  public var unknown: [Survey.UnknownRecords] = []
  /// The shortest statement that the slow log admitted.
  public var shortestSlowNanoseconds: Int64?
  /// Commits that the exports hold and the package does not.
  public var otherCommits: Int64 = 0
  /// Spacing of series whose stretches in the package would show another one.
  public var spacings: [Spacing] = []
  /// By clause, in contract order; only clauses with something to say.
  public var clauses: [ClauseFacts] = []
  /// Service graphs, where an agreed one decides a verdict.
  public var graphs: [Graph] = []

  /// Facts that say nothing yet.
  public init(range: Interval, window: Interval) {
    self.range = range
    self.window = window
  }

  /// Equal facts; of graphs their written form.
  public static func == (a: PackageFacts, b: PackageFacts) -> Bool { a.json == b.json }

  /// What was declared for a clause.
  func facts(_ clause: ClauseID) -> ClauseFacts? { clauses.first { $0.clause == clause } }
}
