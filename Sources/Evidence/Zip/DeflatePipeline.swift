internal import Dispatch

/// Blocks on their way through the threads that deflate them; they come back in the order in
/// which they went in. Blocks of several members may be under way, so that small members keep
/// the threads busy too.
struct DeflatePipeline: ~Copyable {
  /// More threads than this would wait for the one that reads and writes.
  static let maximumJobs = 32

  private let deflaters: [Deflater]
  /// One queue a thread; none when the caller's own thread does it all.
  private let queues: [DispatchQueue]
  private let maximumBlocks: Int
  private var blockCount = 0
  private var free: [DeflateBlock] = []
  private var submitted: [DeflateBlock] = []
  private var next = 0

  init(jobs: Int) {
    let jobs = min(max(jobs, 1), Self.maximumJobs)
    deflaters = (0..<jobs).map { _ in Deflater() }
    queues = jobs == 1 ? [] : (0..<jobs).map { DispatchQueue(label: "deflate-\($0)") }
    // One being filled; two a thread, so that none waits for the writer.
    maximumBlocks = 2 * jobs + 1
  }

  /// An unused block; nil if one has to be taken back by `takeOldest` first.
  mutating func freeBlock() -> DeflateBlock? {
    if let block = free.popLast() { return block }
    guard blockCount < maximumBlocks else { return nil }
    blockCount += 1
    return DeflateBlock()
  }

  /// Sends a filled block on its way.
  mutating func submit(_ block: DeflateBlock) {
    submitted.append(block)
    let deflater = deflaters[next]
    if queues.isEmpty {
      block.run(deflater)
      block.finish()
    } else {
      queues[next].async {
        block.run(deflater)
        block.finish()
      }
    }
    next = (next + 1) % deflaters.count
  }

  /// The block that was submitted first, deflated; nil if none is under way. Give it back by
  /// `recycle`.
  mutating func takeOldest() -> DeflateBlock? {
    guard !submitted.isEmpty else { return nil }
    let block = submitted.removeFirst()
    block.wait()
    return block
  }

  /// Gives back a block that is no longer used.
  mutating func recycle(_ block: DeflateBlock) { free.append(block) }
}
