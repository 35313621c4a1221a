internal import Analysis

/// What is left of a source when its slices are longer than `--max-slice`: which stretches of the
/// export stay, because a record in them stands out, and which are omitted.
///
/// It is written along with the slices, because only their end tells whether they are too long. Of
/// records it keeps the places alone, and of those only what has not come to its order yet, so
/// that memory does not grow with the source.
///
/// A class because it owns files.
final class SourceBrief {
  /// A stretch of the export, as the second reading of it needs it.
  struct Stretch: BitwiseCopyable {
    var start: Int64
    var end: Int64
    /// Records that begin in it.
    var records: Int64
    /// Number of the slice that holds it; -1 where it is omitted.
    var slice: Int64
    private var text: Int64
    /// Whether a line feed may follow.
    var isText: Bool { text != 0 }

    init(start: Int64, end: Int64, records: Int64, slice: Int, isText: Bool) {
      self.start = start
      self.end = end
      self.records = records
      self.slice = Int64(slice)
      text = isText ? 1 : 0
    }
  }
  /// A stretch that may still grow by others that overlap it.
  private struct Piece {
    var start: Int64
    var end: Int64
    var records: Int64
    var slice: Int
    var isText: Bool
    /// Records that begin in it.
    var entries: [ExhibitEntry]
    var standsOut: Bool
  }
  /// Where a slice ends while it is laid out.
  private struct Layout {
    var size: Int64 = 0
    var last: (end: Int64, isText: Bool)?
  }

  private let stretches: SliceFile
  private var pieces: [Piece] = []
  private var omitted: Stretch?
  private var layouts: [Int: Layout] = [:]
  private let index: (ExhibitEntry, _ slice: Int, _ offset: Int64) throws -> Void
  /// Records that are not carried.
  private(set) var omittedRecords: Int64 = 0
  /// Records that are carried, by slice.
  private(set) var keptRecords: [Int: Int64] = [:]
  private static let mostPieces = 256
  /// Lines of text are apart by their line feed, or carriage return and line feed: records that are
  /// no further apart have no other record between them.
  private static let gap: Int64 = 2

  /// - Parameters:
  ///   - path: a file for the stretches; it must not be there.
  ///   - index: takes each record that stays with its offset in its slice.
  init(
    path: String, index: @escaping (ExhibitEntry, _ slice: Int, _ offset: Int64) throws -> Void
  ) throws {
    stretches = try SliceFile(path: path)
    self.index = index
  }

  /// Adds a record with the stretch that holds it.
  /// - Parameter isNew: whether the record counts: not one that was counted with the line before.
  func add(
    _ entry: ExhibitEntry, _ extent: ExhibitExtent, count: Int, slice: Int, isNew: Bool
  ) throws {
    var piece = Piece(
      start: extent.offset, end: extent.offset + Int64(count), records: isNew ? 1 : 0, slice: slice,
      isText: extent.isText, entries: isNew ? [entry] : [],
      standsOut: entry.standsOut)
    var low = pieces.count
    while low > 0, pieces[low - 1].end > piece.start { low -= 1 }
    var high = low
    while high < pieces.count, pieces[high].start < piece.end { high += 1 }
    for other in pieces[low..<high].reversed() {
      if other.standsOut { piece.slice = other.slice }
      piece.start = min(piece.start, other.start)
      piece.end = max(piece.end, other.end)
      piece.records += other.records
      piece.entries = other.entries + piece.entries
      piece.standsOut = piece.standsOut || other.standsOut
    }
    pieces.replaceSubrange(low..<high, with: [piece])
    if pieces.count > Self.mostPieces { try settle(pieces.count / 2) }
  }

  /// Ends the source; the stretches can be read then.
  func finish() throws {
    try settle(pieces.count)
    try close()
    try stretches.flush()
  }

  /// Removes the file.
  func remove() { stretches.remove() }

  /// The oldest pieces grow no more.
  private func settle(_ count: Int) throws {
    for piece in pieces.prefix(count) {
      guard piece.standsOut else {
        omittedRecords += piece.records
        try omit(piece)
        continue
      }
      try close()
      var layout = layouts[piece.slice] ?? Layout()
      if let last = layout.last, last.isText, last.end != piece.start { layout.size += 1 }
      for entry in piece.entries.sorted(by: { $0.provenance < $1.provenance }) {
        try index(
          entry, piece.slice, layout.size + entry.provenance.place.offset - piece.start)
      }
      layout.size += piece.end - piece.start
      layout.last = (piece.end, piece.isText)
      layouts[piece.slice] = layout
      keptRecords[piece.slice, default: 0] += piece.records
      try write(
        Stretch(
          start: piece.start, end: piece.end, records: piece.records, slice: piece.slice,
          isText: piece.isText))
    }
    pieces.removeFirst(count)
  }

  private func omit(_ piece: Piece) throws {
    if var run = omitted, run.isText == piece.isText, piece.start >= run.end,
      piece.start - run.end <= (piece.isText ? Self.gap : 0)
    {
      run.end = piece.end
      run.records += piece.records
      omitted = run
      return
    }
    try close()
    omitted = Stretch(
      start: piece.start, end: piece.end, records: piece.records, slice: -1, isText: piece.isText)
  }

  private func close() throws {
    if let run = omitted { try write(run) }
    omitted = nil
  }

  private func write(_ stretch: Stretch) throws {
    try withUnsafeBytes(of: stretch) { try stretches.append($0) }
  }

  /// Where the stretches lie, in order, as they are in memory.
  var path: String { stretches.path }
}
