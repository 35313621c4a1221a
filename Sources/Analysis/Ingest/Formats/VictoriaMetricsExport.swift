/// Lines of VictoriaMetrics' `/api/v1/export`: one series a line, with arrays of values and times.
///
/// A NaN is written as null there, be it a stale marker or not; both end the series.
struct VictoriaMetricsExport: ExportFormat {
  let name = "vm-export"
  let role = SourceRole.metrics
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"timestamps\""),
      contains(head, "\"metric\"")
    else { return nil }
    let lines = JSONHead(head) { tape in
      ["metric", "values", "timestamps"].allSatisfy { tape.find(FieldPath($0)) != nil }
    }
    // One line may be longer than the head.
    guard lines.isMostly || lines.lines == 0 && contains(head, "{\"metric\":{") else { return nil }
    return Recognition(confidence: 93, reason: "lines hold metric, values and timestamps")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONLineReader {
    private var nulls = 0

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      guard let metric = tape.member(tape.root, "metric"),
        let values = tape.member(tape.root, "values"),
        let timestamps = tape.member(tape.root, "timestamps"), tape.kind(metric) == .object,
        tape.kind(values) == .array, tape.kind(timestamps) == .array
      else {
        refuse("vm-shape", "a line without metric, values and timestamps", place, sink)
        return
      }
      let points = tape.elements(values)
      let times = tape.elements(timestamps)
      guard points.count == times.count else {
        refuse("vm-lengths", "values and timestamps differ in number", place, sink)
        return
      }
      guard let id = tape.seriesID(metric) else {
        refuse("series-labels", "a label that is no text, or stands twice", place, sink)
        return
      }
      let isWanted = sink.wantsMetric(named: id.name)
      for (point, time) in zip(points, times) {
        deliver(point, time, isWanted ? id : nil, id, place, sink)
      }
    }

    private func time(_ node: Int) -> Result<Stamp, StampFault>? {
      tape.text(ofScalar: node).map { epochMilliseconds($0.bytes) }
    }

    private func deliver(
      _ point: Int, _ time: Int, _ wanted: MetricSeriesID?, _ id: MetricSeriesID,
      _ line: RecordPlace, _ sink: any RecordSink
    ) {
      let node = tape.nodes[point]
      let place = RecordPlace(
        offset: line.offset + Int64(node.start), length: Int64(node.end - node.start),
        line: line.line)
      let stamp: Stamp
      switch self.time(time) ?? .failure(.syntax) {
      case .failure(let fault):
        sink.quarantine(QuarantinedRecord(fault, column: nil), at: place)
        return
      case .success(let read): stamp = read
      }
      var value = tape.text(ofScalar: point).flatMap { sampleValue($0.bytes) }
      if tape.kind(point) == .null {
        nulls += 1
        value = .nan
      }
      guard let value else {
        refuse("sample-value", "a sample's value is not a number", place, sink, stamp.instant)
        return
      }
      if let fault = id.name.hasSuffix("_bucket") ? bucketFault(of: id, isHistogram: false) : nil {
        sink.quarantine(fault, at: place)
        return
      }
      if let wanted {
        sink.sample(SampleRecord(series: wanted, time: stamp, value: value), at: place)
      } else {
        sink.skippedSamples(count: 1, span: TimeSpan(first: stamp.instant, last: stamp.instant))
      }
    }

    private func refuse(
      _ code: String, _ message: String, _ place: RecordPlace, _ sink: any RecordSink,
      _ time: Instant? = nil
    ) {
      sink.quarantine(
        QuarantinedRecord(
          code: code, message: message, fix: "export the metrics again", time: time), at: place)
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      guard nulls > 0 else { return }
      sink.note(
        FileNote(
          "metric-null", "null values: a NaN, or a marker that the series ended; read as its end",
          count: nulls, isWarning: false))
    }
  }
}
