/// The protobuf form of a metric page: `io.prometheus.client.MetricFamily` messages, each with its
/// length before it as a varint (`application/vnd.google.protobuf; encoding=delimited`).
///
/// It says what the text form says, and with native histograms more. Pages that an application serves
/// state no times, in either form: nothing is guessed then. Federation states them.
/// Source: prometheus/client_model, `metrics.proto`.
struct PrometheusProto: ExportFormat {
  let name = "prometheus-proto"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard MetricFamily.isHead(head) else { return nil }
    return Recognition(
      confidence: 94, reason: "protobuf messages of metric families, their lengths before them")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { MetricFamilyReader(context) }
}
