/// The base of readers whose records may run over several lines.
///
/// A subclass says of each line whether it opens an entry, extends the open one, or neither. Line
/// ends inside an entry are kept as they stand in the file, so that an entry's text is exactly the
/// bytes at its place.
class EntryReader: LineReader {
  private var text: [UInt8] = []
  private var place: RecordPlace?
  private var isTooLong = false

  /// Whether an entry is open.
  var isOpen: Bool { place != nil }

  /// Begins an entry after closing the one before.
  final func open(_ line: LineSplitter.Line, _ sink: any RecordSink) {
    close(sink)
    place = line.place
    text.append(contentsOf: line.bytes)
  }

  /// Adds a line to the open entry.
  /// - Returns: false when none is open, or when a line between was lost.
  final func extend(_ line: LineSplitter.Line) -> Bool {
    guard let start = place else { return false }
    let lineEnd = line.place.offset - start.offset - start.length
    guard lineEnd == 1 || lineEnd == 2 else { return false }
    place?.length += lineEnd + line.place.length
    if isTooLong { return true }
    if text.count + Int(lineEnd) + line.bytes.count > context.limits.recordBytes {
      isTooLong = true
      text.removeAll(keepingCapacity: false)
      return true
    }
    if lineEnd == 2 { text.append(0x0d) }
    text.append(0x0a)
    text.append(contentsOf: line.bytes)
    return true
  }

  /// Delivers the open entry, blank lines at its end left out.
  final func close(_ sink: any RecordSink) {
    guard var place else { return }
    self.place = nil
    defer {
      text.removeAll(keepingCapacity: text.capacity <= 1 << 20)
      isTooLong = false
    }
    if isTooLong {
      quarantineTooLong(place, context, sink)
      return
    }
    while let last = text.last, last == 0x0a || last == 0x0d, text.count > 1 { text.removeLast() }
    place.length = Int64(text.count)
    text.withUnsafeBytes { bytes in
      if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
      entry(bytes, place, into: sink)
    }
  }

  /// A line that belongs to no entry: counted, not lost.
  final func passOver(_ line: LineSplitter.Line, _ sink: any RecordSink) {
    close(sink)
    if !line.bytes.isEmpty { sink.other(at: line.place, time: nil) }
  }

  override func end(into sink: any RecordSink) { close(sink) }

  /// Delivers one entry; its exact bytes have been handed over.
  func entry(_ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink) {}
}

/// A record that was joined from more bytes than a record may have.
func quarantineTooLong(_ place: RecordPlace, _ context: ReaderContext, _ sink: any RecordSink) {
  sink.quarantine(
    QuarantinedRecord(
      code: "record-too-long",
      message: "a record of several lines is longer than \(context.limits.recordBytes) bytes",
      fix: "check the export; an opening quote or a last part may be missing"), at: place)
}

/// A record whose time cannot be used.
func quarantine(_ fault: StampFault, _ place: RecordPlace, _ sink: any RecordSink) {
  sink.quarantine(
    QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix), at: place)
}

extension UnsafeRawBufferPointer {
  /// The bytes from `from` to before `to`.
  func part(_ from: Int, _ to: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[from..<to])
  }
  /// The bytes from `from` on.
  func rest(_ from: Int) -> UnsafeRawBufferPointer { part(Swift.min(from, count), count) }
  /// Whether the bytes begin with `text` at `at`.
  func has(_ text: StaticString, at: Int = 0) -> Bool {
    guard count - at >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { self[at...].starts(with: $0) }
  }
  /// Without blanks and line ends at either end.
  var trimmed: UnsafeRawBufferPointer {
    guard let first = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 })
    else { return part(0, 0) }
    return part(first, last + 1)
  }
  /// The first line, its line end left out.
  var firstLine: UnsafeRawBufferPointer {
    var end = firstIndex(of: 0x0a) ?? count
    if end > 0, self[end - 1] == 0x0d { end -= 1 }
    return part(0, end)
  }
}
