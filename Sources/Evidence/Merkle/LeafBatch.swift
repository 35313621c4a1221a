internal import CLeaves
internal import Digest

/// Leaves of one member's lines by the batch: what `LeafHasher` gives, two lines at a time where
/// the processor can.
///
/// A class because its buffers are used again for every batch.
final class LeafBatch {
  /// Leaves of a full batch.
  static let capacity = 256

  private let single: LeafHasher
  private let canPair: Bool
  private var plan = estreat_leaf_plan()
  /// Behind the pointers of `plan`: salt message, segment tag, head of a leaf.
  private let texts: UnsafeMutableRawBufferPointer
  private let hashes = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 32 * capacity, alignment: 64)
  private var lines: [estreat_leaf_line] = []
  private(set) var count = 0

  /// - Parameter canPair: tests say no, to compare.
  init(member: String, salts: LineSalts, canPair: Bool = estreat_leaves_supported() == 1) {
    single = LeafHasher(member: member, salts: salts)
    self.canPair = canPair
    lines.reserveCapacity(Self.capacity)
    let message = LineSalts.message(member: member, line: 0, segment: 0)
    var head = [0] + LineCommitment.lineTag
    head.append(bigEndian: UInt32(1))
    texts = .allocate(
      byteCount: message.count + LineCommitment.segmentTag.count + head.count, alignment: 16)
    texts.copyBytes(from: message + LineCommitment.segmentTag + head)
    guard canPair, let base = texts.bindMemory(to: UInt8.self).baseAddress else { return }
    precondition(message.count <= ESTREAT_SALT_BYTES, "a name is that short")
    plan.salt_message = UnsafePointer(base)
    plan.salt_bytes = message.count
    plan.number_at = LineSalts.tag.count
    plan.segment_tag = UnsafePointer(base + message.count)
    plan.segment_tag_bytes = LineCommitment.segmentTag.count
    plan.leaf_head = UnsafePointer(base + message.count + LineCommitment.segmentTag.count)
    plan.leaf_head_bytes = head.count
    let pads = salts.pads
    estreat_leaf_key(&plan, pads.inner, pads.outer)
  }

  deinit {
    texts.deallocate()
    hashes.deallocate()
  }

  var isFull: Bool { count == Self.capacity }

  /// Adds line `number` (from 1), which must stay where it is until `flush`; with nil for
  /// `segments` it is one.
  func add(_ number: UInt64, _ line: UnsafeRawBufferPointer, _ segments: [LineSegment]?) {
    guard let base = hashes.baseAddress else { return }
    let hash = base + 32 * count
    count += 1
    if canPair, segments == nil, let bytes = line.bindMemory(to: UInt8.self).baseAddress {
      lines.append(
        estreat_leaf_line(
          bytes: bytes, count: line.count, number: number,
          hash: hash.assumingMemoryBound(to: UInt8.self)))
    } else {
      let whole = [LineSegment(range: 0..<line.count, rule: nil)]
      single.hash(number, line, segments ?? whole, into: hash)
    }
  }

  /// Hands over the leaves of all lines that were added, 32 bytes each, in their order.
  func flush(_ body: (UnsafeRawBufferPointer) -> Void) {
    guard count > 0 else { return }
    if !lines.isEmpty { estreat_leaves(&plan, lines, lines.count) }
    body(UnsafeRawBufferPointer(rebasing: hashes[..<(32 * count)]))
    lines.removeAll(keepingCapacity: true)
    count = 0
  }
}
