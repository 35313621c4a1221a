/// Breaches that are close enough in time to be one incident, before any chain is drawn.
struct IncidentSeed: Sendable {
  /// The triggers, by time.
  var onsets: [BreachOnset]
  /// Whether the clauses are part of the arbitration order.
  var isArbitrated: Bool

  /// From the first trigger to the end of the last breached window or leak.
  func interval(exposureClauses: Set<ClauseID>) -> Interval {
    let start = onsets.map(\.at.first).min() ?? .distantPast
    let end = onsets.map { exposureClauses.contains($0.clause) ? $0.at.first : $0.window.to }.max()
    return Interval(from: start, to: max(end ?? start, start))
  }

  /// Groups triggers (RULES "Triggers and incidents"): neighbours at most `within` apart chain
  /// transitively, and so do adjoining stretches of one clause. Clauses outside the arbitration
  /// order form incidents of their own.
  static func group(
    _ onsets: [BreachOnset], order: [ClauseID], withinNanoseconds: Int64
  ) -> [IncidentSeed] {
    let arbitrated = chain(
      onsets.filter { order.contains($0.clause) }, withinNanoseconds: withinNanoseconds,
      order: order, isArbitrated: true)
    let others = Dictionary(grouping: onsets.filter { !order.contains($0.clause) }, by: \.clause)
    var seeds = arbitrated
    for (_, own) in others.sorted(by: { $0.key < $1.key }) {
      seeds += chain(
        own, withinNanoseconds: withinNanoseconds, order: order, isArbitrated: false)
    }
    return seeds
  }

  private static func chain(
    _ onsets: [BreachOnset], withinNanoseconds: Int64, order: [ClauseID], isArbitrated: Bool
  ) -> [IncidentSeed] {
    func rank(_ onset: BreachOnset) -> Int { order.firstIndex(of: onset.clause) ?? order.count }
    let sorted = onsets.sorted {
      ($0.at.first, rank($0), $0.clause, $0.service ?? "", $0.slice)
        < ($1.at.first, rank($1), $1.clause, $1.service ?? "", $1.slice)
    }
    var seeds: [IncidentSeed] = []
    var reach = Instant.distantPast
    var lastSlice: [String: Instant] = [:]
    for onset in sorted {
      let lane = onset.clause + "/" + (onset.service ?? "")
      let adjoins = lastSlice[lane].map { onset.slice.from <= $0 } ?? false
      let isNear = !seeds.isEmpty && onset.at.first - reach <= withinNanoseconds
      if isNear || (adjoins && !seeds.isEmpty) {
        seeds[seeds.count - 1].onsets.append(onset)
      } else {
        seeds.append(IncidentSeed(onsets: [onset], isArbitrated: isArbitrated))
        lastSlice = [:]
        reach = .distantPast
      }
      reach = max(reach, onset.isInterval ? onset.slice.to : onset.at.first)
      lastSlice[lane] = max(lastSlice[lane] ?? .distantPast, onset.slice.to)
    }
    return seeds
  }
}
