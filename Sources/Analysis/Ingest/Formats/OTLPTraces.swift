/// OTLP traces as JSON: export requests or `ResourceSpans` objects, one a line, or one document;
/// camelCase or snake_case, ids in hex or base64. Other signals in the same file are read as well.
struct OTLPTraces: ExportFormat {
  let name = "otlp-json-traces"
  let role = SourceRole.spans
  let sliceUnit = SliceUnit.document

  func recognizes(_ head: ExportHead) -> Recognition? {
    OTLPJSONLook(head).claim(
      .traces, confidence: 92,
      ["resourceSpans", "resource_spans"],
      ["scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans"])
  }

  func linesAreIndependent(in head: ExportHead) -> Bool? { OTLPJSONLook.areLinesIndependent(head) }

  func makeReader(_ context: ReaderContext) -> any ExportReader { OTLPJSONReader(context) }
}
