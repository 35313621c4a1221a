internal import CScan
internal import Dispatch
internal import Synchronization

/// Cuts an export into chunks at line ends; workers fetch them under one lock, in file order.
///
/// Reading, hashing and inflating are serial by nature and happen inside the lock; whoever holds
/// a chunk works on it outside. A line that is cut by a chunk's end is carried into the next one.
/// The source is used under the lock only, which is what makes sharing it safe.
final class LineChunker: @unchecked Sendable {
  /// The buffer of one worker, reused from chunk to chunk.
  final class Buffer {
    fileprivate var memory: UnsafeMutableRawBufferPointer
    fileprivate init(_ count: Int) {
      memory = .allocate(byteCount: count + LineChunker.padding, alignment: 4096)
    }
    deinit { memory.deallocate() }
    fileprivate var capacity: Int { memory.count - LineChunker.padding }

    fileprivate func grow(to count: Int, keeping used: Int) {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: count + LineChunker.padding, alignment: 4096)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
      memory.deallocate()
      memory = larger
    }
  }

  private struct State {
    var carry: [UInt8]
    var offset: Int64 = 0
    var line: Int64 = 1
    var index = 0
    var isAtEnd = false
    var failure: (any Error)?
  }

  /// Bytes after the lines that kernels may read.
  static let padding = 128
  private let source: ByteSource
  private let chunkBytes: Int
  private let lineLimit: Int
  private let kernel: ScanKernel
  private let state: Mutex<State>

  /// - Parameter head: bytes of the content that were read from `source` already.
  init(_ source: ByteSource, head: [UInt8], settings: Settings) {
    chunkBytes = settings.chunkBytes
    lineLimit = settings.lineLimit
    kernel = settings.kernel
    self.source = source
    state = Mutex(State(carry: head))
  }

  /// How chunks are cut.
  struct Settings {
    /// Bytes read at a time.
    var chunkBytes: Int
    /// Longest line.
    var lineLimit: Int
    var kernel: ScanKernel
  }

  func makeBuffer() -> Buffer { Buffer(chunkBytes * 2) }

  /// Stored bytes read so far.
  var storedBytesRead: Int64 { state.withLock { _ in source.storedBytesRead } }

  /// Hands every chunk to `body`, on up to `workers` threads.
  /// - Throws: `ByteSource.Failure`.
  func share(workers: Int, _ body: @Sendable (LineChunk) -> Void) throws {
    DispatchQueue.concurrentPerform(iterations: max(1, workers)) { _ in
      let buffer = makeBuffer()
      while let chunk = try? next(buffer) { body(chunk) }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// The next chunk into `buffer`; nil at the end.
  /// - Throws: `ByteSource.Failure`, to every worker once one has met it.
  func next(_ buffer: Buffer) throws -> LineChunk? {
    var chunk: LineChunk?
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      do {
        chunk = try fill(buffer, &state)
      } catch {
        state.failure = error
        throw error
      }
    }
    return chunk
  }

  private func fill(_ buffer: Buffer, _ state: inout State) throws -> LineChunk? {
    var used = state.carry.count
    if used > buffer.capacity { buffer.grow(to: used + chunkBytes, keeping: 0) }
    state.carry.withUnsafeBytes { buffer.memory.copyMemory(from: $0) }
    state.carry.removeAll(keepingCapacity: true)
    // Only the head that recognition read holds line ends already.
    if let feed = lastFeed(buffer.memory, from: 0, used) {
      state.carry.append(contentsOf: buffer.memory[(feed + 1)..<used])
      return chunk(buffer, feed + 1, isTerminated: true, &state)
    }
    while !state.isAtEnd {
      if used + chunkBytes > buffer.capacity { buffer.grow(to: used + chunkBytes, keeping: used) }
      let count = try source.read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer.memory[used..<(used + chunkBytes)]))
      state.isAtEnd = count < chunkBytes
      if let feed = lastFeed(buffer.memory, from: used, count) {
        used += count
        state.carry.append(contentsOf: buffer.memory[(feed + 1)..<used])
        return chunk(buffer, feed + 1, isTerminated: true, &state)
      }
      used += count
      if used > lineLimit + chunkBytes { return try skip(buffer, used, &state) }
    }
    return used > 0 ? chunk(buffer, used, isTerminated: false, &state) : nil
  }

  private func lastFeed(
    _ memory: UnsafeMutableRawBufferPointer, from: Int, _ count: Int
  ) -> Int? {
    let found = memory.baseAddress.map { cscan_last_line_end($0 + from, count) } ?? 0
    return found > 0 ? from + found - 1 : nil
  }

  private func chunk(
    _ buffer: Buffer, _ count: Int, isTerminated: Bool, _ state: inout State
  ) -> LineChunk {
    let bytes = UnsafeRawBufferPointer(rebasing: buffer.memory[..<count])
    // A line feed ends what is not terminated; kernels may look at the blanks behind it.
    buffer.memory[count] = 0x0a
    UnsafeMutableRawBufferPointer(rebasing: buffer.memory[(count + 1)..<(count + Self.padding)])
      .initializeMemory(as: UInt8.self, repeating: 0x20)
    let chunk = LineChunk(
      bytes: bytes, offset: state.offset, firstLine: state.line, index: state.index,
      isTerminated: isTerminated)
    state.offset += Int64(count)
    state.line += Int64(
      cscan_count_lines(
        kernel.level, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count))
    state.index += 1
    return chunk
  }

  /// Passes over a line beyond the limit; what follows its end is carried on.
  private func skip(_ buffer: Buffer, _ used: Int, _ state: inout State) throws -> LineChunk {
    var length = Int64(used)
    var hasFeed = false
    while !state.isAtEnd {
      let count = try source.read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer.memory[..<chunkBytes]))
      state.isAtEnd = count < chunkBytes
      let piece = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer.memory)[..<count])
      if let feed = piece.firstIndex(of: 0x0a) {
        state.carry.append(contentsOf: piece[(feed + 1)...])
        length += Int64(feed)
        hasFeed = true
        break
      }
      length += Int64(count)
    }
    let place = RecordPlace(offset: state.offset, length: length, line: state.line)
    let chunk = LineChunk(
      bytes: UnsafeRawBufferPointer(start: nil, count: 0), offset: state.offset,
      firstLine: state.line, index: state.index, isTerminated: hasFeed, tooLong: place)
    state.offset += length + (hasFeed ? 1 : 0)
    state.line += hasFeed ? 1 : 0
    state.index += 1
    return chunk
  }
}
