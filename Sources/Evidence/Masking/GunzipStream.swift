internal import CZlib
internal import Diagnostics

/// Inflates gzip of any number of members as its bytes come.
///
/// A class because zlib's stream must be ended exactly once.
final class GunzipStream {
  private let stream: UnsafeMutablePointer<z_stream>
  private let output = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ZipFormat.chunkBytes, alignment: 16)
  private var isBroken = false
  private var hasEnded = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 more than the window: gzip and nothing else.
    precondition(estreat_inflate_init(stream, 31) == Z_OK, "zlib cannot start a stream")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Whether all that was read was gzip and ended where a member does.
  var isWhole: Bool { !isBroken && hasEnded }

  /// Takes the next bytes and hands over what they give.
  func read(
    _ chunk: UnsafeRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    guard !isBroken, !chunk.isEmpty else { return }
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk.count, alignment: 1)
    defer { input.deallocate() }
    input.copyMemory(from: chunk)
    stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_in = UInt32(chunk.count)
    var isFull = false
    while stream.pointee.avail_in > 0 || isFull {
      if hasEnded {
        inflateReset(stream)
        hasEnded = false
      }
      stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      let status = inflate(stream, Z_NO_FLUSH)
      let made = output.count - Int(stream.pointee.avail_out)
      if made > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<made])) }
      isFull = made == output.count && status == Z_OK
      if status == Z_STREAM_END {
        hasEnded = true
      } else if status != Z_OK, status != Z_BUF_ERROR || stream.pointee.avail_in > 0 {
        isBroken = true
        return
      }
    }
  }
}
