/// What really happened to one request, on every leg of its way. Exporters show parts of it.
struct Request: Sendable {
  /// 32 hex digits, or the junk the gateway logged instead.
  var traceID: String
  var requestID: String
  var gatewaySpanID: String
  var applicationSpanID: String
  /// A gateway whose span export was lost leaves its children without a parent.
  var gatewaySpanExported = true
  var gateway: GatewayLeg
  var application: ApplicationLeg?
  var databaseCalls: [DatabaseCall] = []

  var start: Int { gateway.end - gateway.latencyMilliseconds * nanosecondsPerMillisecond }
  var isInterface: Bool { gateway.path.hasPrefix("/api/") }
}

/// Nanoseconds in one millisecond.
let nanosecondsPerMillisecond = 1_000_000

/// The reverse proxy's view: the record is written when the response has been sent.
struct GatewayLeg: Sendable {
  var pod: Int
  var client: String
  var method: String
  /// With the query string, as the client sent it.
  var path: String
  /// The instant of the end, in nanoseconds.
  var end: Int
  var latencyMilliseconds: Int
  /// The status sent to the client.
  var status: Int
  /// One entry for each upstream tried; empty when nginx answered by itself.
  var upstream: [UpstreamTry]
  var responseBytes: Int
}

struct UpstreamTry: Sendable {
  /// `nil` is logged as `-`: the client left before the upstream answered.
  var status: Int?
  var milliseconds: Int
}

/// The application's view, which may go on after the gateway gave up.
struct ApplicationLeg: Sendable {
  var pod: Int
  /// The instant of the closing log record.
  var finished: Int
  var loggedStatus: Int
  /// The ids as the application logs them; an empty string is an id lost inside it.
  var traceID: String
  var requestID: String
  var wait: PoolWait?
  var slowRendering: SlowRendering?
  var failure: Failure?
}

/// A worker that waited for a database connection.
struct PoolWait: Sendable {
  var acquired: Int
  var waitMilliseconds: Int
}

/// Latency that has nothing to do with a database.
struct SlowRendering: Sendable {
  var start: Int
  var milliseconds: Int
}

/// An error record with a stack trace.
struct Failure: Sendable {
  var at: Int
  var message: String
  /// Fields that the trace shows unmasked; empty when masking worked.
  var exposed: [SensitiveField] = []
  var audit: AuditReport?
}

struct SensitiveField: Sendable {
  /// The pattern's name in the appendix, as the audit reports it.
  var pattern: String
  var key: String
  var value: String
}

/// What the security audit wrote about a failure.
struct AuditReport: Sendable {
  var at: Int
  var namesTrace: Bool
}

/// One statement as the application's database client saw it.
struct DatabaseCall: Sendable {
  var spanID: String
  var start: Int
  var durationNanoseconds: Int
  var sql: String
  /// Set when the server counted the statement as slow.
  var slow: SlowStatement?
}

/// One statement as the database server saw it.
struct SlowStatement: Sendable {
  var start: Int
  var queryMicroseconds: Int
  var lockMicroseconds: Int
  var rowsSent: Int
  var rowsExamined: Int
  var user: String
  var sql: String
  /// The ids of a sqlcommenter comment; `nil` for a statement without one.
  var comment: (traceID: String, spanID: String)?

  var end: Int { start + queryMicroseconds * 1000 }
}
