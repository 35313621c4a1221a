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

  /// `a verified deployment is in force`.
  public var condition: String { "a verified deployment is in force" }
}

extension BlueGreenVerified {
  /// Reads the keys of the kind.
  public static func parse(_ reader: inout ClauseReader) -> BlueGreenVerified? { nil }
}
