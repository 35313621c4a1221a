internal import Analysis

/// The newest stretches of an export that go into a slice, in the order of the export.
///
/// Records of interleaved streams come when they end, and one may hold lines of others: stretches that
/// overlap become one, so that each byte of the export stands in the slice once. How many are kept
/// is bounded; an overlap with what was given away before repeats bytes, which no format of ours does.
struct SlicePieces {
  /// A stretch, and the records that begin in it.
  struct Piece {
    var start: Int64
    var bytes: [UInt8]
    var entries: [ExhibitEntry]
    var isText: Bool
    var end: Int64 { start + Int64(bytes.count) }
  }

  private var pieces: [Piece] = []
  private var byteCount = 0
  private static let mostPieces = 256
  private static let mostBytes = 4 << 20

  /// Adds a record with the bytes that hold it.
  mutating func add(
    _ entry: ExhibitEntry, _ bytes: UnsafeRawBufferPointer, _ extent: ExhibitExtent
  ) {
    let end = extent.offset + Int64(bytes.count)
    var low = pieces.count
    while low > 0, pieces[low - 1].end > extent.offset { low -= 1 }
    var high = low
    while high < pieces.count, pieces[high].start < end { high += 1 }
    if low < high, pieces[low].start <= extent.offset, end <= pieces[low].end {
      pieces[low].entries.append(entry)
      return
    }
    var merged = Piece(
      start: extent.offset, bytes: [], entries: [], isText: extent.isText)
    let overlapped = pieces[low..<high]
    merged.start = min(extent.offset, overlapped.first?.start ?? extent.offset)
    if let first = overlapped.first, first.start < extent.offset {
      merged.bytes = Array(first.bytes.prefix(Int(extent.offset - first.start)))
    }
    merged.bytes.append(contentsOf: bytes)
    if let last = overlapped.last, last.end > end {
      merged.bytes.append(contentsOf: last.bytes.suffix(Int(last.end - end)))
    }
    merged.entries = overlapped.flatMap(\.entries) + [entry]
    byteCount += merged.bytes.count - overlapped.reduce(0) { $0 + $1.bytes.count }
    pieces.replaceSubrange(low..<high, with: [merged])
  }

  /// Gives the oldest pieces away when there are more than are kept; all of them at the end.
  mutating func take(all: Bool) -> [Piece] {
    guard all || pieces.count > Self.mostPieces || byteCount > Self.mostBytes else { return [] }
    let count = all ? pieces.count : max(1, pieces.count / 2)
    let taken = Array(pieces.prefix(count))
    pieces.removeFirst(count)
    byteCount -= taken.reduce(0) { $0 + $1.bytes.count }
    return taken
  }
}
