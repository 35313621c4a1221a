/// Slow-log entries of one step of ten seconds.
public struct SlowCounts: Mergeable {
  /// Statements that started in it, administrator commands left out.
  public var statements: Int64 = 0
  /// The earliest ones.
  public var first = EarliestWitnesses()

  /// None.
  public init() {}

  /// The steps in which entries are kept.
  static func steps(_ zone: CivilZone) -> WindowGrid {
    guard let grid = WindowGrid(zone: zone, lengthNanoseconds: 10_000_000_000) else {
      preconditionFailure("ten seconds divide an hour")
    }
    return grid
  }

  /// Adds one statement.
  public mutating func add(_ witness: Witness) {
    statements += 1
    first.add(witness)
  }

  /// Adds the statements of `other`.
  public mutating func merge(_ other: SlowCounts) {
    statements += other.statements
    first.merge(other.first)
  }
}

/// A plain count.
public struct RecordCount: Mergeable {
  /// How many.
  public var count: Int64 = 0
  /// None.
  public init() {}
  /// Adds the records of `other`.
  public mutating func merge(_ other: RecordCount) { count += other.count }
}
