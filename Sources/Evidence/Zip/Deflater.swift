internal import CZlib
internal import Diagnostics

/// Raw deflate at level 6. One instance makes one stream.
///
/// The stream lives on the heap because zlib keeps a pointer back to it. Deflating large members
/// in parallel blocks would replace this type alone.
struct Deflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawBufferPointer

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: ZipFormat.chunkBytes, alignment: 16)
    precondition(estreat_deflate_init(stream, 6, -15) == Z_OK, "zlib cannot start a stream")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Compresses `input` and hands over what comes out; `isLast` ends the stream.
  func write(
    _ input: UnsafeRawBufferPointer, isLast: Bool,
    to sink: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    precondition(input.count <= Int(UInt32.max))
    let bytes = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.next_in = bytes.map { UnsafeMutablePointer(mutating: $0) }
    stream.pointee.avail_in = UInt32(input.count)
    var status = Z_OK
    repeat {
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      status = deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
      precondition(status != Z_STREAM_ERROR, "zlib stream used out of order")
      let made = output.count - Int(stream.pointee.avail_out)
      if made > 0 { try sink(UnsafeRawBufferPointer(rebasing: output[..<made])) }
    } while stream.pointee.avail_out == 0
    precondition(!isLast || status == Z_STREAM_END, "zlib did not end the stream")
  }
}

/// CRC-32 as zip counts it, continued from `crc`.
func crc32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
  guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return crc }
  return UInt32(crc32_z(UInt(crc), base, bytes.count))
}
