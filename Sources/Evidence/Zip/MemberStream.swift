internal import Diagnostics

/// Why the data of a member is not taken.
enum InflateFault: Error, Equatable {
  /// No valid deflate stream of that length.
  case malformed(String)
  /// More or fewer bytes than stated.
  case size
}

/// What one step of reading a member gives.
struct MemberPiece {
  /// Bytes that were put into the buffer.
  var count: Int
  /// Whether nothing follows.
  var isLast: Bool
  /// Why it ends here, if that is not the end.
  var fault: InflateFault?
}

/// The content of a member, piece by piece.
final class MemberStream {
  private enum Form {
    case deflated(InflateStream)
    case stored
    case faulty(InflateFault)
  }

  private let file: InputFile
  private let form: Form
  private var position: UInt64
  private var left: UInt64

  /// - Parameter offset: where its data begins.
  init(_ file: InputFile, _ stated: ZipHeader, at offset: UInt64) {
    self.file = file
    position = offset
    left = stated.contentBytes
    switch ZipMethod(rawValue: stated.method) {
    case .deflated:
      form = .deflated(
        InflateStream(
          file, at: offset, count: stated.compressedBytes, contentBytes: stated.contentBytes))
    case .stored: form = stated.compressedBytes == left ? .stored : .faulty(.size)
    case nil: form = .faulty(.malformed("method \(stated.method) is not known"))
    }
  }

  /// Fills `buffer`, or less with the end of the content.
  /// - Throws: `file-unreadable`.
  func read(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(DiagnosticError) -> MemberPiece {
    switch form {
    case .deflated(let stream): return try stream.read(into: buffer)
    case .faulty(let fault): return MemberPiece(count: 0, isLast: true, fault: fault)
    case .stored:
      let wanted = Int(min(UInt64(buffer.count), left))
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      let count = try file.read(at: position, into: target)
      position += UInt64(count)
      left -= UInt64(count)
      return MemberPiece(
        count: count, isLast: left == 0 || count < wanted, fault: count < wanted ? .size : nil)
    }
  }

  /// Hands over the content in full chunks; only the last is shorter.
  /// - Returns: nil, or why it cannot be read to its end.
  /// - Throws: what `body` throws, `file-unreadable`.
  func forEachChunk(
    _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) -> InflateFault? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: ZipFormat.chunkBytes, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let piece = try read(into: buffer)
      if piece.count > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[..<piece.count])) }
      if piece.isLast { return piece.fault }
    }
  }
}
