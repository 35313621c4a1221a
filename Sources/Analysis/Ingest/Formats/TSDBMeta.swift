/// The `meta.json` of a Prometheus TSDB block: its times, and whether Thanos downsampled it.
struct TSDBMeta: ExportFormat {
  let name = "tsdb-meta"
  let role = SourceRole.metrics
  let holdsRecords = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"ulid\""),
      contains(head, "\"minTime\""), contains(head, "\"maxTime\"")
    else { return nil }
    return Recognition(confidence: 97, reason: "JSON with ulid, minTime and maxTime")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: DocumentReader {
    override func document(_ place: RecordPlace, into sink: any RecordSink) {
      guard let meta = BlockMeta(tape) else {
        sink.quarantine(
          QuarantinedRecord(
            code: "tsdb-meta", message: "not what a block says about itself",
            fix: TSDBDefect.copyAgain), at: place)
        return
      }
      guard meta.version == 1 else {
        sink.quarantine(
          QuarantinedRecord(
            code: "tsdb-meta-version", message: "a block of an unknown version",
            fix: "make the snapshot with a Prometheus that writes version 1"), at: place)
        return
      }
      guard meta.resolution == 0 else {
        sink.quarantine(
          QuarantinedRecord(
            code: "tsdb-downsampled",
            message: "Thanos downsampled the block: it holds aggregates, no samples",
            fix: "export the block of the bucket that has raw resolution"), at: place)
        return
      }
      sink.entries(count: 1)
      guard let path = context.path, BlockFolder.ofPart(path).path(of: "index") == nil else {
        return
      }
      sink.note(
        FileNote(
          "tsdb-index-missing",
          "the block has no index, so that the series of its chunks are unknown",
          fix: "give the whole folder of the block: index, chunks, meta.json", place: place))
    }
  }
}
