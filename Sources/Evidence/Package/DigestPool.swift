internal import Diagnostics
internal import Digest
internal import Dispatch
internal import Synchronization

/// The digests of many members by several threads.
enum DigestPool {
  /// From here on the two digests of a member are worth a reading each: SM3 takes four times as
  /// long as SHA-256, and a package often has one member that is larger than all others.
  private static let splitBytes: UInt64 = 4 << 20

  private struct Task {
    var member: Int
    var algorithms: MemberDigest.Algorithms
  }

  /// The digests of `contents`, in their order.
  /// - Throws: `file-unreadable`, `file-changed-while-read`, of the first member that has it.
  static func digests(
    of contents: [MemberContent], jobs: Int
  ) throws(DiagnosticError) -> [MemberDigest] {
    var sizes: [UInt64] = []
    for content in contents { sizes.append(try MemberSource(content).sizeBytes) }
    guard jobs > 1, contents.count > 1 || sizes.contains(where: { $0 >= splitBytes }) else {
      var out: [MemberDigest] = []
      for content in contents { out.append(try MemberDigest(of: content)) }
      return out
    }
    let tasks = tasks(sizes)
    let next = Atomic<Int>(0)
    let results = Mutex<[Int: [Result<MemberDigest, DiagnosticError>]]>([:])
    DispatchQueue.concurrentPerform(iterations: min(jobs, tasks.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < tasks.count else { return }
        let task = tasks[index]
        let result = Result { () throws(DiagnosticError) -> MemberDigest in
          try MemberDigest(of: contents[task.member], task.algorithms)
        }
        results.withLock { $0[task.member, default: []].append(result) }
      }
    }
    let found = results.withLock { $0 }
    var out: [MemberDigest] = []
    for member in contents.indices {
      var digest = MemberDigest(sizeBytes: sizes[member], sha256: "", sm3: "")
      for result in found[member, default: []] {
        let part = try result.get()
        digest.sha256 += part.sha256
        digest.sm3 += part.sm3
        digest.sizeBytes = part.sizeBytes
      }
      out.append(digest)
    }
    return out
  }

  /// The longest first, so that no thread is left alone with one at the end.
  private static func tasks(_ sizes: [UInt64]) -> [Task] {
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    let large = order.filter { sizes[$0] >= splitBytes }
    return large.map { Task(member: $0, algorithms: .sm3) }
      + large.map { Task(member: $0, algorithms: .sha256) }
      + order.dropFirst(large.count).map { Task(member: $0, algorithms: [.sha256, .sm3]) }
  }

  private struct Made {
    var digests: Result<[MemberDigest], DiagnosticError>?
    var tree: Result<MerklePack, DiagnosticError>?
  }

  /// The digests of `payload` and its tree: both take about as long, so one thread is the tree's.
  /// - Throws: as both do.
  static func digests(
    of payload: [PackageMember], beside packer: MerklePacker, jobs: Int
  ) throws(DiagnosticError) -> ([MemberDigest], MerklePack) {
    let contents = payload.map(\.content)
    guard jobs > 1 else {
      return (try digests(of: contents, jobs: 1), try packer.pack(payload))
    }
    let made = Mutex(Made())
    DispatchQueue.concurrentPerform(iterations: 2) { task in
      if task == 0 {
        let result = Result { () throws(DiagnosticError) in
          try digests(of: contents, jobs: jobs - 1)
        }
        made.withLock { $0.digests = result }
      } else {
        let result = Result { () throws(DiagnosticError) in try packer.pack(payload) }
        made.withLock { $0.tree = result }
      }
    }
    let results = made.withLock { $0 }
    guard let digests = results.digests, let tree = results.tree else {
      preconditionFailure("both tasks ran")
    }
    return (try digests.get(), try tree.get())
  }
}
