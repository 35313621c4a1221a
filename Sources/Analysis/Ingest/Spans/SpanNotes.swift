/// What an export's spans lack although they can be used: counted while they are read, told once.
struct SpanNotes {
  /// What may be noted.
  enum Kind: Int, CaseIterable {
    case shortID, noDuration, noTimestamp, noProcess, lateResource, summary

    var note: (code: String, message: String, fix: String) {
      switch self {
      case .shortID:
        (
          "span-id-short", "ids with fewer digits than usual were read with zeros before them",
          "check that the ids were not cut"
        )
      case .noDuration:
        (
          "span-duration-missing",
          "spans without a duration were read as ending when they begin",
          "their ends are not known; a crashed or unfinished client leaves such spans"
        )
      case .noTimestamp:
        (
          "span-timestamp-missing", "spans without any time cannot be placed and were passed over",
          "export the side of the call that records times"
        )
      case .noProcess:
        (
          "process-unknown", "spans whose process the export does not hold have no service",
          "export whole traces, with their processes"
        )
      case .lateResource:
        (
          "resource-after-records",
          "a resource stands after its records, which were read without its service",
          "export with a tool that writes the resource first"
        )
      case .summary:
        (
          "trace-summary", "a search answer lists traces without their spans",
          "export each trace by its id (/api/traces/ID)"
        )
      }
    }
  }
  private var counts = [Int](repeating: 0, count: Kind.allCases.count)
  private var first = [RecordPlace?](repeating: nil, count: Kind.allCases.count)

  /// Notes something about the span at `place`.
  mutating func add(_ kind: Kind, _ place: RecordPlace) {
    counts[kind.rawValue] += 1
    if first[kind.rawValue] == nil { first[kind.rawValue] = place }
  }

  /// Tells what was noted.
  func deliver(into sink: any RecordSink) {
    for kind in Kind.allCases where counts[kind.rawValue] > 0 {
      let text = kind.note
      sink.note(
        FileNote(
          text.code, text.message, fix: text.fix, place: first[kind.rawValue],
          count: counts[kind.rawValue]))
    }
  }
}

/// What became of one span of an export.
enum SpanReading {
  case span(SpanRecord)
  /// Well-formed, but without any time.
  case untimed
  case fault(QuarantinedRecord)

  static func fault(_ code: String, _ message: String, fix: String? = nil) -> SpanReading {
    .fault(QuarantinedRecord(code: code, message: message, fix: fix))
  }
  static var badID: SpanReading {
    fault(
      "span-id", "span without a valid trace or span id",
      fix: "ids are hex: up to 32 digits for a trace, up to 16 for a span, not all zero")
  }
  static var badTime: SpanReading {
    fault(
      "span-time", "span without start and end, or ending before it starts",
      fix: "check the exporter's clock and units")
  }
  static var noObject: SpanReading {
    fault("json-syntax", "a span that is no object", fix: "export the traces again")
  }

  /// A span from `start` for `duration`, both in nanoseconds, where a clock can have made them.
  static func times(
    _ start: Int64, _ duration: Int64
  ) -> (start: Instant, end: Instant)? {
    let (end, overflow) = start.addingReportingOverflow(duration)
    guard !overflow, duration >= 0,
      StampFault.plausibleSeconds.contains(Instant(nanoseconds: start).secondsFloor),
      StampFault.plausibleSeconds.contains(Instant(nanoseconds: end).secondsFloor)
    else { return nil }
    return (Instant(nanoseconds: start), Instant(nanoseconds: end))
  }
}

extension RecordSink {
  /// Hands over what became of a span.
  func take(_ reading: SpanReading, _ notes: inout SpanNotes, at place: RecordPlace) {
    switch reading {
    case .span(let record): span(record, at: place)
    case .fault(let record): quarantine(record, at: place)
    case .untimed:
      notes.add(.noTimestamp, place)
      other(at: place, time: nil)
    }
  }
}

extension JSONTape {
  /// Calls `body` with every element of an array, without making a list of them.
  func forEachElement(_ array: Int, _ body: (Int) -> Void) {
    guard nodes[array].kind == .array else { return }
    var at = array + 1
    let end = nodes[array].next
    while at < end {
      body(at)
      at = nodes[at].next
    }
  }

  /// A member's text or number.
  func text(_ object: Int, _ key: StaticString) -> ByteText? {
    member(object, key).flatMap { text(ofScalar: $0) }
  }

  /// Microseconds as nanoseconds.
  func microseconds(_ node: Int) -> Int64? {
    guard let text = text(ofScalar: node) else { return nil }
    return parseScaledDecimal(text.bytes, scale: 1_000)?.value
  }
}
