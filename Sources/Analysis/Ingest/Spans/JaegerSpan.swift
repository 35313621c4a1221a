/// Reads one span of Jaeger: as its API and UI give it, as it is stored in Elasticsearch, or in
/// the JSON of its domain model (ids in base64, times as text, typed tag values).
struct JaegerSpan {
  private let tape: JSONTape
  private let node: Int

  init(_ tape: JSONTape, _ node: Int) {
    self.tape = tape
    self.node = node
  }

  /// Whether an object has the members that every Jaeger span has.
  static func isSpan(_ tape: JSONTape, _ node: Int) -> Bool {
    tape.kind(node) == .object
      && (tape.member(node, "traceID") ?? tape.member(node, "traceId")) != nil
      && (tape.member(node, "spanID") ?? tape.member(node, "spanId")) != nil
      && tape.member(node, "operationName") != nil && tape.member(node, "startTime") != nil
  }

  /// The service of the process inside the span.
  var ownService: ByteText? {
    tape.member(node, "process").flatMap { tape.text($0, "serviceName") }
  }

  /// The key of its process in the trace's table.
  var processID: ByteText? { tape.text(node, "processID") ?? tape.text(node, "processId") }

  /// The span, its service still open.
  func read(_ notes: inout SpanNotes, _ place: RecordPlace) -> SpanReading {
    guard tape.kind(node) == .object else { return .noObject }
    guard let trace = traceID(of: node), let span = spanID(of: node), span.value != 0 else {
      return .badID
    }
    guard let start = startNanoseconds else { return .badTime }
    let duration = tape.member(node, "duration")
    guard let length = duration.map(nanoseconds(ofDuration:)) ?? 0,
      let times = SpanReading.times(start.value, length)
    else { return .badTime }
    if trace.isShort || span.isShort { notes.add(.shortID, place) }
    if duration == nil { notes.add(.noDuration, place) }
    var record = SpanRecord(
      traceID: trace.value, spanID: span.value,
      start: Stamp(times.start, resolutionNanoseconds: start.step), end: times.end)
    record.isEndKnown = duration != nil
    record.name = tape.text(node, "operationName")
    setParent(&record)
    var attributes = SpanAttributes()
    takeTags(&attributes)
    attributes.fill(&record)
    return .span(record)
  }

  private func traceID(of object: Int) -> SpanIDs.Reading<TraceID>? {
    guard let text = tape.text(object, "traceID") ?? tape.text(object, "traceId") else {
      return nil
    }
    // The domain model's ids are 16 and 8 bytes in base64.
    if text.bytes.count == 24, let id = otlpTraceID(text.bytes) {
      return SpanIDs.Reading(value: id, isShort: false)
    }
    return SpanIDs.trace(text.bytes)
  }

  private func spanID(of object: Int) -> SpanIDs.Reading<UInt64>? {
    guard let text = tape.text(object, "spanID") ?? tape.text(object, "spanId") else { return nil }
    if text.bytes.count == 12, text.bytes[11] == UInt8(ascii: "="),
      let id = otlpSpanID(text.bytes)
    {
      return SpanIDs.Reading(value: id, isShort: false)
    }
    return SpanIDs.span(text.bytes)
  }

  /// Microseconds since the epoch, or RFC 3339.
  private var startNanoseconds: (value: Int64, step: Int64)? {
    guard let member = tape.member(node, "startTime"), let text = tape.text(ofScalar: member)
    else { return nil }
    if text.bytes.count > 19, text.bytes[4] == UInt8(ascii: "-") {
      guard case .success(let reading) = TimestampParser(zone: nil).parse(text.bytes) else {
        return nil
      }
      return (reading.stamp.instant.nanoseconds, reading.stamp.resolutionNanoseconds)
    }
    return tape.microseconds(member).map { ($0, 1_000) }
  }

  /// Microseconds, or a number with its unit (`5000ns`, `0.000005s`).
  private func nanoseconds(ofDuration member: Int) -> Int64? {
    guard let text = tape.text(ofScalar: member)?.bytes else { return nil }
    let units: [(StaticString, Int64)] = [
      ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ]
    for (unit, scale) in units where text.count > unit.utf8CodeUnitCount {
      let cut = text.count - unit.utf8CodeUnitCount
      guard UnsafeRawBufferPointer(rebasing: text[cut...]).equals(unit) else { continue }
      return parseScaledDecimal(UnsafeRawBufferPointer(rebasing: text[..<cut]), scale: scale)?
        .value
    }
    return parseScaledDecimal(text, scale: 1_000)?.value
  }

  /// The first span of the same trace that it is a child of, else that it follows; references to
  /// other traces are links.
  private func setParent(_ record: inout SpanRecord) {
    var parent: UInt64?
    var follows: UInt64?
    if let references = tape.member(node, "references") {
      tape.forEachElement(references) { reference in
        guard tape.kind(reference) == .object, let trace = traceID(of: reference),
          trace.value == record.traceID, let span = spanID(of: reference), span.value != 0
        else { return }
        let isFollowing = tape.text(reference, "refType")?.bytes.equals("FOLLOWS_FROM") ?? false
        if isFollowing {
          follows = follows ?? span.value
        } else {
          parent = parent ?? span.value
        }
      }
    }
    if parent == nil, follows == nil,
      let old = tape.text(node, "parentSpanID") ?? tape.text(node, "parentSpanId"),
      let span = SpanIDs.span(old.bytes), span.value != 0
    {
      parent = span.value
    }
    record.parentID = parent ?? follows
    record.isFollowing = parent == nil && follows != nil
  }

  /// Tags are a list; Elasticsearch may hold them as an object too, dots written as `@`.
  private func takeTags(_ attributes: inout SpanAttributes) {
    if let flat = tape.member(node, "tag"), tape.kind(flat) == .object {
      tape.forEachMember(flat) { key, value in
        guard let text = tape.text(ofScalar: value) else { return }
        withDots(tape.raw(key)) { attributes.take($0, text) }
      }
    }
    guard let tags = tape.member(node, "tags") else { return }
    tape.forEachElement(tags) { tag in
      guard tape.kind(tag) == .object, let key = tape.text(tag, "key"),
        let value = tape.text(tag, "value") ?? tape.text(tag, "vStr") ?? tape.text(tag, "vInt64")
      else { return }
      attributes.take(key, value)
    }
  }

  private func withDots(_ key: UnsafeRawBufferPointer, _ body: (ByteText) -> Void) {
    guard key.contains(UInt8(ascii: "@")), key.count <= 256 else { return body(ByteText(key)) }
    withUnsafeTemporaryAllocation(byteCount: key.count, alignment: 1) { dotted in
      for (at, byte) in key.enumerated() {
        dotted[at] = byte == UInt8(ascii: "@") ? UInt8(ascii: ".") : byte
      }
      body(ByteText(UnsafeRawBufferPointer(dotted)))
    }
  }
}
