/// One `io.prometheus.client.Histogram`: classic buckets, native ones, or both.
struct FamilyHistogram {
  private var count = 0.0
  private var sum = 0.0
  private var bounds: [(bound: Double, count: Double)] = []
  private var schema: Int64 = 0
  private var zeroThreshold = 0.0
  private var zeroCount = 0.0
  private var negative = Side()
  private var positive = Side()

  /// Buckets of one sign: where they lie, and their counts as differences or as they are.
  private struct Side {
    var spans: [(offset: Int64, length: UInt64)] = []
    var deltas: [Int64] = []
    var counts: [Double] = []
  }
  private static let bucketLimit: UInt64 = 1 << 16

  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) {
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      switch field.number {
      case 1: count = try FamilyMetric.count(field)
      case 2: sum = try FamilyMetric.double(field)
      case 3:
        try field.require(.bytes)
        try bucket(field.bytes)
      // A histogram of floats leaves the field of the integer out.
      case 4: count = try FamilyMetric.double(field)
      case 5:
        try field.require(.varint)
        schema = Self.zigzag(field.value)
      case 6: zeroThreshold = try FamilyMetric.double(field)
      case 7: zeroCount = try FamilyMetric.count(field)
      case 8: zeroCount = try FamilyMetric.double(field)
      case 9: try Self.span(field, &negative)
      case 10: try Self.deltas(field, &negative)
      case 11: try Self.counts(field, &negative)
      case 12: try Self.span(field, &positive)
      case 13: try Self.deltas(field, &positive)
      case 14: try Self.counts(field, &positive)
      default: break
      }
    }
  }

  private mutating func bucket(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) {
    var found = (bound: 0.0, count: 0.0)
    try FamilyMetric.each(bytes) { (field) throws(ProtobufFault) in
      switch field.number {
      case 1: found.count = try FamilyMetric.count(field)
      case 2: found.bound = try FamilyMetric.double(field)
      case 4: found.count = try FamilyMetric.double(field)
      default: break
      }
    }
    bounds.append(found)
  }

  private static func span(
    _ field: ProtobufField, _ side: inout Side
  ) throws(ProtobufFault) {
    try field.require(.bytes)
    var span: (offset: Int64, length: UInt64) = (0, 0)
    try FamilyMetric.each(field.bytes) { (inner) throws(ProtobufFault) in
      guard inner.number == 1 || inner.number == 2 else { return }
      try inner.require(.varint)
      if inner.number == 1 { span.offset = zigzag(inner.value) } else { span.length = inner.value }
    }
    side.spans.append(span)
  }

  /// Repeated signed numbers, packed or one by one.
  private static func deltas(
    _ field: ProtobufField, _ side: inout Side
  ) throws(ProtobufFault) {
    if field.wire == .varint { return side.deltas.append(zigzag(field.value)) }
    try field.require(.bytes)
    var packed = ProtobufCursor(field.bytes)
    while packed.at < field.bytes.count { side.deltas.append(zigzag(try packed.varint())) }
  }

  private static func counts(
    _ field: ProtobufField, _ side: inout Side
  ) throws(ProtobufFault) {
    if field.wire == .fixed64 { return side.counts.append(Double(bitPattern: field.value)) }
    try field.require(.bytes)
    guard field.bytes.count % 8 == 0 else {
      throw .syntax("packed numbers of eight bytes that do not fill their field", field.start)
    }
    for at in stride(from: 0, to: field.bytes.count, by: 8) {
      let bits = field.bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      side.counts.append(Double(bitPattern: UInt64(littleEndian: bits)))
    }
  }

  private static func zigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// Buckets, count and sum as a text page has them; the bucket without bound may be left out.
  var classicParts: [FamilyMetric.Part] {
    guard !isNative || !bounds.isEmpty else { return [] }
    var parts = bounds.map { bucket in
      FamilyMetric.Part(
        suffix: "_bucket",
        label: MetricSeriesID.Label(name: "le", value: OTLPNumber.text(bucket.bound)),
        value: bucket.count)
    }
    if bounds.last?.bound != .infinity {
      parts.append(
        FamilyMetric.Part(
          suffix: "_bucket", label: MetricSeriesID.Label(name: "le", value: "+Inf"), value: count))
    }
    parts.append(FamilyMetric.Part(suffix: "_count", value: count))
    parts.append(FamilyMetric.Part(suffix: "_sum", value: sum))
    return parts
  }

  /// Whether it states native buckets; an empty one has a span of no length, or a zero threshold.
  var isNative: Bool {
    !positive.spans.isEmpty || !negative.spans.isEmpty || zeroThreshold > 0 || zeroCount > 0
  }

  /// The native histogram; nil when its buckets do not hold together.
  var native: NativeHistogram? {
    guard (-4...8).contains(schema), let above = Self.buckets(positive),
      let below = Self.buckets(negative)
    else { return nil }
    return NativeHistogram(
      schema: Int32(schema), zeroThreshold: zeroThreshold, zeroCount: zeroCount, count: count,
      sum: sum, positive: above, negative: below)
  }

  private static func buckets(_ side: Side) -> [NativeHistogram.Bucket]? {
    var found: [NativeHistogram.Bucket] = []
    var next: Int64 = 0
    var running: Int64 = 0
    var taken = 0
    for span in side.spans {
      guard span.length <= bucketLimit, abs(span.offset) < 1 << 31, taken < bucketLimit else {
        return nil
      }
      next += span.offset
      for _ in 0..<span.length {
        let held: Double
        if side.counts.isEmpty {
          guard taken < side.deltas.count else { return nil }
          let (sum, overflow) = running.addingReportingOverflow(side.deltas[taken])
          guard !overflow, sum >= 0 else { return nil }
          running = sum
          held = Double(sum)
        } else {
          guard taken < side.counts.count, side.counts[taken] >= 0 else { return nil }
          held = side.counts[taken]
        }
        guard let index = Int32(exactly: next) else { return nil }
        if held > 0 { found.append(NativeHistogram.Bucket(index: index, count: held)) }
        taken += 1
        next += 1
      }
    }
    return taken == max(side.deltas.count, side.counts.count) ? found : nil
  }
}
