/// Reads one OTLP metric on a tape, in camelCase or snake_case; 64-bit numbers may be texts.
struct OTLPJSONMetric {
  var samples: OTLPSamples
  private let tape: JSONTape
  private let attributes: OTLPAttributes

  init(_ tape: JSONTape, _ limits: IngestLimits) {
    self.tape = tape
    attributes = OTLPAttributes(tape)
    samples = OTLPSamples(limits)
  }

  /// Delivers the data points of the metric on the tape.
  mutating func read(
    _ resource: OTLPResourceLabels, into sink: any RecordSink, _ place: (Int) -> RecordPlace
  ) {
    let root = tape.root
    guard tape.kind(root) == .object else {
      refuse("json-syntax", "a metric that is no object", root, place, sink)
      return
    }
    var metric = OTLPMetric()
    metric.resource = resource
    metric.name = tape.text(root, "name")?.string ?? ""
    metric.unit = tape.text(root, "unit")?.string ?? ""
    guard let data = data(of: &metric) else {
      refuse("metric-data", "a metric without data", root, place, sink)
      return
    }
    if let node = either(data, "aggregationTemporality", "aggregation_temporality"),
      let text = tape.text(ofScalar: node)
    {
      metric.temporality = OTLPMetric.Temporality(name: text.bytes)
    }
    if let node = either(data, "isMonotonic", "is_monotonic") {
      metric.isMonotonic = tape.kind(node) == .bool && tape.nodes[node].flag
    }
    samples.begin(metric)
    guard let points = either(data, "dataPoints", "data_points") else { return }
    var list: [Int] = []
    tape.forEachElement(points) { list.append($0) }
    for node in list { point(node, metric.kind, place, sink) }
  }

  private func data(of metric: inout OTLPMetric) -> Int? {
    let kinds: [(StaticString, StaticString, OTLPMetric.Kind)] = [
      ("gauge", "gauge", .gauge), ("sum", "sum", .sum), ("histogram", "histogram", .histogram),
      ("exponentialHistogram", "exponential_histogram", .exponential),
      ("summary", "summary", .summary),
    ]
    for (camel, snake, kind) in kinds {
      guard let node = either(tape.root, camel, snake), tape.kind(node) == .object else { continue }
      metric.kind = kind
      return node
    }
    return nil
  }

