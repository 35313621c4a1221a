/// Finds the records that share an id with an exposure candidate.
///
/// Runs until no new id turns up: a gateway record may be reached only through a third record
/// that carries both its request id and the candidate's trace id.
final class LegResolver: QuietSink {
  private(set) var legs = ExposureLegs()
  private var wanted: Set<String>
  private(set) var foundNewIDs = false
  var input = 0

  init(candidates: [ExposureCandidate]) {
    wanted = []
    super.init()
    for candidate in candidates {
      let ids = ExposureLegs.ids(trace: candidate.trace, request: candidate.request)
      wanted.formUnion(ids)
      if ids.count == 2 { legs.bridges.insert(ids) }
    }
  }

  /// Starts another round with the ids known by now.
  func beginRound() {
    foundNewIDs = false
    legs.gateway = []
    legs.application = []
    legs.matches = []
  }

  private func match(
    _ trace: ByteText?, _ request: ByteText?, _ time: Instant
  ) -> [String]? {
    let ids = ExposureLegs.ids(trace: joinableTrace(trace), request: joinableRequest(request))
    guard ids.contains(where: wanted.contains) else { return nil }
    for id in ids where wanted.insert(id).inserted { foundNewIDs = true }
    if ids.count == 2 { legs.bridges.insert(ids) }
    legs.matches.append(ExposureLegs.Match(ids: ids, time: time))
    return ids
  }

  override func request(_ record: RequestRecord, at place: RecordPlace) {
    guard let ids = match(record.traceID, record.requestID, record.end.instant) else {
      return
    }
    legs.gateway.append(
      ExposureLegs.Gateway(
        end: record.end, status: record.status,
        provenance: Provenance(input: input, place: place), ids: ids))
  }

  override func application(_ record: AppRecord, at place: RecordPlace) {
    guard let ids = match(record.traceID, record.requestID, record.time.instant) else {
      return
    }
    guard let stack = record.stackTrace, !stack.isEmpty, (record.level ?? .error) >= .error else {
      return
    }
    legs.application.append(
      ExposureLegs.Application(
        time: record.time, provenance: Provenance(input: input, place: place), ids: ids))
  }

  override func audit(_ record: AuditRecord, at place: RecordPlace) {
    _ = match(record.traceID, record.requestID, record.time.instant)
  }
}
