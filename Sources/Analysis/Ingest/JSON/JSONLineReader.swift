/// The base of readers whose records are JSON objects, one a line.
class JSONLineReader: LineReader {
  let tape: JSONTape
  let stamps: StampReader
  let fields: RecordFields
  let delivery: RecordDelivery
  private let index: StructuralIndex
  private var invalidUTF8: Int = 0
  private var firstInvalidUTF8: RecordPlace?

  override init(_ context: ReaderContext) {
    tape = JSONTape(context.limits)
    stamps = StampReader(context.assumedZone)
    fields = RecordFields(
      FieldTable(context.source, documented: context.documented), tape: tape,
      kernel: context.kernel)
    delivery = RecordDelivery(context, fields: fields, stamps: stamps)
    index = StructuralIndex(context.kernel)
    super.init(context)
  }

  var table: FieldTable { fields.table }

  /// Whether `object` reads through `fields` only, so that a line need not be parsed.
  var readsFieldsOnly: Bool { false }

  // MARK: lines

  override func read(_ chunk: LineChunk, into sink: any RecordSink) {
    // An index over a very long line would be larger than the line.
    guard readsFieldsOnly, !context.isStrict, !sink.wants.contains(.waits), chunk.tooLong == nil,
      chunk.bytes.count <= 8 * context.chunkBytes,
      let base = chunk.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    else {
      super.read(chunk, into: sink)
      return
    }
    let count = chunk.bytes.count
    let wantsRawBytes = sink.wants.contains(.rawBytes)
    var start = 0
    var sliceBytes = Self.sliceBytes
    var number = chunk.firstLine
    while start < count {
      let slice = Slice(
        base: base + start, count: count &- start, offset: chunk.offset &+ Int64(start),
        isTerminated: chunk.isTerminated)
      index.index(slice.base, min(sliceBytes, slice.count))
      let read = lines(slice, &number, wantsRawBytes: wantsRawBytes, sink)
      start &+= read
      if read == 0 {
        if sliceBytes >= slice.count { break }
        sliceBytes *= 2
      }
    }
    if start < count {
      let rest = UnsafeRawBufferPointer(rebasing: chunk.bytes[start...])
      var splitter = LineSplitter(
        LineChunk(
          bytes: rest, offset: chunk.offset + Int64(start), firstLine: number, index: chunk.index),
        limit: context.limits.recordBytes)
      splitter.consume(rest) { take($0, sink) }
      splitter.finish { take($0, sink) }
    }
  }

  /// Bytes that are indexed before their lines are read: few enough that both stay in the first
  /// cache.
  private static let sliceBytes = 16 << 10

  /// The rest of a chunk from the beginning of a line.
  private struct Slice {
    var base: UnsafePointer<UInt8>
    var count: Int
    /// Where it begins in the content.
    var offset: Int64
    /// Whether a line feed ends its last line.
    var isTerminated: Bool
  }

  /// Reads the lines whose ends were indexed.
  /// - Returns: their bytes.
  @inline(__always) private func lines(
    _ slice: Slice, _ number: inout Int64, wantsRawBytes: Bool, _ sink: any RecordSink
  ) -> Int {
    var from = 0
    var slot = 0
    for line in 0..<index.lineCount {
      let end = index.lineEnd(line)
      let to = Int(index.positions[end])
      // The padding behind an unterminated last line begins with a line feed.
      if from >= slice.count { break }
      quick(slice, from, to, first: slot, last: end, number, wantsRawBytes: wantsRawBytes, sink)
      from = to &+ 1
      slot = end &+ 1
      number &+= 1
    }
    return from
  }

