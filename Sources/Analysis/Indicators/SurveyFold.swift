internal import Sensitive

/// Folds the records that one worker reads of an export.
///
/// A class because readers hold it as their sink; what all workers folded is put together by
/// `FoldedExport`, in any order with the same result.
final class SurveyFold: RecordSink {
  let plan: SurveyPlan
  let input: Int
  let names: ServiceNames
  let latency: [LatencyFold]
  let injection: [InjectionFold]
  var facts: [SourceRole: RoleFold] = [:]
  var slow: CellStore<SlowCounts>
  /// What is counted rarely and needs no care for speed.
  var survey = Survey()
  /// Records delivered, quarantined ones not counted.
  var records: Int64 = 0
  var quarantined: Int64 = 0
  var span: TimeSpan?
  var problems: [QuarantineCount] = []
  var notes: [FileNote] = []
  /// Lines that are no record of the format: banners, other loggers.
  var others: (count: Int, first: RecordPlace?) = (0, nil)
  var clockStep = ClockStep()
  var ends = ExportEnds()
  var statedZones: Set<StatedZone> = []
  /// Finished stretches, in the order they were read.
  var stretches: [FoldedStretch] = []
  var stretch = FoldedStretch(index: 0)
  let spans: SpanFold
  private let budget: LatencyBudget
  /// Latencies kept since the budget was asked last.
  private var kept = 0
  private static let budgetStep = 1 << 14
  private let declaredService: Int
  private var current: RoleFold?

  /// How often one kind of problem occurred in the file, with its first place.
  struct QuarantineCount {
    var record: QuarantinedRecord
    var place: RecordPlace
    var count: Int
  }

  init(
    plan: SurveyPlan, input: Int, declaredService: String?, budget: LatencyBudget,
    spanBudget: LatencyBudget
  ) {
    self.budget = budget
    self.plan = plan
    survey.metrics = MetricStore(limit: plan.seriesLimit)
    self.input = input
    let names = ServiceNames()
    self.names = names
    spans = SpanFold(names, spanBudget)
    self.declaredService = declaredService.map { names.number($0) } ?? -1
    latency = plan.latency.map { LatencyFold($0, names) }
    injection = plan.injection.map { InjectionFold($0, names) }
    slow = CellStore(plan.slowSteps, empty: SlowCounts())
  }

  func begin(_ chunk: LineChunk) { stretch = FoldedStretch(index: chunk.index, chunk) }

  func end(_ chunk: LineChunk) {
    stretches.append(stretch)
    stretch = FoldedStretch(index: chunk.index + 1)
  }

  // MARK: records

  var wants: RecordWants { plan.scanner == nil ? [] : [.texts, .requestIDs] }

  func request(_ record: RequestRecord, at place: RecordPlace) {
    let service = number(of: record.service)
    let role = saw(.gatewayAccess, record.end, service)
    let time = record.end.instant.nanoseconds
    let witness = Witness(time: record.end, provenance: Provenance(input: input, place: place))
    for item in latency where item.applies(to: service) {
      guard item.isOpen || item.filter.matches(record, service: name(service)) else { continue }
      item.cells.cell(item.slot(service), time).pointee.add(
        latencyNanoseconds: record.latencyNanoseconds, limitNanoseconds: item.limitNanoseconds,
        status: record.status, witness: witness)
      kept &+= 1
    }
    if kept >= Self.budgetStep { settle() }
    if record.latencyNanoseconds == nil { role.withoutLatency &+= 1 }
    if record.status == nil { role.withoutStatus &+= 1 }
    let defects = TraceDefects(record.traceID)
    if record.traceID != nil { role.hasTraceField = true }
    if defects.isUsable { role.carriesTraceIDs = true }
    for item in injection where item.applies(to: service) {
      guard item.isOpen || item.filter.matches(record, service: name(service)) else { continue }
      item.gateway.cell(item.slot(service), time).pointee.add(
        defect: defects.defect(allows64Bit: item.allows64Bit), witness: witness)
    }
  }

