/// Everything that happened in a scenario. Exporters turn it into files; no exporter decides
/// anything, so that one truth can be written in any number of format families.
struct GroundTruth: Sendable {
  /// The zone of the servers that write civil time.
  var zone = CivilTime.shanghai
  /// The time over which the gateway and the application were logged, in nanoseconds.
  var from: Int
  var to: Int
  var requests: [Request] = []
  /// Statements that belong to no gateway request: reports, batch jobs.
  var backgroundStatements: [SlowStatement] = []
  var counters: [CounterSeries] = []
  var deployments: [DeploymentEvent] = []
  var commits: [Commit] = []
  var auditNotes: [AuditNote] = []
  var applicationNotes: [ApplicationNote] = []
  /// How far the database server's clock runs ahead of all others.
  var databaseClockAheadNanoseconds = 0

  /// Slow statements of requests and background, without order.
  var slowStatements: [SlowStatement] {
    backgroundStatements + requests.flatMap { $0.databaseCalls.compactMap(\.slow) }
  }
}

/// A cumulative counter as the scraper stored it.
struct CounterSeries: Sendable {
  var name: String
  var labels: [(String, String)]
  var samples: [Sample]

  struct Sample: Sendable {
    var second: Int
    var value: Int
  }
}

struct DeploymentEvent: Sendable {
  var deployID: String
  var service: String
  /// started, switched, verified, superseded or rolled-back.
  var phase: String
  var at: Int
  var commit: String
  var configHash: String
}

struct Commit: Sendable {
  var hash: String
  var author: String
  var at: Int
  var message: [String]
}

/// A security-audit record that belongs to no failure of the application.
struct AuditNote: Sendable {
  var at: Int
  var event: String
  var actor: String
  /// Set when the audit reports a leak for which the application logged no stack trace.
  var leak: Leak?

  struct Leak: Sendable {
    var pattern: String
    var traceID: String
    var requestID: String
  }
}

/// An application record that belongs to no request.
struct ApplicationNote: Sendable {
  var at: Int
  var logger: String
  var message: String
  var fields: [(String, JSONValue)]
}
