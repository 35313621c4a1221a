/// The base of readers of audit events that systems write as JSON: one object a line, spread over
/// lines, or several in a list.
///
/// Such an audit watches accounts, processes and packets, not what an application printed. Its
/// events are counted with their times, but the export does not cover the third leg of a sensitive
/// exposure: that nothing leaked cannot be told from it. An event that names a leak pattern is one
/// all the same.
class AuditEventReader: JSONObjectsReader {
  let stamps: StampReader
  private let shape: AuditShape
  private let table: FieldTable
  private var unwatched = UnwatchedEvents()

  init(_ context: ReaderContext, _ shape: AuditShape) {
    stamps = StampReader(context.assumedZone)
    table = FieldTable(context.source)
    self.shape = shape
    super.init(context)
  }

  override func object(_ place: RecordPlace, into sink: any RecordSink) {
    let list = shape.lists.lazy.compactMap { self.tape.find($0) }
      .first { self.tape.kind($0) == .array }
    guard let list else {
      event(tape.root, place, into: sink)
      return
    }
    let elements = tape.elements(list)
    if elements.isEmpty { sink.other(at: place, time: nil) }
    listed(place, into: sink)
    var lines = LineCounter()
    for element in elements {
      let value = tape.nodes[element]
      let own = RecordPlace(
        offset: place.offset + Int64(value.start), length: Int64(value.end - value.start),
        line: place.line + lines.line(of: value.start, in: tape.bytes) - 1)
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.raw(element), at: own) }
      tape.root = element
      event(element, own, into: sink)
      tape.root = 0
    }
  }

  /// A list of events has begun on the tape.
  func listed(_ place: RecordPlace, into sink: any RecordSink) {}

  private func event(_ node: Int, _ place: RecordPlace, into sink: any RecordSink) {
    guard tape.kind(node) == .object, shape.marks.contains(where: { tape.find($0) != nil }) else {
      sink.quarantine(
        QuarantinedRecord(
          code: "audit-shape", message: "an object that is no event of this audit",
          fix: "export the audit again without other objects, or choose a format with --as"),
        at: place)
      return
    }
    switch time() {
    case .failure(let fault): sink.quarantine(QuarantinedRecord(fault, column: nil), at: place)
    case .success(let stamp):
      var record = AuditRecord(time: stamp)
      record.leakPattern = tape.leakPattern(table)
      record.watchesLeaks = record.leakPattern.map { !$0.isEmpty } ?? false
      record.service = tape.text(at: table[.service].paths)
      record.traceID = tape.text(at: table[.traceID].paths)
      record.requestID = tape.text(at: table[.requestID].paths) ?? tape.text(at: shape.requests)
      if !record.watchesLeaks { unwatched.add(place) }
      sink.audit(record, at: place)
    }
  }

  private func time() -> Result<Stamp, StampFault> {
    // What the appendix declares comes before what the system documents.
    if context.source?.time != nil, let text = tape.text(at: table[.time].paths) {
      return stamps.read(text.bytes, unit: table.timeUnit)
    }
    for time in shape.times {
      guard let node = tape.find(time.path), let text = tape.text(ofScalar: node) else { continue }
      return stamps.read(text.bytes, time.writing)
    }
    return .failure(.missing)
  }

  override func ended(into sink: any RecordSink) {
    unwatched.note(into: sink)
    noteZones(stamps, context, sink)
  }
}

/// Events of one export that watch no leaks.
struct UnwatchedEvents {
  private var count = 0
  private var first: RecordPlace?

  mutating func add(_ place: RecordPlace) {
    count += 1
    if first == nil { first = place }
  }

  func note(into sink: any RecordSink) {
    guard count > 0 else { return }
    sink.note(
      FileNote(
        "audit-no-leaks",
        "events of a system's audit name no leak pattern: they are no leg of a sensitive exposure",
        fix: "add the export that holds data_leak_pattern", place: first, count: count,
        isWarning: false))
  }
}

extension JSONTape {
  /// One name, or several as the record writes them: `A|B`, `["A", "B"]`.
  func leakPattern(_ table: FieldTable) -> ByteText? {
    guard let node = find(table[.pattern].paths) else { return nil }
    return kind(node) == .array ? ByteText(raw(node)) : text(ofScalar: node)
  }
}

/// Whether the head's first object begins with the member `name`, on one line or several.
func begins(_ head: ExportHead, withMember name: StaticString) -> Bool {
  var text = head.bytes[...]
  func skipBlanks() { text = text.drop { $0 <= 0x20 } }
  skipBlanks()
  guard text.first == UInt8(ascii: "{") else { return false }
  text = text.dropFirst()
  skipBlanks()
  guard text.first == 0x22 else { return false }
  return name.withUTF8Buffer { text.dropFirst().starts(with: $0) }
    && text.dropFirst(1 + name.utf8CodeUnitCount).first == 0x22
}
