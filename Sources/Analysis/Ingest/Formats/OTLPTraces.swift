/// OTLP traces as JSON: one export request a line, or one document; camelCase or snake_case,
/// ids in hex or base64.
struct OTLPTraces: ExportFormat {
  let name = "otlp-json-traces"
  let role = SourceRole.spans

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"),
      contains(head, "\"resourceSpans\"") || contains(head, "\"resource_spans\"")
        || (contains(head, "\"scopeSpans\"") && contains(head, "\"resource\""))
    else { return nil }
    return Recognition(confidence: 92, reason: "JSON objects with resourceSpans")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  /// Requests may be one a line or spread over lines. Lines are tried first; from the first
  /// object that a line does not hold, the text is gathered until it parses or ends.
  private final class Reader: LineReader {
    private let tape: JSONTape
    private var gathered: [UInt8] = []
    private var gatheredPlace = RecordPlace(offset: 0, length: 0, line: 1)
    private var isGathering = false
    private var isTooLarge = false

    override init(_ context: ReaderContext) {
      tape = JSONTape(context.limits)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      if !isGathering {
        guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        guard let fault = tape.parse(line.bytes) else {
          if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
          request(line.place, sink)
          return
        }
        let isOpening = line.place.line == 1 && fault.code == "json-truncated"
        guard isOpening, line.isTerminated else {
          if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
          sink.quarantine(
            QuarantinedRecord(
              code: fault.code, message: fault.message,
              fix: "export the traces again; the line is broken", column: fault.offset + 1),
            at: line.place)
          return
        }
        isGathering = true
        gatheredPlace = line.place
        gatheredPlace.length = 0
      }
      // The end of the line before, which may be that of Windows.
      let gap = Int(line.place.offset - gatheredPlace.offset - gatheredPlace.length)
      gatheredPlace.length += Int64(gap + line.bytes.count)
      guard !isTooLarge, gatheredPlace.length <= context.limits.documentBytes else {
        isTooLarge = true
        gathered = []
        return
      }
      if gap == 2 { gathered.append(0x0d) }
      if gap > 0 { gathered.append(0x0a) }
      gathered.append(contentsOf: line.bytes)
    }

    /// A line that cannot be held breaks the document it lies in.
    override func interrupted(into sink: any RecordSink) { end(into: sink) }

    override func end(into sink: any RecordSink) {
      guard isGathering else { return }
      isGathering = false
      defer { gathered = [] }
      guard !isTooLarge else {
        isTooLarge = false
        sink.quarantine(
          QuarantinedRecord(
            code: "document-too-large", message: "one JSON document is too large",
            fix: "export one request a line"), at: gatheredPlace)
        return
      }
      gathered.withUnsafeBytes { bytes in
        if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: gatheredPlace) }
        if let fault = tape.parse(bytes) {
          sink.quarantine(
            QuarantinedRecord(
              code: fault.code, message: fault.message, fix: "export the traces again",
              column: fault.offset + 1), at: gatheredPlace)
        } else {
          request(gatheredPlace, sink)
        }
      }
    }

    private func request(_ place: RecordPlace, _ sink: any RecordSink) {
      let lists = either(tape.root, "resourceSpans", "resource_spans").map { tape.elements($0) }
      for resource in lists ?? [tape.root] {
        let service = resourceService(resource)
        let scopes =
          either(resource, "scopeSpans", "scope_spans")
          ?? either(resource, "instrumentationLibrarySpans", "instrumentation_library_spans")
        for scope in scopes.map({ tape.elements($0) }) ?? [] {
          for span in tape.member(scope, "spans").map({ tape.elements($0) }) ?? [] {
            deliver(span, service, place, sink)
          }
        }
      }
    }

    private func either(_ node: Int, _ camel: StaticString, _ snake: StaticString) -> Int? {
      tape.member(node, camel) ?? tape.member(node, snake)
    }

    private func resourceService(_ resource: Int) -> ByteText? {
      guard let node = tape.member(resource, "resource"),
        let attributes = tape.member(node, "attributes")
      else { return nil }
      return attribute(attributes, ["service.name"]).flatMap { tape.text(ofScalar: $0) }
    }

    /// The scalar value of the first of `names` among OTLP key/value attributes.
    private func attribute(_ attributes: Int, _ names: [StaticString]) -> Int? {
      for name in names {
        for pair in tape.elements(attributes) {
          guard let key = tape.member(pair, "key").flatMap({ tape.text(ofScalar: $0) }),
            name.withUTF8Buffer({ key.bytes.elementsEqual($0) }),
            let value = tape.member(pair, "value")
          else { continue }
          for kind: StaticString in [
            "stringValue", "intValue", "doubleValue", "boolValue", "string_value", "int_value",
          ] {
            if let scalar = tape.member(value, kind) { return scalar }
          }
        }
      }
      return nil
    }

    private func deliver(
      _ span: Int, _ service: ByteText?, _ place: RecordPlace, _ sink: any RecordSink
    ) {
      let trace = either(span, "traceId", "trace_id").flatMap { tape.text(ofScalar: $0) }
      let id = either(span, "spanId", "span_id").flatMap { tape.text(ofScalar: $0) }
      let parent = either(span, "parentSpanId", "parent_span_id").flatMap {
        tape.text(ofScalar: $0)
      }
      guard let traceID = trace.flatMap({ otlpTraceID($0.bytes) }),
        let spanID = id.flatMap({ otlpSpanID($0.bytes) })
      else {
        sink.quarantine(
          QuarantinedRecord(code: "span-id", message: "span without a valid trace or span id"),
          at: place)
        return
      }
      guard let start = nanoseconds(either(span, "startTimeUnixNano", "start_time_unix_nano")),
        let end = nanoseconds(either(span, "endTimeUnixNano", "end_time_unix_nano")), end >= start
      else {
        sink.quarantine(
          QuarantinedRecord(
            code: "span-time", message: "span without start and end, or ending before it starts"),
          at: place)
        return
      }
      var record = SpanRecord(
        traceID: traceID, spanID: spanID,
        start: Stamp(Instant(nanoseconds: start), resolutionNanoseconds: 1),
        end: Instant(nanoseconds: end))
      record.parentID = parent.flatMap { $0.isEmpty ? nil : otlpSpanID($0.bytes) }
      record.service = service
      record.name = tape.member(span, "name").flatMap { tape.text(ofScalar: $0) }
      let kind = tape.member(span, "kind").flatMap { tape.text(ofScalar: $0) }?.string
      record.kind = kind.map(Self.kind) ?? .unspecified
      if let attributes = tape.member(span, "attributes") { fill(&record, attributes) }
      let name = record.name?.string.lowercased() ?? ""
      record.isWait = name.contains("wait") && (name.contains("pool") || name.contains("queue"))
      sink.span(record, at: place)
    }

    private func fill(_ record: inout SpanRecord, _ attributes: Int) {
      record.databaseSystem = attribute(attributes, ["db.system", "db.system.name"])
        .flatMap { tape.text(ofScalar: $0) }
      record.databaseName = attribute(attributes, ["db.namespace", "db.name"])
        .flatMap { tape.text(ofScalar: $0) }
      record.status = attribute(attributes, ["http.response.status_code", "http.status_code"])
        .flatMap { tape.integer($0) }.map { Int(truncatingIfNeeded: $0) }
      record.path = attribute(attributes, ["url.path", "http.target"])
        .flatMap { tape.text(ofScalar: $0) }
      record.peer = attribute(attributes, ["peer.service", "server.address", "net.peer.name"])
        .flatMap { tape.text(ofScalar: $0) }
    }

    /// `2` or `SPAN_KIND_SERVER`.
    private static func kind(_ text: String) -> SpanKind {
      switch text {
      case "1", "SPAN_KIND_INTERNAL": .internal
      case "2", "SPAN_KIND_SERVER": .server
      case "3", "SPAN_KIND_CLIENT": .client
      case "4", "SPAN_KIND_PRODUCER": .producer
      case "5", "SPAN_KIND_CONSUMER": .consumer
      default: .unspecified
      }
    }

    private func nanoseconds(_ node: Int?) -> Int64? {
      guard let node, let value = tape.integer(node), value > 788_918_400_000_000_000 else {
        return nil
      }
      return value
    }
  }
}

