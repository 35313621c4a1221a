internal import Diagnostics
internal import Digest
internal import Dispatch

/// Reads the members of a package once, block by block, and works out of each block all that there
/// is to check: CRC and digests, the leaves of its lines, and where no sidecar confirms the bytes
/// of the zip, what deflating it again gives.
///
/// The same steps, in the same order, as `PayloadReader` takes. Digests and tree of a member are
/// serial by nature, but each has a thread of its own where there are enough.
///
/// A class because threads share it: whoever has taken a serial step owns what belongs to it.
final class PackageReader: @unchecked Sendable {
  /// One member to be read.
  struct Item {
    var member: ZipMember
    /// Its place among the members of the zip.
    var index: Int
    var keepsBytes: Bool
  }

  /// What reading found of one member.
  struct Reading {
    /// Nil if the content could not be read to its stated end.
    var digest: MemberDigest?
    /// The bytes, if they were asked for.
    var bytes: [UInt8] = []
    /// Whether deflating the content again gives the same compressed bytes; nil if not tried.
    var isDeflatedAsHere: Bool?
  }

  private let file: InputFile
  private let items: [Item]
  private let deflatesAgain: Bool
  private let jobs: Int
  private let schedule: Monitor<BlockSchedule>

  // Of the step `read`.
  private var input: (stream: MemberStream, offset: UInt64)?
  private var nextItem = 0
  private let level = DeflateLevel()
  private var faults: ProblemLog
  // Of the step `tree`.
  private let tree: MerkleReading?
  private var treeLog: ProblemLog
  // Of the steps `sm3` and `sha256`.
  private var sm3 = SM3()
  private var sm3Digests: [String]
  private var sha256 = SHA256()
  private var sha256Digests: [String]
  private var crc: UInt32 = 0
  private var sizes: [UInt64]
  private var bytes: [Int: [UInt8]] = [:]
  private var mismatches: ProblemLog
  // Of the step `gather`.
  private var compared: UInt64 = 0
  private var isEqual = true
  private var twins: [Int: Bool] = [:]
  private let scratch = UnsafeMutableRawBufferPointer.allocate(
    byteCount: Deflater.bound(DeflateBlock.contentBytes), alignment: 64)

  /// - Parameters:
  ///   - items: members that have data, in the order of the zip.
  ///   - deflatesAgain: also compare with what we make of the content.
  ///   - tree: takes the members in this order.
  init(
    _ archive: ZipArchive, _ items: [Item], deflatesAgain: Bool, tree: MerkleReading?, jobs: Int
  ) {
    file = archive.file
    self.items = items
    self.deflatesAgain = deflatesAgain
    self.tree = tree
    self.jobs = min(max(jobs, 1), DeflatePipeline.maximumJobs)
    schedule = Monitor(BlockSchedule(jobs: self.jobs, isEmpty: items.isEmpty))
    let log = ProblemLog(package: archive.file.path)
    (faults, treeLog, mismatches) = (log, log, log)
    sm3Digests = Array(repeating: "", count: items.count)
    sha256Digests = sm3Digests
    sizes = Array(repeating: 0, count: items.count)
  }

  deinit { scratch.deallocate() }

