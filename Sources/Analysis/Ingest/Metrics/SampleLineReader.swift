internal import Foundation

/// The base of readers whose records are sample lines: metric pages and dumps of a TSDB.
class SampleLineReader: LineReader {
  /// Whether texts are quoted as Go does.
  var isGo: Bool { false }
  private var last: (bytes: [UInt8], id: MetricSeriesID)?
  private var brokenExemplars = 0
  private var firstBrokenExemplar: RecordPlace?
  private var timeless = 0
  private var firstTimeless: RecordPlace?
  static let timeFix =
    "export with timestamps: promtool, query_range, or a federation scrape"

  /// The time of a line.
  func time(_ bytes: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> { pageTime(bytes) }

  /// What is wrong with a series, if anything.
  func fault(of id: MetricSeriesID) -> QuarantinedRecord? { nil }

  /// Delivers a line that should be a sample.
  final func sample(_ line: LineSplitter.Line, into sink: any RecordSink) {
    if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
    guard let sample = SampleLine(line.bytes), let id = series(sample), !id.name.isEmpty else {
      var record = QuarantinedRecord(
        code: "exposition-syntax", message: "not a sample line",
        fix: "export the metrics again; the line may be cut")
      record.isCut = !line.isTerminated
      sink.quarantine(record, at: line.place)
      return
    }
    if sample.hasBrokenExemplar {
      brokenExemplars += 1
      if firstBrokenExemplar == nil { firstBrokenExemplar = line.place }
    }
    deliver(sample, id, line.place, sink)
  }

  private func deliver(
    _ sample: SampleLine, _ id: MetricSeriesID, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    let isWanted = sink.wantsMetric(named: id.name)
    guard let stamp = sample.timestamp.map({ time($0) }) else {
      if isWanted {
        sink.quarantine(
          QuarantinedRecord(
            code: "sample-without-time", message: "a sample without a timestamp",
            fix: Self.timeFix), at: place)
      } else {
        timeless += 1
        if firstTimeless == nil { firstTimeless = place }
        sink.skippedSamples(count: 1, span: nil)
      }
      return
    }
    switch stamp {
    case .failure(let fault): sink.quarantine(QuarantinedRecord(fault, column: nil), at: place)
    case .success(let stamp):
      if sample.isHistogram, !isWanted {
        sink.skippedSamples(
          count: 1, span: TimeSpan(first: stamp.instant, last: stamp.instant))
      } else if sample.isHistogram {
        sink.quarantine(
          QuarantinedRecord(
            code: "native-histogram-text",
            message: "a native histogram as text does not state its schema",
            fix: "supply the TSDB block itself, or the answer of query_range",
            time: stamp.instant), at: place)
      } else if var fault = fault(of: id) {
        fault.time = stamp.instant
        sink.quarantine(fault, at: place)
      } else if let value = sampleValue(sample.value) {
        if isWanted {
          sink.sample(SampleRecord(series: id, time: stamp, value: value), at: place)
        } else {
          sink.skippedSamples(
            count: 1, span: TimeSpan(first: stamp.instant, last: stamp.instant))
        }
      } else {
        sink.quarantine(
          QuarantinedRecord(
            code: "sample-value", message: "a sample's value is not a number",
            fix: "export the metrics again", time: stamp.instant), at: place)
      }
    }
  }

  /// Series repeat line after line; equal text means equal series.
  private func series(_ sample: SampleLine) -> MetricSeriesID? {
    if let last, let text = sample.series.baseAddress, last.bytes.count == sample.series.count,
      memcmp(last.bytes, text, last.bytes.count) == 0
    {
      return last.id
    }
    guard let id = sample.seriesID(isGo: isGo) else { return nil }
    last = (Array(sample.series), id)
    return id
  }

  override func end(into sink: any RecordSink) {
    if timeless > 0 {
      sink.note(
        FileNote(
          "sample-without-time", "samples without a timestamp", fix: Self.timeFix,
          place: firstTimeless, count: timeless))
    }
    guard brokenExemplars > 0 else { return }
    sink.note(
      FileNote(
        "exemplar-syntax", "an exemplar could not be read; its sample was kept",
        fix: "check the exporter", place: firstBrokenExemplar, count: brokenExemplars))
  }
}

/// Whether a head holds sample lines and nothing else but comments; `accepts` judges each.
func holdsSampleLines(_ head: ExportHead, _ accepts: (SampleLine) -> Bool) -> Bool {
  var lines = 0
  var isAccepted = true
  var splitter = LineSplitter(limit: 1 << 16)
  func look(_ item: LineSplitter.Item) {
    guard lines < 32, isAccepted, case .line(let line) = item, !line.bytes.isEmpty,
      line.bytes[0] != UInt8(ascii: "#")
    else { return }
    lines += 1
    guard let sample = SampleLine(line.bytes),
      sample.isHistogram || sampleValue(sample.value) != nil, accepts(sample)
    else {
      isAccepted = false
      return
    }
  }
  splitter.consume(head.bytes, look)
  if head.isWhole { splitter.finish(look) }
  return isAccepted && lines > 0
}
