/// The tombstones of a Prometheus TSDB block: deleted samples that its chunks still hold.
struct TSDBTombstones: ExportFormat {
  let name = "tsdb-tombstones"
  let role = SourceRole.metrics
  let holdsRecords = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard head.bytes.starts(with: Tombstones.magic) else { return nil }
    return Recognition(
      confidence: 100, reason: "begins like the tombstones of a Prometheus TSDB block")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ExportReader {
    private let limitBytes: Int
    private var content: [UInt8] = []
    private var received: Int64 = 0

    init(_ context: ReaderContext) { limitBytes = context.limits.documentBytes }

    func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
      received += Int64(chunk.count)
      if received <= Int64(limitBytes) { content += chunk } else { content = [] }
    }

    func finish(into sink: any RecordSink) throws {
      do throws(TSDBDefect) {
        // A file beyond the limit is named as such by the same rule that chunks are read by.
        let found =
          received > Int64(limitBytes)
          ? try Tombstones(BlockFile([UInt8](repeating: 0, count: 1)), limitBytes: 0)
          : try Tombstones(BlockFile(content), limitBytes: limitBytes)
        sink.entries(count: found.count)
      } catch {
        sink.quarantine(
          error.quarantined(),
          at: RecordPlace(
            offset: min(error.offset, received), length: received - min(error.offset, received)))
      }
    }
  }
}
