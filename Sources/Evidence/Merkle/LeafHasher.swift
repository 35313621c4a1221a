internal import Digest

/// Works out the leaves of one member's lines, one after another: what `LineCommitment.leaf` gives,
/// without an array or a hash object a line.
///
/// A class because its buffers are used again for every line.
final class LeafHasher {
  private let salts: LineSalts
  /// Salt message; line and segment are written into it.
  private let message: UnsafeMutableRawBufferPointer
  /// Segment tag and room for an HMAC code, whose first half is the salt.
  private let head: UnsafeMutableRawBufferPointer
  /// 0x00, line tag, count, and the commitments of a line.
  private var leaf: UnsafeMutableRawBufferPointer
  private static let lineAt = LineSalts.tag.count
  private static let segmentAt = LineSalts.tag.count + 8
  private static let headBytes = LineCommitment.segmentTag.count + LineSalts.saltBytes
  private static let countAt = 1 + LineCommitment.lineTag.count
  private static let commitmentsAt = countAt + 4

  init(member: String, salts: LineSalts) {
    self.salts = salts
    let message = LineSalts.message(member: member, line: 0, segment: 0)
    self.message = .allocate(byteCount: message.count, alignment: 16)
    self.message.copyBytes(from: message)
    head = .allocate(byteCount: LineCommitment.segmentTag.count + 32, alignment: 16)
    head.copyBytes(from: LineCommitment.segmentTag)
    leaf = Self.room(segments: 1)
  }

  deinit {
    message.deallocate()
    head.deallocate()
    leaf.deallocate()
  }

  /// Writes the leaf of line `number` (from 1), whose segments part `line`, to the 32 bytes at
  /// `hash`.
  func hash(
    _ number: UInt64, _ line: UnsafeRawBufferPointer, _ segments: [LineSegment],
    into hash: UnsafeMutableRawPointer
  ) {
    guard let first = segments.first else { preconditionFailure("a line has a segment") }
    let needed = Self.commitmentsAt + 32 * segments.count
    if leaf.count < needed {
      leaf.deallocate()
      leaf = Self.room(segments: segments.count)
    }
    message.storeBytes(of: number.bigEndian, toByteOffset: Self.lineAt, as: UInt64.self)
    leaf.storeBytes(
      of: UInt32(segments.count).bigEndian, toByteOffset: Self.countAt, as: UInt32.self)
    if segments.count == 1 {
      commit(0, UnsafeRawBufferPointer(rebasing: line[first.range]))
    } else {
      for (index, segment) in segments.enumerated() {
        commit(index, UnsafeRawBufferPointer(rebasing: line[segment.range]))
      }
    }
    ShortSHA256.digest(UnsafeRawBufferPointer(rebasing: leaf[..<needed]), into: hash)
  }

  private func commit(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
    guard let head = head.baseAddress, let leaf = leaf.baseAddress else { return }
    message.storeBytes(
      of: UInt32(index).bigEndian, toByteOffset: Self.segmentAt, as: UInt32.self)
    salts.code(UnsafeRawBufferPointer(message), into: head + LineCommitment.segmentTag.count)
    ShortSHA256.digest(
      UnsafeRawBufferPointer(start: head, count: Self.headBytes), bytes,
      into: leaf + Self.commitmentsAt + 32 * index)
  }

  private static func room(segments: Int) -> UnsafeMutableRawBufferPointer {
    let out = UnsafeMutableRawBufferPointer.allocate(
      byteCount: commitmentsAt + 32 * segments, alignment: 16)
    out[0] = 0
    UnsafeMutableRawBufferPointer(rebasing: out[1...]).copyBytes(from: LineCommitment.lineTag)
    return out
  }
}
