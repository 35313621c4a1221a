/// One record that may be a node of a root-cause path.
struct NodeFact: Sendable, Hashable {
  /// Ids the record carries, as `ExposureLegs.ids` writes them.
  var ids: [String]
  /// When it happened: the start of a cause, the end of a request.
  var time: TimeSpan
  /// Where.
  var provenance: Provenance
}

/// What the exports show inside one incident, gathered by the second pass.
struct IncidentFacts: Sendable {
  /// Slow-log entries and slow database spans, by their start.
  var slow: [NodeFact] = []
  /// Waits for a pool or queue that are long enough to count as blocked.
  var blocked: [NodeFact] = []
  /// Requests over the limit, or given up with an upstream time-out, by their end.
  var timedOut: [NodeFact] = []
  /// Of the clause's requests in its breached windows, the late ones.
  var late: [NodeFact] = []
  /// Ids of traces that hold any database span: their database time was observed.
  var observedDatabase: Set<String> = []
  /// Slow-log entries, and those of them that carry a trace id.
  var slowEntries: Int64 = 0
  var slowEntriesWithID: Int64 = 0

  /// Whether a missing slow-log entry says that there was none: nine in ten entries carry an id.
  var slowLogIdentifies: Bool {
    slowEntries > 0 && slowEntriesWithID * 10 >= slowEntries * 9
  }
}

/// The second pass for incidents: reads the records around them and keeps the nodes.
final class FactCollector: QuietSink {
  override var wants: RecordWants { [.waits, .requestIDs] }
  /// What one incident looks for.
  struct Query: Sendable {
    var interval: Interval
    /// The latency clauses with their breached windows.
    var latency: [LatencyQuery]
    var blockedAtLeastNanoseconds: Int64
    var lateAboveNanoseconds: Int64?
  }
  /// One latency clause inside an incident.
  struct LatencyQuery: Sendable {
    var rule: LatencyPercentile
    var scope: Clause.Scope
    var windows: [Interval]
  }

  private let queries: [Query]
  private let slowSpanNanoseconds: Int64?
  private let clockSteps: [Int: Int64]
  private(set) var facts: [IncidentFacts]
  var input = 0
  var declaredService: String?

  init(queries: [Query], slowSpanNanoseconds: Int64?, clockSteps: [Int: Int64]) {
    self.queries = queries
    self.clockSteps = clockSteps
    self.slowSpanNanoseconds = slowSpanNanoseconds
    facts = queries.map { _ in IncidentFacts() }
  }

  private func fact(
    _ ids: [String], _ time: TimeSpan, _ place: RecordPlace
  ) -> NodeFact {
    NodeFact(ids: ids, time: time, provenance: Provenance(input: input, place: place))
  }

  override func request(_ record: RequestRecord, at place: RecordPlace) {
    for (index, query) in queries.enumerated()
    where query.interval.contains(record.end.instant)
      || query.latency.contains(where: { $0.windows.contains { $0.contains(record.end.instant) } })
    {
      let gaveUp =
        [499, 500, 504].contains(record.status ?? 0)
        && (record.upstreamStatus == 504 || record.status == 504)
      let isLate =
        query.lateAboveNanoseconds.map { limit in
          record.latencyNanoseconds.map { $0 > limit } ?? false
        } ?? false
      guard gaveUp || isLate else { continue }
      let ids = ExposureLegs.ids(
        trace: joinableTrace(record.traceID), request: joinableRequest(record.requestID))
      let found = fact(ids, span(of: record.end), place)
      if query.interval.contains(record.end.instant) { facts[index].timedOut.append(found) }
      if isClauseLate(record, query) { facts[index].late.append(found) }
    }
  }

  private func isClauseLate(_ record: RequestRecord, _ query: Query) -> Bool {
    query.latency.contains { latency in
      let service = record.service.map(\.string) ?? declaredService
      if case .service(let wanted) = latency.scope, service != wanted { return false }
      return (record.latencyNanoseconds ?? 0) > latency.rule.limitNanoseconds
        && latency.windows.contains { $0.contains(record.end.instant) }
        && latency.rule.filter.matches(record, service: service)
    }
  }

  override func application(_ record: AppRecord, at place: RecordPlace) {
    guard let wait = record.waitNanoseconds else { return }
    for (index, query) in queries.enumerated()
    where query.interval.contains(record.time.instant) && wait >= query.blockedAtLeastNanoseconds {
      let ids = ExposureLegs.ids(
        trace: joinableTrace(record.traceID), request: joinableRequest(record.requestID))
      facts[index].blocked.append(fact(ids, span(of: record.time), place))
    }
  }

  override func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    guard !record.isAdministrative else { return }
    for (index, query) in queries.enumerated() where query.interval.contains(record.start.instant) {
      facts[index].slowEntries += 1
      let ids = ExposureLegs.ids(trace: joinableTrace(record.traceID), request: nil)
      if !ids.isEmpty { facts[index].slowEntriesWithID += 1 }
      facts[index].slow.append(fact(ids, span(of: record.start), place))
    }
  }

  override func span(_ record: SpanRecord, at place: RecordPlace) {
    let ids = ["trace:" + record.traceID.description]
    let length = record.end - record.start.instant
    for (index, query) in queries.enumerated() where query.interval.contains(record.start.instant) {
      if record.databaseSystem != nil {
        facts[index].observedDatabase.insert(ids[0])
        if let slowSpanNanoseconds, length >= slowSpanNanoseconds {
          facts[index].slow.append(fact(ids, span(of: record.start), place))
        }
      }
      if record.isWait && length >= query.blockedAtLeastNanoseconds {
        facts[index].blocked.append(fact(ids, span(of: record.start), place))
      }
    }
  }

  private func span(of stamp: Stamp) -> TimeSpan {
    let step = max(stamp.resolutionNanoseconds, clockSteps[input] ?? 0)
    return TimeSpan(first: stamp.instant, last: stamp.instant + max(0, step - 1))
  }
}
