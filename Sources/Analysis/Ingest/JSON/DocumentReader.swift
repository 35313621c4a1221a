/// The base of readers whose export is one JSON document: gathered, then parsed once.
class DocumentReader: ExportReader {
  let context: ReaderContext
  let tape: JSONTape
  private var content: [UInt8] = []
  private var isTooLarge = false

  init(_ context: ReaderContext) {
    self.context = context
    tape = JSONTape(context.limits)
  }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    guard !isTooLarge else { return }
    if content.count + chunk.count > context.limits.documentBytes {
      isTooLarge = true
      content = []
    } else {
      content.append(contentsOf: chunk)
    }
  }

  func finish(into sink: any RecordSink) throws {
    let place = RecordPlace(offset: 0, length: Int64(content.count), line: 1)
    if isTooLarge {
      sink.quarantine(
        QuarantinedRecord(
          code: "document-too-large",
          message: "one JSON document is larger than \(context.limits.documentBytes) bytes",
          fix: "export a shorter range, or one record a line"), at: place)
      return
    }
    content.withUnsafeBytes { bytes in
      if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
      if let fault = tape.parse(bytes) {
        let before = bytes[0..<min(fault.offset, bytes.count)]
        let line = before.count { $0 == 0x0a } + 1
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        sink.quarantine(
          QuarantinedRecord(
            code: fault.code, message: fault.message,
            fix: "export the document again; it is broken",
            column: fault.offset - lineStart + 1),
          at: RecordPlace(offset: Int64(lineStart), length: 0, line: Int64(line)))
      } else {
        document(place, into: sink)
      }
    }
  }

  /// Delivers the document on the tape.
  func document(_ place: RecordPlace, into sink: any RecordSink) {}

  /// The place of one node inside the document.
  func place(of node: Int, lines: inout LineCounter) -> RecordPlace {
    let value = tape.nodes[node]
    return RecordPlace(
      offset: Int64(value.start), length: Int64(value.end - value.start),
      line: lines.line(of: value.start, in: tape.bytes))
  }
}

/// Counts lines while offsets only grow.
struct LineCounter {
  private var at = 0
  private var current: Int64 = 1

  mutating func line(of offset: Int, in bytes: UnsafeRawBufferPointer) -> Int64 {
    while at < offset {
      if bytes[at] == 0x0a { current += 1 }
      at += 1
    }
    return current
  }
}
