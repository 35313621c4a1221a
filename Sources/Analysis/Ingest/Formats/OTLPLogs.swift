/// OTLP logs as JSON (opentelemetry-proto `LogsData`): one request a line, one document, or one
/// `ResourceLogs` object a line; camelCase or snake_case.
///
/// Ids are bytes in OTLP, so hex in any case and base64 mean the same id; they are delivered as
/// lowercase hex.
struct OTLPLogs: ExportFormat {
  let name = "otlp-json-logs"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"),
      contains(head, "\"resourceLogs\"") || contains(head, "\"resource_logs\"")
        || contains(head, "\"scopeLogs\"") || contains(head, "\"scope_logs\"")
    else { return nil }
    return Recognition(confidence: 91, reason: "JSON objects with resourceLogs")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private static let resources = [
      "resourceLogs.*.resource", "resource_logs.*.resource", "resource",
    ]
    private static let records = [
      "resourceLogs.*.scopeLogs.*.logRecords.*", "resource_logs.*.scope_logs.*.log_records.*",
      "scopeLogs.*.logRecords.*", "scope_logs.*.log_records.*",
    ]
    private let attributes: OTLPAttributes
    private var service: [UInt8] = []
    /// Number of the `ResourceLogs` that `service` belongs to.
    private var serviceEntry = -1
    private var lateResources = 0
    private var recordEntry = -1

    init(_ context: ReaderContext) {
      let tape = JSONTape(context.limits)
      attributes = OTLPAttributes(tape)
      super.init(context, paths: Self.resources + Self.records, tape: tape)
    }

    override func documentEnded(into sink: any RecordSink) {
      serviceEntry = -1
      recordEntry = -1
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      guard path < Self.resources.count else {
        recordEntry = entry
        record(place, sink)
        return
      }
      if recordEntry == entry && entry > 0 { lateResources += 1 }
      serviceEntry = entry
      let name = tape.member(tape.root, "attributes").flatMap {
        attributes.text($0, ["service.name", "service_name"])
      }
      service = name.map { Array($0.bytes) } ?? []
    }

    private func record(_ place: RecordPlace, _ sink: any RecordSink) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      guard tape.kind(tape.root) == .object else {
        sink.quarantine(
          QuarantinedRecord(
            code: "json-syntax", message: "a log record that is no object",
            fix: "export the logs again"), at: place)
        return
      }
      guard let time = time() else {
        let fault = StampFault.missing
        sink.quarantine(
          QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix),
          at: place)
        return
      }
      var record = AppRecord(time: time)
      let isOwn = serviceEntry == entry || entry == 0
      service.withUnsafeBytes { bytes in
        record.service = isOwn && !bytes.isEmpty ? ByteText(bytes) : nil
        fill(&record)
        deliver(record, place, sink)
      }
    }

    private func deliver(_ record: AppRecord, _ place: RecordPlace, _ sink: any RecordSink) {
      guard let id = record.traceID, !id.isEmpty, let parsed = otlpTraceID(id.bytes) else {
        sink.application(record, at: place)
        return
      }
      // As text, so that it joins the ids of logs that were never binary.
      var record = record
      var text = parsed.description
      text.withUTF8 { bytes in
        record.traceID = ByteText(UnsafeRawBufferPointer(bytes))
        sink.application(record, at: place)
      }
    }

    private func fill(_ record: inout AppRecord) {
      record.level = level()
      if let body = either("body", "body") { record.message = attributes.text(of: body) }
      record.traceID = either("traceId", "trace_id").flatMap { tape.text(ofScalar: $0) }
      guard let own = tape.member(tape.root, "attributes") else { return }
      record.stackTrace = attributes.text(own, ["exception.stacktrace"])
      record.requestID = attributes.text(
        own, ["request_id", "http.request.id", "request.id", "http.request.header.x-request-id"])
    }

    private func either(_ camel: StaticString, _ snake: StaticString) -> Int? {
      tape.member(tape.root, camel) ?? tape.member(tape.root, snake)
    }

    /// `timeUnixNano`, or where it is 0 or absent, when the collector saw the record.
    private func time() -> Stamp? {
      for node in [
        either("timeUnixNano", "time_unix_nano"),
        either("observedTimeUnixNano", "observed_time_unix_nano"),
      ] {
        guard let node, let value = tape.integer(node),
          StampFault.plausibleSeconds.contains(value / 1_000_000_000)
        else { continue }
        return Stamp(Instant(nanoseconds: value), resolutionNanoseconds: 1)
      }
      return nil
    }

    /// The severity number decides (1 trace … 24 fatal, in steps of four); else the text.
    private func level() -> LogLevel? {
      if let node = either("severityNumber", "severity_number") {
        if let number = tape.integer(node), number > 0 {
          switch number {
          case ..<9: return .debug
          case ..<13: return .info
          case ..<17: return .warn
          case ..<21: return .error
          default: return .fatal
          }
        }
        // `SEVERITY_NUMBER_ERROR2`, as enum names are spelled.
        if let text = tape.text(ofScalar: node)?.bytes, text.count > 16 {
          let word = UnsafeRawBufferPointer(rebasing: text[16...].prefix { !isDigit($0) })
          if let level = LogLevel(word) { return level }
        }
      }
      return either("severityText", "severity_text").flatMap { tape.text(ofScalar: $0) }
        .flatMap { LogLevel($0.bytes) }
    }

    override func end(into sink: any RecordSink) {
      guard lateResources > 0 else { return }
      sink.note(
        FileNote(
          "resource-after-records",
          "a resource stands after its records, which were read without its service",
          fix: "export with a collector that writes the resource first", count: lateResources))
    }
  }
}
