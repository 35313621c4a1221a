/// Zipkin v2: microseconds, endpoints instead of resources, the callee as remote endpoint.
enum ZipkinTraces {
  static func list(_ spans: [OTLPTraces.Span]) -> String {
    JSONValue.array(spans.map(span)).compact
  }

  static func traces(_ spans: [OTLPTraces.Span]) -> String {
    JSONValue.array(TraceStores.traces(spans).map { .array($0.map(span)) }).pretty
  }

  private static func span(_ span: OTLPTraces.Span) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("traceId", .string(span.traceID)), ("id", .string(span.spanID)),
    ]
    if !span.parentID.isEmpty { members.append(("parentId", .string(span.parentID))) }
    // Zipkin knows no internal spans.
    if span.kind != 1 { members.append(("kind", .string(span.kindName.uppercased()))) }
    members += [
      ("name", .string(span.name.lowercased())), ("timestamp", .integer(span.start / 1_000)),
      ("duration", .integer(span.end / 1_000 - span.start / 1_000)),
      ("localEndpoint", endpoint(span.service)),
    ]
    if let peer = span.tags.first(where: { $0.0 == "peer.service" }) {
      members.append(("remoteEndpoint", endpoint(peer.1)))
    }
    let tags = span.tags.filter { $0.0 != "peer.service" }.map { name, value in
      (name == "http.response.status_code" ? "http.status_code" : name, JSONValue.string(value))
    }
    members.append(("tags", .object(tags)))
    return .object(members)
  }

  private static func endpoint(_ service: String) -> JSONValue {
    .object([("serviceName", .string(service))])
  }
}
