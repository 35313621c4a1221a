/// OTLP logs as protobuf: a request as it was sent, or a collector's stream of requests with their
/// lengths before them.
struct OTLPProtoLogs: ExportFormat {
  let name = "otlp-proto-logs"
  let role = SourceRole.appLog
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? { OTLPProtoLook(head).claim(.logs) }

  func makeReader(_ context: ReaderContext) -> any ExportReader { OTLPProtoReader(context, .logs) }
}
