internal import Synchronization

/// How many latencies a run may keep one by one, shared by all its workers.
///
/// When the sum goes beyond it, every worker gives single values up as soon as it notices, and in
/// the end all counts of the run are coarse: whether they are depends on the sum alone, not on
/// which worker was faster.
final class LatencyBudget: Sendable {
  private let limit: Int
  private let used = Atomic<Int>(0)

  init(_ limit: Int) { self.limit = limit }

  /// Adds `count` latencies.
  /// - Returns: whether single values must be given up.
  func add(_ count: Int) -> Bool {
    used.wrappingAdd(count, ordering: .relaxed).newValue > limit
  }

  /// Whether single values were too many.
  var isExceeded: Bool { used.load(ordering: .relaxed) > limit }
}
