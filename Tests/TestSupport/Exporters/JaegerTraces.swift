/// Jaeger's JSON: microseconds, references instead of parents, tags instead of kinds; an answer
/// lists the processes of a trace after its spans.
enum JaegerTraces {
  static func answer(_ spans: [OTLPTraces.Span]) -> String {
    let data = TraceStores.traces(spans).map { trace -> JSONValue in
      let services = Set(trace.map(\.service)).sorted()
      let ids = Dictionary(
        uniqueKeysWithValues: services.enumerated().map { ($0.element, "p\($0.offset + 1)") })
      return .object([
        ("traceID", .string(trace[0].traceID)),
        (
          "spans",
          .array(
            trace.map { span in
              .object(members(span) + [("processID", .string(ids[span.service] ?? ""))])
            })
        ),
        (
          "processes",
          .object(services.map { (ids[$0] ?? "", process($0)) })
        ),
        ("warnings", .number("null")),
      ])
    }
    return JSONValue.object([
      ("data", .array(data)), ("total", .integer(0)), ("limit", .integer(0)),
      ("offset", .integer(0)), ("errors", .number("null")),
    ]).compact
  }

  static func dump(_ spans: [OTLPTraces.Span]) -> String {
    spans.map { span in
      JSONValue.object([
        ("_index", .string("jaeger-span-2024-05-15")), ("_type", .string("_doc")),
        ("_id", .string(span.spanID)),
        (
          "_source",
          .object(
            members(span) + [
              ("startTimeMillis", .integer(span.start / 1_000_000)),
              ("process", process(span.service)),
            ])
        ),
      ]).compact + "\n"
    }.joined()
  }

  private static func process(_ service: String) -> JSONValue {
    .object([("serviceName", .string(service)), ("tags", .array([]))])
  }

  private static func members(_ span: OTLPTraces.Span) -> [(String, JSONValue)] {
    let reference = JSONValue.object([
      ("refType", .string("CHILD_OF")), ("traceID", .string(span.traceID)),
      ("spanID", .string(span.parentID)),
    ])
    let tags = [("span.kind", span.kindName)] + span.tags
    return [
      ("traceID", .string(span.traceID)), ("spanID", .string(span.spanID)),
      ("operationName", .string(span.name)),
      ("references", .array(span.parentID.isEmpty ? [] : [reference])),
      ("startTime", .integer(span.start / 1_000)),
      ("duration", .integer(span.end / 1_000 - span.start / 1_000)),
      (
        "tags",
        .array(
          tags.map { name, value in
            .object([
              ("key", .string(name)), ("type", .string("string")), ("value", .string(value)),
            ])
          })
      ), ("logs", .array([])),
    ]
  }
}
