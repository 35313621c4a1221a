/// A multiset of integers in order, with access by rank.
///
/// Keys lie in chunks of at most 512; a tree of partial sums (P. Fenwick, "A new data structure for
/// cumulative frequency tables", 1994) counts them. Inserting, removing and looking up take about
/// log n steps and one move within a chunk; the tree is made anew when a chunk is split, joined or
/// empty, which is once in hundreds of changes.
struct OrderedKeys: Sendable {
  private static let mostKeys = 512
  private static let fewKeys = 96

  /// All keys.
  private(set) var count = 0
  private var chunks: [[Int64]] = []
  /// The last key of each chunk.
  private var lasts: [Int64] = []
  /// Counts of chunks as partial sums: entry i is of the chunks up to i, as many as the lowest bit
  /// of i + 1 says.
  private var sums: [Int] = []

  /// Adds a key, beside equal ones if there are any.
  mutating func insert(_ key: Int64) {
    count += 1
    if chunks.isEmpty {
      chunks = [[key]]
      rebuild()
      return
    }
    let chunk = min(Self.lowerBound(lasts, key), chunks.count - 1)
    chunks[chunk].insert(key, at: Self.lowerBound(chunks[chunk], key))
    lasts[chunk] = max(lasts[chunk], key)
    if chunks[chunk].count <= Self.mostKeys {
      add(1, at: chunk)
      return
    }
    let half = Self.mostKeys / 2
    chunks.insert(Array(chunks[chunk][half...]), at: chunk + 1)
    chunks[chunk].removeSubrange(half...)
    rebuild()
  }

  /// Removes one key that is there.
  mutating func remove(_ key: Int64) {
    let chunk = Self.lowerBound(lasts, key)
    precondition(chunk < chunks.count, "only what was inserted is removed")
    let place = Self.lowerBound(chunks[chunk], key)
    precondition(chunks[chunk][place] == key, "only what was inserted is removed")
    count -= 1
    chunks[chunk].remove(at: place)
    let left = chunks[chunk].count
    if left == 0 {
      chunks.remove(at: chunk)
      rebuild()
    } else if left < Self.fewKeys, join(chunk) {
      rebuild()
    } else {
      lasts[chunk] = chunks[chunk][left - 1]
      add(-1, at: chunk)
    }
  }

  /// The keys of `rank` and of the rank behind it; of the last key, that one twice.
  func pair(at rank: Int) -> (Int64, Int64) {
    precondition(rank >= 0 && rank < count, "there is no key of that rank")
    var (chunk, rest) = (0, rank)
    var step = sums.isEmpty ? 0 : 1 << (Int.bitWidth - 1 - sums.count.leadingZeroBitCount)
    while step > 0 {
      let next = chunk + step
      if next <= sums.count, sums[next - 1] <= rest {
        rest -= sums[next - 1]
        chunk = next
      }
      step >>= 1
    }
    let key = chunks[chunk][rest]
    if rest + 1 < chunks[chunk].count { return (key, chunks[chunk][rest + 1]) }
    return (key, chunk + 1 < chunks.count ? chunks[chunk + 1][0] : key)
  }

  /// Joins a small chunk with a neighbour that has room for it.
  private mutating func join(_ chunk: Int) -> Bool {
    for first in [chunk - 1, chunk] where first >= 0 && first + 1 < chunks.count {
      if chunks[first].count + chunks[first + 1].count > Self.mostKeys / 2 { continue }
      chunks[first] += chunks[first + 1]
      chunks.remove(at: first + 1)
      return true
    }
    return false
  }

  private mutating func add(_ change: Int, at chunk: Int) {
    var at = chunk + 1
    while at <= sums.count {
      sums[at - 1] += change
      at += at & -at
    }
  }

  private mutating func rebuild() {
    lasts = chunks.map { $0[$0.count - 1] }
    sums = chunks.map(\.count)
    for at in 1..<(sums.count + 1) {
      let above = at + (at & -at)
      if above <= sums.count { sums[above - 1] += sums[at - 1] }
    }
  }

  /// The first index at which `keys` are not below `key`.
  private static func lowerBound(_ keys: [Int64], _ key: Int64) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
