/// The five minutes of the payment incident in which everything happens, and the recovery.
enum PaymentChain {
  private static let minuteLength = 60 * nanosecondsPerSecond
  private static let chainStart = PaymentIncident.zone.instant(2024, 5, 15, 14, 20)

  /// The ways of being late, minute by minute; the rest of each minute's requests are quick.
  private static func profiles(_ minute: Int) -> [LateProfile] {
    let both = ["SSN", "CREDIT_CARD"]
    let bridged = LateProfile.varied(.exposing(both)) { $0.identity = .requestOnly }
    let lost = LateProfile.varied(.timedOut) { $0.identity = .lost }
    let uncommented = LateProfile.varied(.timedOut) {
      $0.statement = .within(commented: false)
    }
    let common: [LateProfile] = [
      .timedOut, .timedOut, .timedOut, .timedOut, .timedOut, .timedOut, .failedMasked,
      .failedMasked, .abandoned, .slowAnswer, .slowAnswer, lost, .rendering,
    ]
    let ssn = LateProfile.exposing(["SSN"])
    let card = LateProfile.exposing(["CREDIT_CARD"])
    let whole = LateProfile.exposing(both)
    switch minute {
    case 0: return common + [whole, card]
    case 1: return common + [whole, whole, ssn, card, uncommented]
    case 2: return common + [whole, whole, whole, ssn, bridged, uncommented]
    case 3: return common + [whole, whole, ssn, card, bridged, .compensatedLater]
    default: return common + [whole, whole, ssn, card, .timedOut]
    }
  }

  static func requests(seed: UInt64) -> [Request] {
    var generator = SeededGenerator(seed: seed, purpose: "chain")
    var factory = RequestFactory(seed: seed &+ 7)
    var requests: [Request] = []
    for minute in 0..<5 {
      let start = chainStart + minute * minuteLength
      let end = start + minuteLength
      let late = profiles(minute)
      let exposing = late.filter { !$0.exposes.isEmpty }
      let other = generator.shuffled(late.filter { $0.exposes.isEmpty })
      // The first late request ends at 14:20:08.412; no leak before 14:20:24.
      let firstLate = minute == 0 ? start + 8_412_000_000 : start + 700_000_000
      var ends = [firstLate]
      ends += Traffic.instants(
        other.count - 1, from: firstLate + 400_000_000, to: end - 300_000_000,
        generator: &generator)
      for (index, profile) in other.enumerated() {
        let chosen = minute == 0 && index == 0 ? LateProfile.timedOut : profile
        requests.append(factory.late(end: ends[index], chosen))
      }
      let leakEnds = leakInstants(exposing.count, minute: minute, generator: &generator)
      for (profile, leakEnd) in zip(exposing, leakEnds) {
        requests.append(factory.late(end: leakEnd, profile))
      }
      let quick = PaymentIncident.chainRequestsPerMinute - late.count
      let quickEnds = Traffic.instants(quick, from: start, to: end, generator: &generator)
      for quickEnd in quickEnds { requests.append(factory.quick(end: quickEnd)) }
    }
    for index in stride(from: 11, to: requests.count, by: 23) {
      requests[index].gatewaySpanExported = false
    }
    return requests
  }

  /// Ends of the leaking requests: the first at 14:20:31, the last at 14:24:41.
  private static func leakInstants(
    _ count: Int, minute: Int, generator: inout SeededGenerator
  ) -> [Int] {
    let start = chainStart + minute * minuteLength
    let from = minute == 0 ? start + 31_207_000_000 : start + 6_000_000_000
    let last = start + 41_633_000_000
    let middle = Traffic.instants(
      count - 2, from: from + 200_000_000, to: last - 200_000_000, generator: &generator)
    return [from + generator.below(900_000)] + middle + [last + generator.below(900_000)]
  }

  /// Jobs on the database: the report that locks the ledger, and the reconciliation that
  /// keeps the slow-query ratio up until 14:47.
  static func jobs(seed: UInt64) -> [SlowStatement] {
    var generator = SeededGenerator(seed: seed, purpose: "jobs")
    var texts = StatementTexts(seed: seed &+ 2)
    func statement(_ start: Int, _ milliseconds: Int, _ sql: String) -> SlowStatement {
      SlowStatement(
        start: start, queryMicroseconds: milliseconds * 1000 + 417, lockMicroseconds: 212,
        rowsSent: 12, rowsExamined: 2_910_442, user: "report", sql: sql, comment: nil)
    }
    // 14:20:02 starts everything; it holds its locks for the rest of the chain.
    var result = [statement(chainStart + 2_318_000_000, 268_900, texts.batch())]
    for _ in 0..<14 {
      let start = chainStart + 5_000_000_000 + generator.below(280 * nanosecondsPerSecond)
      var job = statement(start, generator.within(700...5_200), texts.batch())
      // Some jobs are traced themselves: slow statements of no gateway request.
      if generator.chance(2, of: 5) { job.comment = (generator.hex(32), generator.hex(16)) }
      result.append(job)
    }
    // One statement every 59 s from 14:25:22: no two successive triggers of the recovery are
    // more than 60 s apart, whether they are taken at the slice or at its first slow record.
    for index in 0..<22 {
      let start = chainStart + (322 + 59 * index) * nanosecondsPerSecond + 140_000_000
      result.append(statement(start, 31_000, StatementTexts.reconciliation))
    }
    return result
  }
}
