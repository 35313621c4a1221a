/// The postings of an index: for each label and value the series that carry it.
///
/// Series are found by walking over all of them, which their checksums need anyway; postings are
/// compared with that.
struct PostingsTable {
  private let index: IndexFile
  private let window: FileWindow
  /// Reads the lists, while `window` stays in the table.
  private let lists: FileWindow
  /// How many series the list of all of them names; nil when there is none.
  private(set) var allCount: Int?
  /// Whether everything was right so far.
  private(set) var isWhole = true

  /// Bytes of lists that may still be read: an index in which each list is named once needs no more
  /// than its size.
  private var budgetBytes: Int64

  init(_ index: IndexFile, _ window: FileWindow) {
    self.index = index
    budgetBytes = 2 * index.file.sizeBytes
    self.window = window
    lists = FileWindow(index.file)
  }

  /// Checks the lists that the table in `range` of the file names.
  mutating func check(_ range: Range<Int64>, into sink: any RecordSink) {
    guard let count = window.big32(at: range.lowerBound) else { return }
    var at = range.lowerBound + 4
    for _ in 0..<count {
      // Names are as long as they are; a whole entry rarely takes more.
      var least = 4 << 10
      var entry = entry(at: at, range.upperBound, least)
      while entry == nil, least < 32 << 20, at + Int64(least) < range.upperBound {
        least *= 8
        entry = self.entry(at: at, range.upperBound, least)
      }
      guard let entry else {
        isWhole = false
        sink.quarantine(
          TSDBDefect("tsdb-index-postings", "the postings offset table is broken").quarantined(),
          at: RecordPlace(offset: at, length: range.upperBound - at))
        return
      }
      at += Int64(entry.length)
      guard let found = listCount(entry.list) else {
        isWhole = false
        sink.quarantine(
          TSDBDefect(
            "tsdb-index-postings", "a list of postings is broken, or its checksum wrong"
          ).quarantined(), at: RecordPlace(offset: min(entry.list, index.file.sizeBytes), length: 0)
        )
        continue
      }
      if entry.isAll { allCount = found }
    }
  }

  private struct Entry {
    var list: Int64
    var isAll: Bool
    var length: Int
  }

  private func entry(at offset: Int64, _ end: Int64, _ least: Int) -> Entry? {
    let bytes = window.bytes(at: offset, least: Int(min(Int64(least), end - offset)))
    var cursor = ByteCursor(
      UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(min(Int64(bytes.count), end - offset)))))
    guard cursor.uvarint() == 2 else { return nil }
    let isAll = cursor.text().isEmpty
    _ = cursor.text()
    let list = cursor.uvarint()
    guard !cursor.isBroken, list < UInt64(Int64.max) else { return nil }
    return Entry(list: Int64(list), isAll: isAll, length: cursor.at)
  }

  /// How many series a list names; nil when it is broken.
  private mutating func listCount(_ offset: Int64) -> Int? {
    guard let length = lists.big32(at: offset) else { return nil }
    budgetBytes -= Int64(length)
    guard budgetBytes >= 0, let count = lists.big32(at: offset + 4),
      Int64(length) == 4 + 4 * Int64(count), offset + 8 + Int64(length) <= index.file.sizeBytes,
      let stated = lists.big32(at: offset + 4 + Int64(length)),
      lists.checksum(from: offset + 4, to: offset + 4 + Int64(length)) == stated
    else { return nil }
    return Int(count)
  }
}