  @inline(__always) private func quick(
    _ slice: Slice, _ from: Int, _ to: Int, first: Int, last: Int, _ number: Int64,
    wantsRawBytes: Bool, _ sink: any RecordSink
  ) {
    let base = slice.base
    var end = to
    if end > from, base[end &- 1] == 0x0d { end &-= 1 }
    let place = RecordPlace(
      offset: slice.offset &+ Int64(from), length: Int64(end &- from), line: number)
    if end &- from <= context.limits.recordBytes, !index.isSuspect(from, to),
      fields.readFlat(
        base, from: from, to: end, positions: index.positions, first: first, last: last,
        mayEscape: index.mayEscape(from, to))
    {
      let bytes = UnsafeRawBufferPointer(start: base + from, count: end &- from)
      if wantsRawBytes { sink.rawBytes(bytes, at: place) }
      if index.isHigh(from, to), !isValidUTF8(bytes) { sawInvalidUTF8(place) }
      object(place, into: sink)
      return
    }
    if end &- from > context.limits.recordBytes {
      take(.tooLong(place), sink)
    } else {
      record(
        LineSplitter.Line(
          bytes: UnsafeRawBufferPointer(start: base + from, count: end &- from), place: place,
          isTerminated: slice.isTerminated || to < slice.count), into: sink)
    }
  }

  override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
    let body = line.bytes
    guard let first = body.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    show(line, sink)
    guard first == UInt8(ascii: "{") else {
      if first == UInt8(ascii: "[") || first == 0 || first == UInt8(ascii: "\"") {
        fault(
          JSONFault(
            code: first == 0 ? "nul-bytes" : "json-syntax",
            message: first == 0 ? "NUL byte inside a record" : "expected one object a line",
            offset: 0), line, sink)
      } else {
        plain(line, into: sink)
      }
      return
    }
    fields.useTape()
    if let fault = tape.parse(body) {
      self.fault(fault, line, sink)
      return
    }
    if tape.hasInvalidUTF8 { sawInvalidUTF8(line.place) }
    object(line.place, into: sink)
  }

  private func sawInvalidUTF8(_ place: RecordPlace) {
    invalidUTF8 += 1
    if firstInvalidUTF8 == nil { firstInvalidUTF8 = place }
  }

  /// Delivers the object at hand.
  func object(_ place: RecordPlace, into sink: any RecordSink) {}

  /// A line that is no JSON at all.
  func plain(_ line: LineSplitter.Line, into sink: any RecordSink) {
    fault(
      JSONFault(code: "json-syntax", message: "expected an object", offset: 0), line, sink)
  }

  private func fault(
    _ fault: JSONFault, _ line: LineSplitter.Line, _ sink: any RecordSink
  ) {
    var record = QuarantinedRecord(
      code: fault.code, message: fault.message, fix: "re-export the file; it may be cut or mixed",
      column: fault.offset + 1)
    record.isCut = !line.isTerminated && fault.code == "json-truncated"
    sink.quarantine(record, at: line.place)
  }

  // MARK: time

  /// Reads the record's time, or quarantines it and returns nil.
  func time(_ place: RecordPlace, _ sink: any RecordSink) -> Stamp? {
    if let text = fields.plainTime, let stamp = stamps.repeated(text) { return stamp }
    guard let found = fields.time() else {
      sink.quarantine(QuarantinedRecord(.missing, column: nil), at: place)
      return nil
    }
    guard let text = found.text else {
      sink.quarantine(QuarantinedRecord(.syntax, column: found.column), at: place)
      return nil
    }
    switch stamps.read(text.bytes, unit: found.unit) {
    case .success(let stamp): return stamp
    case .failure(let fault):
      sink.quarantine(QuarantinedRecord(fault, column: found.column), at: place)
      return nil
    }
  }

  override func end(into sink: any RecordSink) {
    if invalidUTF8 > 0 {
      sink.note(
        FileNote(
          "invalid-utf8", "text that is not UTF-8 was kept as bytes", place: firstInvalidUTF8,
          count: invalidUTF8, isWarning: false))
    }
    noteZones(stamps, context, sink)
  }
}

/// The base of readers of JSON-lines logs whose fields are found through a table of names.
class LogRecordReader: JSONLineReader {
  override func object(_ place: RecordPlace, into sink: any RecordSink) {
    if let stamp = time(place, sink) { record(stamp, place, into: sink) }
  }

  /// Delivers the object at hand, logged at `stamp`.
  func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {}
}
