/// Reads the application's own record out of a frame: what a container runtime, journald or
/// CloudWatch wraps around each line of output.
///
/// A JSON object or logfmt is read by the names of its fields, anything else as text with its
/// stack trace. The time of a JSON or logfmt record is its own, because the application knows when
/// something happened and the frame when it was written; the frame's counts for text, and where
/// the record itself states no time that can be used. A class because
/// it keeps its buffers across records.
final class InnerRecord {
  /// What the frame says.
  struct Frame {
    var stamp: Result<Stamp, StampFault>
    var service: ByteText?
    var traceID: ByteText?
    var level: LogLevel?
    /// Whether a record without any time is no fault of the export (compose without `-t`).
    var mayLackTime = false
  }
  private let context: ReaderContext
  private let table: FieldTable
  private let tape: JSONTape
  private let delivery: RecordDelivery
  /// What the frames hold; text other than JSON can only be an application's.
  private let role: SourceRole
  private let logfmt: LogfmtFields
  private let stamps: StampReader
  private var accessText: LineReader?
  private var accessJSON: LineReader?
  private var untimed = 0
  private var firstUntimed: RecordPlace?

  init(_ context: ReaderContext, _ stamps: StampReader) {
    self.context = context
    self.stamps = stamps
    tape = JSONTape(context.limits)
    delivery = RecordDelivery(context, tape: tape)
    table = delivery.fields.table
    role = context.role ?? .appLog
    logfmt = LogfmtFields(table)
  }

  /// Delivers the record in `text`.
  func deliver(
    _ text: UnsafeRawBufferPointer, _ frame: Frame, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    let body = text.trimmed
    if body.first == UInt8(ascii: "{"), tape.parse(body) == nil {
      if role == .gatewayAccess, let reader = accessReader(body, &accessJSON),
        reader is JSONLineReader
      {
        reader.record(LineSplitter.Line(bytes: body, place: place, isTerminated: true), into: sink)
      } else {
        json(frame, place, sink)
      }
      return
    }
    guard role == .appLog else {
      if role == .gatewayAccess, let reader = accessReader(body, &accessText) {
        reader.record(LineSplitter.Line(bytes: body, place: place, isTerminated: true), into: sink)
      } else {
        // Frames of requests or audit records: the start-up text of the program is none.
        sink.other(at: place, time: try? frame.stamp.get())
      }
      return
    }
    let line = body.firstLine
    let stamp = LooseStamp(line)
    let rest = stamp.map { line.rest($0.end) } ?? line
    let own = stamp.map { stamps.read(line.part($0.range.lowerBound, $0.range.upperBound)) }
    if Self.looksLikeLogfmt(rest.trimmed) {
      logfmt.read(body.rest(stamp?.end ?? 0))
      if !logfmt.isCut, logfmt.pairs >= 2 {
        pairs(frame, own, place, sink)
        return
      }
    }
    // A stamp in plain text may be anything (a request's start); the frame's is the line's own.
    let isStated = (try? frame.stamp.get()) != nil
    guard let time = time(isStated ? frame.stamp : own, frame, place, sink) else { return }
    var record = AppRecord(time: time)
    record.service = frame.service
    record.traceID = frame.traceID
    record.level = frame.level
    fill(&record, body, TextHead(rest))
    sink.application(record, at: place)
  }

  /// The reader of the gateway's own format; the first line that any format knows decides, among
  /// JSON and among text by itself. Nil for names of fields that the table knows anyway.
  private func accessReader(
    _ line: UnsafeRawBufferPointer, _ chosen: inout LineReader?
  ) -> LineReader? {
    if let chosen { return chosen }
    let head = ExportHead(bytes: line, isWhole: true)
    let known = ExportFormats.all.filter { $0.role == .gatewayAccess && $0.hasIndependentLines }
    let claims = known.compactMap { format in
      format.recognizes(head).map { (format, $0.confidence) }
    }
    guard let best = claims.max(by: { $0.1 < $1.1 }), best.0.name != JSONAccessLog().name else {
      return nil
    }
    var inner = context
    inner.isFramed = true
    chosen = best.0.makeReader(inner) as? LineReader
    return chosen
  }

