/// Compares an index with itself and with the segments beside it.
struct IndexAudit {
  private let index: IndexFile
  private let folder: BlockFolder?
  private let recordLimit: Int
  private let window: FileWindow
  /// Chunks that the index names, by segment.
  private var chunks: [UInt32: Int] = [:]
  private static let segmentLimit = 10_000
  private var seriesCount = 0
  private var brokenSeries = 0

  /// - Parameter folder: the block; nil when the index came alone.
  init(_ index: IndexFile, _ folder: BlockFolder?, recordLimit: Int) {
    self.index = index
    self.folder = folder
    self.recordLimit = recordLimit
    window = FileWindow(index.file)
  }

  /// Says what is wrong, and how many series there are.
  mutating func run(into sink: any RecordSink) {
    walkSeries(sink)
    sink.entries(count: seriesCount)
    let contents = index.contents
    var postings = PostingsTable(index, window)
    checkTable(contents.postingsTable, "the postings offset table", sink) {
      postings.check($0, into: sink)
    }
    if postings.isWhole, let all = postings.allCount, all != seriesCount + brokenSeries {
      sink.quarantine(
        TSDBDefect(
          "tsdb-series-count", "the index lists another number of series than it holds"
        ).quarantined(),
        at: RecordPlace(offset: contents.series, length: index.seriesEnd - contents.series))
    }
    if contents.labelIndexTable > 0 {
      checkTable(contents.labelIndexTable, "the label offset table", sink) { _ in }
    }
    lookForSegments(sink)
  }

  private mutating func walkSeries(_ sink: any RecordSink) {
    let cursor = SeriesCursor(index, recordLimit: recordLimit)
    while true {
      switch cursor.next() {
      case .end: return
      case .defect(let defect, let length):
        brokenSeries += 1
        sink.quarantine(
          defect.quarantined(), at: RecordPlace(offset: defect.offset, length: length))
      case .series:
        let isNamed = cursor.labels.allSatisfy {
          index.symbols.text($0.name) != nil && index.symbols.text($0.value) != nil
        }
        if isNamed {
          seriesCount += 1
        } else {
          brokenSeries += 1
          sink.quarantine(
            TSDBDefect(
              "tsdb-series-labels", "a series names labels that the index does not hold"
            ).quarantined(), at: RecordPlace(offset: cursor.offset, length: cursor.length))
        }
        // An index of more segments than that is no block; the first of them say so.
        for chunk in cursor.chunks where chunks.count < Self.segmentLimit {
          chunks[chunk.segment, default: 0] += 1
        }
      }
    }
  }

  /// A section of a length, a body and a checksum.
  private func checkTable(
    _ offset: Int64, _ what: String, _ sink: any RecordSink, _ body: (Range<Int64>) -> Void
  ) {
    guard offset > 0 else { return }
    let end = window.big32(at: offset).map { offset + 4 + Int64($0) }
    guard let end, end + 4 <= index.file.sizeBytes,
      let stated = window.big32(at: end),
      window.checksum(from: offset + 4, to: end) == stated
    else {
      let last = min(index.file.sizeBytes, max(offset, end ?? offset))
      sink.quarantine(
        TSDBDefect("tsdb-index-crc", "the checksum of \(what) is wrong").quarantined(),
        at: RecordPlace(offset: offset, length: last - offset))
      return
    }
    body((offset + 4)..<end)
  }

  /// Every segment that the index names must lie beside it.
  private func lookForSegments(_ sink: any RecordSink) {
    guard let folder else { return }
    var missing = 0
    for segment in chunks.keys.sorted() {
      let name = BlockFolder.segmentName(segment)
      guard let file = try? folder.open(name, memoryBytes: 1 << 20) else {
        if folder.path(of: name) == nil { missing += 1 }
        continue
      }
      if file.bytes(at: 0, count: 4) != SegmentReader.magic {
        report("tsdb-segment-magic", "a segment of the block does not begin like one", sink)
      }
    }
    for _ in 0..<min(missing, 1_000) {
      report("tsdb-segment-missing", "the index names chunks of a segment that is not there", sink)
    }
  }

  private func report(_ code: String, _ message: String, _ sink: any RecordSink) {
    sink.quarantine(
      TSDBDefect(
        code, message, fix: "give the whole folder of the block, with all files of chunks/"
      ).quarantined(), at: RecordPlace(offset: index.contents.series, length: 0))
  }
}
