/// Prometheus text exposition and OpenMetrics text, with timestamps; also the OpenMetrics form of
/// a TSDB dump, which has no `# TYPE` lines.
///
/// A page without timestamps says nothing about time, and nothing is guessed: its samples are
/// quarantined. `_created` samples are ordinary series; resets are seen in the values.
struct ExpositionText: ExportFormat {
  let name = "openmetrics"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first != UInt8(ascii: "<"), first != UInt8(ascii: "[")
    else { return nil }
    if first == UInt8(ascii: "#") || (0x61...0x7a).contains(first | 0x20)
      || first == UInt8(ascii: "_") || first == UInt8(ascii: ":")
    {
      if contains(head, "# TYPE ") || contains(head, "# HELP ") {
        return Recognition(confidence: 85, reason: "text with # TYPE and # HELP lines")
      }
      if holdsSampleLines(head, { $0.timestamp.map { hasTime($0) } ?? false }) {
        return Recognition(confidence: 70, reason: "sample lines with timestamps")
      }
    }
    return nil
  }

  private func hasTime(_ bytes: UnsafeRawBufferPointer) -> Bool { sampleValue(bytes) != nil }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: SampleLineReader {
    private var isOpenMetrics = false
    private var sawEnd = false
    private var afterEnd = 0
    private var firstAfterEnd: RecordPlace?
    private var types = PageTypes()

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      var bytes = line.bytes
      while let first = bytes.first, first == 0x20 || first == 0x09 {
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
      }
      guard let first = bytes.first else { return }
      if sawEnd {
        afterEnd += 1
        if firstAfterEnd == nil { firstAfterEnd = line.place }
      }
      guard first == UInt8(ascii: "#") else {
        sample(line, into: sink)
        return
      }
      if bytes.count == 5, find("# EOF", in: bytes) == 0 {
        sawEnd = true
        isOpenMetrics = true
      } else if find("# UNIT ", in: bytes) == 0 {
        isOpenMetrics = true
      } else if find("# TYPE", in: bytes) == 0 {
        let text = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(6))
        if let stated = types.add(text, line.place) {
          sink.metricType(stated.type, of: stated.name)
        }
      }
    }

    override func fault(of id: MetricSeriesID) -> QuarantinedRecord? {
      guard id.name.hasSuffix("_bucket") else { return nil }
      let type = types.type(of: String(id.name.dropLast("_bucket".count)))
      return bucketFault(of: id, isHistogram: type == "histogram" || type == "gaugehistogram")
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      for note in types.notes { sink.note(note) }
      if isOpenMetrics && !sawEnd {
        sink.note(
          FileNote(
            "openmetrics-eof", "the text does not end with # EOF; it may be cut",
            fix: "export the metrics again"))
      }
      if afterEnd > 0 {
        sink.note(
          FileNote(
            "openmetrics-after-eof", "lines follow # EOF; they were read as another page",
            place: firstAfterEnd, count: afterEnd, isWarning: false))
      }
    }
  }
}

/// What is wrong with the bound of a bucket; without a stated type only a bound that is there is
/// judged.
func bucketFault(of id: MetricSeriesID, isHistogram: Bool) -> QuarantinedRecord? {
  guard let bound = id.value(of: "le") else {
    return isHistogram
      ? QuarantinedRecord(
        code: "le-missing", message: "a histogram bucket without its bound",
        fix: "check relabelling: the label le must be kept") : nil
  }
  var text = bound
  let number = text.withUTF8 { sampleValue(UnsafeRawBufferPointer($0)) }
  guard let number, !number.isNaN else {
    return QuarantinedRecord(
      code: "le-not-number", message: "the bound of a histogram bucket is not a number",
      fix: "check relabelling: le must be a number or +Inf")
  }
  return nil
}
