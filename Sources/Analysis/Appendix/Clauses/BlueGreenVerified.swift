/// A1's kind: a deployment that was verified by a blue-green release is in force.
public struct BlueGreenVerified: ClauseRule {
  /// What a difference leads to.
  public enum Consequence: String, Sendable, CaseIterable {
    /// Reported, no breach.
    case finding
    /// The clause is breached.
    case breach
  }
  /// An agreed edge of the service graph.
  public struct Edge: Sendable, Hashable {
    /// Caller.
    public var from: String
    /// Callee.
    public var to: String
  }
  /// The agreed service graph.
  public struct Topology: Sendable, Hashable {
    /// Edges in document order.
    public var edges: [Edge]
    /// What a difference leads to.
    public var onDifference: Consequence
  }
  /// `blue-green-verified`.
  public static let kind = "blue-green-verified"
  /// None.
  public static let defaultRequires: [ClauseID] = []

  /// Whether every verified deployment must state a configuration hash.
  public var requiresConfigHash: Bool
  /// What a missing or differing credential leads to.
  public var onMismatch: Consequence
  /// Agreed service graph; nil when none is declared.
  public var topology: Topology?

  /// `a verified deployment is in force`, and what else breaches.
  public var condition: String {
    let isGraphBinding = topology?.onDifference == .breach
    return "a verified deployment is in force"
      + (isGraphBinding ? ", the service graph as agreed" : "")
  }
}

extension BlueGreenVerified {
  /// Reads `credential` and `topology`.
  public static func parse(_ reader: inout ClauseReader) -> BlueGreenVerified? {
    var rule = BlueGreenVerified(requiresConfigHash: false, onMismatch: .finding, topology: nil)
    let (file, name, problems) = (reader.keys.file, reader.keys.name, reader.keys.problems)
    if let node = reader.keys.node("credential"),
      var keys = NodeReader(node, file: file, name: name + ".credential", problems: problems)
    {
      rule.requiresConfigHash = keys.choice("config-hash", Presence.self) == .required
      rule.onMismatch = keys.choice("on-mismatch", Consequence.self) ?? .finding
      keys.finish()
    }
    if let node = reader.keys.node("topology"),
      var keys = NodeReader(node, file: file, name: name + ".topology", problems: problems)
    {
      let edges = (keys.texts("edges") ?? []).compactMap { item -> Edge? in
        let ends = item.text.split(separator: " ").map(String.init)
        guard ends.count == 3, ends[1] == "->" else {
          keys.problem(
            "value-syntax", "\(keys.name).edges: \"\(item.text)\" is no edge", at: item.node,
            fix: "write caller -> callee")
          return nil
        }
        return Edge(from: ends[0], to: ends[2])
      }
      rule.topology = Topology(
        edges: edges, onDifference: keys.choice("on-difference", Consequence.self) ?? .finding)
      keys.finish()
    }
    return rule
  }

  private enum Presence: String, CaseIterable { case required, optional }
}
