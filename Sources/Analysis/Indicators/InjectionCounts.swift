/// Requests of one window by whether they carry a valid trace id.
public struct InjectionCounts: Mergeable {
  /// All requests.
  public var total: Int64 = 0
  /// Requests with a valid id.
  public var valid: Int64 = 0
  /// Invalid ids by what is wrong with them.
  public var defects: [TraceID.Defect: Int64] = [:]
  /// The earliest requests without a valid id.
  public var invalid = EarliestWitnesses()
  /// Where all of them lie.
  public var extents = ByteExtents()

  /// No requests.
  public init() {}

  /// Adds one request; `defect` is nil for a valid id.
  public mutating func add(defect: TraceID.Defect?, witness: Witness) {
    total += 1
    extents.add(witness.provenance)
    guard let defect else {
      valid += 1
      return
    }
    defects[defect, default: 0] += 1
    invalid.add(witness)
  }

  /// Adds the requests of `other`.
  public mutating func merge(_ other: InjectionCounts) {
    total += other.total
    extents.merge(other.extents)
    valid += other.valid
    defects.merge(other.defects, uniquingKeysWith: +)
    invalid.merge(other.invalid)
  }
}
