@testable internal import Analysis

/// Parts of Prometheus TSDB blocks. The first control byte chooses which; where a checksum would
/// keep every change away from what lies behind it, it is worked out anew.
struct TSDBFamily: FuzzFamily {
  let name = "tsdb"
  let seedPaths = ["/tsdb-chunks/", "/tsdb-index/", "/tsdb-tombstones/", "/tsdb-block/"]
  let seedChoices = 8
  let tokens = [
    "\u{7f}", "\u{0}\u{0}\u{0}\u{0}", "\u{1}\u{3}", "__name__", "\u{0}\u{2}", "\u{0}\u{1}",
  ]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    switch control[0] % 8 {
    case 0: floats(content)
    case 1: histograms(content, isFloat: false)
    case 2: histograms(content, isFloat: true)
    case 3: index(Array(content))
    case 4: index(Self.index(series: Array(content)))
    case 5: tombstones(content)
    case 6: segment(Array(content), Int(control[1]))
    default:
      // Of a chunk that states no sample, nothing is to be said.
      let isEmpty = content.count >= 3 && content[1] == 0 && content[2] == 0
      segment(Self.segment(chunk: Array(content)), Int(control[1]), mayBeSilent: isEmpty)
    }
  }

  /// Copies data so that the bit reader finds room behind it.
  private func padded(_ data: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: data.count + BitReader.slackBytes, alignment: 8)
    defer { room.deallocate() }
    _ = room.initializeMemory(as: UInt8.self, repeating: 0xa5)
    room.copyMemory(from: data)
    body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<data.count]))
  }

  private func floats(_ data: UnsafeRawBufferPointer) {
    padded(data) { data in
      let floats = FloatSamples()
      guard floats.decode(data) else { return }
      demand(
        data.count >= 2 && floats.count == Int(data[0]) << 8 | Int(data[1]),
        "\(floats.count) samples, not as many as stated")
      // Two bits a sample are the least.
      demand(floats.count < data.count * 4 + 1, "\(floats.count) samples of \(data.count) bytes")
      _ = floats.toNanoseconds()
    }
  }

  private func histograms(_ data: UnsafeRawBufferPointer, isFloat: Bool) {
    padded(data) { data in
      guard var chunk = HistogramChunk(data, isFloat: isFloat) else { return }
      var count = 0
      while let sample = chunk.next() {
        count += 1
        guard let histogram = sample.histogram else { continue }
        let buckets = histogram.positive.count + histogram.negative.count
        demand(buckets <= data.count * 8, "\(buckets) buckets of \(data.count) bytes")
      }
      demand(chunk.isBroken || count == chunk.count, "\(count) histograms, not \(chunk.count)")
    }
  }

  private func tombstones(_ data: UnsafeRawBufferPointer) {
    _ = try? Tombstones(data)
    let body = Array(data)
    let whole = Tombstones.magic + [1] + body + Self.checksum(body)
    whole.withUnsafeBytes { bytes in
      guard let found = try? Tombstones(bytes) else { return }
      demand(found.count * 3 <= body.count, "\(found.count) tombstones of \(body.count) bytes")
    }
  }

  private func index(_ bytes: [UInt8]) {
    let sink = Tally()
    if let index = try? IndexFile(BlockFile(bytes), limits: Reading.context().limits) {
      var audit = IndexAudit(index, nil, recordLimit: 4_096)
      audit.run(into: sink)
      let names = SeriesNames(index, Tombstones())
      let cursor = SeriesCursor(index, recordLimit: 4_096)
      while true {
        let step = cursor.next()
        if step == .end { break }
        if step == .series { _ = names.owner(cursor, sink) }
      }
    }
    demand(sink.entries <= bytes.count / 4, "\(sink.entries) series of \(bytes.count) bytes")
  }

  /// No cut of a segment changes what is made of it, and no byte is lost.
  private func segment(_ bytes: [UInt8], _ size: Int, mayBeSilent: Bool = false) {
    let whole = calls(bytes, size: max(1, bytes.count))
    demand(whole == calls(bytes, size: max(1, size)), "a segment in pieces of \(size)")
    demand(
      bytes.isEmpty || !whole.isEmpty || bytes.count == 8 || mayBeSilent,
      "nothing said of a segment")
  }

  private func calls(_ bytes: [UInt8], size: Int) -> [String] {
    let index = Self.index(series: Self.series)
    let reader = SegmentReader(Reading.context(), index: BlockFile(index), segment: 0)
    let sink = Tally()
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + size)
      Array(bytes[at..<end]).withUnsafeBytes { try? reader.consume($0, into: sink) }
      at = end
    }
    try? reader.finish(into: sink)
    return sink.calls
  }

  // MARK: parts with right checksums

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    big(UInt64(bytes.withUnsafeBytes { CRC32C.of($0) }), 4)
  }
  private static func big(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
  private static func uvarint(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + uvarint(value >> 7)
  }

  /// One label, one chunk from 0 to 9 behind a segment's head.
  private static let series: [UInt8] = [1, 0, 1, 1, 0, 9, 8]

  /// An index of one series.
  private static func index(series body: [UInt8]) -> [UInt8] {
    let texts: [UInt8] = big(3, 4) + [8] + Array("__name__".utf8) + [1, 0x61, 1, 0x62]
    var out: [UInt8] = IndexFile.magic + [2] + big(UInt64(texts.count), 4) + texts
    out += checksum(texts)
    while out.count % 16 != 0 { out.append(0) }
    let start = UInt64(out.count)
    out += uvarint(body.count) + body + checksum(body)
    let end = UInt64(out.count)
    let contents = [5, start, 0, 0, end, 0].flatMap { big($0, 8) }
    return out + contents + checksum(contents)
  }

  /// A segment of one chunk.
  private static func segment(chunk body: [UInt8]) -> [UInt8] {
    let body = body.isEmpty ? [1] : body
    return SegmentReader.magic + [1, 0, 0, 0] + uvarint(body.count - 1) + body + checksum(body)
  }

  /// Writes down what was said.
  private final class Tally: QuietSink {
    var calls: [String] = []
    var entries = 0
    override func wantsMetric(named name: String) -> Bool { true }
    override func entries(count: Int) { entries += count }
    override func sample(_ record: SampleRecord, at place: RecordPlace) {
      calls.append("\(record.time) \(record.value.bitPattern) \(place)")
    }
    override func skippedSamples(count: Int, span: TimeSpan?) { calls.append("skipped \(count)") }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      calls.append("\(record) \(place)")
    }
    override func note(_ diagnostic: FileNote) { calls.append("\(diagnostic)") }
  }
}
