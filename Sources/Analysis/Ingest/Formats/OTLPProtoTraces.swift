/// OTLP traces as protobuf: a request as it was sent, or a collector's stream of requests with their
/// lengths before them.
struct OTLPProtoTraces: ExportFormat {
  let name = "otlp-proto-traces"
  let role = SourceRole.spans
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? { OTLPProtoLook(head).claim(.traces) }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    OTLPProtoReader(context, .traces)
  }
}
