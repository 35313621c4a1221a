/// How many requests end in each minute of a day.
enum Traffic {
  /// Relative load of the 24 civil hours.
  static let hourlyWeights = [
    2, 2, 2, 2, 2, 3, 5, 7, 10, 11, 12, 11, 10, 11, 12, 11, 11, 10, 9, 9, 8, 6, 4, 3,
  ]

  /// Requests per minute of a civil day, `total` in all.
  ///
  /// Every minute gets at least two; the rest fall at random by the hour's weight.
  /// - Parameter fixed: minutes whose count is given.
  static func minutes(
    total: Int, fixed: [Int: Int], generator: inout SeededGenerator
  ) -> [Int] {
    var counts = (0..<1440).map { fixed[$0] ?? 2 }
    let open = (0..<1440).filter { fixed[$0] == nil }
    var cumulative: [Int] = []
    var sum = 0
    for minute in open {
      sum += hourlyWeights[minute / 60]
      cumulative.append(sum)
    }
    let left = total - counts.reduce(0, +)
    precondition(left >= 0, "the fixed minutes take more than the day has")
    for _ in 0..<left {
      let mark = generator.below(sum)
      var low = 0
      var high = open.count - 1
      while low < high {
        let middle = (low + high) / 2
        if cumulative[middle] > mark { high = middle } else { low = middle + 1 }
      }
      counts[open[low]] += 1
    }
    return counts
  }

  /// `count` instants in `[from, to)`, ascending, at least 1 ms apart from the edges.
  static func instants(
    _ count: Int, from: Int, to: Int, generator: inout SeededGenerator
  ) -> [Int] {
    (0..<count).map { _ in from + 1_000_000 + generator.below(to - from - 2_000_000) }.sorted()
  }
}
