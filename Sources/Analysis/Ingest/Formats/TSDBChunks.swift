/// A segment of chunks of a Prometheus TSDB block: samples, of series that the block's index names.
struct TSDBChunks: ExportFormat {
  let name = "tsdb-chunks"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard head.bytes.starts(with: SegmentReader.magic) else { return nil }
    return Recognition(confidence: 100, reason: "begins like a segment of a Prometheus TSDB block")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { SegmentReader(context) }
}
