internal import Glibc

/// The base of readers whose records are lines of text with fields at fixed places.
class TextLineReader: LineReader {
  /// For calendar stamps such as `2024-05-15T06:20:01.123Z`.
  let stamps: StampReader
  /// For stamps such as `15/May/2024:14:20:01 +0800`.
  let commonStamps: CommonLogStamps
  private let escapes = LineEscapes()
  private let means: SourceDeclaration.TimeMeaning

  /// - Parameter documented: what the stamp states by the format's documentation; a declaration
  ///   in the appendix comes before it.
  init(_ context: ReaderContext, means documented: SourceDeclaration.TimeMeaning = .end) {
    stamps = StampReader(context.assumedZone)
    commonStamps = CommonLogStamps(context.assumedZone)
    means = context.source?.timeMeans ?? documented
    super.init(context)
  }

  /// Code of a line that is not of the format.
  var syntaxCode: String { "access-line-syntax" }

  override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
    guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
    show(line, sink)
    if let base = line.bytes.baseAddress, let nul = memchr(base, 0, line.bytes.count) {
      sink.quarantine(
        QuarantinedRecord(
          code: "nul-bytes", message: "NUL byte inside a record",
          fix: "re-export the file; it may be cut or mixed",
          column: UnsafeRawPointer(nul) - base + 1), at: line.place)
      return
    }
    escapes.begin()
    var scan = LineScan(line.bytes)
    guard !read(&scan, line.place, into: sink) else { return }
    sink.quarantine(
      QuarantinedRecord(
        code: syntaxCode, message: "the line is not of its file's format",
        fix: "re-export the file; it may be cut or mixed, or choose a format with --as",
        column: min(scan.at, line.bytes.count) + 1), at: line.place)
  }

  /// Delivers one line, or what is wrong with its values.
  /// - Returns: false when the line is not of the format; `scan` stands where it shows.
  func read(
    _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
  ) -> Bool { false }

  override func end(into sink: any RecordSink) {
    sink.zones(stamps.zones.union(commonStamps.zones))
    noteAssumedZone(stamps.assumed + commonStamps.assumed, context, sink)
  }

  // MARK: values

  /// A field's text with its escapes resolved.
  final func text(_ bytes: UnsafeRawBufferPointer?, _ scan: LineScan) -> ByteText? {
    bytes.map { escapes.text($0, lineCount: scan.bytes.count) }
  }

  /// The stamp, or nil after quarantining the record for it.
  final func stamp(
    _ result: Result<Stamp, StampFault>, column: Int, _ place: RecordPlace,
    _ sink: any RecordSink
  ) -> Stamp? {
    switch result {
    case .success(let stamp): return stamp
    case .failure(let fault):
      sink.quarantine(QuarantinedRecord(fault, column: column), at: place)
      return nil
    }
  }

  /// A request by its stamp; where that is the start the latency is added, and both roundings
  /// widen the resolution. Nil after quarantining a start without a latency.
  /// - Parameter latencyStep: step of the latency's spelling.
  final func request(
    _ stamp: Stamp, latency: Int64?, latencyStep: Int64 = 1_000_000, _ place: RecordPlace,
    _ sink: any RecordSink
  ) -> RequestRecord? {
    var record = RequestRecord(end: stamp)
    record.latencyNanoseconds = latency
    guard means == .start else { return record }
    guard let latency else {
      sink.quarantine(.endUnknown(since: stamp), at: place)
      return nil
    }
    record.end = Stamp(
      stamp.instant + latency, resolutionNanoseconds: stamp.resolutionNanoseconds + latencyStep)
    return record
  }
}

extension QuarantinedRecord {
  /// A request that states when it began but not how long it took.
  static func endUnknown(since start: Stamp) -> QuarantinedRecord {
    QuarantinedRecord(
      code: "request-end-unknown", message: "the line states a start but no duration",
      fix: "log the duration, or declare its field in the appendix", time: start.instant)
  }
}

/// Looks at the first lines of a possible text export.
struct ScanHead {
  /// Lines looked at that are not blank.
  private(set) var lines = 0
  /// Of those, lines that match.
  private(set) var matching = 0

  /// Judges up to 32 whole lines of `head` by `predicate`.
  init(_ head: ExportHead, _ predicate: (inout LineScan) -> Bool) {
    var splitter = LineSplitter(limit: 4 << 20)
    var lines = 0
    var matching = 0
    func look(_ item: LineSplitter.Item) {
      guard lines < 32, case .line(let line) = item, line.bytes.contains(where: { $0 > 0x20 })
      else { return }
      lines += 1
      var scan = LineScan(line.bytes)
      if predicate(&scan) { matching += 1 }
    }
    splitter.consume(head.bytes, look)
    if head.isWhole { splitter.finish(look) }
    self.lines = lines
    self.matching = matching
  }

  /// Whether most lines match.
  var isMostly: Bool { matching > 0 && matching * 2 > lines }
}
