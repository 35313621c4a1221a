/// The chunks that an index expects in one segment, by their place in it.
///
/// Blocks are written in the order of their index, so that both are walked side by side; where the
/// index goes another way, what it expects is gathered and sorted first. A class because it walks.
final class ChunkPlan {
  /// A chunk that the index names.
  struct Expected {
    var offset: UInt32
    /// Times of its first and last sample, in milliseconds since 1970.
    var first: Int64
    var last: Int64
    fileprivate var series: Int64
  }

  private let cursor: SeriesCursor
  private let segment: UInt32
  /// What is expected, the last first, when the order of the index does not do.
  private var sorted: [Expected]?
  /// Where in the current series the walk stands.
  private var turn = 0
  /// The next chunk; nil when none is left.
  private(set) var next: Expected?

  /// - Parameter entryLimit: most chunks that are sorted.
  /// - Throws: `TSDBDefect` `tsdb-index-order`.
  init(
    _ index: IndexFile, segment: UInt32, recordLimit: Int, entryLimit: Int
  ) throws(TSDBDefect) {
    self.segment = segment
    cursor = SeriesCursor(index, recordLimit: recordLimit)
    if !Self.isInOrder(index, segment, recordLimit) {
      sorted = try Self.gather(index, segment, recordLimit, entryLimit)
    }
    advance()
  }

  /// Makes the series of `expected` the current one.
  /// - Returns: nil when it cannot be read any more.
  func series(of expected: Expected) -> SeriesCursor? {
    if cursor.offset == expected.series && sorted == nil { return cursor }
    return cursor.load(at: expected.series) ? cursor : nil
  }

  /// Goes on to the next chunk.
  func advance() {
    if sorted != nil {
      next = sorted?.popLast()
      return
    }
    while true {
      while turn < cursor.chunks.count {
        let chunk = cursor.chunks[turn]
        turn += 1
        guard chunk.segment == segment else { continue }
        next = Expected(
          offset: chunk.offset, first: chunk.first, last: chunk.last, series: cursor.offset)
        return
      }
      switch cursor.next() {
      case .series: turn = 0
      case .defect: turn = cursor.chunks.count
      case .end:
        next = nil
        return
      }
    }
  }

  private static func isInOrder(
    _ index: IndexFile, _ segment: UInt32, _ recordLimit: Int
  ) -> Bool {
    let cursor = SeriesCursor(index, recordLimit: recordLimit)
    var last: Int64 = -1
    while true {
      switch cursor.next() {
      case .series:
        for chunk in cursor.chunks where chunk.segment == segment {
          if Int64(chunk.offset) < last { return false }
          last = Int64(chunk.offset)
        }
      case .defect: continue
      case .end: return true
      }
    }
  }

  private static func gather(
    _ index: IndexFile, _ segment: UInt32, _ recordLimit: Int, _ entryLimit: Int
  ) throws(TSDBDefect) -> [Expected] {
    let cursor = SeriesCursor(index, recordLimit: recordLimit)
    var all: [Expected] = []
    walk: while true {
      switch cursor.next() {
      case .series:
        for chunk in cursor.chunks where chunk.segment == segment {
          all.append(
            Expected(
              offset: chunk.offset, first: chunk.first, last: chunk.last, series: cursor.offset))
        }
        guard all.count <= entryLimit else {
          throw TSDBDefect(
            "tsdb-index-order", "the chunks lie in another order than the index names them in",
            fix: "raise --max-memory, or compact the block")
        }
      case .defect: continue
      case .end: break walk
      }
    }
    all.sort { ($0.offset, $0.series) > ($1.offset, $1.series) }
    return all
  }
}
