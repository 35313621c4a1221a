/// Which samples of overlapping blocks were seen already: one that two blocks hold counts once.
///
/// Only times that more than one block covers are watched. A class because the tables of all
/// exports ask the same one; the views read one export after the other.
final class SharedSamples {
  /// Stretches that more than one block covers, in nanoseconds since 1970.
  private let stretches: [Interval]
  private let limit: Int
  private var seen: Set<SeriesFingerprint> = []
  /// Samples that were there before.
  private(set) var duplicates: Int64 = 0
  /// Whether there were more samples than may be compared, so that some may count twice.
  private(set) var isOverflown = false

  /// - Parameter limit: most samples that are compared.
  init(_ stretches: [Interval], limit: Int) {
    self.stretches = stretches
    self.limit = limit
  }

  /// Whether no block before held a sample of the series at this time.
  func isFirst(_ series: SeriesFingerprint, _ time: Int64) -> Bool {
    let instant = Instant(nanoseconds: time)
    guard stretches.contains(where: { $0.contains(instant) }) else { return true }
    let print = SeriesFingerprint(series, at: time)
    guard seen.count < limit else {
      isOverflown = isOverflown || !seen.contains(print)
      return !seen.contains(print)
    }
    let isNew = seen.insert(print).inserted
    if !isNew { duplicates += 1 }
    return isNew
  }

  /// Times that more than one of the blocks covers.
  static func common(_ blocks: [Interval]) -> [Interval] {
    var found: [Interval] = []
    var reach: Interval?
    for block in blocks.sorted() where !block.isEmpty {
      if let known = reach {
        if let both = known.intersection(block) { found.append(both) }
        reach = Interval(from: block.from, to: max(known.to, block.to))
      } else {
        reach = block
      }
    }
    return merged(found)
  }

  private static func merged(_ stretches: [Interval]) -> [Interval] {
    var merged: [Interval] = []
    for stretch in stretches.sorted() {
      if let last = merged.last, stretch.from <= last.to {
        merged[merged.count - 1].to = max(last.to, stretch.to)
      } else {
        merged.append(stretch)
      }
    }
    return merged
  }
}
