/// Text inside a record: bytes that are valid only while the sink is being called.
///
/// Escapes are already resolved; the bytes need not be valid UTF-8.
public struct ByteText {
  // Never nil, so that an optional text takes no more room: records are full of them.
  private let start: UnsafeRawPointer
  private let count: Int
  private static let nowhere: StaticString = ""

  /// Wraps bytes that outlive the call.
  public init(_ bytes: UnsafeRawBufferPointer) {
    start = bytes.baseAddress ?? UnsafeRawPointer(Self.nowhere.utf8Start)
    count = bytes.count
  }
  /// Wraps bytes that outlive the call.
  @inline(__always) init(_ start: UnsafeRawPointer, count: Int) {
    self.start = start
    self.count = count
  }
  /// The bytes, without quotes.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
  /// Whether there is nothing.
  public var isEmpty: Bool { count == 0 }
  /// A copy as text; invalid UTF-8 becomes U+FFFD.
  public var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// Where a record lies in the decompressed content of its export.
public struct RecordPlace: Sendable, Hashable {
  /// Zero-based offset of its first byte.
  public var offset: Int64
  /// Length in bytes, line end not counted.
  public var length: Int64
  /// One-based line of its first byte; 0 in exports that are no text.
  public var line: Int64

  /// A place in an export.
  public init(offset: Int64, length: Int64, line: Int64) {
    self.offset = offset
    self.length = length
    self.line = line
  }

  /// A place in an export that is no text.
  public init(offset: Int64, length: Int64) { self.init(offset: offset, length: length, line: 0) }

  /// The line for people; nil where there are none.
  var textLine: Int? { line > 0 ? Int(line) : nil }
}

/// A point in time as an export states it.
public struct Stamp: Sendable, Hashable {
  /// The stated instant; the event lies in [instant, instant + resolution).
  public var instant: Instant
  /// The step of the clock's spelling: 10⁹ for whole seconds, 1 for nanoseconds.
  public var resolutionNanoseconds: Int64

  /// A stamp with the resolution of its spelling.
  public init(_ instant: Instant, resolutionNanoseconds: Int64) {
    self.instant = instant
    self.resolutionNanoseconds = resolutionNanoseconds
  }
}

/// A gateway (or other server) access record: one finished request.
public struct RequestRecord {
  /// When the response was logged: the request's end.
  public var end: Stamp
  /// Service that answered, if the record or its source says so.
  public var service: ByteText?
  /// Path, query string included as logged.
  public var path: ByteText?
  /// HTTP method.
  public var method: ByteText?
  /// Status sent to the client; nil when absent.
  public var status: Int?
  /// Status of the last upstream; nil when absent.
  public var upstreamStatus: Int?
  /// Duration in nanoseconds; nil when the record has none.
  public var latencyNanoseconds: Int64?
  /// Trace id as logged, valid or not; nil when the field is absent.
  public var traceID: ByteText?
  /// Request id as logged.
  public var requestID: ByteText?

  /// A request that ended at `end`, everything else unknown.
  public init(end: Stamp) { self.end = end }
}

/// Severity of an application record.
public enum LogLevel: Int, Sendable, Comparable {
  /// Finer than informational.
  case debug
  /// Informational.
  case info
  /// Warning.
  case warn
  /// Error.
  case error
  /// Worse than error: panic, fatal, critical, alert, emergency.
  case fatal
  /// By severity.
  public static func < (a: LogLevel, b: LogLevel) -> Bool { a.rawValue < b.rawValue }
}

/// An application log record.
public struct AppRecord {
  /// When it was logged.
  public var time: Stamp
  /// Service that logged it.
  public var service: ByteText?
  /// Severity; nil when the record has none.
  public var level: LogLevel?
  /// Message.
  public var message: ByteText?
  /// Stack trace, escapes resolved.
  public var stackTrace: ByteText?
  /// Trace id as logged.
  public var traceID: ByteText?
  /// Request id as logged.
  public var requestID: ByteText?
  /// Time spent waiting for a queue or pool, in nanoseconds; read for sinks that want it.
  public var waitNanoseconds: Int64?
  /// Status of the request that the record tells of; read for sinks that want it.
  public var status: Int?
  /// Duration of that request in nanoseconds; read for sinks that want it.
  public var latencyNanoseconds: Int64?

