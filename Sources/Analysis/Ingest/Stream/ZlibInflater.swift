internal import CZlib

/// zlib: slower than ISA-L, there on every machine.
final class ZlibInflater: Inflater {
  private var stream = z_stream()

  init() {
    precondition(estreat_inflate_init(&stream, 15 + 16) == Z_OK, "zlib cannot start")
  }

  deinit { inflateEnd(&stream) }

  func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(InflateFault) -> InflateStep {
    stream.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(input.count)
    stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(output.count)
    let status = inflate(&stream, Z_NO_FLUSH)
    let consumed = input.count - Int(stream.avail_in)
    let produced = output.count - Int(stream.avail_out)
    switch status {
    case Z_OK, Z_BUF_ERROR:
      return InflateStep(consumed: consumed, produced: produced, isMemberEnd: false)
    case Z_STREAM_END:
      return InflateStep(consumed: consumed, produced: produced, isMemberEnd: true)
    default: throw InflateFault(consumed: consumed, produced: produced)
    }
  }

  func reset() { inflateReset(&stream) }
}
