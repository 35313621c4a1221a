/// The base of readers of framed output: each line is a piece of some stream, and pieces of one
/// stream make up records while those of others lie between.
///
/// Pieces marked partial are joined until the last one; lines of a stack trace are joined to the
/// record they follow in their stream. The place of a joined record runs from its first to its
/// last line, so it may hold lines of other streams.
class FrameReader: LineReader {
  /// One line of an export.
  struct Frame {
    /// Tells the stream.
    var key: [UInt8]
    var content: UnsafeRawBufferPointer
    /// Whether the next piece of the stream goes on with this line.
    var isPartial = false
    var stamp: Result<Stamp, StampFault>
    var service: [UInt8]?
    var level: LogLevel?
    var mayLackTime = false
  }
  private struct Pending {
    var key: [UInt8]
    var text: [UInt8]
    var place: RecordPlace
    var isPartial: Bool
    var stamp: Result<Stamp, StampFault>
    var service: [UInt8]?
    var level: LogLevel?
    var mayLackTime: Bool
    var follower: TraceFollower
    /// Whether its parts are passed over, because they are too many.
    var isTooLong = false
    /// Lines of other streams since the last piece.
    var age = 0
  }
  let stamps: StampReader
  private let inner: InnerRecord
  private var pending: [Pending] = []
  /// The file's bytes from the start of the oldest pending record.
  private var window: [UInt8] = []
  private var windowStart: Int64 = 0
  /// A stack trace is written at once: what follows later is no part of it.
  private static let oldestAge = 64

  override init(_ context: ReaderContext) {
    stamps = StampReader(context.assumedZone)
    inner = InnerRecord(context, stamps)
    super.init(context)
  }

  /// Takes one frame.
  final func take(_ frame: Frame, _ line: LineSplitter.Line, _ sink: any RecordSink) {
    keep(line, sink)
    for index in pending.indices where pending[index].key != frame.key { pending[index].age += 1 }
    deliver(sink) { !$0.isPartial && $0.age > Self.oldestAge }
    if let index = pending.firstIndex(where: { $0.key == frame.key }) {
      if pending[index].isPartial {
        join(index, frame, line, separator: false)
        return
      }
      if pending[index].follower.continues(frame.content) {
        join(index, frame, line, separator: true)
        return
      }
      deliver(sink) { $0.key == frame.key }
    }
    guard frame.isPartial || !frame.content.isEmpty else {
      sink.other(at: line.place, time: nil)
      return
    }
    if pending.isEmpty { restart(line) }
    pending.append(
      Pending(
        key: frame.key, text: Array(frame.content), place: line.place,
        isPartial: frame.isPartial, stamp: frame.stamp, service: frame.service,
        level: frame.level, mayLackTime: frame.mayLackTime,
        follower: TraceFollower(frame.content)))
  }

  private func join(
    _ index: Int, _ frame: Frame, _ line: LineSplitter.Line, separator: Bool
  ) {
    if !pending[index].isTooLong {
      if separator { pending[index].text.append(0x0a) }
      pending[index].text.append(contentsOf: frame.content)
    }
    pending[index].place.length =
      line.place.offset + line.place.length - pending[index].place.offset
    pending[index].age = 0
    if pending[index].isPartial, !frame.isPartial {
      let text = pending[index].text
      pending[index].follower = text.withUnsafeBytes { TraceFollower($0) }
    }
    pending[index].isPartial = frame.isPartial
  }

  private func restart(_ line: LineSplitter.Line) {
    window.removeAll(keepingCapacity: window.capacity <= 1 << 20)
    windowStart = line.place.offset
    window.append(contentsOf: line.bytes)
  }

  /// Keeps the line's bytes; what has become too long is given up.
  private func keep(_ line: LineSplitter.Line, _ sink: any RecordSink) {
    guard !pending.isEmpty else { return }
    let gap = Int(line.place.offset - windowStart) - window.count
    // The bytes between were a line that was too long to be kept.
    if gap > 2 || gap < 1 || window.count + line.bytes.count > context.limits.recordBytes {
      deliver(sink) { !$0.isPartial }
      for index in pending.indices {
        pending[index].isTooLong = true
        pending[index].text = []
      }
      restart(line)
      return
    }
    if gap == 2 { window.append(0x0d) }
    window.append(0x0a)
    window.append(contentsOf: line.bytes)
  }

  /// Delivers and forgets the pending records that match.
  private func deliver(_ sink: any RecordSink, _ matches: (Pending) -> Bool) {
    guard pending.contains(where: matches) else { return }
    let ready = pending.filter(matches)
    pending.removeAll(where: matches)
    for record in ready { hand(record, sink) }
    if let oldest = pending.first, oldest.place.offset - windowStart > 1 << 20 {
      window.removeFirst(Int(oldest.place.offset - windowStart))
      windowStart = oldest.place.offset
    }
  }

  private func hand(_ record: Pending, _ sink: any RecordSink) {
    if record.isTooLong {
      quarantineTooLong(record.place, context, sink)
      return
    }
    if sink.wants.contains(.rawBytes) {
      window.withUnsafeBytes { bytes in
        let from = Int(record.place.offset - windowStart)
        sink.rawBytes(bytes.part(from, from + Int(record.place.length)), at: record.place)
      }
    }
    if record.isPartial {
      let time = try? record.stamp.get().instant
      sink.quarantine(
        QuarantinedRecord(
          code: "partial-record", message: "the last part of a divided record is missing",
          fix: "supply the file that follows; the log was rotated between the parts", time: time),
        at: record.place)
      return
    }
    record.text.withUnsafeBytes { text in
      (record.service ?? []).withUnsafeBytes { service in
        var frame = InnerRecord.Frame(stamp: record.stamp)
        frame.service = service.isEmpty ? nil : ByteText(service)
        frame.level = record.level
        frame.mayLackTime = record.mayLackTime
        inner.deliver(text, frame, record.place, sink)
      }
    }
  }

  override func end(into sink: any RecordSink) {
    deliver(sink) { _ in true }
    inner.end(into: sink)
  }

  /// A line that is no frame: counted, not lost. Its bytes are kept for the records around it.
  final func passOver(_ line: LineSplitter.Line, _ sink: any RecordSink) {
    keep(line, sink)
    if !line.bytes.isEmpty { sink.other(at: line.place, time: nil) }
  }

  /// A line that claims to be a frame and is none.
  final func refuse(
    _ line: LineSplitter.Line, _ record: QuarantinedRecord, _ sink: any RecordSink
  ) {
    keep(line, sink)
    if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
    sink.quarantine(record, at: line.place)
  }
}
