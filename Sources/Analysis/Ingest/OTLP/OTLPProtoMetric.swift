/// Reads one OTLP metric in protobuf.
struct OTLPProtoMetric {
  var samples: OTLPSamples
  /// Of the metrics at hand.
  var resource = OTLPResourceLabels()

  init(_ limits: IngestLimits) { samples = OTLPSamples(limits) }

  /// Delivers the metric's data points.
  /// - Throws: when the bytes are no metric; nothing was delivered then.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer, into sink: any RecordSink,
    _ place: (UnsafeRawBufferPointer) -> RecordPlace
  ) throws(ProtobufFault) {
    var metric = OTLPMetric()
    metric.resource = resource
    var data: ProtobufField?
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      switch field.number {
      case 1, 2, 3, 5, 7, 9, 10, 11, 12:
        try field.require(.bytes)
        if field.number == 1 { metric.name = String(decoding: field.bytes, as: UTF8.self) }
        if field.number == 3 { metric.unit = String(decoding: field.bytes, as: UTF8.self) }
        if (5...11).contains(field.number) { data = field }
      default: break
      }
    }
    guard let data else {
      sink.quarantine(
        QuarantinedRecord(
          code: "metric-data", message: "a metric without data", fix: "check the exporter"),
        at: place(bytes))
      return
    }
    switch data.number {
    case 5: metric.kind = .gauge
    case 7: metric.kind = .sum
    case 9: metric.kind = .histogram
    case 10: metric.kind = .exponential
    default: metric.kind = .summary
    }
    cursor = ProtobufCursor(data.bytes)
    while try cursor.next(&field) {
      switch field.number {
      case 1: try field.require(.bytes)
      case 2 where metric.kind != .gauge && metric.kind != .summary:
        try field.require(.varint)
        metric.temporality =
          Int64(exactly: field.value).flatMap(OTLPMetric.Temporality.init) ?? .unspecified
      case 3 where metric.kind == .sum:
        try field.require(.varint)
        metric.isMonotonic = field.value != 0
      default: break
      }
    }
    try points(metric, data, into: sink, place)
  }

  private mutating func points(
    _ metric: OTLPMetric, _ data: ProtobufField, into sink: any RecordSink,
    _ place: (UnsafeRawBufferPointer) -> RecordPlace
  ) throws(ProtobufFault) {
    samples.begin(metric)
    var cursor = ProtobufCursor(data.bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      guard field.number == 1 else { continue }
      let at = place(field.bytes)
      do throws(ProtobufFault) {
        let point = try OTLPProtoPoint.read(field.bytes, metric.kind)
        samples.raw = field.bytes
        samples.deliver(point, at: at, into: sink)
      } catch {
        sink.quarantine(
          QuarantinedRecord(
            code: error.code, message: error.message, fix: "export it again; check the exporter"),
          at: at)
      }
    }
    samples.raw = UnsafeRawBufferPointer(start: nil, count: 0)
  }
}

/// Reads data points, whose fields are numbered differently from kind to kind.
enum OTLPProtoPoint {
  /// Numbers of the fields that the kinds have in common.
  private struct Numbers {
    var attributes, flags: Int
  }