  func application(_ record: AppRecord, at place: RecordPlace) {
    let service = number(of: record.service)
    let role = saw(.appLog, record.time, service)
    let witness = Witness(time: record.time, provenance: Provenance(input: input, place: place))
    let defects = TraceDefects(record.traceID)
    if record.traceID != nil { role.hasTraceField = true }
    if defects.isUsable { role.carriesTraceIDs = true }
    for item in injection where item.countsApplication && item.applies(to: service) {
      item.application.cell(item.slot(service), record.time.instant.nanoseconds).pointee.add(
        defect: defects.defect(allows64Bit: item.allows64Bit), witness: witness)
    }
    guard let scanner = plan.scanner, let stack = record.stackTrace, !stack.isEmpty,
      (record.level ?? .error) >= .error
    else { return }
    // The whole record is one leak: the message printed beside the trace counts as well.
    var patterns = Set(scanner.scan(stack.bytes).map(\.pattern))
    if let message = record.message {
      patterns.formUnion(scanner.scan(message.bytes).map(\.pattern))
    }
    guard !patterns.isEmpty else { return }
    survey.candidates.append(
      ExposureCandidate(
        leg: .application, time: record.time, trace: joinableTrace(record.traceID),
        request: joinableRequest(record.requestID), service: name(service),
        patterns: patterns.sorted(), provenance: witness.provenance))
  }

