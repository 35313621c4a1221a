/// The spans of the payment incident as the trace stores would have exported them.
public enum TraceStores {
  /// A way to export traces.
  public enum Kind: String, CaseIterable, Sendable {
    /// The answer of Jaeger's query API.
    case jaeger
    /// Jaeger's documents in Elasticsearch, as elasticdump writes them.
    case jaegerDump
    /// Zipkin's list of spans.
    case zipkin
    /// Zipkin's list of traces.
    case zipkinTraces
    /// The answer of Tempo, ids in base64.
    case tempo
  }

  /// The export.
  public static func payment(_ kind: Kind) -> String {
    let spans = OTLPTraces.spans(
      PaymentIncident.truth(), from: PaymentIncident.spansFrom, to: PaymentIncident.spansTo)
    return switch kind {
    case .jaeger: JaegerTraces.answer(spans)
    case .jaegerDump: JaegerTraces.dump(spans)
    case .zipkin: ZipkinTraces.list(spans)
    case .zipkinTraces: ZipkinTraces.traces(spans)
    case .tempo: TempoTraces.answer(spans)
    }
  }

  /// Spans by trace, in the order in which the traces began.
  static func traces(_ spans: [OTLPTraces.Span]) -> [[OTLPTraces.Span]] {
    Dictionary(grouping: spans, by: \.traceID).values.map {
      $0.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
    }.sorted { ($0[0].start, $0[0].traceID) < ($1[0].start, $1[0].traceID) }
  }
}

extension OTLPTraces.Span {
  /// Attributes as names and texts.
  var tags: [(String, String)] {
    attributes.compactMap { name, value in
      guard case .object(let members) = value, case .string(let text)? = members.first?.1 else {
        return nil
      }
      return (name, text)
    }
  }
  /// `server`, `client`, `internal`.
  var kindName: String { ["unspecified", "internal", "server", "client"][kind] }
}
