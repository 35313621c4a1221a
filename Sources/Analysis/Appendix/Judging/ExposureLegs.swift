/// Records that share an id with an exposure candidate, found by the resolving pass.
public struct ExposureLegs: Sendable {
  /// A gateway record.
  public struct Gateway: Sendable, Hashable {
    /// End of the request.
    public var end: Stamp
    /// Status sent to the client.
    public var status: Int?
    /// Where.
    public var provenance: Provenance
    /// Ids it carries.
    public var ids: [String]
  }
  /// An application record of level ERROR or worse with a stack trace.
  public struct Application: Sendable, Hashable {
    /// When it was logged.
    public var time: Stamp
    /// Where.
    public var provenance: Provenance
    /// Ids it carries.
    public var ids: [String]
  }
  /// A record that carries one of the ids.
  struct Match: Sendable, Hashable {
    var ids: [String]
    var time: Instant
  }
  /// Every record that was found.
  var matches: [Match] = []
  /// Gateway records.
  public var gateway: [Gateway] = []
  /// Application records.
  public var application: [Application] = []
  /// Pairs of ids that one record carries: a request id and a trace id.
  public var bridges: Set<[String]> = []

  /// No records.
  public init() {}

  /// The ids of a record as this type compares them.
  public static func ids(trace: String?, request: String?) -> [String] {
    [trace.map { "trace:" + $0 }, request.map { "request:" + $0 }].compactMap { $0 }
  }
}

/// Ids that belong to one request because some record carries both.
public struct IDGroups: Sendable {
  private var parents: [String: String] = [:]

  /// Every id on its own.
  public init() {}

  /// States that all `ids` belong together.
  public mutating func join(_ ids: [String]) {
    guard let first = ids.first else { return }
    for id in ids.dropFirst() {
      let (root, other) = (find(first), find(id))
      // The smaller text becomes the root, so that the result does not depend on order.
      let (low, high) = min(root, other) == root ? (root, other) : (other, root)
      parents[high] = low
      parents[low] = low
    }
  }

  /// The representative of an id's group.
  public func find(_ id: String) -> String {
    var at = id
    while let parent = parents[at], parent != at { at = parent }
    return at
  }
}
