internal import CDeflate
internal import CReadBack

/// libdeflate, used for one block after another; every block is read back before it is used.
///
/// libdeflate only makes whole streams, and a member is one stream of many blocks. A stream that
/// another one follows is therefore opened at its end: the bit that says "last" is cleared, and an
/// empty stored block brings it to a byte boundary, which is how zlib ends what it flushes. Where
/// those bits lie only a reader of the stream knows; `estreat_read_back` tells it. It compares each
/// byte that the stream means with what went in, so that a mistake of the compressor ends the
/// program and never reaches a package.
///
/// A class because the library's states must be freed exactly once. One thread uses it at a time.
final class Deflater: @unchecked Sendable {
  /// Header and lengths of an empty stored block, and the rest of a byte before it.
  private static let joinBytes = 5

  /// By level; made when first used.
  private var compressors: [Int32: OpaquePointer] = [:]
  /// What an empty collection, which may have no address, is read from.
  private let nothing = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)

  deinit {
    for compressor in compressors.values { libdeflate_free_compressor(compressor) }
    nothing.deallocate()
  }

  /// Room that `count` bytes of content need, whatever they are.
  static func bound(_ count: Int) -> Int {
    libdeflate_deflate_compress_bound(nil, count) + joinBytes
  }

  /// Deflates `content`, at most one block, to a byte boundary or to the end of the stream.
  /// - Returns: bytes written to `output`, which must have the room that `bound` says.
  func deflate(
    _ content: UnsafeRawBufferPointer, level: Int32, isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> Int {
    let start = content.baseAddress ?? UnsafeRawPointer(nothing)
    let count = libdeflate_deflate_compress(
      compressor(level), start, content.count, output.baseAddress, output.count - Self.joinBytes)
    precondition(count > 0, "a block does not fit its buffer")
    var last = LastBlock()
    let isRead = estreat_read_back(
      output.baseAddress, count, start, content.count, &last.startBit, &last.endBit)
    precondition(isRead == 1, "what libdeflate made is not what went in")
    return isLast ? count : join(output, last)
  }

  private func compressor(_ level: Int32) -> OpaquePointer {
    if let compressor = compressors[level] { return compressor }
    guard let compressor = libdeflate_alloc_compressor(level) else {
      preconditionFailure("libdeflate cannot start")
    }
    compressors[level] = compressor
    return compressor
  }

  /// Where a stream's last block lies, in bits from the begin of the stream.
  private struct LastBlock {
    var startBit = 0
    var endBit = 0
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
