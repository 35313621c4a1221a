internal import Dispatch
internal import Synchronization

/// Reads one export of independent lines, alone or with several workers.
struct SharedLines: Sendable {
  private let format: any ExportFormat
  private let context: ReaderContext
  private let progress: (@Sendable (Int64) -> Void)?
  private let chunker: LineChunker

  /// - Parameter head: what recognition read from `source` already.
  init(
    _ source: ByteSource, head: [UInt8], format: any ExportFormat, context: ReaderContext,
    _ progress: (@Sendable (Int64) -> Void)?
  ) {
    self.format = format
    self.context = context
    self.progress = progress
    chunker = LineChunker(
      source, head: head,
      settings: LineChunker.Settings(
        chunkBytes: context.chunkBytes, lineLimit: context.limits.recordBytes,
        kernel: context.kernel))
  }

  /// Reads to the end in file order.
  /// - Parameter zones: which chunks to parse; nil for all.
  func read(into sink: any RecordSink, zones: ZoneMap? = nil) throws {
    let made = format.makeReader(context)
    guard let reader = made as? any LineChunkReader else {
      preconditionFailure("\(format.name) has no reader of independent lines")
    }
    let buffer = chunker.makeBuffer()
    var hasPassed = false
    while let chunk = try chunker.next(buffer) {
      if let zones, !zones.contains(chunk.index) {
        hasPassed = true
        continue
      }
      if hasPassed { sink.passedOver(lastTime: zones?.lastTime(before: chunk.index)) }
      hasPassed = false
      sink.begin(chunk)
      reader.read(chunk, into: sink)
      sink.end(chunk)
      progress?(chunker.storedBytesRead)
    }
    try reader.finish(into: sink)
  }

  /// Reads to the end with several workers, each with a reader and a sink of its own.
  func read(workers: Int, _ makeSink: @Sendable () -> any RecordSink) throws {
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      do {
        try read(into: makeSink())
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