  func audit(_ record: AuditRecord, at place: RecordPlace) {
    guard record.watchesLeaks else {
      records &+= 1
      clockStep.add(record.time)
      let time = record.time.instant
      span = TimeSpan.union(span, TimeSpan(first: time, last: time))
      stretch.sawGood(time)
      return
    }
    let service = number(of: record.service)
    saw(.securityAudit, record.time, service)
    guard let pattern = record.leakPattern, !pattern.isEmpty else { return }
    // Several names come as `A|B`, `A,B` or an array; a name is a run of word characters.
    let patterns = pattern.string.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
      .map(String.init)
    survey.candidates.append(
      ExposureCandidate(
        leg: .audit, time: record.time, trace: joinableTrace(record.traceID),
        request: joinableRequest(record.requestID), service: name(service),
        patterns: patterns.sorted(), provenance: Provenance(input: input, place: place)))
  }

  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    let role = saw(.slowLog, record.start, declaredService)
    guard !record.isAdministrative else { return }
    if record.traceID != nil { role.carriesTraceIDs = true }
    survey.shortestSlowNanoseconds = min(
      survey.shortestSlowNanoseconds ?? .max, record.durationNanoseconds)
    let witness = Witness(time: record.start, provenance: Provenance(input: input, place: place))
    slow.cell(-1, record.start.instant.nanoseconds).pointee.add(witness)
  }

  func wantsMetric(named name: String) -> Bool { plan.metricNames.contains(name) }

  func sample(_ record: SampleRecord, at place: RecordPlace) {
    saw(.metrics, record.time, -1)
    let sample = MetricStore.Sample(
      time: record.time.instant, value: record.isStale ? .nan : record.value,
      provenance: Provenance(input: input, place: place))
    survey.metrics.add(record.series, sample)
    guard let histogram = record.histogram else { return }
    for item in plan.latency where item.rule.histogram == record.series.name {
      survey.nativeBuckets.add(
        histogram, of: record.series, limitNanoseconds: item.rule.limitNanoseconds, sample)
    }
  }

  func samples(_ batch: SampleBatch, at place: RecordPlace) {
    for nanoseconds in batch.nanoseconds {
      let time = Instant(nanoseconds: nanoseconds)
      saw(.metrics, Stamp(time, resolutionNanoseconds: batch.resolutionNanoseconds), -1)
    }
    survey.metrics.add(batch, Provenance(input: input, place: place))
  }

  func entries(count: Int) { records += Int64(count) }

  func skippedSamples(count: Int, span: TimeSpan?) {
    records += Int64(count)
    self.span = TimeSpan.union(self.span, span)
  }

  func span(_ record: SpanRecord, at place: RecordPlace) {
    let service = number(of: record.service)
    let role = saw(.spans, record.start, service)
    spans.add(record, service, input, place)
    role.extend(to: record.end)
    role.carriesTraceIDs = true
  }

  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
    saw(.deployments, record.time, record.service.map { names.number($0) } ?? -1)
    survey.deployments.append(Located(record, Provenance(input: input, place: place)))
  }

  func commit(_ record: CommitRecord, at place: RecordPlace) {
    records += 1
    if let time = record.time { fold(.config).extend(to: time.instant) }
    survey.commits.append(Located(record, Provenance(input: input, place: place)))
  }

  func document(_ record: DocumentRecord, at place: RecordPlace) {
    records += 1
    if let time = record.time { fold(record.role).extend(to: time.instant) }
    survey.documents.append(Located(record, Provenance(input: input, place: place)))
  }

  func other(at place: RecordPlace, time: Stamp?) {
    if others.count == 0 { others.first = place }
    if place.offset == 0 { ends.brokenFirst = ExportEnds.Half(place: place) }
    others.count += 1
    if let time { stretch.sawGood(time.instant) }
  }

  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    quarantined += 1
    if let known = problems.firstIndex(where: {
      $0.record.code == record.code && $0.record.message == record.message
    }) {
      problems[known].count += 1
    } else {
      problems.append(QuarantineCount(record: record, place: place, count: 1))
    }
    stretch.sawBroken(record.time)
    if place.offset == 0 { ends.brokenFirst = ExportEnds.Half(place: place, problem: record) }
    if record.isCut { ends.cutLast = ExportEnds.Half(place: place, problem: record) }
  }

  func note(_ diagnostic: FileNote) { notes.append(diagnostic) }

  func zones(_ zones: Set<StatedZone>) { statedZones.formUnion(zones) }

  /// Tells the budget what was kept, and gives single latencies up when they are too many.
  func settle() {
    let isOver = budget.add(kept)
    kept = 0
    if isOver { for item in latency { item.coarsen() } }
  }

  // MARK: bookkeeping

  @discardableResult @inline(__always)
  private func saw(_ role: SourceRole, _ time: Stamp, _ service: Int) -> RoleFold {
    records &+= 1
    if role != .metrics { clockStep.add(time) }
    let fold = fold(role)
    fold.add(time.instant, service)
    stretch.sawGood(time.instant)
    return fold
  }

  @inline(__always) private func fold(_ role: SourceRole) -> RoleFold {
    if let current, current.role == role { return current }
    return otherFold(role)
  }

  private func otherFold(_ role: SourceRole) -> RoleFold {
    let fold = facts[role] ?? RoleFold(role, plan.activity)
    facts[role] = fold
    current = fold
    return fold
  }

  @inline(__always) private func number(of text: ByteText?) -> Int {
    guard let text, !text.isEmpty else { return declaredService }
    return names.number(text.bytes)
  }

  private func name(_ service: Int) -> String? { service < 0 ? nil : names.names[service] }
}

/// A record's trace id judged once for both rules of length.
struct TraceDefects {
  private let strict: TraceID.Defect?
  private let lenient: TraceID.Defect?

  @inline(__always) init(_ text: ByteText?) {
    strict = Self.defect(text, allows64Bit: false)
    lenient = strict == .length ? Self.defect(text, allows64Bit: true) : strict
  }

  var isUsable: Bool { lenient == nil }
  func defect(allows64Bit: Bool) -> TraceID.Defect? { allows64Bit ? lenient : strict }

  private static func defect(_ text: ByteText?, allows64Bit: Bool) -> TraceID.Defect? {
    guard let text else { return .missing }
    if TraceID.isValid(text.bytes) { return nil }
    switch TraceID.parse(text.bytes, allows64Bit: allows64Bit) {
    case .success: return nil
    case .failure(let error): return error.defect
    }
  }
}
