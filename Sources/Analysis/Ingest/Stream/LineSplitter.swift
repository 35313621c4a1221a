internal import Glibc

/// Cuts a stream of chunks into lines, keeping offset and line number.
///
/// A carriage return before the line feed belongs to the line end. Lines beyond the limit are
/// reported once and passed over to their end.
struct LineSplitter {
  /// One line, valid during the call.
  struct Line {
    var bytes: UnsafeRawBufferPointer
    var place: RecordPlace
    /// False for a last line without a line feed.
    var isTerminated: Bool
  }
  /// What a reader gets.
  enum Item {
    case line(Line)
    /// A line longer than the limit; only its place is known.
    case tooLong(RecordPlace)
  }

  private let limit: Int
  private var carry: [UInt8] = []
  private var lineStart: Int64 = 0
  private var position: Int64 = 0
  private var lineNumber: Int64 = 1
  private var isSkipping = false

  init(limit: Int) { self.limit = limit }

  /// A splitter for one chunk of whole lines.
  init(_ chunk: LineChunk, limit: Int) {
    self.limit = limit
    position = chunk.offset
    lineStart = chunk.offset
    lineNumber = chunk.firstLine
  }

  /// Hands over every line that ends in `chunk`.
  mutating func consume(
    _ chunk: UnsafeRawBufferPointer, _ body: (Item) throws -> Void
  ) rethrows {
    guard let base = chunk.baseAddress else { return }
    var from = 0
    while from < chunk.count {
      guard let found = memchr(base + from, 0x0a, chunk.count - from) else {
        keep(UnsafeRawBufferPointer(rebasing: chunk[from...]))
        position += Int64(chunk.count - from)
        return
      }
      let end = UnsafeRawPointer(found) - base
      let piece = UnsafeRawBufferPointer(rebasing: chunk[from..<end])
      position += Int64(end - from) + 1
      try close(piece, isTerminated: true, body)
      lineStart = position
      lineNumber += 1
      from = end + 1
    }
  }

  /// Hands over a last line without a line feed, if there is one.
  mutating func finish(_ body: (Item) throws -> Void) rethrows {
    guard position > lineStart else { return }
    try close(UnsafeRawBufferPointer(start: nil, count: 0), isTerminated: false, body)
    lineStart = position
  }

  private mutating func keep(_ piece: UnsafeRawBufferPointer) {
    if isSkipping { return }
    if carry.count + piece.count > limit {
      isSkipping = true
      carry.removeAll(keepingCapacity: false)
    } else {
      carry.append(contentsOf: piece)
    }
  }

  private mutating func close(
    _ piece: UnsafeRawBufferPointer, isTerminated: Bool, _ body: (Item) throws -> Void
  ) rethrows {
    if isSkipping || carry.count + piece.count > limit {
      let length = position - lineStart - (isTerminated ? 1 : 0)
      isSkipping = false
      carry.removeAll(keepingCapacity: false)
      try body(.tooLong(RecordPlace(offset: lineStart, length: length, line: lineNumber)))
      return
    }
    if carry.isEmpty {
      try body(.line(line(piece, isTerminated)))
      return
    }
    carry.append(contentsOf: piece)
    try carry.withUnsafeBytes { try body(.line(line($0, isTerminated))) }
    carry.removeAll(keepingCapacity: true)
  }

  private func line(_ bytes: UnsafeRawBufferPointer, _ isTerminated: Bool) -> Line {
    var count = bytes.count
    if count > 0 && bytes[count - 1] == 0x0d { count -= 1 }
    return Line(
      bytes: UnsafeRawBufferPointer(rebasing: bytes[0..<count]),
      place: RecordPlace(offset: lineStart, length: Int64(count), line: lineNumber),
      isTerminated: isTerminated)
  }
}
