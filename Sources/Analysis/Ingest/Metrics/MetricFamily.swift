/// What one `io.prometheus.client.MetricFamily` says of all its metrics.
struct MetricFamily {
  private(set) var name = ""
  /// Counter, gauge, summary, untyped, histogram, gauge histogram.
  private(set) var type: UInt64 = 0

  private static let typeNames = [
    "counter", "gauge", "summary", "untyped", "histogram", "gaugehistogram",
  ]

  /// The type as text pages spell it.
  var typeName: String? {
    Int(exactly: type).flatMap { Self.typeNames.indices.contains($0) ? Self.typeNames[$0] : nil }
  }

  /// Reads the fields around the metrics, wherever they stand.
  init(_ cursor: ProtobufCursor) throws(ProtobufFault) {
    var cursor = cursor
    var field = ProtobufField()
    do throws(ProtobufFault) {
      while try cursor.next(&field) {
        switch field.number {
        case 1:
          try field.require(.bytes)
          name = String(decoding: field.bytes, as: UTF8.self)
        case 3:
          try field.require(.varint)
          type = field.value
        default: break
        }
      }
    } catch {
      // What stands before a cut is read.
      guard error.code == "protobuf-truncated" else { throw error }
    }
  }

  /// Whether a head begins with such a message: its name first, which looks like one, and then
  /// nothing but fields that it has.
  static func isHead(_ head: ExportHead) -> Bool {
    var start = ProtobufCursor(head.bytes, isCut: true)
    var field = ProtobufField()
    do throws(ProtobufFault) {
      let length = try start.varint()
      guard length > 2, length <= UInt64(IngestLimits().documentBytes) else { return false }
      let end = min(head.bytes.count, start.at + Int(length))
      var cursor = ProtobufCursor(
        UnsafeRawBufferPointer(rebasing: head.bytes[start.at..<end]), isCut: true)
      guard try cursor.next(&field), field.number == 1, field.wire == .bytes,
        field.bytes.first.map({ isDigit($0) }) == false, field.bytes.allSatisfy(isNameByte)
      else { return false }
      var hasMore = false
      while try cursor.next(&field) {
        switch field.number {
        case 2, 4, 5: guard field.wire == .bytes else { return false }
        case 3: guard field.wire == .varint, field.value < 16 else { return false }
        default: return false
        }
        hasMore = true
      }
      return hasMore
    } catch {
      return false
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || isDigit(byte) || "_:.-".utf8.contains(byte)
  }
}

/// One `io.prometheus.client.Metric` as the samples of a text page.
struct FamilyMetric {
  /// One sample, or the lack of one.
  struct Part {
    var suffix = ""
    var label: MetricSeriesID.Label?
    var value = 0.0
    var histogram: NativeHistogram?
  }
  private(set) var labels: [MetricSeriesID.Label] = []
  private(set) var milliseconds: Int64?
  private(set) var parts: [Part] = []
  /// Whether it has a native histogram that cannot be one.
  private(set) var hasBrokenHistogram = false

  init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) {
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) {
      switch field.number {
      case 1:
        try field.require(.bytes)
        try label(field.bytes)
      // Gauge, counter and untyped are alike: a value first.
      case 2, 3, 5:
        try field.require(.bytes)
        var part = Part()
        try Self.each(field.bytes) { (inner) throws(ProtobufFault) in
          if inner.number == 1 { part.value = try Self.double(inner) }
        }
        parts.append(part)
      case 4:
        try field.require(.bytes)
        try summary(field.bytes)
      case 6:
        try field.require(.varint)
        milliseconds = Int64(bitPattern: field.value)
      case 7:
        try field.require(.bytes)
        let histogram = try FamilyHistogram(field.bytes)
        parts += histogram.classicParts
        if histogram.isNative {
          if let native = histogram.native {
            parts.append(Part(value: native.count, histogram: native))
          } else {
            hasBrokenHistogram = true
          }
        }
      default: break
      }
    }
  }

  private mutating func label(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) {
    var label = MetricSeriesID.Label(name: "", value: "")
    try Self.each(bytes) { (field) throws(ProtobufFault) in
      guard field.number == 1 || field.number == 2 else { return }
      try field.require(.bytes)
      let text = String(decoding: field.bytes, as: UTF8.self)
      if field.number == 1 { label.name = text } else { label.value = text }
    }
    labels.append(label)
  }

  private mutating func summary(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFault) {
    var count = 0.0
    var sum = 0.0
    var quantiles: [Part] = []
    try Self.each(bytes) { (field) throws(ProtobufFault) in
      switch field.number {
      case 1: count = try Self.count(field)
      case 2: sum = try Self.double(field)
      case 3:
        try field.require(.bytes)
        var part = Part()
        var quantile = 0.0
        try Self.each(field.bytes) { (inner) throws(ProtobufFault) in
          if inner.number == 1 { quantile = try Self.double(inner) }
          if inner.number == 2 { part.value = try Self.double(inner) }
        }
        part.label = MetricSeriesID.Label(name: "quantile", value: OTLPNumber.text(quantile))
        quantiles.append(part)
      default: break
      }
    }
    parts += quantiles
    parts += [Part(suffix: "_count", value: count), Part(suffix: "_sum", value: sum)]
  }

  static func each(
    _ bytes: UnsafeRawBufferPointer, _ body: (ProtobufField) throws(ProtobufFault) -> Void
  ) throws(ProtobufFault) {
    var cursor = ProtobufCursor(bytes)
    var field = ProtobufField()
    while try cursor.next(&field) { try body(field) }
  }

  static func double(_ field: ProtobufField) throws(ProtobufFault) -> Double {
    try field.require(.fixed64)
    return Double(bitPattern: field.value)
  }

  static func count(_ field: ProtobufField) throws(ProtobufFault) -> Double {
    try field.require(.varint)
    return Double(field.value)
  }
}