/// A trace id of 32 hex digits in any case, or of 16 bytes in base64; not all zero.
func otlpTraceID(_ bytes: UnsafeRawBufferPointer) -> TraceID? {
  let halves: (UInt64, UInt64)?
  if bytes.count == 32, let high = hex64(bytes[0..<16]), let low = hex64(bytes[16..<32]) {
    halves = (high, low)
  } else if let decoded = base64(bytes), decoded.count == 16 {
    halves = (big64(decoded[0..<8]), big64(decoded[8..<16]))
  } else {
    halves = nil
  }
  guard let halves, halves != (0, 0) else { return nil }
  return TraceID(high: halves.0, low: halves.1)
}

/// A span id of 16 hex digits, or of 8 bytes in base64; not zero.
func otlpSpanID(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
  let value: UInt64?
  if bytes.count == 16 {
    value = hex64(bytes[0..<16])
  } else if let decoded = base64(bytes), decoded.count == 8 {
    value = big64(decoded[0..<8])
  } else {
    value = nil
  }
  return value == 0 ? nil : value
}

private func hex64(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64? {
  var value: UInt64 = 0
  for byte in bytes {
    guard let digit = hexDigit(byte) else { return nil }
    value = value << 4 | UInt64(digit)
  }
  return value
}

private func big64(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reduce(0) { $0 << 8 | UInt64($1) }
}

/// Standard base64 with padding; nil for anything else.
func base64(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
  guard bytes.count % 4 == 0 else { return nil }
  var out: [UInt8] = []
  var bits: UInt32 = 0
  var count = 0
  var padding = 0
  for byte in bytes {
    let value: UInt32
    switch byte {
    case 0x41...0x5a: value = UInt32(byte - 0x41)
    case 0x61...0x7a: value = UInt32(byte - 0x61) + 26
    case 0x30...0x39: value = UInt32(byte - 0x30) + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    case UInt8(ascii: "="):
      padding += 1
      value = 0
    default: return nil
    }
    if padding > 0 && byte != UInt8(ascii: "=") { return nil }
    bits = bits << 6 | value
    count += 1
    if count % 4 == 0 {
      out += [UInt8(bits >> 16 & 0xff), UInt8(bits >> 8 & 0xff), UInt8(bits & 0xff)]
      bits = 0
    }
  }
  guard padding <= 2 else { return nil }
  out.removeLast(padding)
  return out
}
