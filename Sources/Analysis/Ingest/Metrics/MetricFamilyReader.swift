/// Reads delimited metric families; a family's samples are those that the text form would show.
final class MetricFamilyReader: ProtobufStream {
  private var timeless = 0
  private var firstTimeless: RecordPlace?

  override var isDelimited: Bool { true }

  override func message(
    _ cursor: ProtobufCursor, into sink: any RecordSink
  ) throws(ProtobufFault) {
    let family = try MetricFamily(cursor)
    if let type = family.typeName, !family.name.isEmpty {
      sink.metricType(type, of: family.name)
    }
    var cursor = cursor
    var field = ProtobufField()
    while try cursor.next(&field) {
      guard field.number == 4, !field.isCut else { continue }
      let place = place(of: field.bytes)
      do throws(ProtobufFault) {
        try field.require(.bytes)
        let metric = try FamilyMetric(field.bytes)
        deliver(metric, family, field.bytes, place, sink)
      } catch {
        sink.quarantine(
          QuarantinedRecord(
            code: error.code, message: error.message, fix: "export it again; check the exporter"),
          at: place)
      }
    }
  }

  private func deliver(
    _ metric: FamilyMetric, _ family: MetricFamily, _ bytes: UnsafeRawBufferPointer,
    _ place: RecordPlace, _ sink: any RecordSink
  ) {
    func refuse(_ code: String, _ message: String, _ fix: String, _ time: Instant? = nil) {
      sink.quarantine(
        QuarantinedRecord(code: code, message: message, fix: fix, time: time), at: place)
    }
    if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
    let own = metric.labels.map(\.name)
    guard !family.name.isEmpty, Set(own).count == own.count else {
      return refuse(
        "series-labels", "a metric without name, or a label that stands twice", "check the exporter"
      )
    }
    guard !metric.parts.isEmpty || metric.hasBrokenHistogram else {
      return refuse("metric-data", "a metric without data", "check the exporter")
    }
    var stamp: Stamp?
    if let milliseconds = metric.milliseconds {
      guard StampFault.plausibleSeconds.contains(milliseconds / 1_000) else {
        return refuse(StampFault.range.rawValue, StampFault.range.message, StampFault.range.fix)
      }
      stamp = Stamp(
        Instant(nanoseconds: milliseconds * 1_000_000), resolutionNanoseconds: 1_000_000)
    }
    if metric.hasBrokenHistogram {
      refuse(
        "native-histogram", "a native histogram whose buckets do not hold together",
        "check the exporter", stamp?.instant)
    }
    var skipped = 0
    for part in metric.parts {
      let name = family.name + part.suffix
      let isWanted = sink.wantsMetric(named: name)
      guard let stamp else {
        if isWanted {
          refuse("sample-without-time", "a sample without a timestamp", SampleLineReader.timeFix)
        } else {
          timeless += 1
          if firstTimeless == nil { firstTimeless = place }
          skipped += 1
        }
        continue
      }
      guard isWanted else {
        skipped += 1
        continue
      }
      let id = MetricSeriesID(
        name: name, labels: metric.labels + [part.label].compactMap { $0 })
      var record = SampleRecord(series: id, time: stamp, value: part.value)
      record.histogram = part.histogram
      record.isStale = SampleBatch.isStale(part.value)
      sink.sample(record, at: place)
    }
    if skipped > 0 {
      sink.skippedSamples(
        count: skipped, span: stamp.map { TimeSpan(first: $0.instant, last: $0.instant) })
    }
  }

  override func end(into sink: any RecordSink) {
    guard timeless > 0 else { return }
    sink.note(
      FileNote(
        "sample-without-time", "samples without a timestamp", fix: SampleLineReader.timeFix,
        place: firstTimeless, count: timeless))
  }
}
