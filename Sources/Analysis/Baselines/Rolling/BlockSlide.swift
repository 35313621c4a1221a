internal import CSelect

/// One thread's way over the blocks of a series: sorts, merges, slides.
///
/// A class because it owns memory that is used again for every block.
final class BlockSlide {
  private let plan: SlidingQuantiles
  private let samples: UnsafeBufferPointer<Double>
  private let rows: UnsafeMutablePointer<Double>
  private let level: Int32
  private let length: Int
  private let sorter: BlockSorter
  private var older: SortedBlock
  private var newer: SortedBlock
  private let ranks: cselect_ranks
  private let words: UnsafeMutablePointer<UInt64>
  /// Cursors of windows without NaN that are full.
  private var cursors: [cselect_cursor]
  private let places: [QuantilePlace]

  /// A way over `samples`, which fills `rows`.
  init(
    _ plan: SlidingQuantiles, samples: UnsafeBufferPointer<Double>,
    rows: UnsafeMutablePointer<Double>, level: Int32
  ) {
    (self.plan, self.samples, self.rows, self.level) = (plan, samples, rows, level)
    length = min(plan.length, samples.count)
    sorter = BlockSorter(capacity: length)
    older = SortedBlock(capacity: length)
    newer = SortedBlock(capacity: length)
    // A word of ones before the ranks and one behind; values that may be read beyond the last one.
    words = .allocate(capacity: 2 * length / 64 + 3)
    ranks = cselect_ranks(
      words: words + 1, values: .allocate(capacity: 2 * length + 64),
      a: .allocate(capacity: length), b: .allocate(capacity: length))
    places = plan.request.places(among: plan.length)
    cursors = places.map { cselect_cursor(at: 0, share: $0.share) }
  }

  deinit {
    words.deallocate()
    ranks.values.deallocate()
    ranks.a.deallocate()
    ranks.b.deallocate()
  }

  /// Fills in the rows of some blocks, one after the other.
  func run(_ blocks: Range<Int>) {
    if blocks.lowerBound == 0 {
      older.count = 0
      older.valid = 0
    } else {
      sort(blocks.lowerBound - 1, into: older)
    }
    for block in blocks {
      sort(block, into: newer)
      forgetRanks()
      cselect_merge(
        older.keys, older.order, older.valid, newer.keys, newer.order, newer.valid, ranks)
      let out = rows + block * length * places.count
      if older.valid == plan.length && newer.valid == newer.count {
        for (i, place) in places.enumerated() {
          cursors[i].at = Int64(ranks.a[Int(older.order[place.low])])
        }
        cselect_slide(level, ranks, newer.count, cursors, cursors.count, out)
      } else {
        var slide = UnevenSlide(plan, older: older, newer: newer, ranks: ranks)
        slide.run(into: out)
      }
      swap(&older, &newer)
    }
  }

  private func sort(_ block: Int, into sorted: SortedBlock) {
    let first = block * length
    let last = min(samples.count, first + length)
    sorter.sort(UnsafeBufferPointer(rebasing: samples[first..<last]), into: sorted)
  }

  /// NaN has no rank; merging leaves its place alone.
  private func forgetRanks() {
    if older.valid < older.count { ranks.a.update(repeating: .max, count: older.count) }
    if newer.valid < newer.count { ranks.b.update(repeating: .max, count: newer.count) }
  }
}