  /// Fills what a text record says of itself.
  func fill(_ record: inout AppRecord, _ text: UnsafeRawBufferPointer, _ head: TextHead) {
    if let service = head.service { record.service = ByteText(service) }
    record.level = head.level ?? record.level
    record.message = ByteText(head.message)
    record.traceID = head.traceID.map { ByteText($0) } ?? record.traceID
    record.stackTrace = stackTrace(in: text).map { ByteText($0) }
    guard let tail = head.tail, tape.parse(tail) == nil else { return }
    record.service = tape.text(at: table[.service].paths) ?? record.service
    record.traceID = tape.text(at: table[.traceID].paths) ?? record.traceID
    record.requestID = tape.text(at: table[.requestID].paths)
    if record.stackTrace == nil { record.stackTrace = tape.text(at: table[.stackTrace].paths) }
    record.waitNanoseconds = tape.wait(table[.wait])
  }

  /// Whether the text begins with `key=` and goes on with another pair.
  static func looksLikeLogfmt(_ text: UnsafeRawBufferPointer) -> Bool {
    let key = text.prefix { byte in
      isDigit(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
    guard !key.isEmpty, key.count < text.count, text[key.count] == 0x3d else { return false }
    return find(" level=", in: text) != nil || text.has("level=") || find(" msg=", in: text) != nil
      || text.has("time=") || text.has("ts=") || text.has("timestamp=")
  }

  /// The record's own time, else the frame's; quarantines a record without either.
  private func time(
    _ own: Result<Stamp, StampFault>?, _ frame: Frame, _ place: RecordPlace, _ sink: any RecordSink
  ) -> Stamp? {
    if case .success(let stamp)? = own { return stamp }
    switch frame.stamp {
    case .success(let stamp): return stamp
    case .failure(let missing):
      var fault = missing
      if case .failure(let reason)? = own { fault = reason }
      if fault == .missing, frame.mayLackTime {
        untimed += 1
        if firstUntimed == nil { firstUntimed = place }
        sink.other(at: place, time: nil)
      } else {
        quarantine(fault, place, sink)
      }
      return nil
    }
  }

  private func json(_ frame: Frame, _ place: RecordPlace, _ sink: any RecordSink) {
    var own: Result<Stamp, StampFault>?
    let field = table[.time]
    for (index, path) in field.paths.enumerated() where own == nil {
      guard let node = tape.find(path), let text = tape.text(ofScalar: node) else { continue }
      own = stamps.read(text.bytes, unit: table.timeUnit ?? field.units[index])
    }
    guard let time = time(own, frame, place, sink) else { return }
    delivery.fields.useTape()
    var outer = RecordDelivery.Frame(time: time, service: frame.service)
    outer.traceID = frame.traceID
    outer.level = frame.level
    delivery.deliver(role, time, outer, place, into: sink)
  }

  private func pairs(
    _ frame: Frame, _ before: Result<Stamp, StampFault>?, _ place: RecordPlace,
    _ sink: any RecordSink
  ) {
    let own = logfmt.time().map { stamps.read($0.text.bytes, unit: $0.unit) }
    guard let time = time(own ?? before, frame, place, sink) else { return }
    var record = AppRecord(time: time)
    record.service = frame.service
    record.traceID = frame.traceID
    record.level = frame.level
    record.fill(logfmt)
    sink.application(record, at: place)
  }

  /// States what was passed over for want of a time.
  func end(into sink: any RecordSink) {
    if untimed > 0 {
      sink.note(
        FileNote(
          "no-timestamp", "records without any time cannot be placed in a window",
          fix: "export with timestamps (docker compose logs -t)", place: firstUntimed,
          count: untimed))
    }
    noteZones(stamps, context, sink)
  }
}

extension AppRecord {
  /// Takes the fields of a logfmt record.
  mutating func fill(_ fields: LogfmtFields) {
    service = fields.text(.service) ?? service
    level = fields.text(.level).flatMap { LogLevel($0.bytes) } ?? level
    message = fields.text(.message)
    stackTrace = fields.text(.stackTrace)
    traceID = fields.text(.traceID) ?? traceID
    requestID = fields.text(.requestID)
    waitNanoseconds = fields.duration(.wait)
    status = fields.text(.status).flatMap { httpStatus($0.bytes) }
    latencyNanoseconds = fields.duration(.latency)
  }
}
