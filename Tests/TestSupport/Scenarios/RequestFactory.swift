/// Makes requests whose legs agree with each other: ids, times and durations are drawn once
/// and every leg is derived from them.
struct RequestFactory: Sendable {
  private var ids: SeededGenerator
  private var timing: SeededGenerator
  private var statements: StatementTexts
  /// Names every request's trace in the slow log; switched off for servers without comments.
  var pods = 2

  init(seed: UInt64) {
    ids = SeededGenerator(seed: seed, purpose: "ids")
    timing = SeededGenerator(seed: seed, purpose: "timing")
    statements = StatementTexts(seed: seed)
  }

  /// A request well under every limit.
  /// - Parameter latencyMilliseconds: drawn from a skewed spread when `nil`.
  mutating func quick(end: Int, latencyMilliseconds: Int? = nil) -> Request {
    let spread = timing.below(1000)
    let drawn = 12 + spread * spread / 1000 * spread / 1000 * 146 / 1000
    let latency = latencyMilliseconds ?? drawn
    let status = pickQuickStatus()
    var request = bare(end: end, latency: latency, status: status, upstream: [(status, latency)])
    if timing.chance(1, of: 240) {
      // The first upstream refused the connection, the second answered.
      request.gateway.upstream = [
        UpstreamTry(status: 502, milliseconds: 2),
        UpstreamTry(status: status, milliseconds: latency - 2),
      ]
    }
    request.application = leg(request, finished: end - 1_400_000, status: status)
    addFastCalls(to: &request, budgetMilliseconds: latency - 6)
    if status == 500 {
      request.application?.failure = Failure(
        at: end - 2_100_000, message: "idempotency key reused with another body")
    }
    return request
  }

  /// A request outside `/api`, most of which carry no trace.
  mutating func outside(end: Int) -> Request {
    let choices = [("/health", 2), ("/health", 1), ("/static/app.css", 4), ("/static/logo.svg", 3)]
    let choice = timing.pick(choices)
    var request = bare(end: end, latency: choice.1, status: 200, upstream: [])
    request.gateway.method = "GET"
    request.gateway.path = choice.0
    if !timing.chance(1, of: 3) { request.traceID = "" }
    return request
  }

  /// A request over A2's limit, in one of the ways of `profile`.
  mutating func late(end: Int, _ profile: LateProfile) -> Request {
    let latency = timing.within(profile.latencyMilliseconds)
    let tries = [(profile.upstreamStatus, min(latency, 1000))]
    var request = bare(end: end, latency: latency, status: profile.status, upstream: tries)
    request.gateway.method = "POST"
    request.gateway.path = "/api/v1/payments"
    var closing = leg(request, finished: end - 1_400_000, status: 200)
    switch profile.statement {
    case .none: addFastCalls(to: &request, budgetMilliseconds: 40)
    case .afterwards: addStatement(to: &request, start: end + 4_200_000_000, profile, true)
    case .within(let commented):
      let start = request.start + timing.within(4_000_000...9_000_000)
      addStatement(to: &request, start: start, profile, commented)
    }
    if profile.status != 200, let slow = request.databaseCalls.first?.slow {
      closing.finished = max(slow.end, end) + timing.within(1_000_000...4_000_000)
    }
    if profile.waits { closing.wait = poolWait(request, latency: latency) }
    if profile.renders {
      let start = request.start + 30_000_000
      closing.slowRendering = SlowRendering(start: start, milliseconds: latency - 45)
    }
    if profile.fails { closing.failure = failure(request, profile, &closing) }
    if profile.identity != .kept { closing.traceID = "" }
    if profile.identity == .lost { closing.requestID = "" }
    request.application = closing
    return request
  }

  /// A fast request whose handler logs a stack trace that shows `patterns`.
  mutating func exposedQuickly(end: Int, status: Int, _ patterns: [String]) -> Request {
    var request = quick(end: end, latencyMilliseconds: 64)
    request.gateway.status = status
    request.gateway.upstream = [UpstreamTry(status: status, milliseconds: 64)]
    request.application?.loggedStatus = status
    request.application?.failure = Failure(
      at: end - 3_200_000, message: "ledger entry already reserved",
      exposed: patterns.map { sensitiveField($0) },
      audit: AuditReport(at: end + 21_000_000, namesTrace: true))
    return request
  }

  // MARK: - Parts

