/// The base of readers whose export is one JSON object after another, each on a line of its own or
/// spread over lines.
///
/// A line that ends inside its object is gathered with those that follow, until the object is
/// whole or another one begins at the start of a line: printers indent what lies inside, so a cut
/// line costs one object and not the rest of the export.
class JSONObjectsReader: LineReader {
  let tape: JSONTape
  private var gathered: [UInt8] = []
  private var place = RecordPlace(offset: 0, length: 0, line: 1)
  private var isGathering = false
  private var isTooLong = false
  private var shape = JSONShape()

  override init(_ context: ReaderContext) {
    tape = JSONTape(context.limits)
    super.init(context)
  }

  /// Delivers the object on the tape.
  func object(_ place: RecordPlace, into sink: any RecordSink) {}
  /// Delivers what is pending when the content has ended.
  func ended(into sink: any RecordSink) {}

  override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
    if isGathering, line.bytes.first != UInt8(ascii: "{") {
      append(line)
      if shape.depth <= 0 { close(false, sink) }
      return
    }
    if isGathering { close(false, sink) }
    guard line.bytes.contains(where: { $0 > 0x20 }) else { return }
    guard let fault = tape.parse(line.bytes) else {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
      object(line.place, into: sink)
      return
    }
    guard fault.code == "json-truncated" else {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
      quarantine(fault, line.place, sink)
      return
    }
    isGathering = true
    shape = JSONShape()
    place = line.place
    place.length = 0
    append(line)
  }

  private func append(_ line: LineSplitter.Line) {
    // The end of the line before, which may be that of Windows.
    let gap = Int(line.place.offset - place.offset - place.length)
    place.length += Int64(gap + line.bytes.count)
    shape.take(line.bytes)
    guard !isTooLong, place.length <= context.limits.recordBytes else {
      isTooLong = true
      gathered = []
      return
    }
    // More than a line end apart lie blank lines, which the splitter hands over as well.
    if gap == 2 { gathered.append(0x0d) }
    if gap > 0 { gathered.append(0x0a) }
    gathered.append(contentsOf: line.bytes)
  }

  private func close(_ isCut: Bool, _ sink: any RecordSink) {
    isGathering = false
    defer {
      gathered.removeAll(keepingCapacity: gathered.capacity <= 1 << 20)
      isTooLong = false
    }
    if isTooLong {
      sink.quarantine(
        QuarantinedRecord(
          code: "record-too-long",
          message: "record is longer than \(context.limits.recordBytes) bytes",
          fix: "export it again in smaller records"), at: place)
      return
    }
    gathered.withUnsafeBytes { bytes in
      if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
      if let fault = tape.parse(bytes) {
        quarantine(fault, place, isCut: isCut, sink)
      } else {
        object(place, into: sink)
      }
    }
  }

  private func quarantine(
    _ fault: JSONFault, _ place: RecordPlace, isCut: Bool = false, _ sink: any RecordSink
  ) {
    var record = QuarantinedRecord(
      code: fault.code, message: fault.message, fix: "export it again; the record is broken",
      column: fault.offset + 1)
    record.isCut = isCut && fault.code == "json-truncated"
    sink.quarantine(record, at: place)
  }

  /// A line that cannot be held breaks the object it lies in.
  override func interrupted(into sink: any RecordSink) {
    if isGathering { close(false, sink) }
  }

  override func end(into sink: any RecordSink) {
    if isGathering { close(true, sink) }
    ended(into: sink)
  }
}
