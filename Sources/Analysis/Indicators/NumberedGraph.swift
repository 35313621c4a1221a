/// Service graphs and clocks while spans are looked at: by the numbers of names, because every call
/// is counted.
struct NumberedGraph {
  /// One service calling another, or a database, in one stretch of time.
  struct Edge: Hashable {
    var from: Int32
    /// A service or peer; -1 where only the database is named.
    var to: Int32
    var database: Int32 = -1
    var stretch: Int
  }
  /// Two services in the order of the call.
  struct Pair: Hashable {
    var from: Int32
    var to: Int32
  }
  private struct Place: Hashable {
    var service: Int32
    var stretch: Int
  }
  private var edges: [Edge: EdgeCounts] = [:]
  private var dropped: [Int: Int64] = [:]
  private var nodes: [Place: ServiceGraph.Node] = [:]
  private var clocks: [Pair: ClockOffset] = [:]
  private static let pairLimit = 1 << 12

  /// Counts one call.
  mutating func call(_ edge: Edge, isAttributed: Bool, _ witness: Witness) {
    guard edges[edge] != nil || edges.count < ServiceGraph.edgeLimit else {
      dropped[edge.stretch, default: 0] += 1
      return
    }
    edges[edge, default: EdgeCounts()].add(isAttributed: isAttributed, witness)
  }

  /// Changes what is known of a service in a stretch of time.
  mutating func node(
    _ service: Int32, _ stretch: Int, _ change: (inout ServiceGraph.Node) -> Void
  ) {
    change(&nodes[Place(service: service, stretch: stretch), default: ServiceGraph.Node()])
  }

  /// Compares the clocks of both sides of a call.
  mutating func compare(
    _ pair: Pair, _ start: Int64, _ end: Int64, isShifted: Bool, _ witness: Witness
  ) {
    guard clocks[pair] != nil || clocks.count < Self.pairLimit else { return }
    clocks[pair, default: ClockOffset()].add(start, end, isShifted: isShifted, witness)
  }

  /// Puts everything counted into `census`, by name.
  func name(_ names: [String], _ census: inout SpanCensus) {
    for (edge, counts) in edges {
      let peer = edge.to < 0 ? nil : names[Int(edge.to)]
      let node =
        edge.database < 0
        ? SeenNode(peer ?? "") : SeenNode(database: names[Int(edge.database)], peer: peer)
      census.graphs[edge.stretch, default: ServiceGraph()].add(
        SeenEdge(from: names[Int(edge.from)], to: node), counts)
    }
    for (place, node) in nodes {
      census.graphs[place.stretch, default: ServiceGraph()]
        .nodes[names[Int(place.service)], default: ServiceGraph.Node()].merge(node)
    }
    for (stretch, calls) in dropped {
      census.graphs[stretch, default: ServiceGraph()].droppedCalls += calls
    }
    for (pair, clock) in clocks {
      census.clocks[
        SpanCensus.Pair(from: names[Int(pair.from)], to: names[Int(pair.to)]),
        default: ClockOffset()
      ].merge(clock)
    }
  }
}
