/// Answers of the Prometheus HTTP API: `query` (vector, scalar, string) and `query_range` (matrix).
///
/// A range query repeats the last sample up to five minutes into a gap; an answer does not show
/// which points are such phantoms, so they cannot be undone here.
struct PrometheusResponse: ExportFormat {
  let name = "prometheus-api"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), !contains(head, "\"streams\"") else { return nil }
    if contains(head, "\"resultType\""), contains(head, "\"result\"") {
      return Recognition(confidence: 95, reason: "one JSON object with data.resultType")
    }
    // Keys in the order of the alphabet put the type behind all results.
    if contains(head, "{\"data\":{\"result\":[{\"metric\":") {
      return Recognition(confidence: 90, reason: "one JSON object with data.result of metrics")
    }
    if contains(head, "\"status\":\"error\""), contains(head, "\"errorType\"") {
      return Recognition(confidence: 90, reason: "an error answer of the HTTP API")
    }
    return nil
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private enum Part: Int, CaseIterable {
      case status, type, metric, values, value, histograms, histogram, warnings, infos

      var path: String {
        switch self {
        case .status: "status"
        case .type: "data.resultType"
        case .metric: "data.result.*.metric"
        case .values: "data.result.*.values.*"
        case .value: "data.result.*.value"
        case .histograms: "data.result.*.histograms.*"
        case .histogram: "data.result.*.histogram"
        case .warnings: "warnings.*"
        case .infos: "infos.*"
        }
      }
    }

    private var series: MetricSeriesID?
    private var seriesEntry = -1
    private var warnings = 0
    private var infos = 0
    private var phantoms = LookBack()

    init(_ context: ReaderContext) {
      super.init(
        context, paths: Part.allCases.map(\.path), tape: JSONTape(context.limits))
    }

    override func documentEnded(into sink: any RecordSink) {
      seriesEntry = -1
      phantoms.seriesEnded()
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      guard let part = Part(rawValue: path) else { return }
      switch part {
      case .status:
        if text(tape.root) != "success" {
          refuse(
            "prometheus-error", "the response reports an error, not samples",
            "run the query again", place, sink)
        }
      case .type: resultType(place, sink)
      case .metric: metric(place, sink)
      case .warnings: warnings += 1
      case .infos: infos += 1
      case .values, .value, .histograms, .histogram: point(part, place, sink)
      }
    }

    private func text(_ node: Int) -> String? { tape.text(ofScalar: node)?.string }

    private func resultType(_ place: RecordPlace, _ sink: any RecordSink) {
      let type = text(tape.root)
      if type == "scalar" || type == "string" {
        // One number without a name: no clause can use it.
        sink.other(at: place, time: nil)
      } else if type != "matrix", type != "vector" {
        refuse(
          "json-shape", "data.resultType is none of matrix, vector, scalar, string",
          "export with query or query_range", place, sink)
      }
    }

    private func metric(_ place: RecordPlace, _ sink: any RecordSink) {
      seriesEntry = entry
      phantoms.seriesEnded()
      series = tape.kind(tape.root) == .object ? tape.seriesID(tape.root) : nil
      if series == nil {
        refuse(
          "series-labels", "a label that is no text, or stands twice",
          "run the query again", place, sink)
      }
    }

    private func point(_ part: Part, _ place: RecordPlace, _ sink: any RecordSink) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
      guard seriesEntry == entry, let series else {
        refuse(
          "series-without-metric", "points that no metric stands before",
          "run the query again; keep the order of the members", place, sink)
        return
      }
      let pair = tape.kind(tape.root) == .array ? tape.elements(tape.root) : []
      guard pair.count == 2,
        let stamp = tape.text(ofScalar: pair[0]).flatMap({
          epochSeconds($0.bytes)
        })
      else {
        refuse(
          "sample-syntax", "a point is not [time, \"value\"]", "run the query again", place, sink)
        return
      }
      if part == .histograms || part == .histogram {
        histogram(series, stamp, pair[1], place, sink)
      } else {
        value(series, stamp, pair[1], place, sink)
      }
    }

    private func value(
      _ series: MetricSeriesID, _ stamp: Stamp, _ node: Int, _ place: RecordPlace,
      _ sink: any RecordSink
    ) {
      guard let value = tape.text(ofScalar: node).flatMap({ sampleValue($0.bytes) }) else {
        refuse(
          "sample-syntax", "a point is not [time, \"value\"]", "run the query again", place, sink)
        return
      }
      if series.name.hasSuffix("_bucket"), let fault = bucketFault(of: series, isHistogram: false) {
        sink.quarantine(fault, at: place)
        return
      }
      phantoms.add(stamp.instant, value)
      deliver(SampleRecord(series: series, time: stamp, value: value), place, sink)
    }

    private func histogram(
      _ series: MetricSeriesID, _ stamp: Stamp, _ node: Int, _ place: RecordPlace,
      _ sink: any RecordSink
    ) {
      guard let histogram = NativeHistogram(answer: tape, node) else {
        refuse(
          "native-histogram", "a native histogram whose buckets do not hold together",
          "run the query again", place, sink)
        return
      }
      var record = SampleRecord(series: series, time: stamp, value: histogram.count)
      record.histogram = histogram
      deliver(record, place, sink)
    }

    private func deliver(
      _ record: SampleRecord, _ place: RecordPlace, _ sink: any RecordSink
    ) {
      if sink.wantsMetric(named: record.series.name) {
        sink.sample(record, at: place)
      } else {
        let time = record.time.instant
        sink.skippedSamples(count: 1, span: TimeSpan(first: time, last: time))
      }
    }

    private func refuse(
      _ code: String, _ message: String, _ fix: String, _ place: RecordPlace,
      _ sink: any RecordSink
    ) {
      sink.quarantine(QuarantinedRecord(code: code, message: message, fix: fix), at: place)
    }

    override func end(into sink: any RecordSink) {
      if warnings > 0 {
        sink.note(
          FileNote(
            "prometheus-warnings", "the answer carries warnings: it may be partial",
            fix: "read its warnings; ask a server that has all of the data", count: warnings))
      }
      if infos > 0 {
        sink.note(
          FileNote(
            "prometheus-infos", "the answer carries remarks on the query", count: infos,
            isWarning: false))
      }
      if phantoms.count > 0 {
        sink.note(
          FileNote(
            "query-look-back",
            "values that repeat up to a gap may be repeated by the query itself: a range query"
              + " shows the last sample for up to five minutes more, and that cannot be undone",
            fix: "export a TSDB snapshot or a dump", count: phantoms.count, isWarning: false))
      }
    }
  }
}

/// Looks for what a range query's look-back leaves: one value repeated right up to a gap.
private struct LookBack {
  /// Gaps with repeated values before them.
  private(set) var count = 0
  private var last: (time: Instant, value: Double)?
  private var step: Int64 = 0
  private var repeats = 0

  mutating func seriesEnded() { (last, step, repeats) = (nil, 0, 0) }

  mutating func add(_ time: Instant, _ value: Double) {
    if let last {
      let (distance, overflow) = time.nanoseconds.subtractingReportingOverflow(
        last.time.nanoseconds)
      guard !overflow, distance > 0 else { return }
      if step > 0, distance > step + step / 2 {
        if repeats > 0, repeats < 6 || Int64(repeats) < 300_000_000_000 / step + 1 { count += 1 }
        repeats = 0
      } else if last.value == value {
        repeats += 1
      } else {
        repeats = 0
      }
      if step == 0 || distance < step { step = distance }
    }
    last = (time, value)
  }
}
