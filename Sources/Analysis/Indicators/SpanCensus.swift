/// What the spans of all exports show together: orphans, copies, children out of their parents'
/// time, distances of clocks, and the service graph of each stretch between switches.
public struct SpanCensus: Mergeable {
  /// Something counted, with its first place by offset.
  public struct Count: Mergeable {
    /// How often.
    public var count: Int64 = 0
    /// Where first.
    public var first: RecordPlace?
    /// None.
    public init() {}
    /// Counts one at `place`.
    mutating func add(_ place: RecordPlace) {
      count += 1
      first = Self.earlier(first, place)
    }
    /// Adds what `other` counted.
    public mutating func merge(_ other: Count) {
      count += other.count
      if let place = other.first { first = Self.earlier(first, place) }
    }
    private static func earlier(_ a: RecordPlace?, _ b: RecordPlace) -> RecordPlace {
      guard let a, a.offset <= b.offset else { return b }
      return a
    }
  }
  /// What is counted of each export.
  public enum Kind: Int, CaseIterable, Sendable {
    /// Its parent is in none of the exports.
    case orphan
    /// The same side of the same span was there before.
    case duplicate
    /// Another span has the same id.
    case reusedID
    /// It begins before its parent.
    case early
    /// It answers after its caller had ended.
    case late
  }
  /// Two services in the order of the call.
  public struct Pair: Sendable, Hashable, Comparable {
    /// Caller.
    public var from: String
    /// Answering service.
    public var to: String
    /// By caller, then callee.
    public static func < (a: Pair, b: Pair) -> Bool { (a.from, a.to) < (b.from, b.to) }
  }

  /// Counts by input, then kind.
  public var counts: [Int: [Count]] = [:]
  /// Clocks by the services that call each other.
  public var clocks: [Pair: ClockOffset] = [:]
  /// Times at which traffic moved, in order.
  public var cuts: [Instant] = []
  /// Graphs by stretch: before the first cut, then after each.
  public var graphs: [Int: ServiceGraph] = [:]
  /// Why nothing, or not everything, was counted.
  public var isIncomplete = false
  /// Whether names were left out.
  public var lacksNames = false

  /// Nothing looked at.
  public init() {}

  /// Adds what was found in other traces, between the same cuts.
  public mutating func merge(_ other: SpanCensus) {
    counts.merge(other.counts) { a, b in
      zip(a, b).map { mergedCounts($0, $1) }
    }
    clocks.merge(other.clocks, uniquingKeysWith: mergedCounts)
    graphs.merge(other.graphs, uniquingKeysWith: mergedCounts)
    if cuts.isEmpty { cuts = other.cuts }
    isIncomplete = isIncomplete || other.isIncomplete
    lacksNames = lacksNames || other.lacksNames
  }

  /// Counts something of the input's span at `place`.
  mutating func count(_ kind: Kind, _ input: Int, _ place: RecordPlace) {
    counts[input, default: Kind.allCases.map { _ in Count() }][kind.rawValue].add(place)
  }

  /// The stretch that holds a time.
  func stretch(_ time: Int64) -> Int {
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle].nanoseconds <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Everything seen from `from` to before `to`, both cuts or the ends of time.
  public func graph(from: Instant, to: Instant) -> ServiceGraph {
    var sum = ServiceGraph()
    for (stretch, graph) in graphs.sorted(by: { $0.key < $1.key }) {
      let begins = stretch == 0 ? Instant.distantPast : cuts[stretch - 1]
      if begins >= from, begins < to { sum.merge(graph) }
    }
    return sum
  }
}
