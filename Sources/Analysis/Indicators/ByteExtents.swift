/// The smallest stretch of each export that holds all records of a window: what its counts rest
/// on when no single record stands out.
public struct ByteExtents: Mergeable, Hashable {
  private var byInput: [Int: RecordPlace] = [:]

  /// Nothing.
  public init() {}

  /// Widens the stretch of `provenance`'s export to hold its record.
  public mutating func add(_ provenance: Provenance) {
    widen(provenance.input, provenance.place)
  }

  /// Widens every stretch to hold `other`'s.
  public mutating func merge(_ other: ByteExtents) {
    for (input, place) in other.byInput { widen(input, place) }
  }

  private mutating func widen(_ input: Int, _ place: RecordPlace) {
    guard let known = byInput[input] else {
      byInput[input] = place
      return
    }
    let end = max(known.offset + known.length, place.offset + place.length)
    let first = known.offset <= place.offset ? known : place
    byInput[input] = RecordPlace(
      offset: first.offset, length: end - first.offset, line: first.line)
  }

  /// One pointer an export, by input.
  public var pointers: [Provenance] {
    byInput.map { Provenance(input: $0.key, place: $0.value) }.sorted()
  }
}
