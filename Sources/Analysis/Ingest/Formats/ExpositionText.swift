/// Prometheus text exposition and OpenMetrics text, with timestamps.
struct ExpositionText: ExportFormat {
  let name = "openmetrics"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    let first = firstByte(head)
    guard first == UInt8(ascii: "#") || first.map({ isNameStart($0) }) == true else { return nil }
    if contains(head, "# TYPE ") || contains(head, "# HELP ") {
      return Recognition(confidence: 85, reason: "text with # TYPE and # HELP lines")
    }
    return nil
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LineReader {
    private var isOpenMetrics = false
    private var sawEnd = false
    private var pending: (name: String, count: Int, span: TimeSpan?)?
    private var lastSeries: (bytes: [UInt8], id: MetricSeriesID)?
    private var counter = 0

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      let bytes = line.bytes
      guard !bytes.isEmpty else { return }
      if bytes[0] == UInt8(ascii: "#") {
        let isEnd = bytes.count == 5 && find("# EOF", in: bytes) == 0
        if isEnd { sawEnd = true }
        if isEnd || find("# UNIT ", in: bytes) == 0 { isOpenMetrics = true }
        if find("# TYPE ", in: bytes) == 0 { typed(bytes, sink) }
        return
      }
      if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: line.place) }
      guard let sample = ExpositionLine(bytes) else {
        sink.quarantine(
          QuarantinedRecord(
            code: "exposition-syntax", message: "not a sample line",
            fix: "export the metrics again; the line may be cut"), at: line.place)
        return
      }
      deliver(sample, line.place, sink)
    }

    /// `# TYPE name type`.
    private func typed(_ bytes: UnsafeRawBufferPointer, _ sink: any RecordSink) {
      let words = bytes.split { $0 == 0x20 || $0 == 0x09 }
      guard words.count == 4 else { return }
      sink.metricType(
        String(decoding: words[3], as: UTF8.self), of: String(decoding: words[2], as: UTF8.self))
    }

    private func deliver(
      _ sample: ExpositionLine, _ place: RecordPlace, _ sink: any RecordSink
    ) {
      let stamp = sample.timestamp.flatMap { time(of: $0) }
      guard sink.wantsMetric(named: sample.name) else {
        sink.skippedSamples(
          count: 1, span: stamp.map { TimeSpan(first: $0.instant, last: $0.instant) })
        return
      }
      guard let stamp else {
        sink.quarantine(
          QuarantinedRecord(
            code: "sample-without-time", message: "a sample without a timestamp",
            fix: "export with timestamps: promtool, query_range, or a federation scrape"),
          at: place)
        return
      }
      guard let value = sampleValue(sample.value), let id = series(sample) else {
        sink.quarantine(
          QuarantinedRecord(code: "exposition-syntax", message: "not a sample line"), at: place)
        return
      }
      sink.sample(SampleRecord(series: id, time: stamp, value: value), at: place)
    }

    /// OpenMetrics states seconds, the older text format milliseconds; the magnitude decides,
    /// because an export may lack the `# EOF` that tells them apart.
    private func time(of bytes: UnsafeRawBufferPointer) -> Stamp? {
      guard let whole = parseScaledDecimal(bytes, scale: 1) else { return nil }
      let isMilliseconds = whole.value.magnitude >= 100_000_000_000
      guard
        let value = parseScaledDecimal(bytes, scale: isMilliseconds ? 1_000_000 : 1_000_000_000),
        StampFault.plausibleSeconds.contains(value.value / 1_000_000_000)
      else { return nil }
      return Stamp(Instant(nanoseconds: value.value), resolutionNanoseconds: value.step)
    }

    /// Series repeat line after line; equal text means equal series.
    private func series(_ sample: ExpositionLine) -> MetricSeriesID? {
      if let last = lastSeries, last.bytes.elementsEqual(sample.series) { return last.id }
      guard let labels = sample.parseLabels() else { return nil }
      let id = MetricSeriesID(name: sample.name, labels: labels)
      lastSeries = (Array(sample.series), id)
      return id
    }

    override func end(into sink: any RecordSink) {
      if isOpenMetrics && !sawEnd {
        sink.note(
          FileNote(
            "openmetrics-eof", "the text does not end with # EOF; it may be cut",
            fix: "export the metrics again"))
      }
    }
  }
}

private func isNameStart(_ byte: UInt8) -> Bool {
  (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: ":")
}

/// One sample line cut into its parts: `name{labels} value timestamp # exemplar`.
struct ExpositionLine {
  let name: String
  /// Name and labels as written.
  let series: UnsafeRawBufferPointer
  private let labels: UnsafeRawBufferPointer
  let value: UnsafeRawBufferPointer
  let timestamp: UnsafeRawBufferPointer?

  init?(_ line: UnsafeRawBufferPointer) {
    var at = 0
    guard let first = line.first, isNameStart(first) else { return nil }
    while at < line.count, isNameStart(line[at]) || isDigit(line[at]) { at += 1 }
    name = String(decoding: line[0..<at], as: UTF8.self)
    var labelRange = at..<at
    if at < line.count, line[at] == UInt8(ascii: "{") {
      let start = at + 1
      guard let end = Self.endOfLabels(line, from: start) else { return nil }
      labelRange = start..<end
      at = end + 1
    }
    series = UnsafeRawBufferPointer(rebasing: line[0..<at])
    labels = UnsafeRawBufferPointer(rebasing: line[labelRange])
    let rest = line[at...].split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
    guard let value = rest.first else { return nil }
    self.value = UnsafeRawBufferPointer(rebasing: value)
    if rest.count > 1, rest[1].first != UInt8(ascii: "#") {
      timestamp = UnsafeRawBufferPointer(rebasing: rest[1])
    } else {
      timestamp = nil
    }
  }

  private static func endOfLabels(_ line: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var at = start
    var isQuoted = false
    while at < line.count {
      switch line[at] {
      case UInt8(ascii: "\\") where isQuoted: at += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "}") where !isQuoted: return at
      default: break
      }
      at += 1
    }
    return nil
  }

  /// The labels, or nil when they are not `name="value"` pairs.
  func parseLabels() -> [MetricSeriesID.Label]? {
    var found: [MetricSeriesID.Label] = []
    var at = 0
    while at < labels.count {
      if labels[at] == UInt8(ascii: ",") || labels[at] == 0x20 {
        at += 1
        continue
      }
      guard let equals = labels[at...].firstIndex(of: UInt8(ascii: "=")), equals + 1 < labels.count,
        labels[equals + 1] == UInt8(ascii: "\"")
      else { return nil }
      let name = String(decoding: labels[at..<equals], as: UTF8.self)
      var value: [UInt8] = []
      at = equals + 2
      while at < labels.count, labels[at] != UInt8(ascii: "\"") {
        if labels[at] == UInt8(ascii: "\\"), at + 1 < labels.count {
          at += 1
          value.append(labels[at] == UInt8(ascii: "n") ? 0x0a : labels[at])
        } else {
          value.append(labels[at])
        }
        at += 1
      }
      at += 1
      found.append(
        MetricSeriesID.Label(
          name: name.filter { $0 != " " }, value: String(decoding: value, as: UTF8.self)))
    }
    return found
  }
}
