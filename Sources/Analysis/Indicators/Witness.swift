/// A record that proves something: its time and its bytes.
public struct Witness: Sendable, Hashable, Comparable {
  /// When.
  public var time: Stamp
  /// Where.
  public var provenance: Provenance

  /// A witness.
  public init(time: Stamp, provenance: Provenance) {
    self.time = time
    self.provenance = provenance
  }

  /// By time, then place: a total order, so that the same ones are kept in any merge order.
  public static func < (a: Witness, b: Witness) -> Bool {
    if a.time.instant != b.time.instant { return a.time.instant < b.time.instant }
    return a.provenance < b.provenance
  }
}

/// The earliest few witnesses of something.
public struct EarliestWitnesses: Mergeable, Hashable {
  /// How many are kept.
  public static let capacity = 4
  /// Kept witnesses in order.
  public private(set) var kept: [Witness] = []

  /// None.
  public init() {}

  /// Keeps `witness` if it is among the earliest.
  public mutating func add(_ witness: Witness) {
    if kept.count == Self.capacity, let last = kept.last, last < witness { return }
    let index = kept.firstIndex { witness < $0 } ?? kept.count
    kept.insert(witness, at: index)
    if kept.count > Self.capacity { kept.removeLast() }
  }

  /// Keeps the earliest of both.
  public mutating func merge(_ other: EarliestWitnesses) {
    for witness in other.kept { add(witness) }
  }

  /// The earliest one.
  public var first: Witness? { kept.first }
}
