/// Reads a segment of chunks as it comes, beside its block's index, which says whose they are.
///
/// Every byte is accounted for: it belongs to a chunk that was delivered or counted, or to a place
/// that was quarantined, or to a padding of zeros that was noted.
final class SegmentReader: ExportReader {
  static let magic: [UInt8] = [0x85, 0xbd, 0x40, 0xdd]
  private static let headBytes = 8
  private static let checksumBytes = 4
  private static let longestLengthBytes = 10

  private let context: ReaderContext
  private let decoder = ChunkDecoder()
  private var given: (index: BlockFile, segment: UInt32)?
  /// Bytes that were not used yet, with room behind them for the bit reader.
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
  private var count = 0
  /// Where the first of them lies in the segment.
  private var start: Int64 = 0
  private var state = State.head
  private var plan: ChunkPlan?
  private var names: SeriesNames?
  /// Why nothing is known of the chunks' series.
  private var blindness: TSDBDefect?
  /// The chunk that the index expects where the reader stands, and whose it is.
  private var target: ChunkPlan.Expected?
  private var owner: SeriesNames.Owner?
  private var zeros: Int64 = 0

  private enum State: Equatable {
    case head
    case chunks
    /// Nothing can be made of the bytes up to there.
    case skipping(from: Int64, to: Int64, defect: TSDBDefect)
    /// Nothing more can be made of it.
    case lost(from: Int64, defect: TSDBDefect)
  }

  init(_ context: ReaderContext) { self.context = context }

  /// A reader beside an index that is at hand.
  init(_ context: ReaderContext, index: BlockFile, segment: UInt32) {
    self.context = context
    given = (index, segment)
  }

