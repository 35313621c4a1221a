/// The index of a Prometheus TSDB block: the series of its chunks.
struct TSDBIndex: ExportFormat {
  let name = "tsdb-index"
  let role = SourceRole.metrics
  let holdsRecords = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard head.bytes.starts(with: IndexFile.magic) else { return nil }
    return Recognition(
      confidence: 100, reason: "begins like the index of a Prometheus TSDB block")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { IndexReader(context) }
}
