@testable internal import Analysis

/// An export with the number of every line.
struct Content {
  let bytes: UnsafeRawBufferPointer
  private let feeds: [Int]

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    feeds = bytes.indices.filter { bytes[$0] == 0x0a }
  }

  /// One-based line of the byte at `offset`.
  func line(at offset: Int) -> Int64 {
    var low = 0
    var high = feeds.count
    while low < high {
      let middle = (low + high) / 2
      if feeds[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return Int64(low) + 1
  }

  /// Length of a line with the CR that may stand before its line feed.
  func storedLength(_ place: RecordPlace) -> Int64 {
    let end = Int(place.offset + place.length)
    return place.length + (end < bytes.count && bytes[end] == 0x0d ? 1 : 0)
  }

  /// Places of the lines that hold anything but blanks, without their ends.
  func linesWithText() -> [RecordPlace] {
    var found: [RecordPlace] = []
    var from = 0
    for (index, end) in (feeds + [bytes.count]).enumerated() {
      var to = end
      if to > from, bytes[to - 1] == 0x0d { to -= 1 }
      if bytes[from..<to].contains(where: { $0 != 0x20 && $0 != 0x09 }) {
        found.append(
          RecordPlace(offset: Int64(from), length: Int64(to - from), line: Int64(index + 1)))
      }
      from = end + 1
    }
    return found
  }
}

/// Ways to hand an export to a reader.
enum Reading {
  /// Limits that inputs of a few KiB come near.
  static func context(zone: CivilZone? = .utc, role: SourceRole? = nil) -> ReaderContext {
    var context = ReaderContext(assumedZone: zone)
    context.limits.recordBytes = 4_096
    context.limits.nestingDepth = 64
    context.limits.documentBytes = 64 << 10
    context.limits.seriesCount = 64
    context.role = role
    return context
  }

  /// Whether a format's records lie in lines.
  private static func isText(_ format: any ExportFormat) -> Bool {
    !["tsdb-chunks", "tsdb-index", "tsdb-tombstones"].contains(format.name)
  }

  /// Every call when the content comes in pieces of `size` bytes.
  static func calls(
    _ format: any ExportFormat, _ context: ReaderContext, _ content: Content, size: Int,
    isInOrder: Bool
  ) -> CallRecorder {
    let sink = CallRecorder(content, isInOrder: isInOrder, isText: isText(format))
    let reader = format.makeReader(context)
    var at = 0
    while at < content.bytes.count {
      let end = min(content.bytes.count, at + size)
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: end - at, alignment: 1)
      defer { piece.deallocate() }
      piece.copyMemory(from: UnsafeRawBufferPointer(rebasing: content.bytes[at..<end]))
      do { try reader.consume(UnsafeRawBufferPointer(piece), into: sink) } catch {
        demand(false, "\(format.name) throws \(error)")
      }
      at = end
    }
    do { try reader.finish(into: sink) } catch { demand(false, "\(format.name) throws \(error)") }
    return sink
  }

  /// Demands that no cut of the content changes a call.
  static func demandAnyCut(
    _ format: any ExportFormat, _ context: ReaderContext, _ content: Content, _ control: UInt8,
    isInOrder: Bool
  ) -> CallRecorder {
    let whole = calls(format, context, content, size: .max / 2, isInOrder: isInOrder)
    let other = control == 0 ? 64 : Int(control)
    for size in [1, other] {
      let cut = calls(format, context, content, size: size, isInOrder: isInOrder)
      demandEqual(cut.calls, whole.calls, "\(format.name) in pieces of \(size)")
    }
    return whole
  }

  /// Every call when the content is one chunk of whole lines.
  static func quick(
    _ format: any ExportFormat, _ context: ReaderContext, _ content: Content, wants: RecordWants,
    isInOrder: Bool = true
  ) -> [Call] {
    let sink = CallRecorder(content, isInOrder: isInOrder, wants: wants)
    let made = format.makeReader(context)
    guard let reader = made as? any LineChunkReader else { return [] }
    // As the chunker makes it: a line feed, then blanks.
    let count = content.bytes.count
    let padded = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count + LineChunker.padding, alignment: 4096)
    defer { padded.deallocate() }
    padded.copyMemory(from: content.bytes)
    padded[count] = 0x0a
    for at in (count + 1)..<padded.count { padded[at] = 0x20 }
    let chunk = LineChunk(
      bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(padded)[..<count]), offset: 0,
      firstLine: 1, index: 0, isTerminated: content.bytes.last == 0x0a)
    reader.read(chunk, into: sink)
    do { try reader.finish(into: sink) } catch { demand(false, "\(format.name) throws \(error)") }
    return sink.calls
  }

  /// Demands that every line with text was delivered or quarantined exactly once.
  static func demandEveryLine(
    _ sink: CallRecorder, _ content: Content, _ context: ReaderContext, _ name: String
  ) {
    let found = sink.places
    let limit = Int64(context.limits.recordBytes)
    let wanted = content.linesWithText()
    // A line beyond the limit is reported even when it is blank; a CR before its end counts.
    let counted = found.filter { $0.length <= limit }
    let expected = wanted.filter { content.storedLength($0) <= limit }
    // Samples nobody wants are counted without their place.
    if sink.skippedCount > 0 {
      demand(
        counted.count + sink.skippedCount == expected.count,
        "\(name): \(counted.count) calls and \(sink.skippedCount) skipped of \(expected.count)")
    } else {
      demand(counted == expected, "\(name): \(counted.count) calls for \(expected.count) lines")
    }
    let long = Set(found.filter { $0.length > limit }.map(\.offset))
    for place in wanted where content.storedLength(place) > limit {
      demand(long.contains(place.offset), "\(name): no call for the long line \(place.line)")
    }
  }

  static func demandEqual(_ found: [Call], _ wanted: [Call], _ what: String) {
    guard found != wanted else { return }
    let at = zip(found, wanted).prefix { $0 == $1 }.count
    let (a, b) = (found.dropFirst(at).first, wanted.dropFirst(at).first)
    demand(false, "\(what): call \(at) is \(a as Any), not \(b as Any)")
  }
}
