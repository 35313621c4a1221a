/// OTLP logs as JSON (opentelemetry-proto `LogsData`): one request a line, one document, or one
/// `ResourceLogs` object a line; camelCase or snake_case. Other signals in the same file are read
/// as well.
///
/// Ids are bytes in OTLP, so hex in any case and base64 mean the same id; they are delivered as
/// lowercase hex.
struct OTLPLogs: ExportFormat {
  let name = "otlp-json-logs"
  let role = SourceRole.appLog
  let sliceUnit = SliceUnit.document

  func recognizes(_ head: ExportHead) -> Recognition? {
    OTLPJSONLook(head).claim(
      .logs, confidence: 91, ["resourceLogs", "resource_logs"], ["scopeLogs", "scope_logs"])
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { OTLPJSONReader(context) }
}
