/// Reads one span of Zipkin's v2 model.
struct ZipkinSpan {
  private let tape: JSONTape
  private let node: Int

  init(_ tape: JSONTape, _ node: Int) {
    self.tape = tape
    self.node = node
  }

  /// Whether an object has the members that every Zipkin span has.
  static func isSpan(_ tape: JSONTape, _ node: Int) -> Bool {
    tape.kind(node) == .object && tape.member(node, "traceId") != nil
      && tape.member(node, "id") != nil
      && (tape.member(node, "localEndpoint") ?? tape.member(node, "timestamp")
        ?? tape.member(node, "kind")) != nil
      && tape.member(node, "spanId") == nil && tape.member(node, "binaryAnnotations") == nil
  }

  /// The span with its service.
  func read(_ notes: inout SpanNotes, _ place: RecordPlace) -> SpanReading {
    guard tape.kind(node) == .object else { return .noObject }
    guard let trace = tape.text(node, "traceId").flatMap({ SpanIDs.trace($0.bytes) }),
      let span = tape.text(node, "id").flatMap({ SpanIDs.span($0.bytes) }), span.value != 0
    else { return .badID }
    var parent: SpanIDs.Reading<UInt64>?
    if let text = tape.text(node, "parentId"), !text.isEmpty {
      guard let read = SpanIDs.span(text.bytes) else { return .badID }
      parent = read
    }
    let annotated = annotationTimes
    guard let start = time("timestamp") ?? annotated?.first else {
      return isPresent("timestamp") ? .badTime : .untimed
    }
    let duration = time("duration")
    if duration == nil, isPresent("duration") { return .badTime }
    let length = duration ?? max(0, (annotated?.last ?? start) - start)
    guard let times = SpanReading.times(start, length) else { return .badTime }
    if trace.isShort || span.isShort { notes.add(.shortID, place) }
    if duration == nil { notes.add(.noDuration, place) }
    var record = SpanRecord(
      traceID: trace.value, spanID: span.value,
      start: Stamp(times.start, resolutionNanoseconds: 1_000), end: times.end)
    record.parentID = parent.flatMap { $0.value == 0 ? nil : $0.value }
    record.isEndKnown = length > 0 || duration != nil
    record.name = tape.text(node, "name")
    record.kind = tape.text(node, "kind").map { SpanKind(name: $0.bytes) } ?? .unspecified
    // The answering half of a call whose id both halves use.
    if record.kind == .unspecified, let shared = tape.member(node, "shared"),
      tape.kind(shared) == .bool, tape.nodes[shared].flag
    {
      record.kind = .server
    }
    setEndpoints(&record)
    return .span(record)
  }

  private func isPresent(_ member: StaticString) -> Bool {
    guard let value = tape.member(node, member), tape.kind(value) != .null else { return false }
    // Zero is how older encodings write that there is none.
    return tape.text(ofScalar: value).map { !$0.bytes.equals("0") } ?? true
  }

  private func time(_ member: StaticString) -> Int64? {
    guard isPresent(member), let value = tape.member(node, member) else {
      return nil
    }
    return tape.microseconds(value)
  }

  private var annotationTimes: ClosedRange<Int64>? {
    guard let list = tape.member(node, "annotations") else { return nil }
    var found: ClosedRange<Int64>?
    tape.forEachElement(list) { annotation in
      guard let time = tape.member(annotation, "timestamp").flatMap({ tape.microseconds($0) }),
        StampFault.plausibleSeconds.contains(time / 1_000_000_000)
      else { return }
      found = min(found?.lowerBound ?? time, time)...max(found?.upperBound ?? time, time)
    }
    return found
  }

  private func setEndpoints(_ record: inout SpanRecord) {
    if let local = tape.member(node, "localEndpoint") {
      record.service = tape.text(local, "serviceName")
    }
    if let remote = tape.member(node, "remoteEndpoint") {
      let isAnswering = record.kind == .server || record.kind == .consumer
      record.peer =
        tape.text(remote, "serviceName")
        ?? (isAnswering ? nil : tape.text(remote, "ipv4") ?? tape.text(remote, "ipv6"))
    }
    var attributes = SpanAttributes()
    if let tags = tape.member(node, "tags") {
      tape.forEachMember(tags) { key, value in
        guard let text = tape.text(ofScalar: value) else { return }
        attributes.take(tape.text(key), text)
      }
    }
    attributes.fill(&record)
  }
}

extension ClosedRange<Int64> {
  fileprivate var first: Int64 { lowerBound }
  fileprivate var last: Int64 { upperBound }
}
