/// Turns OTLP data points into Prometheus' samples, whichever encoding they came in.
///
/// Sums and gauges become one sample; histograms `_bucket` (cumulative over `le`), `_count` and
/// `_sum`; summaries one a quantile, `_count` and `_sum`; exponential histograms native histograms.
/// Delta points are added up by series. A struct of one reader, in file order.
struct OTLPSamples {
  private var metric = OTLPMetric()
  private var names: [String] = []
  private var base: [String: String?] = [:]
  private var totals: OTLPTotals
  /// Whether points come in the order of the export, as adding up needs.
  var isInOrder = true

  init(_ limits: IngestLimits) { totals = OTLPTotals(limit: limits.seriesCount) }

  /// The data points that follow are of `metric`.
  mutating func begin(_ metric: OTLPMetric) {
    self.metric = metric
    names = OTLPMetricNames.candidates(metric)
    base = [:]
  }

  /// Delivers one data point.
  mutating func deliver(
    _ point: OTLPPoint, at place: RecordPlace, into sink: any RecordSink
  ) {
    guard !metric.name.isEmpty else {
      refuse("metric-name", "a metric without a name", place, sink)
      return
    }
    guard StampFault.plausibleSeconds.contains(point.time / 1_000_000_000) else {
      let fault = StampFault.missing
      sink.quarantine(
        QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix), at: place)
      return
    }
    let isCounted = metric.kind != .gauge && metric.kind != .summary
    guard !isCounted || metric.temporality != .unspecified else {
      refuse(
        "metric-temporality", "a sum or histogram that is neither delta nor cumulative", place, sink
      )
      return
    }
    guard !isCounted || metric.temporality != .delta || isInOrder else {
      refuse(
        "delta-mixed", "delta metrics behind the beginning of an export of traces", place, sink)
      return
    }
    switch metric.kind {
    case .gauge, .sum: number(point, place, sink)
    case .histogram: histogram(point, place, sink)
    case .summary: summary(point, place, sink)
    case .exponential: exponential(point, place, sink)
    }
  }

  /// Says how many delta points were added up.
  func end(into sink: any RecordSink) {
    guard totals.deltaPoints > 0 else { return }
    sink.note(
      FileNote(
        "delta-temporality", "delta points were added up by series, in the order of the export",
        count: totals.deltaPoints, isWarning: false))
  }

  // MARK: kinds

  private mutating func number(
    _ point: OTLPPoint, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    guard let value = point.isStale ? 0 : point.value else {
      refuse("metric-value", "a data point without a value", place, sink)
      return
    }
    guard !(metric.kind == .sum && metric.isMonotonic && value < 0) else {
      refuse("metric-value", "a monotonic sum that is negative", place, sink)
      return
    }
    let parts = [Part(suffix: "", value: value, isTotal: metric.kind == .sum)]
    deliver(parts, point, place, sink)
  }

  private mutating func histogram(
    _ point: OTLPPoint, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    let isOrdered = zip(point.bounds, point.bounds.dropFirst()).allSatisfy { $0 < $1 }
    var total: UInt64 = 0
    var isOverflowing = false
    for count in point.counts {
      let (sum, overflow) = total.addingReportingOverflow(count)
      total = sum
      isOverflowing = isOverflowing || overflow
    }
    let hasBuckets = !point.counts.isEmpty
    guard isOrdered, !isOverflowing,
      point.isStale || !hasBuckets
        || point.counts.count == point.bounds.count + 1 && total == point.count
    else {
      refuse(
        "histogram-buckets", "bounds and counts of a histogram do not agree", place, sink)
      return
    }
    var parts: [Part] = []
    var running: UInt64 = 0
    if point.isStale || hasBuckets {
      for (at, bound) in point.bounds.enumerated() {
        if hasBuckets, at < point.counts.count { running &+= point.counts[at] }
        parts.append(
          Part(suffix: "_bucket", label: ("le", OTLPNumber.text(bound)), value: Double(running)))
      }
    }
    let count = Double(point.count)
    parts.append(Part(suffix: "_bucket", label: ("le", "+Inf"), value: count))
    parts.append(Part(suffix: "_count", value: count))
    if let sum = point.sum { parts.append(Part(suffix: "_sum", value: sum)) }
    deliver(parts, point, place, sink)
  }

  private mutating func summary(
    _ point: OTLPPoint, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    var parts = point.quantiles.map {
      Part(
        suffix: "", label: ("quantile", OTLPNumber.text($0.quantile)), value: $0.value,
        isTotal: false)
    }
    parts.append(Part(suffix: "_count", value: Double(point.count), isTotal: false))
    if let sum = point.sum { parts.append(Part(suffix: "_sum", value: sum, isTotal: false)) }
    deliver(parts, point, place, sink)
  }

  private mutating func exponential(
    _ point: OTLPPoint, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    guard let histogram = OTLPExponential.histogram(point) else {
      refuse(
        "exponential-histogram", "an exponential histogram that no native histogram can hold",
        place, sink)
      return
    }
    let part = Part(suffix: "", value: histogram.count, histogram: histogram)
    deliver([part], point, place, sink)
  }

  private func refuse(
    _ code: String, _ message: String, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    sink.quarantine(
      QuarantinedRecord(code: code, message: message, fix: "check the exporter"), at: place)
  }

  // MARK: samples

  /// One sample of a data point.
  private struct Part {
    var suffix: String
    var label: (name: String, value: String)?
    var value: Double
    /// Whether it counts since a start.
    var isTotal = true
    var histogram: NativeHistogram?
  }

  private mutating func deliver(
    _ parts: [Part], _ point: OTLPPoint, _ place: RecordPlace, _ sink: any RecordSink
  ) {
    let stamp = Stamp(Instant(nanoseconds: point.time), resolutionNanoseconds: 1)
    var labels: [MetricSeriesID.Label]?
    var skipped = 0
    for part in parts {
      guard let name = wanted(part.suffix, sink) else {
        skipped += 1
        continue
      }
      let own = labels ?? seriesLabels(point)
      labels = own
      let extra = part.label.map { [MetricSeriesID.Label(name: $0.name, value: $0.value)] } ?? []
      let id = MetricSeriesID(name: name, labels: own + extra)
      if sink.wants.contains(.rawBytes) { sink.rawBytes(raw, at: place) }
      var record = SampleRecord(series: id, time: stamp, value: part.value)
      if point.isStale {
        record.value = .nan
        record.isStale = true
        totals.end(id)
        sink.sample(record, at: place)
        continue
      }
      record.histogram = part.histogram
      guard part.isTotal else {
        sink.sample(record, at: place)
        continue
      }
      switch totals.add(id, part.value, part.histogram, point, metric.temporality) {
      case .failure(let defect):
        refuse(defect.rawValue, defect.message, place, sink)
        return
      case .success(let total):
        if let start = total.zeroAt { sink.sample(zero(record, start), at: place) }
        record.value = total.value
        record.histogram = total.histogram
        sink.sample(record, at: place)
      }
    }
    if skipped > 0 {
      sink.skippedSamples(
        count: skipped, span: TimeSpan(first: stamp.instant, last: stamp.instant))
    }
  }

  /// The bytes of the data point at hand, where its reader has them.
  var raw = UnsafeRawBufferPointer(start: nil, count: 0)

  /// Nothing had been counted at `start`: so a new beginning shows as one.
  private func zero(_ record: SampleRecord, _ start: Int64) -> SampleRecord {
    var zero = record
    zero.time = Stamp(Instant(nanoseconds: start), resolutionNanoseconds: 1)
    zero.value = 0
    if let own = record.histogram {
      zero.histogram = NativeHistogram(
        schema: own.schema, zeroThreshold: own.zeroThreshold, count: 0, sum: 0)
    }
    return zero
  }

  /// The name by which samples with `suffix` are asked for, if any.
  private mutating func wanted(_ suffix: String, _ sink: any RecordSink) -> String? {
    if let known = base[suffix] { return known.map { $0 + suffix } }
    let found = names.first { sink.wantsMetric(named: $0 + suffix) }
    base[suffix] = found
    return found.map { $0 + suffix }
  }

  /// Labels of the point before those of the resource; keys that become one join their values.
  private func seriesLabels(_ point: OTLPPoint) -> [MetricSeriesID.Label] {
    var values: [String: String] = [:]
    for (key, value) in point.attributes.sorted(by: { $0.key < $1.key }) {
      let name = OTLPMetricNames.label(key)
      values[name] = values[name].map { "\($0);\(value)" } ?? value
    }
    for (name, value) in metric.resource.labels where values[name] == nil { values[name] = value }
    return values.map { MetricSeriesID.Label(name: $0.key, value: $0.value) }
  }
}
