/// Which ranks among `count` values all quantiles of a request need, and how each is made of them.
struct SelectionPlan: Sendable {
  /// A quantile between two of the found values.
  struct Column: Sendable {
    var low: Int
    var high: Int
    var share: Double
  }

  /// Ranks, ascending, each once.
  let ranks: [UInt32]
  /// A column for each quantile.
  let columns: [Column]

  /// The plan for `count` values, of which there is at least one.
  init(_ request: QuantileRequest, count: Int) {
    let places = request.places(among: count)
    let needed = Set(places.flatMap { $0.share == 0 ? [$0.low] : [$0.low, $0.low + 1] })
    let sorted = needed.sorted()
    let slots = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
    ranks = sorted.map { UInt32($0) }
    columns = places.map { place in
      let low = slots[place.low] ?? 0
      return Column(low: low, high: slots[place.low + 1] ?? low, share: place.share)
    }
  }
}
