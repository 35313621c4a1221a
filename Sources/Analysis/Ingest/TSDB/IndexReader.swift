/// Reads an index for its own sake: every checksum in it is compared, and every series, every
/// posting and every segment that it names is looked for.
///
/// The parts are read from the file as they are needed, whatever its size; the stream of its bytes
/// is only hashed. Without a path (a stream) it is gathered.
final class IndexReader: ExportReader {
  private let context: ReaderContext
  private var content: [UInt8] = []
  private var isTooLarge = false
  private var received: Int64 = 0

  init(_ context: ReaderContext) { self.context = context }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    received += Int64(chunk.count)
    guard context.path == nil, !isTooLarge else { return }
    if content.count + chunk.count > context.limits.documentBytes {
      isTooLarge = true
      content = []
    } else {
      content += chunk
    }
  }

  func finish(into sink: any RecordSink) throws {
    do throws(TSDBDefect) {
      if isTooLarge {
        throw TSDBDefect(
          "tsdb-index-large", "an index that comes as a stream does not fit into memory",
          fix: "give the block's folder")
      }
      let limit = context.limits.documentBytes
      let file =
        if let path = context.path { try BlockFile(path: path, memoryBytes: limit) } else {
          BlockFile(content)
        }
      let index = try IndexFile(file, limits: context.limits)
      let folder = context.path.map { BlockFolder.ofPart($0) }
      var audit = IndexAudit(index, folder, recordLimit: context.limits.recordBytes)
      audit.run(into: sink)
    } catch {
      sink.quarantine(
        error.quarantined(),
        at: RecordPlace(
          offset: min(error.offset, received), length: received - min(error.offset, received)))
    }
  }
}
