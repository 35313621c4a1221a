internal import CZlib

/// Inflates gzip members one after another through zlib.
///
/// A class because zlib's state is a unique resource that must be ended once.
final class GzipInflater {
  /// How the stream stands.
  enum Failure: Error, Equatable {
    /// zlib refused the data at this compressed offset.
    case corrupt(offset: Int64)
    /// More came out than the limit allows for what went in.
    case ratio(offset: Int64)
  }

  private var stream = z_stream()
  private var output: UnsafeMutableRawBufferPointer
  private let ratioLimit: Int
  private var consumed: Int64 = 0
  private var produced: Int64 = 0
  /// Whether the last member was read to its trailer.
  private(set) var isAtMemberEnd = true
  private var members = 0
  /// Bytes after the last member that are no gzip: padding is passed over, as gzip does.
  private(set) var trailingBytes: Int64 = 0

  init(ratioLimit: Int) {
    self.ratioLimit = ratioLimit
    output = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 64)
    precondition(estreat_inflate_init(&stream, 15 + 16) == Z_OK, "zlib cannot start")
  }

  deinit {
    inflateEnd(&stream)
    output.deallocate()
  }

  /// Inflates `input`, handing over each block of output.
  func consume(
    _ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let base = input.baseAddress else { return }
    stream.next_in = UnsafeMutablePointer(
      mutating: base.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(input.count)
    while stream.avail_in > 0 {
      if isAtMemberEnd && members > 0 && trailingBytes > 0 {
        trailingBytes += Int64(stream.avail_in)
        return
      }
      if isAtMemberEnd && members > 0 {
        if stream.next_in.pointee != 0x1f {
          trailingBytes += Int64(stream.avail_in)
          return
        }
        inflateReset(&stream)
      }
      isAtMemberEnd = false
      try step(body)
    }
  }

  private func step(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let before = stream.avail_in
    stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(output.count)
    let status = inflate(&stream, Z_NO_FLUSH)
    consumed += Int64(before - stream.avail_in)
    let count = output.count - Int(stream.avail_out)
    produced += Int64(count)
    if count > 0 {
      try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[0..<count]))
    }
    if produced > 64 << 20 && produced / max(1, consumed) > Int64(ratioLimit) {
      throw Failure.ratio(offset: consumed)
    }
    switch status {
    case Z_OK, Z_BUF_ERROR: return
    case Z_STREAM_END:
      isAtMemberEnd = true
      members += 1
    default: throw Failure.corrupt(offset: consumed)
    }
  }

  /// Hands over output that zlib still holds when the input ends exactly at a full buffer.
  func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    while !isAtMemberEnd {
      let before = produced
      stream.avail_in = 0
      try step(body)
      if produced == before { return }
    }
  }
}
