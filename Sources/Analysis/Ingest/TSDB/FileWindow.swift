/// A stretch of a block's part in memory, moved along as it is read.
///
/// A class because it owns its buffer.
final class FileWindow {
  private let file: BlockFile
  private var buffer: UnsafeMutableRawBufferPointer
  private var start: Int64 = 0
  private var count = 0

  init(_ file: BlockFile, bytes: Int = 256 << 10) {
    self.file = file
    buffer = .allocate(byteCount: bytes, alignment: 64)
  }

  deinit { buffer.deallocate() }

  /// The bytes from `offset`: at least `least` of them unless the file ends before, and as many
  /// more as are at hand. They are valid until the next call.
  func bytes(at offset: Int64, least: Int) -> UnsafeRawBufferPointer {
    if offset < start || offset - start > Int64(count)
      || offset - start + Int64(least) > Int64(count)
    {
      if least > buffer.count {
        buffer.deallocate()
        buffer = .allocate(byteCount: least, alignment: 64)
      }
      start = offset
      count = file.read(at: offset, into: buffer)
    }
    return UnsafeRawBufferPointer(
      rebasing: UnsafeRawBufferPointer(buffer)[Int(offset - start)..<count])
  }

  /// The checksum of a stretch, however long; nil when the file ends before.
  func checksum(from offset: Int64, to end: Int64) -> UInt32? {
    var crc: UInt32 = 0
    var at = offset
    while at < end {
      let piece = bytes(at: at, least: Int(min(end - at, 64 << 10)))
      let count = Int(min(end - at, Int64(piece.count)))
      if count == 0 { return nil }
      crc = CRC32C.of(UnsafeRawBufferPointer(rebasing: piece[..<count]), after: crc)
      at += Int64(count)
    }
    return crc
  }

  /// Four bytes, the most significant first; nil when the file ends before.
  func big32(at offset: Int64) -> UInt32? {
    let piece = bytes(at: offset, least: 4)
    guard piece.count >= 4 else { return nil }
    return UInt32(bigEndian: piece.loadUnaligned(as: UInt32.self))
  }
}
