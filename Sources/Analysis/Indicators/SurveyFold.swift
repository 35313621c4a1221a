internal import Sensitive

/// Folds the records of one export into a survey part.
///
/// A class because readers hold it as their sink for the length of a file.
final class SurveyFold: RecordSink {
  let plan: SurveyPlan
  let input: Int
  let declaredService: String?
  private(set) var survey = Survey()
  /// Records delivered, quarantined ones not counted.
  private(set) var records: Int64 = 0
  private(set) var quarantined: Int64 = 0
  private(set) var span: TimeSpan?
  private(set) var services: Set<String> = []
  private(set) var problems: [QuarantineCount] = []
  private(set) var notes: [FileNote] = []
  /// Lines that are no record of the format: banners, other loggers.
  private var others: (count: Int, first: RecordPlace?) = (0, nil)

  /// How often one kind of problem occurred in the file, with its first place.
  struct QuarantineCount {
    var record: QuarantinedRecord
    var place: RecordPlace
    var count: Int
  }

  private var clockStep = ClockStep()
  private var lastTime: Instant?
  /// Quarantined records since the last good one, waiting for the next good one's time.
  private var pending: Int64 = 0
  private var pendingFrom: Instant?
  private var unknown: [Survey.UnknownRecords] = []
  private var lastServiceBytes: [UInt8] = []
  private var lastService: String?

  init(plan: SurveyPlan, input: Int, declaredService: String?) {
    self.plan = plan
    self.input = input
    self.declaredService = declaredService
  }

  // MARK: records

  func request(_ record: RequestRecord, at place: RecordPlace) {
    let service = name(of: record.service)
    saw(.gatewayAccess, record.end, service: service)
    let witness = Witness(time: record.end, provenance: Provenance(input: input, place: place))
    for item in plan.latency {
      guard let key = key(item.key, item.scope, service),
        item.rule.filter.matches(record, service: service)
      else { continue }
      let window = item.grid.window(at: record.end.instant).from
      survey.latency[key, default: WindowSeries()].update(window, empty: LatencyCounts()) {
        $0.add(
          latencyNanoseconds: record.latencyNanoseconds,
          limitNanoseconds: item.rule.limitNanoseconds, status: record.status, witness: witness)
      }
    }
    let defects = TraceDefects(record.traceID)
    if record.traceID != nil { survey.roles[.gatewayAccess]?.hasTraceField = true }
    if defects.isUsable { survey.roles[.gatewayAccess]?.carriesTraceIDs = true }
    for item in plan.injection {
      guard let key = key(item.key, item.scope, service),
        item.rule.filter.matches(record, service: service)
      else { continue }
      let window = item.grid.window(at: record.end.instant).from
      let defect = defects.defect(allows64Bit: item.rule.allows64Bit)
      survey.injection[key, default: WindowSeries()].update(window, empty: InjectionCounts()) {
        $0.add(defect: defect, witness: witness)
      }
    }
  }

