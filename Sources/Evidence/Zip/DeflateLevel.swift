internal import CZlib

/// How hard the blocks of a member are deflated: as little as keeps them no larger than zlib's
/// level 6, the usual one of zip, gzip and pigz.
///
/// libdeflate's levels are not zlib's. On JSON lines its level 5 makes four percent less of them
/// than zlib does, in a third of the time, and level 4 a little more in less time still; on access
/// logs, and on what repeats itself at length, level 5 makes five to fifteen percent more, and there
/// level 6 is needed, or 7. So they are tried on a sample of every sixteenth block, which costs one
/// to two percent of the time, and where level 5 leaves room, as many of the sixteen blocks take
/// level 4 as use it up. The choice depends on the content alone.
///
/// A class because zlib's state must be freed exactly once.
final class DeflateLevel {
  /// Of members that are not worth a trial.
  static let standard: Int32 = 6
  private static let leastBytes: UInt64 = 4 << 20
  private static let sampleBytes = 128 << 10
  private static let trialBlocks: UInt64 = 16

  /// How sixteen blocks are deflated.
  private struct Plan {
    var level: Int32
    /// So many of them by one level less, spread evenly.
    var lighterBlocks: UInt64 = 0

    func level(ofBlock index: UInt64) -> Int32 {
      let slot = index % DeflateLevel.trialBlocks
      let isLighter =
        (slot + 1) * lighterBlocks / DeflateLevel.trialBlocks
        > slot * lighterBlocks / DeflateLevel.trialBlocks
      return isLighter ? level - 1 : level
    }
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let scratch: UnsafeMutableRawBufferPointer
  private let deflater = Deflater()
  private var plan = Plan(level: standard)

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    precondition(estreat_deflate_init(stream, 6, -15) == Z_OK, "zlib cannot start a stream")
    scratch = .allocate(byteCount: Deflater.bound(Self.sampleBytes), alignment: 64)
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    scratch.deallocate()
  }

  /// The level of a block of a member of `contentBytes` bytes. Blocks of a member come in their
  /// order, members one after another.
  func level(
    of block: UnsafeRawBufferPointer, at offset: UInt64, in contentBytes: UInt64
  ) -> Int32 {
    let index = offset / UInt64(DeflateBlock.contentBytes)
    if contentBytes < Self.leastBytes {
      plan = Plan(level: Self.standard)
    } else if index % Self.trialBlocks == 0 {
      plan = trial(UnsafeRawBufferPointer(rebasing: block.prefix(Self.sampleBytes)))
    }
    return plan.level(ofBlock: index)
  }

  private func trial(_ sample: UnsafeRawBufferPointer) -> Plan {
    let usual = zlibBytes(sample)
    // What a sample shows is off by a percent or so from what the blocks after it give.
    let most = usual * 98 / 100
    let fifth = bytes(of: sample, level: 5)
    if fifth <= most {
      let fourth = bytes(of: sample, level: 4)
      guard fourth > most else { return Plan(level: 4) }
      let room = UInt64(most - fifth) * Self.trialBlocks / UInt64(fourth - fifth)
      return Plan(level: 5, lighterBlocks: room)
    }
    return Plan(level: bytes(of: sample, level: 6) * 100 <= usual * 99 ? 6 : 7)
  }

  private func bytes(of sample: UnsafeRawBufferPointer, level: Int32) -> Int {
    deflater.deflate(sample, level: level, isLast: true, into: scratch)
  }

  private func zlibBytes(_ sample: UnsafeRawBufferPointer) -> Int {
    precondition(deflateReset(stream) == Z_OK, "zlib cannot start a stream")
    stream.pointee.next_in = sample.bindMemory(to: UInt8.self).baseAddress
      .map { UnsafeMutablePointer(mutating: $0) }
    stream.pointee.avail_in = UInt32(sample.count)
    stream.pointee.next_out = scratch.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(scratch.count)
    // A sample that does not fit is one that deflate cannot make smaller.
    _ = deflate(stream, Z_FINISH)
    return scratch.count - Int(stream.pointee.avail_out)
  }
}
