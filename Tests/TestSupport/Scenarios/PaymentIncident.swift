/// The main data set: a week of history and the judged day 2024-05-15 in Asia/Shanghai.
///
/// 14:20 to 14:25 holds the whole chain: a report without an index locks the ledger, requests
/// wait for connections, the gateway gives up after one second, and the application logs the
/// raw exception with what it should have masked.
enum PaymentIncident {
  static let seed: UInt64 = 20_240_515
  static let zone = CivilTime.shanghai
  static let dayStart = zone.instant(2024, 5, 15)
  static let dayEnd = zone.instant(2024, 5, 16)
  static let historyStart = zone.instant(2024, 5, 8)
  /// Requests to /api on the judged day; one of them has no valid trace id.
  static let interfaceRequests = 12_500
  static let chainMinutes = 14 * 60 + 20..<14 * 60 + 25
  static let chainRequestsPerMinute = 30

  /// The time that was traced.
  static let spansFrom = zone.instant(2024, 5, 15, 14, 15)
  static let spansTo = zone.instant(2024, 5, 15, 14, 30)

  static func truth() -> GroundTruth {
    var truth = GroundTruth(from: dayStart, to: dayEnd)
    let history = PaymentCounters.history(seed: seed)
    truth.counters = history.series(slowBase: 1_204_331, questionsBase: 48_211_907)
    truth.requests = traffic() + PaymentChain.requests(seed: seed)
    truth.backgroundStatements =
      PaymentChain.jobs(seed: seed) + sparseStatements(history: history)
    truth.deployments = DeploymentStory.events
    truth.commits = DeploymentStory.commits
    truth.auditNotes = auditNotes()
    truth.applicationNotes = poolNotes()
    return truth
  }

  static func files() -> [DatasetFile] {
    let truth = truth()
    let half = zone.instant(2024, 5, 12) / nanosecondsPerSecond
    let first = historyStart / nanosecondsPerSecond
    let last = dayEnd / nanosecondsPerSecond
    let scanned = zone.instant(2024, 5, 2, 0, 40)
    let range = "metrics/mysql-query-range"
    return [
      .gzip("logs/gateway-access.jsonl.gz", NginxAccessLog.lines(truth)),
      .gzip("logs/payment-app.jsonl.gz", ZapLog.lines(truth)),
      .text("logs/mariadb-slow.log", SlowLog.text(truth, seed: seed)),
      .text("logs/security-audit.jsonl", SecurityAudit.lines(truth)),
      .gzip(
        "\(range)-0508-0511.json.gz",
        PrometheusRange.body(truth.counters, from: first, to: half)),
      .gzip(
        "\(range)-0512-0515.json.gz", PrometheusRange.body(truth.counters, from: half, to: last)),
      .gzip("metrics/gateway-openmetrics.txt.gz", OpenMetricsText.text(truth)),
      .gzip(
        "traces/otlp-spans.jsonl.gz", OTLPTraces.lines(truth, from: spansFrom, to: spansTo)),
      .text("deployments/payment-app.jsonl", DeploymentEvents.lines(truth)),
      .text("deployments/git-log.txt", GitLog.text(truth)),
      .text(
        "scans/trivy-payment-app.json",
        TrivyReport.text(
          image: DeploymentStory.image, commit: DeploymentStory.current, at: scanned)),
    ]
  }

  /// The whole day outside the chain: nothing late, one request without a trace id.
  private static func traffic() -> [Request] {
    var timing = SeededGenerator(seed: seed, purpose: "day")
    var factory = RequestFactory(seed: seed)
    let fixed = Dictionary(
      uniqueKeysWithValues: chainMinutes.map { ($0, chainRequestsPerMinute) })
    let counts = Traffic.minutes(total: interfaceRequests, fixed: fixed, generator: &timing)
    let minuteLength = 60 * nanosecondsPerSecond
    let lossMinute = 10 * 60 + 17
    var requests: [Request] = []
    for minute in 0..<1440 {
      let start = dayStart + minute * minuteLength
      for end in [start + 11_200_000_000, start + 41_200_000_000] {
        requests.append(factory.outside(end: end + timing.below(3_000_000_000)))
      }
      if chainMinutes.contains(minute) { continue }
      let ends = Traffic.instants(
        counts[minute], from: start, to: start + minuteLength, generator: &timing)
      for (index, end) in ends.enumerated() {
        // Now and then a request takes exactly A2's limit, which complies.
        let latency = timing.chance(1, of: 2000) ? 200 : nil
        var request = factory.quick(end: end, latencyMilliseconds: latency)
        if minute == lossMinute, index == 2 { loseTrace(&request) }
        requests.append(request)
      }
    }
    return requests
  }

  private static func loseTrace(_ request: inout Request) {
    request.traceID = ""
    request.application?.traceID = ""
  }

  /// The slow log is sparse outside the incident: the server logs one slow statement in many.
  private static func sparseStatements(history: CounterHistory) -> [SlowStatement] {
    var generator = SeededGenerator(seed: seed, purpose: "sparse-slow")
    var texts = StatementTexts(seed: seed &+ 1)
    // Nothing at random from just before the chain until the end of the recovery.
    let quiet = 7 * 1440 + 14 * 60 + 15..<7 * 1440 + 15 * 60
    var result: [SlowStatement] = []
    for minute in history.minutes.indices where history.minutes[minute].slow >= 2 {
      guard generator.chance(1, of: 70), !quiet.contains(minute) else { continue }
      let start = historyStart + minute * 60 * nanosecondsPerSecond
      result.append(
        SlowStatement(
          start: start + generator.below(50 * nanosecondsPerSecond),
          queryMicroseconds: generator.within(510_000...7_900_000),
          lockMicroseconds: generator.below(400), rowsSent: generator.below(60),
          rowsExamined: generator.within(80_000...900_000), user: "report", sql: texts.batch(),
          comment: generator.chance(1, of: 5) ? (generator.hex(32), generator.hex(16)) : nil))
    }
    return result
  }

  private static func auditNotes() -> [AuditNote] {
    var generator = SeededGenerator(seed: seed, purpose: "audit")
    let events = ["operator_login", "config_read", "report_exported", "operator_logout"]
    return (0..<46).map { index in
      let start = dayStart + index * 1_860 * nanosecondsPerSecond
      return AuditNote(
        at: start + generator.below(1_500 * nanosecondsPerSecond), event: generator.pick(events),
        actor: "ops-\(1 + generator.below(5))")
    }
  }

  private static func poolNotes() -> [ApplicationNote] {
    var generator = SeededGenerator(seed: seed, purpose: "pool")
    return (0..<288).map { index in
      let at = dayStart + (index * 300 + 7) * nanosecondsPerSecond + generator.below(9_000_000)
      return ApplicationNote(
        at: at, logger: "db.pool", message: "pool statistics",
        fields: [
          ("pool_size", .integer(32)), ("pool_in_use", .integer(generator.within(2...11))),
          ("pool_wait_ms", .integer(generator.below(4))),
        ])
    }
  }
}
