internal import Diagnostics
internal import Digest
internal import Dispatch

/// What one reading of a payload gives.
struct PayloadReading {
  /// In the order of the payload.
  var digests: [MemberDigest]
  var tree: MerklePack
  /// The deflated members by path; their bytes lie in `spool`.
  var deflated: [String: SpooledMember]
  var spool: DeflateSpool
}

/// Reads a payload once, block by block, and makes of each block all that a package needs of it:
/// both digests, the leaves of its lines, its deflated bytes.
///
/// Lists, certificate and signatures come before the payload in the zip and depend on all of it,
/// so what is deflated waits in a spool until they are made, which costs a copy. Deflating in a
/// second reading would leave threads idle in the first, because the digests of a member are serial
/// by nature, and would have to hash all of it again to show that it is still the same.
///
/// A class because threads share it: whoever has taken a serial step owns what belongs to it.
final class PayloadReader: @unchecked Sendable {
  private let members: [PackageMember]
  /// Indices of `members` in the order of the zip, which is that of the tree's leaves.
  private let order: [Int]
  private let store: Bool
  private let jobs: Int
  private let schedule: Monitor<BlockSchedule>

  // Of the step `read`.
  private var input: (source: MemberSource, offset: UInt64)?
  private var nextMember = 0
  private let level = DeflateLevel()
  // Of the step `tree`.
  private let tree: MerklePacker
  // Of the steps `sm3` and `sha256`.
  private var sizes: [UInt64]
  private var sm3 = SM3()
  private var sm3Digests: [String]
  private var sha256 = SHA256()
  private var sha256Digests: [String]
  // Of the step `gather`.
  private let spool: DeflateSpool
  private var deflated: [String: SpooledMember] = [:]

  /// - Parameter folder: where what outgrows memory goes, with its slash.
  /// - Throws: `file-unreadable`, of the first member that has it: not after gigabytes of others.
  init(
    _ members: [PackageMember], merkle: MerkleInput, cited: [String: [UInt64]], store: Bool,
    jobs: Int, folder: String
  ) throws(DiagnosticError) {
    for member in members { _ = try MemberSource(member.content) }
    self.members = members
    order = members.indices.sorted {
      members[$0].path.utf8.lexicographicallyPrecedes(members[$1].path.utf8)
    }
    self.store = store
    self.jobs = min(max(jobs, 1), DeflatePipeline.maximumJobs)
    schedule = Monitor(BlockSchedule(jobs: self.jobs, isEmpty: members.isEmpty))
    tree = MerklePacker(input: merkle, cited: cited, folder: folder)
    spool = DeflateSpool(folder: folder)
    sizes = Array(repeating: 0, count: members.count)
    sm3Digests = Array(repeating: "", count: members.count)
    sha256Digests = sm3Digests
  }

  /// - Throws: `file-unreadable`, `file-changed-while-read`, `output-unwritable`, `mask-key`;
  ///   `merkle-malformed` for a carried document.
  func read() throws(DiagnosticError) -> PayloadReading {
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in work() }
    if let failure = schedule.withLock({ $0.failure }) { throw failure }
    let digests = members.indices.map {
      MemberDigest(sizeBytes: sizes[$0], sha256: sha256Digests[$0], sm3: sm3Digests[$0])
    }
    return PayloadReading(
      digests: digests, tree: try tree.finish(), deflated: deflated, spool: spool)
  }

  /// Takes one step after another until none is left.
  private func work() {
    let deflater = Deflater()
    var done: BlockSchedule.Task?
    while true {
      let turn = schedule.wait(after: { if let done { $0.finish(done) } }, { $0.turn() })
      guard case .task(let task) = turn else { return }
      do throws(DiagnosticError) {
        try take(task.step, task.block, deflater)
      } catch {
        return schedule.withLock { $0.fail(error) }
      }
      done = task
    }
  }

  private func take(
    _ step: BlockSchedule.Step, _ block: MemberBlock, _ deflater: Deflater
  ) throws(DiagnosticError) {
    switch step {
    case .read: try read(block)
    case .deflate: if block.isToDeflate { block.bytes.run(deflater) }
    case .tree: try plant(block)
    case .sm3: digestSM3(block)
    case .sha256: digestSHA256(block)
    case .gather: if block.isToDeflate { try write(block) }
    }
  }

  private func read(_ block: MemberBlock) throws(DiagnosticError) {
    block.member = order[nextMember]
    let member = members[block.member]
    block.isToDeflate = ZipFormat.method(for: member.path, store: store) == .deflated
    block.isFirstOfMember = input == nil
    // Not `??`: its right side cannot throw a typed error.
    let fresh = input == nil ? try MemberSource(member.content) : nil
    guard let (source, offset) = input ?? fresh.map({ ($0, 0) }) else {
      preconditionFailure("a member is open")
    }
    try block.bytes.fill { (room) throws(DiagnosticError) in
      let left = source.sizeBytes - offset
      let count = Int(min(left, UInt64(room.count)))
      try source.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
      return (count, UInt64(count) == left)
    }
    if block.isToDeflate {
      block.bytes.level = level.level(of: block.bytes.content, at: offset, in: source.sizeBytes)
    }
    input = (source, offset + UInt64(block.bytes.count))
    if block.bytes.isLast {
      try source.checkEnd()
      input = nil
      nextMember += 1
    }
    block.isLastOfAll = nextMember == order.count
  }

  private func plant(_ block: MemberBlock) throws(DiagnosticError) {
    let path = members[block.member].path
    guard MerkleLayout.isCovered(path) else { return }
    if block.isFirstOfMember { try tree.begin(path) }
    try tree.append(block.bytes.content)
    if block.bytes.isLast { try tree.end() }
  }

  private func digestSM3(_ block: MemberBlock) {
    sm3.update(block.bytes.content)
    sizes[block.member] += UInt64(block.bytes.count)
    guard block.bytes.isLast else { return }
    sm3Digests[block.member] = hexString(sm3.finish())
    sm3 = SM3()
  }

  private func digestSHA256(_ block: MemberBlock) {
    sha256.update(block.bytes.content)
    guard block.bytes.isLast else { return }
    sha256Digests[block.member] = hexString(sha256.finish())
    sha256 = SHA256()
  }

  private func write(_ block: MemberBlock) throws(DiagnosticError) {
    let path = members[block.member].path
    if block.isFirstOfMember { deflated[path] = SpooledMember(offset: spool.sizeBytes) }
    try spool.append(block.bytes.deflated)
    deflated[path]?.append(block.bytes)
  }
}
