/// Responses of the Prometheus HTTP API: `query` (vector, scalar) and `query_range` (matrix).
///
/// A range query repeats the last sample up to five minutes into a gap; the response does not
/// show which points are such phantoms, so they cannot be undone here.
struct PrometheusResponse: ExportFormat {
  let name = "prometheus-api"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"resultType\""),
      contains(head, "\"result\""), !contains(head, "\"streams\"")
    else { return nil }
    return Recognition(confidence: 95, reason: "one JSON object with data.resultType")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: DocumentReader {
    private var lines = LineCounter()

    override func document(_ place: RecordPlace, into sink: any RecordSink) {
      if let status = tape.find(FieldPath("status")),
        tape.text(ofScalar: status)?.string != "success"
      {
        sink.quarantine(
          QuarantinedRecord(
            code: "prometheus-error", message: "the response reports an error, not samples",
            fix: "run the query again"), at: place)
        return
      }
      guard let result = tape.find(FieldPath("data.result")) else {
        sink.quarantine(
          QuarantinedRecord(code: "json-shape", message: "data.result is missing"), at: place)
        return
      }
      for series in tape.elements(result) { deliver(series, sink) }
    }

    private func deliver(_ series: Int, _ sink: any RecordSink) {
      guard let metric = tape.member(series, "metric") else {
        sink.quarantine(
          QuarantinedRecord(code: "json-shape", message: "a result without its metric"),
          at: self.place(of: series, lines: &lines))
        return
      }
      let id = seriesID(metric)
      var points = tape.member(series, "values").map { tape.elements($0) } ?? []
      if let single = tape.member(series, "value") { points.append(single) }
      if points.isEmpty,
        tape.member(series, "histograms") ?? tape.member(series, "histogram") != nil
      {
        sink.note(
          FileNote(
            "native-histogram", "native histograms in query results are not read",
            fix: "export a TSDB snapshot or classic buckets"))
        return
      }
      guard sink.wantsMetric(named: id.name) else {
        sink.skippedSamples(count: points.count, span: span(points))
        return
      }
      for point in points {
        let place = self.place(of: point, lines: &lines)
        if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.raw(point), at: place) }
        let pair = tape.elements(point)
        guard pair.count == 2, let stamp = stamp(pair[0]),
          let value = tape.text(ofScalar: pair[1]).flatMap({ sampleValue($0.bytes) })
        else {
          sink.quarantine(
            QuarantinedRecord(
              code: "sample-syntax", message: "a point is not [time, \"value\"]"), at: place)
          continue
        }
        sink.sample(SampleRecord(series: id, time: stamp, value: value), at: place)
      }
    }

    private func span(_ points: [Int]) -> TimeSpan? {
      guard let first = points.first.flatMap({ tape.elements($0).first }).flatMap(stamp),
        let last = points.last.flatMap({ tape.elements($0).first }).flatMap(stamp)
      else { return nil }
      return TimeSpan(first: first.instant, last: last.instant)
    }

    private func stamp(_ node: Int) -> Stamp? {
      guard let text = tape.text(ofScalar: node) else { return nil }
      return epochSeconds(text.bytes)
    }

    private func seriesID(_ metric: Int) -> MetricSeriesID {
      var name = ""
      var labels: [MetricSeriesID.Label] = []
      tape.forEachMember(metric) { key, value in
        let label = tape.text(key).string
        let text = tape.text(ofScalar: value)?.string ?? ""
        if label == "__name__" {
          name = text
        } else {
          labels.append(MetricSeriesID.Label(name: label, value: text))
        }
      }
      return MetricSeriesID(name: name, labels: labels)
    }
  }
}

/// Epoch seconds with any fraction, exactly; nil when no plausible time.
func epochSeconds(_ bytes: UnsafeRawBufferPointer) -> Stamp? {
  guard let value = parseScaledDecimal(bytes, scale: 1_000_000_000),
    StampFault.plausibleSeconds.contains(value.value / 1_000_000_000)
  else { return nil }
  return Stamp(Instant(nanoseconds: value.value), resolutionNanoseconds: value.step)
}

/// A sample value as Prometheus writes it: `1e3`, `NaN`, `+Inf`.
func sampleValue(_ bytes: UnsafeRawBufferPointer) -> Double? {
  let text = String(decoding: bytes, as: UTF8.self)
  switch text.lowercased() {
  case "nan": return .nan
  case "+inf", "inf", "+infinity", "infinity": return .infinity
  case "-inf", "-infinity": return -.infinity
  default: return Double(text)
  }
}
