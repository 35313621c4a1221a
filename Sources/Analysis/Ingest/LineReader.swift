/// The base of readers whose records are lines.
///
/// Blank lines are passed over; everything else is delivered or quarantined by `record`.
class LineReader: ExportReader {
  let context: ReaderContext
  private var splitter: LineSplitter

  init(_ context: ReaderContext) {
    self.context = context
    splitter = LineSplitter(limit: context.limits.recordBytes)
  }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    splitter.consume(chunk) { take($0, sink) }
  }

  func finish(into sink: any RecordSink) throws {
    splitter.finish { take($0, sink) }
    end(into: sink)
  }

  private func take(_ item: LineSplitter.Item, _ sink: any RecordSink) {
    switch item {
    case .line(let line): record(line, into: sink)
    case .tooLong(let place):
      sink.quarantine(
        QuarantinedRecord(
          code: "line-too-long", message: "line is longer than \(context.limits.recordBytes) bytes",
          fix: "re-export with one record a line"), at: place)
    }
  }

  /// Delivers one line.
  func record(_ line: LineSplitter.Line, into sink: any RecordSink) {}
  /// Delivers what is pending when the content has ended.
  func end(into sink: any RecordSink) {}
}

/// The base of readers whose records are JSON values, one a line.
class JSONLineReader: LineReader {
  let tape: JSONTape
  let stamps: TimestampParser
  private var invalidUTF8: Int = 0
  private var firstInvalidUTF8: RecordPlace?
  private var assumed: Int = 0

  override init(_ context: ReaderContext) {
    tape = JSONTape(depthLimit: context.limits.nestingDepth)
    stamps = TimestampParser(zone: context.assumedZone)
    super.init(context)
  }

  override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
    let body = line.bytes
    guard let first = body.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    if sink.wantsRawBytes { sink.rawBytes(body, at: line.place) }
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
    if let fault = tape.parse(body) {
      self.fault(fault, line, sink)
      return
    }
    if tape.hasInvalidUTF8 {
      invalidUTF8 += 1
      if firstInvalidUTF8 == nil { firstInvalidUTF8 = line.place }
    }
    object(line.place, into: sink)
  }

  /// Delivers the object on the tape.
  func object(_ place: RecordPlace, into sink: any RecordSink) {}

  /// A line that is no JSON at all.
  func plain(_ line: LineSplitter.Line, into sink: any RecordSink) {
    fault(
      JSONFault(code: "json-syntax", message: "expected an object", offset: 0), line, sink)
  }

  private func fault(
    _ fault: JSONFault, _ line: LineSplitter.Line, _ sink: any RecordSink
  ) {
    sink.quarantine(
      QuarantinedRecord(
        code: fault.code, message: fault.message, fix: "re-export the file; it may be cut or mixed",
        column: fault.offset + 1), at: line.place)
  }

  /// Reads the record's time, or quarantines it and returns nil.
  func time(
    _ paths: [FieldPath], unit: SourceUnit?, _ place: RecordPlace, _ sink: any RecordSink
  ) -> Stamp? {
    guard let node = tape.find(paths) else {
      quarantine(.missing, nil, place, sink)
      return nil
    }
    guard let text = tape.text(ofScalar: node) else {
      quarantine(.syntax, node, place, sink)
      return nil
    }
    switch stamps.parse(text.bytes, unit: unit) {
    case .success(let reading):
      if reading.zoneWasAssumed { assumed += 1 }
      return reading.stamp
    case .failure(let fault):
      quarantine(fault, node, place, sink)
      return nil
    }
  }

  private func quarantine(
    _ fault: StampFault, _ node: Int?, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    sink.quarantine(
      QuarantinedRecord(
        code: fault.rawValue, message: fault.message, fix: fault.fix,
        column: node.map { tape.nodes[$0].start + 1 }), at: place)
  }

  override func end(into sink: any RecordSink) {
    if invalidUTF8 > 0 {
      sink.note(
        FileNote(
          "invalid-utf8", "text that is not UTF-8 was kept as bytes", place: firstInvalidUTF8,
          count: invalidUTF8, isWarning: false))
    }
    noteAssumedZone(assumed, context, sink)
  }
}

/// The base of readers of JSON-lines logs whose fields are found through a table of names.
class LogRecordReader: JSONLineReader {
  let table: FieldTable

  override init(_ context: ReaderContext) {
    table = FieldTable(context.source)
    super.init(context)
  }

  override func object(_ place: RecordPlace, into sink: any RecordSink) {
    if let stamp = time(table.time, unit: table.unit(ofTime: tape), place, sink) {
      record(stamp, place, into: sink)
    }
  }

  /// Delivers the object on the tape, logged at `stamp`.
  func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {}
}

/// States that stamps without a zone were read in an assumed one.
func noteAssumedZone(_ count: Int, _ context: ReaderContext, _ sink: any RecordSink) {
  guard count > 0, let zone = context.assumedZone else { return }
  sink.note(
    FileNote(
      "assumed-zone", "timestamps without a zone were read as \(zone.name)", count: count,
      isWarning: context.source?.zone == nil))
}
