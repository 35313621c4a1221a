/// Who was called: a service, or a database with its system and name.
public struct SeenNode: Sendable, Hashable, Comparable {
  /// Between the parts of a database's name while it is a number only.
  static let separator: UInt8 = 0x1f

  /// As the spans name it.
  public var name: String
  /// `db.system`, for databases.
  public var system: String?
  /// `db.namespace` or `db.name`.
  public var database: String?

  /// A service or host.
  init(_ name: String) { self.name = name }

  /// A database by its joined system and name, reached at `peer`.
  init(database joined: String, peer: String?) {
    let parts = joined.split(
      separator: Character(Unicode.Scalar(Self.separator)), maxSplits: 1,
      omittingEmptySubsequences: false)
    let system = parts.first.map(String.init) ?? joined
    self.system = system
    database = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
    // An address says where, not who.
    name = peer.flatMap { Self.isAddress($0) ? nil : $0 } ?? system
  }

  /// By name, then database.
  public static func < (a: SeenNode, b: SeenNode) -> Bool {
    (a.name, a.system ?? "", a.database ?? "") < (b.name, b.system ?? "", b.database ?? "")
  }

  /// `mysql (payment)`.
  public var text: String {
    guard let system else { return name }
    let what = [system == name ? nil : system, database].compactMap { $0 }.joined(separator: " ")
    return what.isEmpty ? name : "\(name) (\(what))"
  }

  /// Names by which an appendix may mean it, in lower case: its own, the first label of a host
  /// name, its database system, its database.
  var names: Set<String> {
    var names: Set<String> = [Self.folded(name)]
    if let label = name.split(separator: ".").first, !Self.isAddress(name) {
      names.insert(Self.folded(String(label)))
    }
    if let system { names.insert(Self.folded(system)) }
    if let database { names.insert(Self.folded(database)) }
    if let system, let database { names.insert(Self.folded(system + "/" + database)) }
    return names
  }

  /// In lower case and without a port.
  static func folded(_ name: String) -> String {
    var text = name.lowercased()
    if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon,
      !text[text.index(after: colon)...].isEmpty,
      text[text.index(after: colon)...].allSatisfy(\.isNumber)
    {
      text = String(text[..<colon])
    }
    return text
  }

  /// Whether the name is an IP address: then nobody can say which service it is.
  static func isAddress(_ name: String) -> Bool {
    let host = folded(name)
    if host.contains(":") { return host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
  }
}

/// One service calling another.
public struct SeenEdge: Sendable, Hashable, Comparable {
  /// Caller.
  public var from: String
  /// Who was called.
  public var to: SeenNode
  /// By caller, then callee.
  public static func < (a: SeenEdge, b: SeenEdge) -> Bool { (a.from, a.to) < (b.from, b.to) }
  /// `payment-app -> mysql (payment)`.
  public var text: String { "\(from) -> \(to.text)" }
}

/// How often an edge was seen.
public struct EdgeCounts: Mergeable {
  /// Calls, of these only known from an attribute of one side.
  public var calls: Int64 = 0
  /// Calls of which the other side has no span.
  public var attributed: Int64 = 0
  /// The earliest calls.
  public var witnesses = EarliestWitnesses()

  /// None.
  public init() {}
  /// Counts one call.
  mutating func add(isAttributed: Bool, _ witness: Witness) {
    calls += 1
    if isAttributed { attributed += 1 }
    witnesses.add(witness)
  }
  /// Adds the calls of `other`.
  public mutating func merge(_ other: EdgeCounts) {
    calls += other.calls
    attributed += other.attributed
    witnesses.merge(other.witnesses)
  }
}

/// The services and their calls of one stretch of time.
public struct ServiceGraph: Mergeable {
  /// More edges than any system has; what comes beyond is counted only.
  static let edgeLimit = 1 << 15

  /// What is known of one service.
  public struct Node: Mergeable {
    /// Traces that have a span of it.
    public var traces: Int64 = 0
    /// Calls that do not say whom they called.
    public var unnamedCalls: Int64 = 0
    /// Its spans whose caller is not in the exports.
    public var orphans: Int64 = 0
    /// Nothing.
    public init() {}
    /// Adds what `other` knows.
    public mutating func merge(_ other: Node) {
      traces += other.traces
      unnamedCalls += other.unnamedCalls
      orphans += other.orphans
    }
  }
  /// Calls.
  public var edges: [SeenEdge: EdgeCounts] = [:]
  /// Services with spans.
  public var nodes: [String: Node] = [:]
  /// Calls along edges that there was no room for.
  public var droppedCalls: Int64 = 0

  /// Nothing seen.
  public init() {}

  /// Adds the calls of `other`.
  public mutating func merge(_ other: ServiceGraph) {
    for (edge, counts) in other.edges.sorted(by: { $0.key < $1.key }) { add(edge, counts) }
    nodes.merge(other.nodes, uniquingKeysWith: mergedCounts)
    droppedCalls += other.droppedCalls
  }

  /// Adds calls along one edge.
  mutating func add(_ edge: SeenEdge, _ counts: EdgeCounts) {
    if edges[edge] == nil, edges.count >= Self.edgeLimit {
      droppedCalls += counts.calls
    } else {
      edges[edge, default: EdgeCounts()].merge(counts)
    }
  }

  /// Whether there is any span.
  public var isEmpty: Bool { nodes.isEmpty }
}
