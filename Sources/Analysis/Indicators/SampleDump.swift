/// Writes every sample as one line, as `promtool tsdb dump` does.
///
/// A class because readers hold it as their sink.
final class SampleDump: RecordSink {
  private let shared: SharedSamples?
  private let write: (UnsafeRawBufferPointer) -> Void
  private let text = LineBuffer()
  private var head: [UInt8] = []
  private var last: (series: MetricSeriesID, print: SeriesFingerprint)?
  private(set) var quarantined: Int64 = 0
  private static let pieceBytes = 1 << 20

  /// - Parameter write: takes whole lines as they come.
  init(shared: SharedSamples?, write: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.shared = shared
    self.write = write
  }

  func wantsMetric(named name: String) -> Bool { true }

  private func fingerprint(_ series: MetricSeriesID) -> SeriesFingerprint {
    if let last, last.series == series { return last.print }
    let print = SeriesFingerprint(series)
    last = (series, print)
    head = DumpText.series(series)
    return print
  }

  func samples(_ batch: SampleBatch, at place: RecordPlace) {
    let print = fingerprint(batch.series)
    head.withUnsafeBytes { head in
      for index in 0..<batch.count {
        let time = batch.nanoseconds[index]
        if let shared, !shared.isFirst(print, time) { continue }
        text.reserve(head.count + DumpText.numberBytes)
        text.append(head)
        DumpText.append(batch.values[index], to: text)
        DumpText.appendTime(time, to: text)
        if text.count >= Self.pieceBytes { flush() }
      }
    }
  }

  func sample(_ record: SampleRecord, at place: RecordPlace) {
    let print = fingerprint(record.series)
    let time = record.time.instant.nanoseconds
    if let shared, !shared.isFirst(print, time) { return }
    text.reserve(head.count + DumpText.numberBytes)
    head.withUnsafeBytes { text.append($0) }
    if let histogram = record.histogram {
      text.append(DumpText.histogram(histogram))
      text.reserve(DumpText.numberBytes)
    } else {
      DumpText.append(record.value, to: text)
    }
    DumpText.appendTime(time, to: text)
    if text.count >= Self.pieceBytes { flush() }
  }

  /// Hands on what is left.
  func flush() {
    if text.count > 0 { write(text.bytes) }
    text.clear()
  }

  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) { quarantined += 1 }
  func request(_ record: RequestRecord, at place: RecordPlace) {}
  func application(_ record: AppRecord, at place: RecordPlace) {}
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {}
  func audit(_ record: AuditRecord, at place: RecordPlace) {}
  func skippedSamples(count: Int, span: TimeSpan?) {}
  func span(_ record: SpanRecord, at place: RecordPlace) {}
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {}
  func commit(_ record: CommitRecord, at place: RecordPlace) {}
  func document(_ record: DocumentRecord, at place: RecordPlace) {}
  func other(at place: RecordPlace, time: Stamp?) {}
  func note(_ diagnostic: FileNote) {}
}
