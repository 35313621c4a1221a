/// Reads one OTLP log record on a tape.
struct OTLPJSONLog {
  private let tape: JSONTape
  private let attributes: OTLPAttributes

  init(_ tape: JSONTape) {
    self.tape = tape
    attributes = OTLPAttributes(tape)
  }

  /// Delivers the record on the tape.
  func read(_ service: ByteText?, _ place: RecordPlace, into sink: any RecordSink) {
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
    record.service = service
    fill(&record)
    if sink.wants.contains(.waits) { record.waitNanoseconds = wait() }
    guard let id = record.traceID, !id.isEmpty, let parsed = otlpTraceID(id.bytes) else {
      sink.application(record, at: place)
      return
    }
    // As text, so that it joins the ids of logs that were never binary.
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

  private func wait() -> Int64? {
    guard let own = tape.member(tape.root, "attributes") else { return nil }
    var found: Int64?
    tape.forEachElement(own) { pair in
      guard found == nil, let key = tape.text(pair, "key"), let value = tape.member(pair, "value"),
        let text = attributes.text(of: value)
      else { return }
      found = OTLPWait.nanoseconds(key.bytes, text.bytes)
    }
    return found
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

  /// The severity number decides; else the text.
  private func level() -> LogLevel? {
    if let node = either("severityNumber", "severity_number") {
      if let level = tape.integer(node).flatMap({ OTLPSeverity.level($0) }) { return level }
      // `SEVERITY_NUMBER_ERROR2`, as enum names are spelled.
      if let text = tape.text(ofScalar: node)?.bytes, text.count > 16 {
        let word = UnsafeRawBufferPointer(rebasing: text[16...].prefix { !isDigit($0) })
        if let level = LogLevel(word) { return level }
      }
    }
    return either("severityText", "severity_text").flatMap { tape.text(ofScalar: $0) }
      .flatMap { LogLevel($0.bytes) }
  }
}
