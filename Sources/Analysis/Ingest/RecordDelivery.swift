/// Delivers the record whose fields are at hand as the role that its export has.
///
/// The same fields mean the same whether they stand on a line of their own or inside the frame of
/// a log store or a container runtime. A class because it owns readers across records.
final class RecordDelivery {
  let fields: RecordFields
  let stamps: StampReader
  private let context: ReaderContext

  /// What the frame around a record says of it.
  struct Frame {
    /// When the frame says it was logged.
    var time: Stamp?
    /// Service, by a label of the frame.
    var service: ByteText?
    /// Trace id, by a label of the frame.
    var traceID: ByteText?
    /// Severity, by a label of the frame.
    var level: LogLevel?
  }

  init(_ context: ReaderContext, fields: RecordFields, stamps: StampReader) {
    self.context = context
    self.fields = fields
    self.stamps = stamps
  }

  /// A delivery whose fields are read off `tape`.
  convenience init(_ context: ReaderContext, tape: JSONTape) {
    self.init(
      context, fields: RecordFields(FieldTable(context.source), tape: tape, kernel: context.kernel),
      stamps: StampReader(context.assumedZone))
  }

  /// Delivers the fields at hand, logged at `stamp`.
  func deliver(
    _ role: SourceRole, _ stamp: Stamp, _ frame: Frame, _ place: RecordPlace,
    into sink: any RecordSink
  ) {
    switch role {
    case .gatewayAccess: request(stamp, frame, place, into: sink)
    case .securityAudit: audit(stamp, frame, place, into: sink)
    default: application(stamp, frame, place, into: sink)
    }
  }

  /// Delivers the fields at hand inside a frame: their own time where they state one that can be
  /// read, else the frame's.
  func deliver(
    _ role: SourceRole, inside frame: Frame, _ place: RecordPlace, into sink: any RecordSink
  ) {
    var fault = StampFault.missing
    var column: Int?
    if let found = fields.time() {
      if let text = found.text {
        switch stamps.read(text.bytes, unit: found.unit) {
        case .success(let stamp):
          deliver(role, stamp, frame, place, into: sink)
          return
        case .failure(let problem): fault = problem
        }
      } else {
        fault = .syntax
      }
      column = found.column
    }
    guard let stamp = frame.time else {
      sink.quarantine(
        QuarantinedRecord(
          code: fault.rawValue, message: fault.message, fix: fault.fix, column: column), at: place)
      return
    }
    deliver(role, stamp, frame, place, into: sink)
  }

  // MARK: records

  @inline(__always) func request(
    _ stamp: Stamp, _ frame: Frame, _ place: RecordPlace, into sink: any RecordSink
  ) {
    var record = RequestRecord(end: stamp)
    record.latencyNanoseconds = fields.latency()
    if let latency = record.latencyNanoseconds {
      // A day is no duration of a request: the field's unit is another one.
      guard latency < 86_400_000_000_000 else {
        sink.quarantine(
          QuarantinedRecord(
            code: "latency-unit", message: "the duration is a day or more: its unit is another one",
            fix: "declare it in the appendix: sources: - fields: {latency: {field: …, unit: …}}",
            time: stamp.instant), at: place)
        return
      }
      if context.timeMeans == .start { record.end.instant = stamp.instant + latency }
    }
    record.service = fields.text(.service) ?? frame.service
    record.path = fields.text(.path)
    record.method = fields.text(.method)
    record.status = fields.status(.status)
    record.upstreamStatus = fields.status(.upstreamStatus)
    record.traceID = fields.text(.traceID) ?? frame.traceID
    if sink.wants.contains(.requestIDs) { record.requestID = fields.text(.requestID) }
    sink.request(record, at: place)
  }

  @inline(__always) func application(
    _ stamp: Stamp, _ frame: Frame, _ place: RecordPlace, into sink: any RecordSink
  ) {
    var record = AppRecord(time: stamp)
    record.service = fields.text(.service) ?? frame.service
    record.level = fields.level() ?? frame.level
    record.traceID = fields.text(.traceID) ?? frame.traceID
    let wants = sink.wants
    if wants.contains(.requestIDs) { record.requestID = fields.text(.requestID) }
    if wants.contains(.texts) {
      record.message = fields.text(.message)
      record.stackTrace = fields.text(.stackTrace)
    } else {
      record.stackTrace = fields.written(.stackTrace)
    }
    if wants.contains(.waits) {
      record.waitNanoseconds = fields.tape.wait(fields.table[.wait])
    }
    if wants.contains(.outcomes) {
      record.status = fields.status(.status)
      record.latencyNanoseconds = fields.latency()
    }
    sink.application(record, at: place)
  }

  private func audit(
    _ stamp: Stamp, _ frame: Frame, _ place: RecordPlace, into sink: any RecordSink
  ) {
    var record = AuditRecord(time: stamp)
    record.service = fields.text(.service) ?? frame.service
    record.leakPattern = fields.tape.leakPattern(fields.table)
    record.traceID = fields.text(.traceID) ?? frame.traceID
    record.requestID = fields.text(.requestID)
    sink.audit(record, at: place)
  }
}

/// What logs in the frames of a store hold: requests when the first records look like it.
func framedRole(_ head: ExportHead) -> SourceRole {
  if contains(head, "data_leak_pattern") { return .securityAudit }
  let isRequest =
    contains(head, "request_time") || contains(head, "upstream_status")
    || contains(head, "response_code") && contains(head, "request_method")
    || contains(head, " HTTP/1.") && contains(head, "\" 200 ")
  return isRequest ? .gatewayAccess : .appLog
}
