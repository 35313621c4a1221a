/// What a source is to the clauses.
public enum SourceRole: String, Sendable, CaseIterable, Comparable {
  /// Requests as the gateway saw them.
  case gatewayAccess = "gateway-access"
  /// The application's log.
  case appLog = "app-log"
  /// Security audit.
  case securityAudit = "security-audit"
  /// Database slow log.
  case slowLog = "slow-log"
  /// Traces.
  case spans
  /// Metrics of any kind.
  case metrics
  /// Deployment events.
  case deployments
  /// Scan reports.
  case scan
  /// Configuration and git metadata.
  case config

  /// Dense sources have records all the time; a silent window of theirs is a gap.
  public var isDense: Bool { self == .gatewayAccess || self == .metrics }
  /// Sparse sources never make a window partial (RULES "Coverage").
  public var isSparse: Bool {
    switch self {
    case .deployments, .securityAudit, .scan, .config: true
    default: false
    }
  }
  /// By raw name.
  public static func < (a: SourceRole, b: SourceRole) -> Bool { a.rawValue < b.rawValue }
}

/// Unit of a number in an export.
public enum SourceUnit: String, Sendable, CaseIterable {
  /// Seconds.
  case seconds = "s"
  /// Milliseconds.
  case milliseconds = "ms"
  /// Microseconds.
  case microseconds = "us"
  /// Nanoseconds.
  case nanoseconds = "ns"

  /// Nanoseconds in one unit.
  public var nanoseconds: Int64 {
    switch self {
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    case .nanoseconds: 1
    }
  }
}

/// One entry of the appendix' `sources:`; only what cannot be recognised or must be overridden.
public struct SourceDeclaration: Sendable, Hashable {
  /// What a field's number means.
  public struct Field: Sendable, Hashable {
    /// Field name, dotted path or JSON Pointer.
    public var path: String
    /// Unit of a number; nil for what the name or digit count says.
    public var unit: SourceUnit?
    /// A field.
    public init(path: String, unit: SourceUnit? = nil) {
      self.path = path
      self.unit = unit
    }
  }
  /// What the time stamp of a request or statement states.
  public enum TimeMeaning: String, Sendable, CaseIterable {
    /// The response was logged.
    case end
    /// The request began; the latency is added.
    case start
  }

  /// Role of the records.
  public var role: SourceRole
  /// Globs matched against the end of the path at a `/` boundary.
  public var files: [String]
  /// Service of records that name none.
  public var service: String?
  /// Time field.
  public var time: Field?
  /// What the time states; nil for what the format says, which is the end where it says nothing.
  public var timeMeans: TimeMeaning?
  /// Fields by role name: `status`, `latency`, `trace-id`, `request-id`, `path`, `service`,
  /// `level`, `message`, `stack-trace`, `wait`, `upstream-status`, `method`, `pattern`.
  public var fields: [String: Field] = [:]
  /// Zone of stamps that have none.
  public var zone: CivilZone?
  /// Time the export is declared to cover, however its first and last record lie.
  public var covers: Interval?
  /// How a CSV of metrics is laid out; nil for every other format.
  public var csv: CSVMapping?
  /// Line of the declaration in the appendix.
  public var line: Int

  /// A declaration.
  public init(role: SourceRole, files: [String], line: Int) {
    self.role = role
    self.files = files
    self.line = line
  }
}
