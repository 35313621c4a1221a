import Foundation

/// A Tempo answer: batches by service, ids in base64, kinds by name.
enum TempoTraces {
  static func answer(_ spans: [OTLPTraces.Span]) -> String {
    let services = Set(spans.map(\.service)).sorted()
    let batches = services.map { service -> JSONValue in
      let own = spans.filter { $0.service == service }.map(span)
      return .object([
        ("resource", .object([("attributes", attributes([("service.name", service)]))])),
        (
          "scopeSpans",
          .array([.object([("scope", .object([])), ("spans", .array(own))])])
        ),
      ])
    }
    return JSONValue.object([("batches", .array(batches))]).compact
  }

  private static func span(_ span: OTLPTraces.Span) -> JSONValue {
    .object([
      ("traceId", id(span.traceID)), ("spanId", id(span.spanID)),
      ("parentSpanId", id(span.parentID)), ("name", .string(span.name)),
      ("kind", .string("SPAN_KIND_\(span.kindName.uppercased())")),
      ("startTimeUnixNano", .string(String(span.start))),
      ("endTimeUnixNano", .string(String(span.end))), ("attributes", attributes(span.tags)),
    ])
  }

  private static func id(_ hex: String) -> JSONValue {
    let digits = Array(hex)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    return .string(Data(bytes).base64EncodedString())
  }

  private static func attributes(_ pairs: [(String, String)]) -> JSONValue {
    .array(
      pairs.map { name, value in
        .object([
          ("key", .string(name)), ("value", .object([("stringValue", .string(value))])),
        ])
      })
  }
}