  func application(_ record: AppRecord, at place: RecordPlace) {
    let service = name(of: record.service)
    saw(.appLog, record.time, service: service)
    let witness = Witness(time: record.time, provenance: Provenance(input: input, place: place))
    let defects = TraceDefects(record.traceID)
    if record.traceID != nil { survey.roles[.appLog]?.hasTraceField = true }
    if defects.isUsable { survey.roles[.appLog]?.carriesTraceIDs = true }
    for item in plan.injection where item.rule.from.contains(.appLog) {
      guard let key = key(item.key, item.scope, service) else { continue }
      let window = item.grid.window(at: record.time.instant).from
      let defect = defects.defect(allows64Bit: item.rule.allows64Bit)
      survey.appInjection[key, default: WindowSeries()].update(window, empty: InjectionCounts()) {
        $0.add(defect: defect, witness: witness)
      }
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
        request: joinableRequest(record.requestID), service: service, patterns: patterns.sorted(),
        provenance: witness.provenance))
  }

  func audit(_ record: AuditRecord, at place: RecordPlace) {
    let service = name(of: record.service)
    saw(.securityAudit, record.time, service: service)
    guard let pattern = record.leakPattern, !pattern.isEmpty else { return }
    // Several names come as `A|B`, `A,B` or an array; a name is a run of word characters.
    let patterns = pattern.string.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
      .map(String.init)
    survey.candidates.append(
      ExposureCandidate(
        leg: .audit, time: record.time, trace: joinableTrace(record.traceID),
        request: joinableRequest(record.requestID), service: service, patterns: patterns.sorted(),
        provenance: Provenance(input: input, place: place)))
  }

  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    saw(.slowLog, record.start, service: declaredService)
    guard !record.isAdministrative else { return }
    if record.traceID != nil { survey.roles[.slowLog]?.carriesTraceIDs = true }
    survey.shortestSlowNanoseconds = min(
      survey.shortestSlowNanoseconds ?? .max, record.durationNanoseconds)
    let witness = Witness(time: record.start, provenance: Provenance(input: input, place: place))
    survey.slow.update(plan.slowSteps.window(at: record.start.instant).from, empty: SlowCounts()) {
      $0.add(witness)
    }
  }

  func wantsMetric(named name: String) -> Bool { plan.metricNames.contains(name) }

  func sample(_ record: SampleRecord, at place: RecordPlace) {
    saw(.metrics, record.time, service: nil)
    survey.metrics.add(
      record.series,
      MetricStore.Sample(
        time: record.time.instant, value: record.isStale ? .nan : record.value,
        provenance: Provenance(input: input, place: place)))
  }

  func skippedSamples(count: Int, span: TimeSpan?) {
    records += Int64(count)
    self.span = TimeSpan.union(self.span, span)
  }

  func span(_ record: SpanRecord, at place: RecordPlace) {
    saw(.spans, record.start, service: name(of: record.service))
    span?.extend(to: record.end)
    survey.roles[.spans]?.span?.extend(to: record.end)
    survey.roles[.spans]?.carriesTraceIDs = true
  }

  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
    saw(.deployments, record.time, service: record.service)
    survey.deployments.append(Located(record, Provenance(input: input, place: place)))
  }

  func commit(_ record: CommitRecord, at place: RecordPlace) {
    records += 1
    if let time = record.time { extend(.config, time.instant) }
    survey.commits.append(Located(record, Provenance(input: input, place: place)))
  }

  func document(_ record: DocumentRecord, at place: RecordPlace) {
    records += 1
    if let time = record.time { extend(.scan, time.instant) }
    survey.documents.append(Located(record, Provenance(input: input, place: place)))
  }

  func other(at place: RecordPlace, time: Stamp?) {
    if others.count == 0 { others.first = place }
    others.count += 1
    if let time { resolvePending(next: time.instant) }
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
    if let time = record.time {
      addUnknown(TimeSpan(first: time, last: time), 1)
    } else {
      if pending == 0 { pendingFrom = lastTime }
      pending += 1
    }
  }

  func note(_ diagnostic: FileNote) { notes.append(diagnostic) }

  /// Ends the file: quarantined records at its end lie at or after the last good one.
  func finish(role: SourceRole?) -> Survey {
    if let step = clockStep.widenedNanoseconds {
      survey.clockSteps[input] = step
      notes.append(
        FileNote(
          "resolution-widened",
          "all timestamps are whole steps of \(durationText(step)); events lie anywhere within one",
          isWarning: false))
    }
    if others.count > 0 {
      notes.append(
        FileNote(
          "other-lines", "lines that are no records of this format were passed over",
          place: others.first, count: others.count, isWarning: false))
    }
    if pending > 0, let from = pendingFrom ?? lastTime {
      addUnknown(TimeSpan(first: from, last: from), pending)
    }
    if let role {
      survey.unknown = unknown.map {
        Survey.UnknownRecords(role: role, span: $0.span, count: $0.count)
      }
    }
    return survey
  }

  // MARK: bookkeeping

  private func saw(_ role: SourceRole, _ time: Stamp, service: String?) {
    records += 1
    if role != .metrics { clockStep.add(time) }
    extend(role, time.instant)
    survey.roles[role, default: Survey.RoleFacts()].records += 1
    survey.roles[role]?.activity.update(
      plan.activity.window(at: time.instant).from, empty: RecordCount()
    ) { $0.count += 1 }
    if let service {
      services.insert(service)
      survey.roles[role]?.services.insert(service)
    }
    resolvePending(next: time.instant)
  }

  private func extend(_ role: SourceRole, _ time: Instant) {
    let here = TimeSpan(first: time, last: time)
    span = TimeSpan.union(span, here)
    survey.roles[role, default: Survey.RoleFacts()].span = TimeSpan.union(
      survey.roles[role]?.span, here)
  }

  private func resolvePending(next: Instant) {
    if pending > 0 {
      let from = pendingFrom ?? next
      addUnknown(TimeSpan(first: min(from, next), last: max(from, next)), pending)
      pending = 0
    }
    lastTime = next
  }

  private func addUnknown(_ span: TimeSpan, _ count: Int64) {
    if let last = unknown.last, last.span == span {
      unknown[unknown.count - 1].count += count
    } else {
      unknown.append(Survey.UnknownRecords(role: .config, span: span, count: count))
    }
  }

  private func key(_ key: Survey.Key, _ scope: Clause.Scope, _ service: String?) -> Survey.Key? {
    switch scope {
    case .all: key
    case .service(let wanted): service == wanted ? key : nil
    case .perService: Survey.Key(clause: key.clause, service: service)
    }
  }

  /// The service name, decoded once per run of equal names.
  private func name(of text: ByteText?) -> String? {
    guard let text, !text.isEmpty else { return declaredService }
    if lastService != nil, lastServiceBytes.elementsEqual(text.bytes) { return lastService }
    lastServiceBytes = Array(text.bytes)
    lastService = text.string
    return lastService
  }
}

/// A record's trace id judged once for both rules of length.
struct TraceDefects {
  private let strict: TraceID.Defect?
  private let lenient: TraceID.Defect?

  init(_ text: ByteText?) {
    strict = Self.defect(text, allows64Bit: false)
    lenient = strict == .length ? Self.defect(text, allows64Bit: true) : strict
  }

  var isUsable: Bool { lenient == nil }
  func defect(allows64Bit: Bool) -> TraceID.Defect? { allows64Bit ? lenient : strict }

  private static func defect(_ text: ByteText?, allows64Bit: Bool) -> TraceID.Defect? {
    guard let text else { return .missing }
    switch TraceID.parse(text.bytes, allows64Bit: allows64Bit) {
    case .success: return nil
    case .failure(let error): return error.defect
    }
  }
}