  private mutating func bare(
    end: Int, latency: Int, status: Int, upstream: [(Int?, Int)]
  ) -> Request {
    let requestID = ids.hex(32)
    let sameID = ids.chance(17, of: 20)
    let traceID = sameID ? requestID : ids.hex(32)
    let endpoint = pickEndpoint()
    return Request(
      traceID: traceID, requestID: requestID, gatewaySpanID: ids.hex(16),
      applicationSpanID: ids.hex(16),
      gateway: GatewayLeg(
        pod: ids.below(pods), client: "198.51.100.\(10 + ids.below(180))", method: endpoint.0,
        path: endpoint.1, end: end, latencyMilliseconds: latency, status: status,
        upstream: upstream.map { UpstreamTry(status: $0.0, milliseconds: $0.1) },
        responseBytes: 90 + ids.below(1900)))
  }

  private mutating func pickEndpoint() -> (String, String) {
    switch timing.below(10) {
    case 0...3: ("POST", "/api/v1/payments")
    case 4...6: ("GET", "/api/v1/payments/\(1000 + timing.below(9000))")
    case 7: ("GET", "/api/v1/orders?page=\(1 + timing.below(9))")
    case 8: ("POST", "/api/v1/refunds")
    default: ("GET", "/api/v1/balance")
    }
  }

  private mutating func pickQuickStatus() -> Int {
    switch timing.below(400) {
    case 0...319: 200
    case 320...379: 201
    case 380...389: 400
    case 390...395: 401
    case 396...398: 404
    default: timing.chance(1, of: 3) ? 500 : 200
    }
  }

  private mutating func leg(_ request: Request, finished: Int, status: Int) -> ApplicationLeg {
    ApplicationLeg(
      pod: ids.below(3), finished: finished, loggedStatus: status, traceID: request.traceID,
      requestID: request.requestID)
  }

  private mutating func addFastCalls(to request: inout Request, budgetMilliseconds: Int) {
    var start = request.start + 2_300_000
    for _ in 0..<timing.within(1...2) {
      let duration = timing.within(400_000...max(900_000, min(budgetMilliseconds, 9) * 300_000))
      request.databaseCalls.append(
        DatabaseCall(
          spanID: ids.hex(16), start: start, durationNanoseconds: duration,
          sql: statements.quick()))
      start += duration + 210_000
    }
  }

  private mutating func addStatement(
    to request: inout Request, start: Int, _ profile: LateProfile, _ commented: Bool
  ) {
    let spanID = ids.hex(16)
    let answered = profile.status == 200
    let remaining = (request.gateway.end - start) / 1000
    let microseconds =
      answered
      ? remaining - timing.within(9_000...24_000)
      : timing.within(profile.statementMilliseconds) * 1000 + timing.below(1000)
    let sql = statements.slow()
    let comment = commented ? (traceID: request.traceID, spanID: spanID) : nil
    let slow = SlowStatement(
      start: start, queryMicroseconds: microseconds, lockMicroseconds: timing.below(900),
      rowsSent: timing.below(40), rowsExamined: timing.within(120_000...2_400_000),
      user: "payment", sql: sql, comment: comment)
    let seen = remaining > 0 ? min(microseconds, remaining - 1100) : microseconds
    request.databaseCalls.append(
      DatabaseCall(
        spanID: spanID, start: start, durationNanoseconds: seen * 1000, sql: sql, slow: slow))
  }

  /// A second connection of the same request, waited for while the first statement runs.
  private mutating func poolWait(_ request: Request, latency: Int) -> PoolWait {
    let acquired = timing.within(280...(latency - 60))
    let wait = timing.within(210...(acquired - 20))
    return PoolWait(
      acquired: request.start + acquired * nanosecondsPerMillisecond, waitMilliseconds: wait)
  }

  private mutating func failure(
    _ request: Request, _ profile: LateProfile, _ closing: inout ApplicationLeg
  ) -> Failure {
    let at = request.gateway.end + timing.within(2_000_000...25_000_000)
    closing.finished = at + 600_000
    closing.loggedStatus = 500
    let message = "context deadline exceeded: reserve ledger entry"
    var failure = Failure(at: at, message: message)
    failure.exposed = profile.exposes.map { sensitiveField($0) }
    if profile.audited, !profile.exposes.isEmpty {
      let delay = timing.within(5_000_000...180_000_000)
      failure.audit = AuditReport(at: at + delay, namesTrace: profile.identity == .kept)
    }
    return failure
  }

  /// Fictional numbers: the cards are the payment schemes' published test numbers.
  private mutating func sensitiveField(_ pattern: String) -> SensitiveField {
    if pattern == "SSN" {
      let area = timing.pick([318, 402, 467, 503, 536, 589])
      let group = padded(timing.within(11...79), 2)
      let serial = padded(timing.within(1001...9899), 4)
      return SensitiveField(pattern: pattern, key: "ssn", value: "\(area)-\(group)-\(serial)")
    }
    let cards = ["4111111111111111", "5555555555554444", "4012888888881881", "5105105105105100"]
    return SensitiveField(pattern: pattern, key: "card", value: timing.pick(cards))
  }
}
