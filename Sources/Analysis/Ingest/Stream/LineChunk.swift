/// Whole lines of an export, as one worker gets them.
public struct LineChunk {
  /// The lines with their line feeds. At least 64 bytes after the end can be read; they are blank.
  public var bytes: UnsafeRawBufferPointer
  /// Offset of the first byte in the decompressed content.
  public var offset: Int64
  /// One-based number of the first line.
  public var firstLine: Int64
  /// Number of the chunk in its export, from 0.
  public var index: Int
  /// False when the content ends without a line feed: then the last line is not terminated.
  public var isTerminated = true
  /// A line beyond the limit: only its place is known, and `bytes` is empty.
  public var tooLong: RecordPlace?
}
