internal import CSelect

/// One thread's work on seasonal groups. A class because it owns memory that is used again.
final class GroupSelection<Sample: SelectableSample> {
  private let plan: SeasonalQuantiles
  private let samples: UnsafePointer<Sample>
  private let rows: UnsafeMutablePointer<Sample>
  private let level: Int32
  private let keys: UnsafeMutablePointer<Sample.Key>
  private let scratch: UnsafeMutablePointer<Sample.Key>
  private let found: UnsafeMutablePointer<Sample.Key>
  /// Plans of the sizes met so far: those of whole groups, and of groups that lack values.
  private var plans: [Int: SelectionPlan] = [:]
  private let wholePlans: [SelectionPlan?]

  /// A selection from `samples`, which fills `rows`.
  init(
    _ plan: SeasonalQuantiles, _ samples: UnsafePointer<Sample>,
    _ rows: UnsafeMutablePointer<Sample>, level: Int32
  ) {
    (self.plan, self.samples, self.rows, self.level) = (plan, samples, rows, level)
    let sizes = plan.groupSizes
    let capacity = (sizes.max() ?? 0) + Int(CSELECT_SLACK)
    keys = .allocate(capacity: capacity)
    scratch = .allocate(capacity: capacity)
    found = .allocate(capacity: 2 * plan.request.quantiles.count)
    wholePlans = sizes.map { $0 == 0 ? nil : SelectionPlan(plan.request, count: $0) }
  }

  deinit {
    keys.deallocate()
    scratch.deallocate()
    found.deallocate()
  }

  /// Fills in the rows of one series.
  func run(series: Int) {
    let columns = plan.request.quantiles.count
    let start = samples + series * plan.seriesLength
    var row = rows + series * plan.groups.count * columns
    for (group, runs) in plan.groups.enumerated() {
      let count = gather(runs, from: start)
      let size = plan.groupSizes[group]
      let isHidden = plan.request.missing == .propagate && count < size
      if count == 0 || count < plan.minCount || isHidden {
        row.update(repeating: .nan, count: columns)
      } else if count == size, let whole = wholePlans[group] {
        select(whole, count, into: row)
      } else {
        select(selection(of: count), count, into: row)
      }
      row += columns
    }
  }

  /// Keys of all values of a group that are no NaN; how many they are.
  private func gather(_ runs: [SampleRuns], from start: UnsafePointer<Sample>) -> Int {
    var count = 0
    for run in runs {
      var from = start + run.first
      for _ in 0..<run.count {
        count += Sample.load(level, from, run.length, keys + count)
        from += run.stride
      }
    }
    return count
  }

  private func selection(of count: Int) -> SelectionPlan {
    if let known = plans[count] { return known }
    let new = SelectionPlan(plan.request, count: count)
    plans[count] = new
    return new
  }

  private func select(
    _ selection: SelectionPlan, _ count: Int, into row: UnsafeMutablePointer<Sample>
  ) {
    selection.ranks.withUnsafeBufferPointer { ranks in
      Sample.select(level, keys, count, ranks, found, scratch)
    }
    for (index, column) in selection.columns.enumerated() {
      let low = Sample.value(found[column.low])
      if column.share == 0 {
        row[index] = low
      } else {
        let high = Double(Sample.value(found[column.high]))
        row[index] = Sample(cselect_between(Double(low), high, column.share))
      }
    }
  }
}
