internal import CZlib
internal import Diagnostics

/// Reads one raw deflate stream from a file, strictly: it must end exactly where the zip says,
/// with zero bits up to the byte boundary, and give exactly the stated number of bytes.
struct Inflater: ~Copyable {
  /// Why a stream is not taken.
  enum Fault: Error, Equatable {
    /// No valid deflate stream of that length.
    case malformed(String)
    /// More or fewer bytes than stated.
    case size
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private let output: UnsafeMutableRawBufferPointer

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: ZipFormat.chunkBytes, alignment: 16)
    output = .allocate(byteCount: ZipFormat.chunkBytes, alignment: 16)
    precondition(estreat_inflate_init(stream, -15) == Z_OK, "zlib cannot start a stream")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
    output.deallocate()
  }

  /// Inflates `count` bytes at `offset` and hands over the content in full chunks; only the last
  /// is shorter. Never makes more than one chunk beyond `contentBytes`.
  /// - Returns: nil, or why the stream is not taken; chunks may have been handed over before.
  /// - Throws: what `body` throws, `file-unreadable`.
  func read(
    _ file: InputFile, at offset: UInt64, count: UInt64, contentBytes: UInt64,
    _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) -> Fault? {
    var position = offset
    var remaining = count
    var handedOver: UInt64 = 0
    var lastTaken: UInt8 = 0
    resetOutput()
    while true {
      if stream.pointee.avail_in == 0, remaining > 0 {
        let wanted = Int(min(remaining, UInt64(input.count)))
        let target = UnsafeMutableRawBufferPointer(rebasing: input[..<wanted])
        let got = try file.read(at: position, into: target)
        if got == 0 { return .malformed("the file ends inside the data") }
        position += UInt64(got)
        remaining -= UInt64(got)
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(got)
      }
      let before = stream.pointee.avail_in
      // Z_BLOCK stops after each block, the only moment at which zlib tells the unused bits.
      let status = inflate(stream, Z_BLOCK)
      if stream.pointee.avail_in < before { lastTaken = stream.pointee.next_in[-1] }
      let made = output.count - Int(stream.pointee.avail_out)
      if handedOver + UInt64(made) > contentBytes { return .size }
      if Self.hasStrayBits(stream.pointee.data_type, lastTaken) {
        return .malformed("the bits after its end are not zero")
      }
      if status == Z_STREAM_END || made == output.count {
        if made > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<made])) }
        handedOver += UInt64(made)
        resetOutput()
      }
      if status == Z_STREAM_END { break }
      if status == Z_BUF_ERROR, made < output.count, remaining == 0 {
        return .malformed("it has no end")
      }
      if status != Z_OK && status != Z_BUF_ERROR {
        let reason = stream.pointee.msg.map { String(cString: $0) }
        return .malformed(reason ?? "zlib status \(status)")
      }
    }
    if stream.pointee.avail_in > 0 || remaining > 0 {
      return .malformed("it ends before its stated length")
    }
    return handedOver == contentBytes ? nil : .size
  }

  private func resetOutput() {
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(output.count)
  }

  /// Whether the last block has just ended inside a byte whose other bits are not zero.
  private static func hasStrayBits(_ dataType: Int32, _ last: UInt8) -> Bool {
    guard dataType & 192 == 192 else { return false }
    let unused = dataType & 7
    return unused > 0 && last >> (8 - UInt8(unused)) != 0
  }
}