  /// - Parameter beside: run by one of the threads, before it joins the others.
  /// - Returns: what was found of each item.
  /// - Throws: `file-unreadable`.
  func read(
    log: inout ProblemLog, beside: @Sendable () -> Void
  ) throws(DiagnosticError) -> [Reading] {
    DispatchQueue.concurrentPerform(iterations: jobs + 1) { thread in
      if thread == 0 { beside() } else { work() }
    }
    if let failure = schedule.withLock({ $0.failure }) { throw failure }
    for own in [faults, treeLog, mismatches] { log.add(own) }
    return items.indices.map { item in
      guard !sha256Digests[item].isEmpty else { return Reading() }
      return Reading(
        digest: MemberDigest(
          sizeBytes: sizes[item], sha256: sha256Digests[item], sm3: sm3Digests[item]),
        bytes: bytes[item] ?? [], isDeflatedAsHere: twins[item])
    }
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
    case .tree: plant(block)
    case .sm3: digestSM3(block)
    case .sha256: digestSHA256(block)
    case .gather: if block.isToDeflate { try compare(block) }
    }
  }

  private func read(_ block: MemberBlock) throws(DiagnosticError) {
    let item = items[nextItem]
    let stated = item.member.stated
    guard let start = item.member.dataOffset else { preconditionFailure("items have data") }
    block.member = nextItem
    block.isFirstOfMember = input == nil
    block.isToDeflate = deflatesAgain && stated.method == ZipMethod.deflated.rawValue
    let (stream, offset) = input ?? (MemberStream(file, stated, at: start), 0)
    var fault: InflateFault?
    try block.bytes.fill { (target) throws(DiagnosticError) in
      let piece = try stream.read(into: target)
      fault = piece.fault
      return (piece.count, piece.isLast)
    }
    block.isBroken = fault != nil
    if block.isToDeflate {
      block.bytes.level = level.level(of: block.bytes.content, at: offset, in: stated.contentBytes)
    }
    input = (stream, offset + UInt64(block.bytes.count))
    if block.bytes.isLast {
      input = nil
      nextItem += 1
    }
    if let fault { report(fault, item.member, start) }
    block.isLastOfAll = nextItem == items.count
  }

  private func report(_ fault: InflateFault, _ member: ZipMember, _ offset: UInt64) {
    switch fault {
    case .malformed(let reason):
      faults.add(
        "bad-deflate", "the compressed data is broken: \(reason)", member: member.name,
        offset: offset)
    case .size:
      faults.add(
        "size-mismatch", "the data does not give \(member.stated.contentBytes) bytes",
        member: member.name, offset: offset)
    }
  }

  private func plant(_ block: MemberBlock) {
    guard let tree else { return }
    if block.isFirstOfMember { tree.begin(items[block.member].index, &treeLog) }
    tree.append(block.bytes.content, &treeLog)
    if block.bytes.isLast { tree.end(&treeLog) }
    if block.isLastOfAll { tree.endAll(&treeLog) }
  }

  private func digestSM3(_ block: MemberBlock) {
    sm3.update(block.bytes.content)
    guard block.bytes.isLast else { return }
    sm3Digests[block.member] = hexString(sm3.finish())
    sm3 = SM3()
  }

  private func digestSHA256(_ block: MemberBlock) {
    let content = block.bytes.content
    let item = items[block.member]
    sha256.update(content)
    crc = crc32(crc, content)
    sizes[block.member] += UInt64(content.count)
    if item.keepsBytes { bytes[block.member, default: []].append(contentsOf: content) }
    guard block.bytes.isLast else { return }
    let digest = hexString(sha256.finish())
    // Of a member that breaks off nothing is known.
    if !block.isBroken {
      sha256Digests[block.member] = digest
      if crc != item.member.stated.crc {
        mismatches.add(
          "crc-mismatch", "the CRC is wrong", member: item.member.name,
          offset: item.member.dataOffset)
      }
    }
    sha256 = SHA256()
    crc = 0
  }

  /// Some changes of compressed bytes do not change the content (a match taken from elsewhere); no
  /// digest in the package can show them, because the package id must not depend on deflate.
  private func compare(_ block: MemberBlock) throws(DiagnosticError) {
    let member = items[block.member].member
    if block.isFirstOfMember { (compared, isEqual) = (0, true) }
    if isEqual, let start = member.dataOffset {
      let made = block.bytes.deflated
      let target = UnsafeMutableRawBufferPointer(rebasing: scratch[..<made.count])
      let count = try file.read(at: start + compared, into: target)
      isEqual = count == made.count && made.isEqual(to: UnsafeRawBufferPointer(target))
      compared += UInt64(made.count)
    }
    guard block.bytes.isLast else { return }
    twins[block.member] = isEqual && compared == member.stated.compressedBytes
  }
}
