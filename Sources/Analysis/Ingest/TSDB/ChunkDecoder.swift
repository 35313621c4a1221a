/// Decodes single chunks and hands their samples on.
///
/// A class because it keeps the arrays that samples are decoded into.
final class ChunkDecoder {
  /// How the data of a chunk is to be read, by the byte before it.
  enum Encoding: UInt8 {
    case xor = 1
    case histogram = 2
    case floatHistogram = 3
    /// Thanos' aggregates.
    case aggregate = 0xff
  }

  private let floats = FloatSamples()

  /// Why data of this encoding is not read; nil when it is.
  static func refusal(_ encoding: UInt8) -> TSDBDefect? {
    switch Encoding(rawValue: encoding) {
    case .xor, .histogram, .floatHistogram: nil
    case .aggregate:
      TSDBDefect(
        "tsdb-downsampled",
        "a chunk that Thanos downsampled holds aggregates of five minutes or an hour, no samples",
        fix: "export the block of the bucket that has raw resolution")
    case nil:
      TSDBDefect(
        "tsdb-chunk-encoding", "a chunk of an encoding that is not known",
        fix: "make the snapshot with a Prometheus that writes XOR and histogram chunks")
    }
  }

  /// Decodes `data` and hands its samples to `sink`, or only counts them.
  /// - Parameters:
  ///   - series: nil when the samples are only counted.
  ///   - span: what the index says about the times, in milliseconds.
  ///   - data: behind which `BitReader.slackBytes` more can be read.
  func deliver(
    _ series: MetricSeriesID?, _ encoding: UInt8, _ data: UnsafeRawBufferPointer,
    span: Tombstones.Span, deleted: [Tombstones.Span], at place: RecordPlace,
    into sink: any RecordSink
  ) -> TSDBDefect? {
    if let refusal = Self.refusal(encoding) { return refusal }
    let isTouched = deleted.contains { $0.first <= span.last && span.first <= $0.last }
    if series == nil && !isTouched {
      guard data.count >= 2, let first = Self.instant(span.first),
        let last = Self.instant(span.last)
      else { return Self.corrupt }
      let count = Int(data[0]) << 8 | Int(data[1])
      if count > 0 {
        sink.skippedSamples(count: count, span: TimeSpan(first: first, last: last))
      }
      return nil
    }
    let spans = isTouched ? deleted : []
    if encoding == Encoding.xor.rawValue {
      return floatSamples(series, data, spans, place, sink)
    }
    return histograms(
      series, data, isFloat: encoding == Encoding.floatHistogram.rawValue, spans, place, sink)
  }

  private static let corrupt = TSDBDefect(
    "tsdb-chunk-corrupt", "a chunk does not hold the samples it says it holds")
  private static let outOfRange = TSDBDefect(
    "tsdb-time-range", "a chunk holds a time that no clock shows",
    fix: "check what wrote the samples; times are milliseconds since 1970")

  private static func instant(_ milliseconds: Int64) -> Instant? {
    let (time, isTooFar) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    return isTooFar ? nil : Instant(nanoseconds: time)
  }

  private func floatSamples(
    _ series: MetricSeriesID?, _ data: UnsafeRawBufferPointer, _ deleted: [Tombstones.Span],
    _ place: RecordPlace, _ sink: any RecordSink
  ) -> TSDBDefect? {
    guard floats.decode(data) else { return Self.corrupt }
    if !deleted.isEmpty { floats.drop(deleted) }
    guard floats.toNanoseconds() else { return Self.outOfRange }
    guard floats.count > 0 else { return nil }
    let times = UnsafeBufferPointer(start: floats.times, count: floats.count)
    guard let series else {
      let span = TimeSpan(
        first: Instant(nanoseconds: times[0]), last: Instant(nanoseconds: times[times.count - 1]))
      sink.skippedSamples(count: floats.count, span: span)
      return nil
    }
    sink.samples(
      SampleBatch(
        series: series, nanoseconds: times,
        values: UnsafeBufferPointer(start: floats.values, count: floats.count),
        resolutionNanoseconds: 1_000_000), at: place)
    return nil
  }

  /// Histograms are large: they are handed on one by one, once all are known to be there.
  private func histograms(
    _ series: MetricSeriesID?, _ data: UnsafeRawBufferPointer, isFloat: Bool,
    _ deleted: [Tombstones.Span], _ place: RecordPlace, _ sink: any RecordSink
  ) -> TSDBDefect? {
    guard var check = HistogramChunk(data, isFloat: isFloat),
      var chunk = HistogramChunk(data, isFloat: isFloat)
    else { return Self.corrupt }
    var times: [Instant] = []
    while let sample = check.next() {
      guard let time = Self.instant(sample.time) else { return Self.outOfRange }
      if !deleted.contains(where: { $0.contains(sample.time) }) { times.append(time) }
    }
    if check.isBroken { return Self.corrupt }
    guard let first = times.first, let last = times.last else { return nil }
    guard let series else {
      sink.skippedSamples(count: times.count, span: TimeSpan(first: first, last: last))
      return nil
    }
    while let sample = chunk.next() {
      guard !deleted.contains(where: { $0.contains(sample.time) }),
        let time = Self.instant(sample.time)
      else { continue }
      var record = SampleRecord(
        series: series, time: Stamp(time, resolutionNanoseconds: 1_000_000),
        value: sample.histogram?.count ?? Double(bitPattern: staleMarkerBits))
      record.histogram = sample.histogram
      record.isStale = sample.histogram == nil
      sink.sample(record, at: place)
    }
    return nil
  }
}