  /// A record logged at `time`, everything else unknown.
  public init(time: Stamp) { self.time = time }
}

/// A security-audit record.
public struct AuditRecord {
  /// When the audit saw it.
  public var time: Stamp
  /// Service concerned.
  public var service: ByteText?
  /// The leak patterns it reports, such as `SSN` or `["SSN","CREDIT_CARD"]`, as written; nil for
  /// other audit events.
  public var leakPattern: ByteText?
  /// Trace id as logged.
  public var traceID: ByteText?
  /// Request id as logged.
  public var requestID: ByteText?

  /// Whether the audit would have reported a leak: those of accounts, processes and packets see
  /// none, and cover nothing of a sensitive exposure.
  public var watchesLeaks = true

  /// An audit event at `time`.
  public init(time: Stamp) { self.time = time }
}

/// One slow-log entry.
public struct SlowQueryRecord {
  /// When the statement started; what the log's stamps state differs (`SlowQueryTimes`).
  public var start: Stamp
  /// Duration in nanoseconds.
  public var durationNanoseconds: Int64
  /// Trace id from a sqlcommenter `traceparent`, if any.
  public var traceID: ByteText?
  /// Statement text as logged.
  public var statement: ByteText?
  /// True for `# administrator command:` entries.
  public var isAdministrative = false

  /// A statement that started at `start` and took `durationNanoseconds`.
  public init(start: Stamp, durationNanoseconds: Int64) {
    self.start = start
    self.durationNanoseconds = durationNanoseconds
  }
}

/// One sample of a metric series.
public struct SampleRecord {
  /// Canonical series identity: `name{a="x",b="y"}`, labels sorted by name.
  public var series: MetricSeriesID
  /// Sample time.
  public var time: Stamp
  /// Value; a stale marker is delivered as NaN with `isStale`.
  public var value: Double
  /// Whether the value is Prometheus' stale marker.
  public var isStale = false
  /// The sample's native histogram; `value` is then its count.
  public var histogram: NativeHistogram?

  /// A sample.
  public init(series: MetricSeriesID, time: Stamp, value: Double) {
    self.series = series
    self.time = time
    self.value = value
  }
}

/// Which side of a call a span is, numbered as OTLP does.
public enum SpanKind: UInt8, Sendable, Hashable {
  /// The export does not say.
  case unspecified = 0
  /// Work inside one service.
  case `internal` = 1
  /// A request that was answered.
  case server = 2
  /// A request that was sent.
  case client = 3
  /// A message that was sent.
  case producer = 4
  /// A message that was received.
  case consumer = 5
}

/// A finished span.
public struct SpanRecord {
  /// Trace id; spans without a valid one are quarantined by their reader.
  public var traceID: TraceID
  /// Span id.
  public var spanID: UInt64
  /// Parent span id; nil for a root.
  public var parentID: UInt64?
  /// `service.name` of the resource.
  public var service: ByteText?
  /// Operation name.
  public var name: ByteText?
  /// Start and end.
  public var start: Stamp
  /// End, not before the start.
  public var end: Instant
  /// `db.system` (or `db.system.name`), when the span is a database call.
  public var databaseSystem: ByteText?
  /// `db.namespace` (or `db.name`): which database of the system.
  public var databaseName: ByteText?
  /// `http.response.status_code` or `http.status_code`.
  public var status: Int?
  /// `url.path` or `http.target`.
  public var path: ByteText?
  /// Which side of a call the span is.
  public var kind = SpanKind.unspecified
  /// Whom the span called, as it says: `peer.service`, else the server's address.
  public var peer: ByteText?
  /// Whether the span is a server span: one finished request of its service.
  public var isServer: Bool { kind == .server }
  /// Whether the export states when it ended; else `end` is its start.
  public var isEndKnown = true
  /// Whether it states that it failed: status code ERROR.
  public var isError = false
  /// Whether it only follows its parent, which need not wait for it (`FOLLOWS_FROM`).
  public var isFollowing = false
  /// Whether the span waited for a pool or queue (by name or `pool.wait` attribute).
  public var isWait = false

