/// OTLP metrics as protobuf: a request as it was sent, or a collector's stream of requests with their
/// lengths before them.
struct OTLPProtoMetrics: ExportFormat {
  let name = "otlp-proto-metrics"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? { OTLPProtoLook(head).claim(.metrics) }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    OTLPProtoReader(context, .metrics)
  }
}
