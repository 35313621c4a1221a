/// The base of readers whose records are lines.
///
/// Blank lines are passed over; everything else is delivered or quarantined by `record`.
class LineReader: LineChunkReader {
  let context: ReaderContext
  private var splitter: LineSplitter

  init(_ context: ReaderContext) {
    self.context = context
    splitter = LineSplitter(limit: context.limits.recordBytes)
  }

  /// Hands over the stored bytes of a line; those of a frame are not the text inside it.
  final func show(_ line: LineSplitter.Line, _ sink: any RecordSink) {
    if !context.isFramed, sink.wants.contains(.rawBytes) {
      sink.rawBytes(line.bytes, at: line.place)
    }
  }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    splitter.consume(chunk) { take($0, sink) }
  }

  func finish(into sink: any RecordSink) throws {
    splitter.finish { take($0, sink) }
    end(into: sink)
  }

  func read(_ chunk: LineChunk, into sink: any RecordSink) {
    if let place = chunk.tooLong {
      take(.tooLong(place), sink)
      return
    }
    var splitter = LineSplitter(chunk, limit: context.limits.recordBytes)
    splitter.consume(chunk.bytes) { take($0, sink) }
    splitter.finish { take($0, sink) }
  }

  final func take(_ item: LineSplitter.Item, _ sink: any RecordSink) {
    switch item {
    case .line(let line): record(line, into: sink)
    case .tooLong(let place):
      interrupted(into: sink)
      sink.quarantine(
        QuarantinedRecord(
          code: "line-too-long", message: "line is longer than \(context.limits.recordBytes) bytes",
          fix: "re-export with one record a line"), at: place)
    }
  }

  /// Delivers what is pending before a line that is not read.
  func interrupted(into sink: any RecordSink) {}
  /// Delivers one line.
  func record(_ line: LineSplitter.Line, into sink: any RecordSink) {}
  /// Delivers what is pending when the content has ended.
  func end(into sink: any RecordSink) {}
}

/// States that stamps without a zone were read in an assumed one.
func noteAssumedZone(_ count: Int, _ context: ReaderContext, _ sink: any RecordSink) {
  guard count > 0, let zone = context.assumedZone else { return }
  sink.note(
    FileNote(
      "assumed-zone", "timestamps without a zone were read as \(zone.name)", count: count,
      isWarning: context.source?.zone == nil))
}

/// States how stamps gave their zone, and that those without one were read in an assumed one.
func noteZones(_ stamps: StampReader, _ context: ReaderContext, _ sink: any RecordSink) {
  sink.zones(stamps.zones)
  noteAssumedZone(stamps.assumed, context, sink)
}
