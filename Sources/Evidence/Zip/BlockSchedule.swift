internal import Diagnostics

/// A block of members that are packed or verified, on its way through the steps.
///
/// A class because threads work on it in place. Each step leaves the others' parts alone; the
/// schedule hands it on.
final class MemberBlock: @unchecked Sendable {
  let bytes = DeflateBlock()
  /// Index of its member.
  var member = 0
  var isFirstOfMember = false
  /// Whether its member breaks off here.
  var isBroken = false
  var isLastOfAll = false
  var isToDeflate = false
  /// Of the schedule: whether the step is done, and how many are left.
  fileprivate var hasDeflated = false
  fileprivate var stepsLeft = 0
}

/// Which step a thread takes next, when members are packed or verified: `read` fills a block,
/// `deflate` deflates it, `gather` writes or compares what was deflated, the others are for the
/// digests and the Merkle tree. All but deflating are serial: each takes the blocks in their
/// order, one at a time.
///
/// The oldest block comes first, so that none holds up those behind it: with two threads, one is
/// mostly deflating while the other digests, and both end together.
struct BlockSchedule {
  enum Step: Int, CaseIterable {
    // Of the steps of one block the earlier comes first; what deflates can be shared, so it waits.
    case gather, tree, sm3, sha256, deflate, read
  }

  struct Task {
    var step: Step
    var block: MemberBlock
  }

  enum Turn {
    case task(Task)
    case end
  }

  private let jobs: Int
  private var isReadToEnd: Bool
  /// Blocks that were read, oldest first; the first of them has the number `first`.
  private var window: [MemberBlock] = []
  private var first = 0
  /// Number of the block that each step takes next.
  private var next = [Int](repeating: 0, count: Step.allCases.count)
  private var isBusy = [Bool](repeating: false, count: Step.allCases.count)
  private var free: [MemberBlock] = []
  private var unmade: Int
  private(set) var failure: DiagnosticError?

  init(jobs: Int, isEmpty: Bool) {
    self.jobs = jobs
    isReadToEnd = isEmpty
    // Two a thread, and some between the fastest step and the slowest: a few MiB each.
    unmade = 2 * jobs + 6
  }

  /// The step to take now; nil while all that is left waits for others.
  mutating func turn() -> Turn? {
    if failure != nil || isReadToEnd && window.isEmpty { return .end }
    let readAhead = first + window.count - next[Step.deflate.rawValue]
    if readAhead < jobs, let task = readTask() { return .task(task) }
    var best: Step?
    for step in Step.allCases where step != .read && isReady(step) {
      if best.map({ next[step.rawValue] < next[$0.rawValue] }) ?? true { best = step }
    }
    guard let step = best else { return readTask().map { .task($0) } }
    let task = Task(step: step, block: window[next[step.rawValue] - first])
    if step == .deflate { next[step.rawValue] += 1 } else { isBusy[step.rawValue] = true }
    return .task(task)
  }

  /// Says that a step is done.
  mutating func finish(_ task: Task) {
    let block = task.block
    if task.step == .read {
      isBusy[task.step.rawValue] = false
      block.stepsLeft = Step.allCases.count - 1
      block.hasDeflated = false
      isReadToEnd = block.isLastOfAll
      return window.append(block)
    }
    if task.step == .deflate {
      block.hasDeflated = true
    } else {
      isBusy[task.step.rawValue] = false
      next[task.step.rawValue] += 1
    }
    block.stepsLeft -= 1
    while let oldest = window.first, oldest.stepsLeft == 0 {
      free.append(window.removeFirst())
      first += 1
    }
  }

  /// Ends everything.
  mutating func fail(_ error: DiagnosticError) { failure = failure ?? error }

  private func isReady(_ step: Step) -> Bool {
    let index = next[step.rawValue] - first
    guard !isBusy[step.rawValue], index < window.count else { return false }
    return step != .gather || window[index].hasDeflated
  }

  private mutating func readTask() -> Task? {
    guard !isReadToEnd, !isBusy[Step.read.rawValue], !free.isEmpty || unmade > 0 else {
      return nil
    }
    isBusy[Step.read.rawValue] = true
    if let block = free.popLast() { return Task(step: .read, block: block) }
    unmade -= 1
    return Task(step: .read, block: MemberBlock())
  }
}
