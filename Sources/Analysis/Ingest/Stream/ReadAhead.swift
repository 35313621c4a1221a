internal import Dispatch
internal import Synchronization

/// Runs a serial producer of bytes on a thread of its own, a few buffers ahead of its reader.
///
/// Inflating cannot be shared between threads; what it yields can. Without this, workers would
/// wait for one another in turn while one of them inflates. Exactly one thread may read at a time.
/// The producer is used by its own thread alone until `stop`, which is what makes it safe.
final class ReadAhead: @unchecked Sendable {
  /// Fills a buffer; fewer bytes than it holds only at the end of the content.
  typealias Producer = (UnsafeMutableRawBufferPointer) throws -> Int

  private struct Slot {
    var memory: UnsafeMutableRawBufferPointer
    var count = 0
    var failure: (any Error)?
  }

  private let producer: Producer
  private var slots: [Slot]
  // Semaphores begin at zero, because they may not be released below the value they began with.
  private let free = DispatchSemaphore(value: 0)
  private let full = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let isStopping = Atomic<Bool>(false)
  private var hasStopped = false
  private var current = 0
  private var used = 0
  private var holdsSlot = false
  private var isAtEnd = false

  private static let slotCount = 4
  private static let slotBytes = 1 << 20

  init(_ producer: @escaping Producer) {
    self.producer = producer
    slots = (0..<Self.slotCount).map { _ in
      Slot(memory: .allocate(byteCount: Self.slotBytes, alignment: 4096))
    }
    for _ in 0..<Self.slotCount { free.signal() }
    // A queue of its own has a thread of its own, whatever the workers of other queues wait for.
    DispatchQueue(label: "read-ahead").async { self.produce() }
  }

  deinit { for slot in slots { slot.memory.deallocate() } }

  private func produce() {
    var index = 0
    while true {
      free.wait()
      if isStopping.load(ordering: .acquiring) { break }
      let memory = slots[index].memory
      do {
        slots[index].count = try producer(memory)
      } catch {
        slots[index].count = 0
        slots[index].failure = error
      }
      let isLast = slots[index].count < memory.count
      full.signal()
      if isLast { break }
      index = (index + 1) % Self.slotCount
    }
    ended.signal()
  }

  /// Fills `output` with what comes next.
  /// - Returns: bytes written; fewer than asked only at the end of the content.
  func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < output.count, !isAtEnd {
      if !holdsSlot {
        full.wait()
        holdsSlot = true
        used = 0
      }
      let slot = slots[current]
      if let failure = slot.failure { throw failure }
      let count = min(output.count - filled, slot.count - used)
      UnsafeMutableRawBufferPointer(rebasing: output[filled..<(filled + count)]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: slot.memory[used..<(used + count)]))
      filled += count
      used += count
      guard used == slot.count else { continue }
      isAtEnd = slot.count < slot.memory.count
      if !isAtEnd { release() }
    }
    return filled
  }

  private func release() {
    holdsSlot = false
    current = (current + 1) % Self.slotCount
    free.signal()
  }

  /// Waits until the producer is no longer used; nothing can be read afterwards.
  func stop() {
    guard !hasStopped else { return }
    hasStopped = true
    isStopping.store(true, ordering: .releasing)
    free.signal()
    ended.wait()
  }
}