  deinit { buffer.deallocate() }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    append(chunk)
    var used = 0
    while used < count, step(&used, sink) {}
    if used > 0 {
      let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[used..<count])
      buffer.copyMemory(from: rest)
      count -= used
      start += Int64(used)
    }
  }

  private func append(_ chunk: UnsafeRawBufferPointer) {
    let needed = count + chunk.count + BitReader.slackBytes
    if needed > buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(needed, 2 * buffer.count), alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      buffer.deallocate()
      buffer = larger
    }
    UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: chunk)
    count += chunk.count
  }

  /// Goes on by one chunk.
  /// - Returns: false when more bytes are needed.
  private func step(_ used: inout Int, _ sink: any RecordSink) -> Bool {
    switch state {
    case .head:
      guard count >= Self.headBytes else { return false }
      state = begin(sink)
      used = Self.headBytes
      return true
    case .lost:
      used = count
      return true
    case .skipping(let from, let end, let defect):
      let left = end - start - Int64(used)
      if left > Int64(count - used) {
        used = count
        return false
      }
      used += Int(max(0, left))
      quarantine(defect, from: from, to: end, sink)
      state = .chunks
      return true
    case .chunks: return chunk(&used, sink)
    }
  }

  private func begin(_ sink: any RecordSink) -> State {
    let head = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<Self.headBytes])
    guard head.starts(with: Self.magic) else {
      return .lost(
        from: 0,
        defect: TSDBDefect("tsdb-segment-magic", "the segment does not begin like one"))
    }
    guard head[4] == 1 else {
      return .lost(
        from: 4,
        defect: TSDBDefect(
          "tsdb-segment-version", "a segment of an unknown version",
          fix: "make the snapshot with a Prometheus that writes version 1"))
    }
    do throws(TSDBDefect) {
      try openIndex(sink)
    } catch {
      blindness = error
    }
    return .chunks
  }

  private func openIndex(_ sink: any RecordSink) throws(TSDBDefect) {
    let missing = TSDBDefect(
      "tsdb-index-missing", "the block has no index, so that the series of its chunks are unknown",
      fix: "give the whole folder of the block: index, chunks, meta.json")
    if let given {
      return try plan(by: given.index, given.segment, Tombstones())
    }
    guard let path = context.path else { throw missing }
    guard let segment = BlockFolder.segmentNumber(path) else {
      throw TSDBDefect(
        "tsdb-segment-name", "the segment's name is no number, so that its place is unknown",
        fix: "give the block's folder as it was: chunks/000001 and so on")
    }
    let folder = BlockFolder.ofSegment(path)
    let limits = context.limits
    guard let file = try folder.open("index", memoryBytes: limits.documentBytes) else {
      throw missing
    }
    try plan(by: file, segment, tombstones(folder, sink))
  }

  private func plan(
    by file: BlockFile, _ segment: UInt32, _ tombstones: Tombstones
  ) throws(TSDBDefect) {
    let limits = context.limits
    let index = try IndexFile(file, limits: limits)
    names = SeriesNames(index, tombstones)
    plan = try ChunkPlan(
      index, segment: segment, recordLimit: limits.recordBytes,
      entryLimit: limits.valueCount / 4)
  }

  private func tombstones(_ folder: BlockFolder, _ sink: any RecordSink) -> Tombstones {
    do throws(TSDBDefect) {
      let limit = context.limits.documentBytes
      guard let file = try folder.open("tombstones", memoryBytes: limit) else {
        return Tombstones()
      }
      return try Tombstones(file, limitBytes: limit)
    } catch {
      sink.note(
        FileNote(
          "tsdb-tombstones-unread",
          "what was deleted from the block is not known; deleted samples count as if they were not",
          fix: error.fix))
      return Tombstones()
    }
  }

  // MARK: chunks

  private func chunk(_ used: inout Int, _ sink: any RecordSink) -> Bool {
    let place = start + Int64(used)
    passMissed(before: place, sink)
    let bytes = UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(buffer)[used..<count])
    if target == nil, plan?.next == nil, bytes[0] == 0 {
      let run = bytes.prefix { $0 == 0 }.count
      zeros += Int64(run)
      used += run
      return true
    }
    flushZeros(before: place, sink)
    // The next chunk the index expects bounds this one, whatever its length says.
    let bound = plan?.next.map { Int64($0.offset) }
    var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.longestLengthBytes)))
    let length = cursor.uvarint()
    if cursor.isBroken && bytes.count < Self.longestLengthBytes { return false }
    let isTooLong = cursor.isBroken || length > UInt64(context.limits.recordBytes)
    let total = isTooLong ? 0 : cursor.at + 1 + Int(length) + Self.checksumBytes
    if isTooLong || bound.map({ place + Int64(total) > $0 }) == true {
      wrongLength(place, bound)
      return true
    }
    guard bytes.count >= total else { return false }
    let body = UnsafeRawBufferPointer(
      rebasing: bytes[cursor.at..<(total - Self.checksumBytes)])
    let crc = UInt32(
      bigEndian: bytes.loadUnaligned(
        fromByteOffset: total - Self.checksumBytes, as: UInt32.self))
    guard CRC32C.of(body) == crc else {
      state = .skipping(
        from: place, to: bound ?? place + Int64(total),
        defect: TSDBDefect("tsdb-chunk-crc", "the checksum of a chunk is wrong"))
      return true
    }
    deliver(body, RecordPlace(offset: place, length: Int64(total)), sink)
    (target, owner) = (nil, nil)
    used += total
    return true
  }

  /// Takes what the index expects right here, and names what it expects where nothing begins.
  private func passMissed(before place: Int64, _ sink: any RecordSink) {
    guard let plan, let names else { return }
    while let next = plan.next, Int64(next.offset) <= place {
      if Int64(next.offset) == place && target == nil {
        target = next
        // Before the walk goes on to another series.
        owner = plan.series(of: next).map { names.owner($0, sink) }
      } else if next.offset == target?.offset {
        missed(next, "two series of the index name one chunk", sink)
      } else {
        missed(next, "no chunk begins where the index says that one does", sink)
      }
      plan.advance()
    }
  }

  private func missed(_ expected: ChunkPlan.Expected, _ message: String, _ sink: any RecordSink) {
    let (time, isTooFar) = expected.first.multipliedReportingOverflow(by: 1_000_000)
    sink.quarantine(
      TSDBDefect("tsdb-chunk-reference", message).quarantined(
        time: isTooFar ? nil : Instant(nanoseconds: time)),
      at: RecordPlace(offset: min(Int64(expected.offset), start), length: 0))
  }

  private func wrongLength(_ place: Int64, _ bound: Int64?) {
    let defect = TSDBDefect("tsdb-chunk-length", "a chunk's length is wrong")
    if let bound {
      state = .skipping(from: place, to: bound, defect: defect)
    } else {
      state = .lost(from: place, defect: defect)
    }
  }

  private func quarantine(
    _ defect: TSDBDefect, from: Int64, to end: Int64, _ sink: any RecordSink
  ) {
    var time: Instant?
    if let target {
      let (first, isTooFar) = target.first.multipliedReportingOverflow(by: 1_000_000)
      if !isTooFar { time = Instant(nanoseconds: first) }
    }
    (target, owner) = (nil, nil)
    sink.quarantine(
      defect.quarantined(time: time), at: RecordPlace(offset: from, length: end - from))
  }

  private func deliver(
    _ body: UnsafeRawBufferPointer, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    let end = place.offset + place.length
    let data = UnsafeRawBufferPointer(rebasing: body[1...])
    if let refusal = ChunkDecoder.refusal(body[0]) {
      quarantine(refusal, from: place.offset, to: end, sink)
      return
    }
    guard let target else {
      quarantine(blindness ?? Self.unnamed, from: place.offset, to: end, sink)
      return
    }
    var series: MetricSeriesID?
    var deleted: [Tombstones.Span] = []
    switch owner {
    case .wanted(let id, let spans): (series, deleted) = (id, spans)
    case .counted(let spans): deleted = spans
    case .nameless, nil:
      quarantine(Self.nameless, from: place.offset, to: end, sink)
      return
    }
    let span = Tombstones.Span(first: target.first, last: target.last)
    if let defect = decoder.deliver(
      series, body[0], data, span: span, deleted: deleted, at: place, into: sink)
    {
      quarantine(defect, from: place.offset, to: end, sink)
    }
  }

  private static let unnamed = TSDBDefect(
    "tsdb-chunk-unnamed", "a chunk that no readable series of the index names")
  private static let nameless = TSDBDefect(
    "tsdb-series-labels", "a series names labels that the index does not hold")

  // MARK: the end

  private func flushZeros(before place: Int64, _ sink: any RecordSink) {
    guard zeros > 0 else { return }
    sink.note(
      FileNote(
        "tsdb-segment-padding", "zeros between or behind the chunks were passed over",
        place: RecordPlace(offset: place - zeros, length: zeros), isWarning: false))
    zeros = 0
  }

  func finish(into sink: any RecordSink) throws {
    let end = start + Int64(count)
    flushZeros(before: end, sink)
    switch state {
    case .lost(let from, let defect), .skipping(let from, _, let defect):
      quarantine(defect, from: from, to: end, sink)
    case .head: quarantine(Self.cut, from: 0, to: end, sink)
    case .chunks where count > 0: quarantine(Self.cut, from: start, to: end, sink)
    case .chunks: break
    }
    // What lies beyond the end lies nowhere.
    start = end
    while let next = plan?.next {
      missed(next, "the index names chunks beyond the end of the segment", sink)
      plan?.advance()
    }
  }

  private static let cut = TSDBDefect(
    "tsdb-segment-truncated", "the segment is cut inside of a chunk")
}
