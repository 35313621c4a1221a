internal import CDeflate
internal import CZlib

/// libdeflate at level 6, used for one block after another; zlib reads every block back before
/// it is used.
///
/// libdeflate takes half the time of zlib at the same level and makes as little of it or less.
/// It only makes whole streams, though, and a member is one stream of many blocks. A stream that
/// another one follows is therefore opened at its end: the bit that says "last" is cleared, and an
/// empty stored block brings it to a byte boundary, which is how zlib ends what it flushes. Where
/// those bits lie only a reader of the stream knows; zlib tells it while it reads. So every
/// compressed byte has been read by zlib and compared with what went in.
///
/// A class because both libraries' states must be freed exactly once. One thread uses it at a
/// time.
final class Deflater: @unchecked Sendable {
  /// Header and lengths of an empty stored block, and the rest of a byte before it.
  private static let joinBytes = 5

  private let compressor: OpaquePointer
  private let stream: UnsafeMutablePointer<z_stream>
  private let twin: UnsafeMutableRawBufferPointer

  init() {
    guard let compressor = libdeflate_alloc_compressor(6) else {
      preconditionFailure("libdeflate cannot start")
    }
    self.compressor = compressor
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    precondition(estreat_inflate_init(stream, -15) == Z_OK, "zlib cannot start a stream")
    twin = .allocate(byteCount: DeflateBlock.contentBytes + 1, alignment: 64)
  }

  deinit {
    libdeflate_free_compressor(compressor)
    inflateEnd(stream)
    stream.deallocate()
    twin.deallocate()
  }

  /// Room that `count` bytes of content need, whatever they are.
  static func bound(_ count: Int) -> Int {
    libdeflate_deflate_compress_bound(nil, count) + joinBytes
  }

  /// Deflates `content`, at most one block, to a byte boundary or to the end of the stream.
  /// - Returns: bytes written to `output`, which must have the room that `bound` says.
  func deflate(
    _ content: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
  ) -> Int {
    // An empty collection may have no address; libdeflate reads none of it.
    let count = libdeflate_deflate_compress(
      compressor, content.baseAddress ?? UnsafeRawPointer(stream), content.count,
      output.baseAddress, output.count - Self.joinBytes)
    precondition(count > 0, "a block does not fit its buffer")
    let end = readBack(UnsafeRawBufferPointer(rebasing: output[..<count]), content)
    return isLast ? count : join(output, end)
  }

  /// Where a stream's last block lies, in bits from the begin of the stream.
  private struct LastBlock {
    var startBit = 0
    var endBit = 0
  }

  /// Inflates what was made, compares it, and finds the last block.
  private func readBack(
    _ deflated: UnsafeRawBufferPointer, _ content: UnsafeRawBufferPointer
  ) -> LastBlock {
    precondition(inflateReset(stream) == Z_OK, "zlib cannot start a stream")
    stream.pointee.next_in = deflated.bindMemory(to: UInt8.self).baseAddress
      .map { UnsafeMutablePointer(mutating: $0) }
    stream.pointee.avail_in = UInt32(deflated.count)
    stream.pointee.next_out = twin.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(twin.count)
    var last = LastBlock()
    while true {
      let status = inflate(stream, Z_BLOCK)
      let type = Int(stream.pointee.data_type)
      let bit = (deflated.count - Int(stream.pointee.avail_in)) * 8 - type & 7
      // 128: a block has just ended; 64: it was the last.
      if type & 192 == 192 {
        last.endBit = bit
      } else if type & 128 != 0 {
        last.startBit = bit
      }
      if status == Z_STREAM_END { break }
      precondition(status == Z_OK, "zlib does not read what libdeflate made")
    }
    let made = twin.count - Int(stream.pointee.avail_out)
    precondition(
      stream.pointee.avail_in == 0
        && UnsafeRawBufferPointer(rebasing: twin[..<made]).isEqual(to: content),
      "zlib reads something else than went in")
    return last
  }

  /// Makes a stream one that goes on.
  /// - Returns: its new length.
  private func join(_ output: UnsafeMutableRawBufferPointer, _ last: LastBlock) -> Int {
    output[last.startBit >> 3] &= ~(1 << UInt8(last.startBit & 7))
    // Three bits say "stored, not last"; they are zero, as is what is left of their byte.
    let lengths = (last.endBit + 3 + 7) >> 3
    for index in ((last.endBit + 7) >> 3)..<(lengths + 2) { output[index] = 0 }
    output[lengths + 2] = 0xFF
    output[lengths + 3] = 0xFF
    return lengths + 4
  }
}
