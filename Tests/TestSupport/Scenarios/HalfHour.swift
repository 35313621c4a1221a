/// A small scenario: 2024-05-15, 14:00 to 14:30 in Asia/Shanghai, with the golden case's hours
/// from 14:00 of the seven days before, so that A5's limit is 7.55 %.
///
/// Every minute has twelve quick requests; nothing is slow until a scenario adds it. Whatever
/// goes wrong does so in the minutes from 14:10.
struct HalfHour: Sendable {
  static let zone = CivilTime.shanghai
  static let start = zone.instant(2024, 5, 15, 14)
  static let minuteLength = 60 * nanosecondsPerSecond
  static let quickPerMinute = 12

  let seed: UInt64
  var truth: GroundTruth
  var factory: RequestFactory
  var generator: SeededGenerator
  /// Statement counts of the half hour; 2.38 % are slow unless a scenario says otherwise.
  var counted = [CounterHistory.Minute](
    repeating: .init(slow: 5, questions: 210), count: 30)

  init(seed: UInt64) {
    self.seed = seed
    generator = SeededGenerator(seed: seed, purpose: "half-hour")
    factory = RequestFactory(seed: seed)
    truth = GroundTruth(from: Self.start, to: Self.start + 30 * Self.minuteLength)
    truth.deployments = DeploymentStory.events
    for minute in 0..<30 { addQuick(minute, count: Self.quickPerMinute) }
    for (index, event) in ["operator_login", "config_read", "operator_logout"].enumerated() {
      truth.auditNotes.append(
        AuditNote(
          at: Self.start + (60 + index * 700) * nanosecondsPerSecond + generator.below(1_000_000),
          event: event, actor: "ops-\(index + 1)"))
    }
  }

  /// The instant `seconds` after the start of a minute of the half hour.
  static func instant(minute: Int, seconds: Int = 0) -> Int {
    start + minute * minuteLength + seconds * nanosecondsPerSecond
  }

  mutating func addQuick(_ minute: Int, count: Int) {
    let from = Self.instant(minute: minute)
    let ends = Traffic.instants(
      count, from: from, to: from + Self.minuteLength, generator: &generator)
    for end in ends { truth.requests.append(factory.quick(end: end)) }
  }

  /// Late requests that end at random in a minute, from a second of it on; the first ends at
  /// that second, so that onsets are known.
  mutating func addLate(_ minute: Int, fromSecond: Int, _ profiles: [LateProfile]) {
    let first = Self.instant(minute: minute, seconds: fromSecond) + 370_000_000
    let end = Self.instant(minute: minute + 1)
    let ends = Traffic.instants(
      profiles.count - 1, from: first + 400_000_000, to: end - 400_000_000,
      generator: &generator)
    for (profile, end) in zip(profiles, [first] + ends) {
      truth.requests.append(factory.late(end: end, profile))
    }
  }

  /// Sets the counters of some minutes, each to the same increases.
  mutating func count(slow: Int, of questions: Int, in minutes: Range<Int>) {
    for minute in minutes { counted[minute] = .init(slow: slow, questions: questions) }
  }

  /// An untraced job that is slow from 14:10:20 on, once a minute and never more than 60 s
  /// apart: its starts are the first slow records of their minutes.
  mutating func addJob() {
    for seconds in [20, 63, 122, 181, 240] {
      addBackground(at: Self.instant(minute: 10, seconds: seconds) + 230_000_000, traced: false)
    }
  }

  mutating func addBackground(at instant: Int, traced: Bool) {
    truth.backgroundStatements.append(
      SlowStatement(
        start: instant, queryMicroseconds: generator.within(9_000_000...31_000_000),
        lockMicroseconds: 144, rowsSent: 0, rowsExamined: generator.within(900_000...2_900_000),
        user: "report", sql: StatementTexts.reconciliation,
        comment: traced ? (generator.hex(32), generator.hex(16)) : nil))
  }

  func files() -> [DatasetFile] {
    var truth = truth
    truth.counters = counters()
    let first = Self.zone.instant(2024, 5, 8, 14) / nanosecondsPerSecond
    let last = truth.to / nanosecondsPerSecond
    var files: [DatasetFile] = [
      .gzip("logs/gateway-access.jsonl.gz", NginxAccessLog.lines(truth)),
      .gzip("logs/payment-app.jsonl.gz", ZapLog.lines(truth)),
      .text("logs/security-audit.jsonl", SecurityAudit.lines(truth)),
      .text("deployments/payment-app.jsonl", DeploymentEvents.lines(truth)),
      .gzip(
        "metrics/mysql-query-range.json.gz",
        PrometheusRange.body(truth.counters, from: first, to: last)),
    ]
    if !truth.slowStatements.isEmpty {
      files.append(.text("logs/mariadb-slow.log", SlowLog.text(truth, seed: seed)))
    }
    return files
  }

  /// The golden hours of the seven days, and the half hour.
  private func counters() -> [CounterSeries] {
    var generator = SeededGenerator(seed: seed, purpose: "golden-hours")
    var stretches = PaymentCounters.goldenHours.enumerated().map { day, golden in
      CounterHistory(
        startSecond: Self.zone.instant(2024, 5, 8 + day, 14) / nanosecondsPerSecond,
        minutes: CounterHistory.block(
          slow: golden.slow, questions: golden.questions, minutes: 60, generator: &generator))
    }
    stretches.append(
      CounterHistory(startSecond: Self.start / nanosecondsPerSecond, minutes: counted))
    return CounterHistory.series(stretches, slowBase: 310_442, questionsBase: 9_118_207)
  }
}