  static func read(
    _ bytes: UnsafeRawBufferPointer, _ kind: OTLPMetric.Kind
  ) throws(ProtobufFault) -> OTLPPoint {
    let numbers: Numbers
    switch kind {
    case .gauge, .sum: numbers = Numbers(attributes: 7, flags: 8)
    case .histogram: numbers = Numbers(attributes: 9, flags: 10)
    case .exponential: numbers = Numbers(attributes: 1, flags: 10)
    case .summary: numbers = Numbers(attributes: 7, flags: 8)
    }
    var point = OTLPPoint()
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      switch field.number {
      case numbers.attributes:
        let pair = try OTLPProtoAttribute(field)
        var text = pair.value.text
        if text == nil {
          var out: [UInt8] = []
          try pair.value.append(to: &out)
          text = String(decoding: out, as: UTF8.self)
        }
        point.attributes.append((String(decoding: pair.key, as: UTF8.self), text ?? ""))
      case numbers.flags:
        try field.require(.varint)
        point.isStale = field.value & 1 != 0
      case 2:
        try field.require(.fixed64)
        point.start = Int64(clamping: field.value)
      case 3:
        try field.require(.fixed64)
        point.time = Int64(clamping: field.value)
      default:
        switch kind {
        case .gauge, .sum: try number(field, &point)
        case .histogram: try histogram(field, &point)
        case .exponential: try exponential(field, &point)
        case .summary: try summary(field, &point)
        }
      }
    }
    return point
  }

  private static func double(_ field: ProtobufField) throws(ProtobufFault) -> Double {
    try field.require(.fixed64)
    return Double(bitPattern: field.value)
  }

  private static func fixed(_ field: ProtobufField) throws(ProtobufFault) -> UInt64 {
    try field.require(.fixed64)
    return field.value
  }

  private static func number(
    _ field: ProtobufField, _ point: inout OTLPPoint
  ) throws(ProtobufFault) {
    switch field.number {
    case 4: point.value = try double(field)
    case 6: point.value = Double(Int64(bitPattern: try fixed(field)))
    case 5: try field.require(.bytes)
    default: break
    }
  }

  private static func histogram(
    _ field: ProtobufField, _ point: inout OTLPPoint
  ) throws(ProtobufFault) {
    switch field.number {
    case 4: point.count = try fixed(field)
    case 5: point.sum = try double(field)
    case 6: try eights(field) { point.counts.append($0) }
    case 7: try eights(field) { point.bounds.append(Double(bitPattern: $0)) }
    case 8: try field.require(.bytes)
    case 11, 12: try field.require(.fixed64)
    default: break
    }
  }

  private static func exponential(
    _ field: ProtobufField, _ point: inout OTLPPoint
  ) throws(ProtobufFault) {
    switch field.number {
    case 4: point.count = try fixed(field)
    case 5: point.sum = try double(field)
    case 6:
      try field.require(.varint)
      point.scale = zigzag(field.value)
    case 7: point.zeroCount = try fixed(field)
    case 8: point.positive = try buckets(field)
    case 9: point.negative = try buckets(field)
    case 11: try field.require(.bytes)
    case 12, 13: try field.require(.fixed64)
    case 14: point.zeroThreshold = try double(field)
    default: break
    }
  }

  private static func buckets(
    _ field: ProtobufField
  ) throws(ProtobufFault) -> OTLPPoint.Buckets {
    try field.require(.bytes)
    var buckets = OTLPPoint.Buckets()
    var cursor = ProtobufCursor(field.bytes)
    var inner = ProtobufField()
    while try cursor.next(&inner) {
      switch inner.number {
      case 1:
        try inner.require(.varint)
        buckets.offset = zigzag(inner.value)
      case 2 where inner.wire == .varint: buckets.counts.append(inner.value)
      case 2:
        try inner.require(.bytes)
        var packed = ProtobufCursor(inner.bytes)
        while packed.at < inner.bytes.count { buckets.counts.append(try packed.varint()) }
      default: break
      }
    }
    return buckets
  }

  private static func summary(
    _ field: ProtobufField, _ point: inout OTLPPoint
  ) throws(ProtobufFault) {
    switch field.number {
    case 4: point.count = try fixed(field)
    case 5: point.sum = try double(field)
    case 6:
      try field.require(.bytes)
      var (quantile, value) = (0.0, 0.0)
      var cursor = ProtobufCursor(field.bytes)
      var inner = ProtobufField()
      while try cursor.next(&inner) {
        if inner.number == 1 { quantile = try double(inner) }
        if inner.number == 2 { value = try double(inner) }
      }
      point.quantiles.append((quantile, value))
    default: break
    }
  }

  /// Repeated numbers of eight bytes, packed or one by one.
  private static func eights(
    _ field: ProtobufField, _ take: (UInt64) -> Void
  ) throws(ProtobufFault) {
    if field.wire == .fixed64 {
      take(field.value)
      return
    }
    try field.require(.bytes)
    guard field.bytes.count % 8 == 0 else {
      throw .syntax("packed numbers of eight bytes that do not fill their field", field.start)
    }
    for at in stride(from: 0, to: field.bytes.count, by: 8) {
      take(UInt64(littleEndian: field.bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
    }
  }

  private static func zigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