  private mutating func point(
    _ node: Int, _ kind: OTLPMetric.Kind, _ place: (Int) -> RecordPlace, _ sink: any RecordSink
  ) {
    let at = place(node)
    samples.raw = tape.raw(node)
    defer { samples.raw = UnsafeRawBufferPointer(start: nil, count: 0) }
    guard let point = read(node, kind) else {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(samples.raw, at: at) }
      refuse("metric-value", "a data point with a value that is no number", node, place, sink)
      return
    }
    samples.deliver(point, at: at, into: sink)
  }

  private func refuse(
    _ code: String, _ message: String, _ node: Int, _ place: (Int) -> RecordPlace,
    _ sink: any RecordSink
  ) {
    sink.quarantine(
      QuarantinedRecord(code: code, message: message, fix: "check the exporter"), at: place(node))
  }

  // MARK: data points

  /// The data point; nil when some number of it is none.
  private func read(_ node: Int, _ kind: OTLPMetric.Kind) -> OTLPPoint? {
    guard tape.kind(node) == .object else { return nil }
    var point = OTLPPoint()
    var isSound = true
    func number(_ value: Double?) -> Double {
      if value == nil { isSound = false }
      return value ?? 0
    }
    func count(_ object: Int, _ camel: StaticString, _ snake: StaticString) -> UInt64 {
      guard let node = either(object, camel, snake) else { return 0 }
      let value = whole(node)
      if value == nil { isSound = false }
      return value ?? 0
    }
    point.start = Int64(clamping: count(node, "startTimeUnixNano", "start_time_unix_nano"))
    point.time = Int64(clamping: count(node, "timeUnixNano", "time_unix_nano"))
    point.isStale = isStale(node)
    point.attributes = labels(node)
    switch kind {
    case .gauge, .sum:
      if let value = either(node, "asDouble", "as_double") ?? either(node, "asInt", "as_int") {
        point.value = number(double(value))
      }
    case .histogram, .summary, .exponential:
      point.count = count(node, "count", "count")
      point.sum = tape.member(node, "sum").map { number(double($0)) }
    }
    switch kind {
    case .histogram:
      point.bounds = list(node, "explicitBounds", "explicit_bounds").map { number(double($0)) }
      point.counts = list(node, "bucketCounts", "bucket_counts").map {
        let value = whole($0)
        if value == nil { isSound = false }
        return value ?? 0
      }
    case .summary:
      for value in list(node, "quantileValues", "quantile_values") {
        point.quantiles.append(
          (
            tape.member(value, "quantile").map { number(double($0)) } ?? 0,
            tape.member(value, "value").map { number(double($0)) } ?? 0
          ))
      }
    case .exponential:
      point.scale = tape.member(node, "scale").flatMap { tape.integer($0) } ?? 0
      point.zeroCount = count(node, "zeroCount", "zero_count")
      if let threshold = either(node, "zeroThreshold", "zero_threshold") {
        point.zeroThreshold = number(double(threshold))
      }
      for (name, isPositive) in [("positive", true), ("negative", false)] as [(StaticString, Bool)]
      {
        guard let side = tape.member(node, name) else { continue }
        var buckets = OTLPPoint.Buckets()
        buckets.offset = tape.member(side, "offset").flatMap { tape.integer($0) } ?? 0
        buckets.counts = list(side, "bucketCounts", "bucket_counts").map {
          let value = whole($0)
          if value == nil { isSound = false }
          return value ?? 0
        }
        if isPositive { point.positive = buckets } else { point.negative = buckets }
      }
    case .gauge, .sum: break
    }
    return isSound ? point : nil
  }

  /// A number of flags, or their name.
  private func isStale(_ node: Int) -> Bool {
    guard let flags = tape.text(node, "flags") else { return false }
    if let number = parseInteger(flags.bytes) { return number & 1 != 0 }
    return flags.string.contains("NO_RECORDED_VALUE")
  }

  private func labels(_ node: Int) -> [(key: String, value: String)] {
    guard let list = tape.member(node, "attributes") else { return [] }
    var found: [(key: String, value: String)] = []
    tape.forEachElement(list) { pair in
      guard let key = tape.text(pair, "key"), let value = tape.member(pair, "value") else { return }
      found.append((key.string, text(of: value)))
    }
    return found
  }

  /// An `AnyValue` as a label's value.
  private func text(of value: Int) -> String {
    for kind: StaticString in ["boolValue", "bool_value"] {
      if let node = tape.member(value, kind), tape.kind(node) == .bool {
        return tape.nodes[node].flag ? "true" : "false"
      }
    }
    for kind: StaticString in ["doubleValue", "double_value"] {
      if let node = tape.member(value, kind), let number = double(node) {
        return OTLPNumber.text(number)
      }
    }
    return attributes.text(of: value)?.string ?? ""
  }

  private func list(_ node: Int, _ camel: StaticString, _ snake: StaticString) -> [Int] {
    either(node, camel, snake).map { tape.elements($0) } ?? []
  }

  private func either(_ node: Int, _ camel: StaticString, _ snake: StaticString) -> Int? {
    tape.member(node, camel) ?? tape.member(node, snake)
  }

  private func double(_ node: Int) -> Double? {
    tape.text(ofScalar: node).flatMap { sampleValue($0.bytes) }
  }

  /// A count: not negative, below 2^63.
  private func whole(_ node: Int) -> UInt64? {
    guard let text = tape.text(ofScalar: node) else { return nil }
    if let value = parseInteger(text.bytes) { return UInt64(exactly: value) }
    return sampleValue(text.bytes).flatMap { UInt64(exactly: $0) }
  }
}
