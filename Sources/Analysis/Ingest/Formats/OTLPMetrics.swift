/// OTLP metrics as JSON: export requests or `ResourceMetrics` objects, one a line, or one document;
/// camelCase or snake_case. Other signals in the same file are read as well.
struct OTLPMetrics: ExportFormat {
  let name = "otlp-json-metrics"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    OTLPJSONLook(head).claim(
      .metrics, confidence: 91, ["resourceMetrics", "resource_metrics"],
      ["scopeMetrics", "scope_metrics"])
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { OTLPJSONReader(context) }
}
