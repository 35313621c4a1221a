/// Walks over the series of an index, in the order they lie there.
///
/// A class because it keeps a window and the arrays of the current series from one to the next.
final class SeriesCursor {
  /// A label as two symbols.
  struct Label: Hashable {
    var name: UInt32
    var value: UInt32
  }
  /// One chunk of a series.
  struct Chunk: Hashable {
    /// Times of its first and last sample, in milliseconds since 1970.
    var first: Int64
    var last: Int64
    /// Number of the segment that holds it, from 0.
    var segment: UInt32
    /// Where in the segment.
    var offset: UInt32
  }
  /// What came next.
  enum Step: Equatable {
    case series
    /// Something that is no series; the walk goes on behind it.
    case defect(TSDBDefect, length: Int64)
    case end
  }

  let index: IndexFile
  private let window: FileWindow
  private let recordLimit: Int
  private var at: Int64
  /// Bytes that may still be looked at in search of the next good series.
  private var searchBytes: Int64
  /// Where the current series lies, and how long it is with length and checksum.
  private(set) var offset: Int64 = 0
  private(set) var length: Int64 = 0
  private(set) var labels: [Label] = []
  private(set) var chunks: [Chunk] = []

  init(_ index: IndexFile, recordLimit: Int) {
    self.index = index
    self.recordLimit = recordLimit
    window = FileWindow(index.file)
    at = index.contents.series
    searchBytes = 16 * (index.seriesEnd - index.contents.series)
  }

  /// Goes to the next series.
  func next() -> Step {
    at = aligned(at)
    guard at < index.seriesEnd, !isPadding(at) else { return .end }
    if load(at: at) {
      at = offset + length
      return .series
    }
    let broken = at
    at = search(after: broken)
    return .defect(
      TSDBDefect(
        "tsdb-series-corrupt", "a series of the index is broken, or its checksum wrong",
        at: broken), length: at - broken)
  }

  /// Makes the series at `place` the current one.
  /// - Returns: false when no series lies there.
  func load(at place: Int64) -> Bool {
    offset = -1
    var bytes = window.bytes(at: place, least: 5)
    var cursor = ByteCursor(bytes)
    let body = cursor.uvarint()
    let head = cursor.at
    guard !cursor.isBroken, body > 0, body <= UInt64(recordLimit),
      place + Int64(head) + Int64(body) + 4 <= index.seriesEnd
    else { return false }
    let total = head + Int(body) + 4
    if bytes.count < total { bytes = window.bytes(at: place, least: total) }
    guard bytes.count >= total else { return false }
    let content = UnsafeRawBufferPointer(rebasing: bytes[head..<(head + Int(body))])
    let crc = UInt32(
      bigEndian: bytes.loadUnaligned(fromByteOffset: total - 4, as: UInt32.self))
    guard CRC32C.of(content) == crc, parse(content) else { return false }
    offset = place
    length = Int64(total)
    return true
  }

  private func parse(_ content: UnsafeRawBufferPointer) -> Bool {
    labels.removeAll(keepingCapacity: true)
    chunks.removeAll(keepingCapacity: true)
    var cursor = ByteCursor(content)
    let labelCount = cursor.uvarint()
    // Each label and each chunk takes two bytes at least.
    guard labelCount <= UInt64(cursor.left / 2) else { return false }
    for _ in 0..<labelCount {
      let name = cursor.uvarint()
      let value = cursor.uvarint()
      guard name <= UInt64(UInt32.max), value <= UInt64(UInt32.max) else { return false }
      labels.append(Label(name: UInt32(name), value: UInt32(value)))
    }
    let chunkCount = cursor.uvarint()
    guard chunkCount <= UInt64(cursor.left / 2) else { return false }
    var last: Int64 = 0
    var reference: UInt64 = 0
    for turn in 0..<chunkCount {
      let first: Int64
      if turn == 0 {
        first = cursor.varint()
        last = first &+ Int64(bitPattern: cursor.uvarint())
        reference = cursor.uvarint()
      } else {
        first = last &+ Int64(bitPattern: cursor.uvarint())
        last = first &+ Int64(bitPattern: cursor.uvarint())
        reference = reference &+ UInt64(bitPattern: cursor.varint())
      }
      chunks.append(
        Chunk(
          first: first, last: last, segment: UInt32(truncatingIfNeeded: reference >> 32),
          offset: UInt32(truncatingIfNeeded: reference)))
    }
    return !cursor.isBroken
  }

  /// Series of version 2 begin at whole multiples of 16.
  private func aligned(_ place: Int64) -> Int64 {
    index.version == 1 ? place : (place + 15) & ~15
  }

  /// Whether only zeros lie up to the next section, as many as align it.
  private func isPadding(_ place: Int64) -> Bool {
    let left = index.seriesEnd - place
    return left < 16
      && window.bytes(at: place, least: Int(left)).prefix(Int(left)).allSatisfy { $0 == 0 }
  }

  /// Where the next series that is whole begins; the end of the section when there is none, or
  /// when the search costs too much.
  private func search(after place: Int64) -> Int64 {
    var place = place
    while true {
      place = aligned(place + 1)
      guard place < index.seriesEnd, searchBytes > 0 else { return index.seriesEnd }
      let bytes = window.bytes(at: place, least: 5)
      var cursor = ByteCursor(bytes)
      let body = cursor.uvarint()
      searchBytes -= 16
      if cursor.isBroken || body == 0 || body > UInt64(recordLimit) { continue }
      searchBytes -= Int64(body)
      if load(at: place) { return place }
    }
  }
}
