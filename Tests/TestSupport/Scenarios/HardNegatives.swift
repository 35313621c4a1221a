/// A case that looks like the payment incident and is not, or not quite.
struct HardNegative: Sendable {
  var name: String
  var seed: UInt64
  /// Adds what goes wrong to a quiet half hour.
  var happen: @Sendable (inout HalfHour) -> Void

  func files() -> [DatasetFile] {
    var scenario = HalfHour(seed: seed)
    happen(&scenario)
    return scenario.files()
  }
}

/// The hard negatives of the specification. Their READMEs derive what must come out.
enum HardNegatives {
  static let all: [HardNegative] = [
    HardNegative(name: "traffic-surge", seed: 8101, happen: trafficSurge),
    HardNegative(name: "reversed-clocks", seed: 8102, happen: reversedClocks),
    HardNegative(name: "missing-middle", seed: 8103, happen: missingMiddle),
    HardNegative(name: "unrelated-slow-query", seed: 8104, happen: unrelatedSlowQuery),
    HardNegative(name: "latency-without-database", seed: 8105, happen: latencyWithoutDatabase),
    HardNegative(name: "leak-with-status-200", seed: 8106, happen: leakWithStatus200),
    HardNegative(name: "injection-failed", seed: 8107, happen: injectionFailed),
    HardNegative(name: "started-not-verified", seed: 8108, happen: startedNotVerified),
  ]

  private static let busy = 10..<15

  /// The load multiplies; queries are slow and workers are short, side by side.
  @Sendable private static func trafficSurge(_ scenario: inout HalfHour) {
    scenario.count(slow: 300, of: 1500, in: busy)
    scenario.addJob()
    for minute in busy {
      scenario.addQuick(minute, count: 38)
      let late =
        repeated(.slowAnswer, 12) + repeated(.queued, 28)
      scenario.addLate(minute, fromSecond: minute == 10 ? 24 : 1, late)
    }
  }

  /// The database's clock runs 45 s ahead: every cause is written down after its effect.
  @Sendable private static func reversedClocks(_ scenario: inout HalfHour) {
    scenario.truth.databaseClockAheadNanoseconds = 45 * nanosecondsPerSecond
    scenario.count(slow: 90, of: 250, in: 11..<16)
    scenario.addLate(10, fromSecond: 30, repeated(.timedOut, 6))
    scenario.addLate(11, fromSecond: 1, repeated(.timedOut, 12))
    scenario.addLate(12, fromSecond: 1, repeated(.timedOut, 12))
  }

  /// The whole chain, but the application reports nothing about waiting.
  @Sendable private static func missingMiddle(_ scenario: inout HalfHour) {
    scenario.count(slow: 90, of: 250, in: busy)
    scenario.addJob()
    let silent = LateProfile.varied(.timedOut) { $0.waits = false }
    let leak = LateProfile.varied(.exposing(["SSN", "CREDIT_CARD"])) { $0.waits = false }
    for minute in busy {
      scenario.addLate(minute, fromSecond: minute == 10 ? 24 : 1, repeated(silent, 10))
      scenario.addLate(minute, fromSecond: minute == 10 ? 35 : 8, repeated(leak, 2))
    }
  }

  /// A traced batch job is slow in the minutes in which rendering is.
  @Sendable private static func unrelatedSlowQuery(_ scenario: inout HalfHour) {
    scenario.count(slow: 90, of: 250, in: busy)
    scenario.addJob()
    for index in 0..<60 {
      let instant = HalfHour.instant(minute: 10, seconds: 25 + 4 * index) + 120_000_000
      scenario.addBackground(at: instant, traced: true)
    }
    for minute in 10..<13 {
      scenario.addLate(
        minute, fromSecond: minute == 10 ? 28 : 3, repeated(.rendering, 10))
    }
  }

  /// Rendering is slow; the database is as fast as ever.
  @Sendable private static func latencyWithoutDatabase(_ scenario: inout HalfHour) {
    for minute in 10..<13 {
      scenario.addLate(minute, fromSecond: 7, repeated(.rendering, 10))
    }
    scenario.addBackground(at: HalfHour.instant(minute: 4, seconds: 12), traced: true)
    scenario.addBackground(at: HalfHour.instant(minute: 21, seconds: 40), traced: false)
  }

  /// Three candidates, and each lacks another leg.
  @Sendable private static func leakWithStatus200(_ scenario: inout HalfHour) {
    let patterns = ["SSN"]
    let answered = scenario.factory.exposedQuickly(
      end: HalfHour.instant(minute: 10, seconds: 17) + 904_000_000, status: 200, patterns)
    var unlogged = scenario.factory.exposedQuickly(
      end: HalfHour.instant(minute: 15, seconds: 33) + 118_000_000, status: 500, patterns)
    unlogged.application?.failure = nil
    scenario.truth.auditNotes.append(
      AuditNote(
        at: unlogged.gateway.end + 17_000_000, event: "data_leak_detected", actor: "scanner",
        leak: .init(
          pattern: "SSN", traceID: unlogged.traceID, requestID: unlogged.requestID)))
    var unaudited = scenario.factory.exposedQuickly(
      end: HalfHour.instant(minute: 20, seconds: 48) + 551_000_000, status: 500, patterns)
    unaudited.application?.failure?.audit = nil
    scenario.truth.requests += [answered, unlogged, unaudited]
    scenario.addBackground(at: HalfHour.instant(minute: 9, seconds: 30), traced: true)
  }

  /// In the first minute of the incident two requests have no trace id.
  @Sendable private static func injectionFailed(_ scenario: inout HalfHour) {
    scenario.count(slow: 90, of: 250, in: busy)
    scenario.addJob()
    for minute in busy {
      scenario.addLate(minute, fromSecond: minute == 10 ? 24 : 1, repeated(.timedOut, 12))
    }
    let firstOfMinute = 10 * HalfHour.quickPerMinute
    for (index, junk) in [(firstOfMinute + 3, ""), (firstOfMinute + 8, "-")] {
      scenario.truth.requests[index].traceID = junk
      scenario.truth.requests[index].application?.traceID = ""
    }
  }

  /// The only release was started half an hour ago and never verified.
  @Sendable private static func startedNotVerified(_ scenario: inout HalfHour) {
    scenario.truth.deployments = DeploymentStory.startedOnly
    scenario.count(slow: 90, of: 250, in: busy)
    scenario.addJob()
    for minute in busy {
      scenario.addLate(minute, fromSecond: minute == 10 ? 24 : 1, repeated(.timedOut, 10))
      scenario.addLate(
        minute, fromSecond: minute == 10 ? 35 : 8, repeated(.exposing(["CREDIT_CARD"]), 2))
    }
  }

  private static func repeated(_ profile: LateProfile, _ count: Int) -> [LateProfile] {
    [LateProfile](repeating: profile, count: count)
  }
}
