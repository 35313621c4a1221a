extension PackageFacts.Graph {
  /// `{"stretch","droppedCalls","nodes","edges"}`; the places of calls are left out.
  var json: JSONValue {
    let nodes = graph.nodes.sorted { $0.key < $1.key }.map { name, node in
      JSONValue.object([
        ("service", .string(name)), ("traces", .integer(node.traces)),
        ("unnamedCalls", .integer(node.unnamedCalls)), ("orphans", .integer(node.orphans)),
      ])
    }
    let edges = graph.edges.sorted { $0.key < $1.key }.map { edge, counts in
      JSONValue.object([
        ("from", .string(edge.from)), ("to", .string(edge.to.name)),
        ("system", .optional(edge.to.system)), ("database", .optional(edge.to.database)),
        ("calls", .integer(counts.calls)), ("attributed", .integer(counts.attributed)),
      ])
    }
    return .object([
      ("stretch", .integer(Int64(stretch))), ("droppedCalls", .integer(graph.droppedCalls)),
      ("nodes", .array(nodes)), ("edges", .array(edges)),
    ])
  }

  /// Reads what `json` wrote.
  init?(_ json: JSONValue) {
    guard let stretch = json["stretch"].integer else { return nil }
    self.stretch = Int(stretch)
    graph = ServiceGraph()
    graph.droppedCalls = json["droppedCalls"].integer ?? 0
    for node in json["nodes"].elements {
      guard let name = node["service"].text else { return nil }
      var known = ServiceGraph.Node()
      known.traces = node["traces"].integer ?? 0
      known.unnamedCalls = node["unnamedCalls"].integer ?? 0
      known.orphans = node["orphans"].integer ?? 0
      graph.nodes[name] = known
    }
    for edge in json["edges"].elements {
      guard let from = edge["from"].text, let to = edge["to"].text else { return nil }
      var called = SeenNode(to)
      called.system = edge["system"].text
      called.database = edge["database"].text
      var counts = EdgeCounts()
      counts.calls = edge["calls"].integer ?? 0
      counts.attributed = edge["attributed"].integer ?? 0
      graph.edges[SeenEdge(from: from, to: called)] = counts
    }
  }
}
