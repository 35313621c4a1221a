internal import CSelect

/// A slide over windows that do not all hold as many values: the first ones of a series, which
/// fill up, and those with NaN in them.
///
/// Places move as the number of values changes, by one value at most a step, so that cursors still
/// go a constant way a step.
struct UnevenSlide {
  /// A value in the window, by its rank in both blocks and by its index in the window.
  private struct Cursor {
    var rank: Int64 = 0
    var index = 0
  }

  /// The rank that stands for NaN.
  private static let noRank = UInt32.max

  private let plan: SlidingQuantiles
  private let older: SortedBlock
  private let newer: SortedBlock
  private let ranks: cselect_ranks
  private var cursors: [Cursor]
  private var count: Int
  private var missing: Int

  /// A slide from the window that is `older`.
  init(
    _ plan: SlidingQuantiles, older: SortedBlock, newer: SortedBlock, ranks: cselect_ranks
  ) {
    (self.plan, self.older, self.newer, self.ranks) = (plan, older, newer, ranks)
    count = older.valid
    missing = older.count - older.valid
    var start = Cursor()
    if older.valid > 0 { start.rank = Int64(ranks.a[Int(older.order[0])]) }
    cursors = Array(repeating: start, count: plan.request.quantiles.count)
  }

  /// Fills in a row for each sample of the newer block.
  mutating func run(into rows: UnsafeMutablePointer<Double>) {
    let columns = cursors.count
    for step in 0..<newer.count {
      if step < older.count { remove(ranks.a[step]) }
      insert(ranks.b[step])
      let row = rows + step * columns
      let isHidden = plan.request.missing == .propagate && missing > 0
      for column in 0..<columns {
        guard count > 0 else {
          row[column] = .nan
          continue
        }
        let place = plan.request.definition.place(
          of: plan.request.quantiles[column], among: count)
        move(&cursors[column], to: place.low)
        row[column] = isHidden || count < plan.minCount ? .nan : value(cursors[column], place)
      }
    }
  }

  private mutating func remove(_ rank: UInt32) {
    if rank == Self.noRank {
      missing -= 1
      return
    }
    let rank = Int64(rank)
    ranks.words[Int(rank >> 6)] &= ~(1 &<< UInt64(rank & 63))
    count -= 1
    for i in cursors.indices {
      if rank < cursors[i].rank {
        cursors[i].index -= 1
      } else if rank == cursors[i].rank && count > 0 {
        // The value behind takes the index, or the last one is now the one before.
        if cursors[i].index < count {
          cursors[i].rank = cselect_above(ranks.words, rank)
        } else {
          cursors[i].rank = cselect_below(ranks.words, rank)
          cursors[i].index -= 1
        }
      }
    }
  }

  private mutating func insert(_ rank: UInt32) {
    if rank == Self.noRank {
      missing += 1
      return
    }
    let rank = Int64(rank)
    ranks.words[Int(rank >> 6)] |= 1 &<< UInt64(rank & 63)
    count += 1
    for i in cursors.indices {
      if count == 1 {
        cursors[i] = Cursor(rank: rank, index: 0)
      } else if rank < cursors[i].rank {
        cursors[i].index += 1
      }
    }
  }

  private func move(_ cursor: inout Cursor, to index: Int) {
    while cursor.index < index {
      cursor.rank = cselect_above(ranks.words, cursor.rank)
      cursor.index += 1
    }
    while cursor.index > index {
      cursor.rank = cselect_below(ranks.words, cursor.rank)
      cursor.index -= 1
    }
  }

  private func value(_ cursor: Cursor, _ place: QuantilePlace) -> Double {
    let low = ranks.values[Int(cursor.rank)]
    if place.share == 0 { return low }
    let high = ranks.values[Int(cselect_above(ranks.words, cursor.rank))]
    return cselect_between(low, high, place.share)
  }
}
