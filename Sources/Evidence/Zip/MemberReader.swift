internal import Diagnostics

/// Reads the content of members one at a time.
struct MemberReader {
  let file: InputFile

  /// Hands over the content chunk by chunk.
  /// - Returns: nil, or why it cannot be read to its end.
  func forEachChunk(
    of stated: ZipHeader, at offset: UInt64,
    _ body: (UnsafeRawBufferPointer) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) -> InflateFault? {
    try MemberStream(file, stated, at: offset).forEachChunk(body)
  }
}
