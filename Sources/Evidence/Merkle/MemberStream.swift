internal import CZlib
internal import Diagnostics

/// The content of a member, chunk by chunk when it is asked for: two members can be read side by
/// side. It only reads; whether the compressed form is as it must be is for `MemberReader` to say.
///
/// A class because it owns a zlib stream.
final class MemberStream {
  private let file: InputFile
  private let isDeflated: Bool
  private var offset: UInt64
  /// Stored bytes that were not read yet, and content that was not handed over yet.
  private var remaining: UInt64
  private var contentLeft: UInt64
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ZipFormat.chunkBytes, alignment: 16)

  /// - Returns: nil for a member whose data cannot be found or has an unknown form.
  init?(_ file: InputFile, _ member: ZipMember) {
    stream.initialize(to: z_stream())
    self.file = file
    let method = ZipMethod(rawValue: member.stated.method)
    isDeflated = method == .deflated
    offset = member.dataOffset ?? 0
    remaining = member.stated.compressedBytes
    contentLeft = member.stated.contentBytes
    precondition(estreat_inflate_init(stream, -15) == Z_OK, "zlib cannot start a stream")
    if member.dataOffset == nil || method == nil { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// The next bytes; none at the end.
  /// - Throws: `MerkleDefect` when it cannot be read to its stated end.
  func next() throws(MerkleDefect) -> [UInt8] {
    guard contentLeft > 0 else { return [] }
    let chunk = isDeflated ? try inflated() : try stored(input.count)
    guard !chunk.isEmpty, UInt64(chunk.count) <= contentLeft else {
      throw MerkleDefect(reason: "it cannot be read to its end")
    }
    contentLeft -= UInt64(chunk.count)
    return chunk
  }

  private func stored(_ most: Int) throws(MerkleDefect) -> [UInt8] {
    let wanted = Int(min(UInt64(most), remaining))
    let bytes: [UInt8]
    do throws(DiagnosticError) {
      bytes = try file.bytes(at: offset, count: wanted)
    } catch {
      throw MerkleDefect(reason: "it cannot be read")
    }
    offset += UInt64(bytes.count)
    remaining -= UInt64(bytes.count)
    return bytes
  }

  private func inflated() throws(MerkleDefect) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: ZipFormat.chunkBytes)
    var made = 0
    while made == 0 {
      if stream.pointee.avail_in == 0 {
        let bytes = try stored(input.count)
        guard !bytes.isEmpty else { return [] }
        input.copyBytes(from: bytes)
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(bytes.count)
      }
      let status = out.withUnsafeMutableBufferPointer { target -> Int32 in
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let status = inflate(stream, Z_NO_FLUSH)
        made = target.count - Int(stream.pointee.avail_out)
        return status
      }
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        throw MerkleDefect(reason: "its data is broken")
      }
      if status == Z_STREAM_END { break }
    }
    out.removeLast(out.count - made)
    return out
  }
}
