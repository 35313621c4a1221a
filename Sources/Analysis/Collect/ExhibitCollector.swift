/// The collecting pass: hands over the exact bytes of every record that a package carries.
///
/// Slices are complete for the stretch (RULES "Packages"): all records of a source in it, before
/// any filter, quarantined ones included.
final class ExhibitCollector: QuietSink {
  private let scope: ExhibitScope
  private let traces: Set<TraceID>
  private let commits: Set<String>
  private let standouts: Standouts
  var sink: any ExhibitSink
  var input = 0 { didSet { (lastTime, lastSpanPlace, lastStepPlace) = (nil, nil, nil) } }
  var role: SourceRole?
  /// Service of records that name none.
  var declaredService: String?
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var lastTime: Instant?
  private var lastSpanPlace: RecordPlace?
  private var lastStepPlace: RecordPlace?
  private(set) var failure: (any Error)?

  init(
    scope: ExhibitScope, traces: Set<TraceID>, commits: Set<String>,
    standouts: Standouts = Standouts(), sink: any ExhibitSink
  ) {
    self.scope = scope
    self.traces = traces
    self.commits = commits
    self.standouts = standouts
    self.sink = sink
  }

  override var wants: RecordWants { [.rawBytes, .requestIDs] }
  override func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
    self.bytes = bytes
  }

  override func passedOver(lastTime: Instant?) { self.lastTime = lastTime }

  override func request(_ record: RequestRecord, at place: RecordPlace) {
    keep(
      "gateway_access", record.end.instant, record.service, joinableTrace(record.traceID),
      joinableRequest(record.requestID), place,
      standsOut: standouts.isLateOrFailed(record, declaredService))
  }

  override func application(_ record: AppRecord, at place: RecordPlace) {
    keep(
      "app_log", record.time.instant, record.service, joinableTrace(record.traceID),
      joinableRequest(record.requestID), place,
      standsOut: record.level.map { $0 >= .error } ?? false)
  }

  override func audit(_ record: AuditRecord, at place: RecordPlace) {
    keep(
      "security_audit", record.time.instant, record.service, joinableTrace(record.traceID),
      joinableRequest(record.requestID), place,
      standsOut: record.leakPattern.map { !$0.isEmpty } ?? false)
  }

  override func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    // A statement counts where it starts, but one that began before may reach into the stretch.
    let start = record.start.instant
    lastTime = start
    let end = start + record.durationNanoseconds
    guard scope.slow.contains(where: { start < $0.to && end >= $0.from }) else { return }
    let trace = joinableTrace(record.traceID)
    append(
      "mysql_slow", start, nil, trace, place,
      standsOut: standouts.isChained(ExposureLegs.ids(trace: trace, request: nil)))
  }

  override func span(_ record: SpanRecord, at place: RecordPlace) {
    // One exported line may hold many spans; it is kept once.
    guard place != lastSpanPlace,
      traces.contains(record.traceID) || scope.window.contains(record.start.instant)
    else { return }
    lastSpanPlace = place
    append(
      "spans", record.start.instant, record.service, record.traceID.description, place,
      standsOut: record.isError || traces.contains(record.traceID))
  }

  override func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
    // One object may state several steps; it is kept once. What came later counts as well: a
    // release verified afterwards may have moved traffic before.
    guard place != lastStepPlace else { return }
    lastStepPlace = place
    append(
      "deployments", record.time.instant, nil, nil, place, service: record.service,
      standsOut: true)
  }

  override func commit(_ record: CommitRecord, at place: RecordPlace) {
    guard commits.contains(where: { record.hash.hasPrefix($0) || $0.hasPrefix(record.hash) })
    else { return }
    append("git_commits", record.time?.instant, nil, nil, place, standsOut: true)
  }

  override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    guard let slice = role.flatMap({ Self.slices[$0] }) else { return }
    guard let time = record.time ?? lastTime, scope.window.contains(time) else { return }
    append(slice, record.time, nil, nil, place, isQuarantined: true)
  }

  static let slices: [SourceRole: String] = [
    .gatewayAccess: "gateway_access", .appLog: "app_log", .securityAudit: "security_audit",
    .slowLog: "mysql_slow", .deployments: "deployments",
  ]

  private func keep(
    _ slice: String, _ time: Instant, _ service: ByteText?, _ trace: String?, _ request: String?,
    _ place: RecordPlace, standsOut: Bool
  ) {
    lastTime = time
    let ids = ExposureLegs.ids(trace: trace, request: request)
    guard
      scope.window.contains(time) || !scope.ids.isEmpty && !scope.ids.isDisjoint(with: ids)
    else { return }
    append(slice, time, service, trace, place, standsOut: standsOut || standouts.isChained(ids))
  }

  private func append(
    _ slice: String, _ time: Instant?, _ service: ByteText?, _ trace: String?,
    _ place: RecordPlace, service name: String? = nil, isQuarantined: Bool = false,
    standsOut: Bool = false
  ) {
    guard failure == nil else { return }
    var entry = ExhibitEntry(
      slice: slice, provenance: Provenance(input: input, place: place), time: time,
      service: service?.string ?? name, trace: trace, isQuarantined: isQuarantined)
    entry.isCited = standouts.isCited(entry.provenance)
    entry.standsOut = standsOut || entry.isCited || standouts.isNode(entry.provenance)
    do {
      try sink.append(
        entry, bytes: bytes, at: ExhibitExtent(offset: place.offset, isText: true))
    } catch {
      failure = error
    }
  }
}
