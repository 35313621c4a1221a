/// What an OTLP export is about.
enum OTLPSignal: CaseIterable {
  case traces, logs, metrics
}

/// Reads OTLP protobuf of one signal: `ResourceX` messages, in them `ScopeX`, in them the records.
///
/// Source: opentelemetry-proto, `trace.proto`, `logs.proto`, `metrics.proto`, `resource.proto`.
final class OTLPProtoReader: ProtobufStream {
  private let signal: OTLPSignal
  private let spanReader = OTLPProtoSpan()
  private let logReader = OTLPProtoLog()
  private var metricReader: OTLPProtoMetric
  /// The resource at hand.
  private var service = UnsafeRawBufferPointer(start: nil, count: 0)

  init(_ context: ReaderContext, _ signal: OTLPSignal) {
    self.signal = signal
    metricReader = OTLPProtoMetric(context.limits)
    super.init(context)
  }

  override func field(_ field: ProtobufField, into sink: any RecordSink) {
    guard field.number == 1 else { return }
    reading(field.bytes, into: sink) { () throws(ProtobufFault) in
      try field.require(.bytes)
      try resource(field, into: sink)
    }
  }

  /// Quarantines a message that is broken.
  private func reading(
    _ message: UnsafeRawBufferPointer, into sink: any RecordSink,
    _ body: () throws(ProtobufFault) -> Void
  ) {
    do throws(ProtobufFault) {
      try body()
    } catch {
      // What is cut is told once, by the stream.
      guard error.code != "protobuf-truncated" else { return }
      sink.quarantine(
        QuarantinedRecord(
          code: error.code, message: error.message, fix: "export it again; check the exporter"),
        at: place(of: message))
    }
  }

  private func resource(
    _ resource: ProtobufField, into sink: any RecordSink
  ) throws(ProtobufFault) {
    // The resource describes its records wherever it stands.
    service = UnsafeRawBufferPointer(start: nil, count: 0)
    if signal == .metrics { metricReader.resource = OTLPResourceLabels() }
    var cursor = ProtobufCursor(resource.bytes, isCut: resource.isCut)
    var field = ProtobufField()
    do throws(ProtobufFault) {
      while try cursor.next(&field) {
        guard field.number == 1 else { continue }
        let own = field
        reading(own.bytes, into: sink) { () throws(ProtobufFault) in try describe(own) }
      }
    } catch {
      // What was read before stands; the second look tells what is wrong.
    }
    cursor = ProtobufCursor(resource.bytes, isCut: resource.isCut)
    while try cursor.next(&field) {
      switch field.number {
      // 1000 was the field of scopes before they were called so.
      case 2, 1000:
        let scope = field
        reading(scope.bytes, into: sink) { () throws(ProtobufFault) in
          try scope.require(.bytes)
          try self.scope(scope, into: sink)
        }
      default: break
      }
    }
  }

  private func describe(_ resource: ProtobufField) throws(ProtobufFault) {
    try resource.require(.bytes)
    var cursor = ProtobufCursor(resource.bytes, isCut: resource.isCut)
    var field = ProtobufField()
    while try cursor.next(&field) {
      guard field.number == 1 else { continue }
      let pair = try OTLPProtoAttribute(field)
      guard signal == .metrics else {
        if pair.key.equals("service.name"), case .text(let name) = pair.value { service = name }
        continue
      }
      metricReader.resource.take(pair.key, pair.value.text)
    }
  }

  private func scope(_ scope: ProtobufField, into sink: any RecordSink) throws(ProtobufFault) {
    var cursor = ProtobufCursor(scope.bytes, isCut: scope.isCut)
    var field = ProtobufField()
    while try cursor.next(&field) {
      guard field.number == 2 else { continue }
      try field.require(.bytes)
      if field.isCut { continue }
      record(field, into: sink)
    }
  }

  private func record(_ field: ProtobufField, into sink: any RecordSink) {
    let place = place(of: field.bytes)
    if signal != .metrics, sink.wants.contains(.rawBytes) { sink.rawBytes(field.bytes, at: place) }
    let service = service.isEmpty ? nil : ByteText(service)
    do throws(ProtobufFault) {
      switch signal {
      case .traces:
        switch try spanReader.read(field.bytes) {
        case .span(var record):
          record.service = service
          sink.span(record, at: place)
        case .fault(let record): sink.quarantine(record, at: place)
        case .untimed: sink.other(at: place, time: nil)
        }
      case .logs: try logReader.read(field.bytes, service, at: place, into: sink)
      case .metrics:
        try metricReader.read(field.bytes, into: sink) { self.place(of: $0) }
      }
    } catch {
      sink.quarantine(
        QuarantinedRecord(
          code: error.code, message: error.message, fix: "export it again; check the exporter"),
        at: place)
    }
  }

  override func end(into sink: any RecordSink) { metricReader.samples.end(into: sink) }
}