  /// A span of `traceID` from `start` to `end`.
  public init(traceID: TraceID, spanID: UInt64, start: Stamp, end: Instant) {
    self.traceID = traceID
    self.spanID = spanID
    self.start = start
    self.end = end
  }
}

/// One step of a deployment.
public struct DeploymentRecord: Sendable, Hashable {
  /// What a deployment record says happened. "Paused" and "progressing" verify nothing.
  public enum Phase: String, Sendable, CaseIterable {
    /// Work began.
    case started
    /// Work or promotion is paused.
    case paused
    /// Traffic moved to the new colour.
    case switched
    /// The new colour was verified.
    case verified
    /// A later deployment took over.
    case superseded
    /// Traffic went back.
    case rolledBack = "rolled-back"
    /// The deployment failed or was aborted.
    case failed
  }
  /// Identifies the deployment.
  public var deployID: String
  /// Service deployed.
  public var service: String?
  /// What happened.
  public var phase: Phase
  /// When.
  public var time: Stamp
  /// Git commit deployed, as stated.
  public var commit: String?
  /// Hash of the deployed configuration, as stated.
  public var configHash: String?

  /// One step.
  public init(
    deployID: String, service: String?, phase: Phase, time: Stamp, commit: String? = nil,
    configHash: String? = nil
  ) {
    self.deployID = deployID
    self.service = service
    self.phase = phase
    self.time = time
    self.commit = commit
    self.configHash = configHash
  }
}

/// One commit of a `git log` export.
public struct CommitRecord: Sendable, Hashable {
  /// Full or abbreviated hash, lower case hex.
  public var hash: String
  /// Author or commit time, if stated.
  public var time: Stamp?
  /// First line of the message.
  public var subject: String

  /// One commit.
  public init(hash: String, time: Stamp?, subject: String) {
    self.hash = hash
    self.time = time
    self.subject = subject
  }
}

/// A document that is carried as evidence whole: a scan report, an object list.
public struct DocumentRecord: Sendable, Hashable {
  /// Format name, such as `trivy-json`.
  public var format: String
  /// When it was made, if it says so.
  public var time: Stamp?
  /// Facts worth showing, in order: `("results", "3")`.
  public var facts: [Fact]
  /// A scan, or a configuration.
  public var role = SourceRole.scan

  /// One named fact about a document.
  public struct Fact: Sendable, Hashable {
    /// What.
    public var name: String
    /// Value as text.
    public var value: String
    /// A fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A document.
  public init(format: String, time: Stamp?, facts: [Fact]) {
    self.format = format
    self.time = time
    self.facts = facts
  }
}

/// A record that could not be used.
public struct QuarantinedRecord: Sendable, Hashable {
  /// Diagnostic code, such as `timestamp-zone` or `json-syntax`.
  public var code: String
  /// What is wrong, the same text for the same kind of problem (no values inside).
  public var message: String
  /// What to do about it.
  public var fix: String?
  /// One-based byte column inside the line, when known.
  public var column: Int?
  /// The record's own time when that much was readable.
  public var time: Instant?
  /// Whether the content ends inside the record: the last line of a file that was cut.
  public var isCut = false

  /// A quarantined record.
  public init(
    code: String, message: String, fix: String? = nil, column: Int? = nil, time: Instant? = nil
  ) {
    self.code = code
    self.message = message
    self.fix = fix
    self.column = column
    self.time = time
  }
}
