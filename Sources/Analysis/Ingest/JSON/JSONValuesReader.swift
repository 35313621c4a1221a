/// The base of readers whose export is JSON values one after another, pretty-printed or not, with
/// or without line feeds between them.
///
/// Only one value is kept at a time. A class because readers keep state between chunks.
class JSONValuesReader: ExportReader {
  let context: ReaderContext
  let tape: JSONTape
  private var content: [UInt8] = []
  private var valueOffset: Int64 = 0
  private var valueLine: Int64 = 1
  private var offset: Int64 = 0
  private var line: Int64 = 1
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isTooLarge = false
  private var lines = LineCounter()

  init(_ context: ReaderContext) {
    self.context = context
    tape = JSONTape(context.limits)
  }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    for byte in chunk {
      take(byte, sink)
      offset += 1
      if byte == 0x0a { line += 1 }
    }
  }

  private func take(_ byte: UInt8, _ sink: any RecordSink) {
    if content.isEmpty, !isTooLarge {
      if byte <= 0x20 { return }
      valueOffset = offset
      valueLine = line
    }
    if content.count < context.limits.documentBytes {
      content.append(byte)
    } else if !isTooLarge {
      isTooLarge = true
      content = []
    }
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == 0x22 {
        isInString = false
      }
      return
    }
    switch byte {
    case 0x22: isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth = max(0, depth - 1)
      if depth == 0 { close(sink) }
    // Text outside any value is given up at its line's end.
    case 0x0a where depth == 0: close(sink)
    default: break
    }
  }

  func finish(into sink: any RecordSink) throws {
    if !content.isEmpty || isTooLarge { close(sink) }
  }

  private func close(_ sink: any RecordSink) {
    defer {
      content.removeAll(keepingCapacity: content.capacity <= 1 << 20)
      (isTooLarge, depth, isInString, isEscaped) = (false, 0, false, false)
    }
    let place = RecordPlace(
      offset: valueOffset, length: Int64(content.count), line: valueLine)
    if isTooLarge {
      sink.quarantine(
        QuarantinedRecord(
          code: "document-too-large",
          message: "one JSON document is larger than \(context.limits.documentBytes) bytes",
          fix: "export a shorter range, or one record a line"), at: place)
      return
    }
    content.withUnsafeBytes { bytes in
      if let fault = tape.parse(bytes) {
        sink.quarantine(
          QuarantinedRecord(
            code: fault.code, message: fault.message,
            fix: "export the document again; it is broken"), at: place)
        return
      }
      lines = LineCounter()
      value(place, into: sink)
    }
  }

  /// Delivers the value on the tape.
  func value(_ place: RecordPlace, into sink: any RecordSink) {}

  /// The place of a node, in document order.
  func place(of node: Int) -> RecordPlace {
    let value = tape.nodes[node]
    return RecordPlace(
      offset: valueOffset + Int64(value.start), length: Int64(value.end - value.start),
      line: valueLine + lines.line(of: value.start, in: tape.bytes) - 1)
  }
}
