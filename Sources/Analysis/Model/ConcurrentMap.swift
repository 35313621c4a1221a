internal import Dispatch
internal import Synchronization

/// What `work` gives for each index below `count`, in order, worked out on up to `workers` threads.
func concurrentMap<Result: Sendable>(
  _ count: Int, workers: Int, _ work: @Sendable (Int) -> Result
) -> [Result] {
  guard workers > 1, count > 1 else { return (0..<count).map(work) }
  // Small enough that nobody waits long for the last one, large enough that the lock does not matter.
  let batch = max(1, min(64, count / (8 * workers)))
  let next = Atomic<Int>(0)
  let results = Mutex([Result?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
    while true {
      let from = next.wrappingAdd(batch, ordering: .relaxed).oldValue
      guard from < count else { return }
      let own = (from..<min(from + batch, count)).map(work)
      results.withLock { all in
        for (index, result) in own.enumerated() { all[from + index] = result }
      }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
