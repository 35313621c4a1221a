/// The smallest stretch of each export that holds all records of a window: what its counts rest
/// on when no single record stands out.
public struct ByteExtents: Mergeable, Hashable {
  /// By what they hold, whichever export came first.
  public static func == (a: ByteExtents, b: ByteExtents) -> Bool { a.pointers == b.pointers }
  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) { hasher.combine(pointers) }

  /// The first export's stretch lies here: most counts rest on one export.
  private var first: Provenance?
  private var others: [Int: RecordPlace] = [:]

  /// Nothing.
  public init() {}

  /// Widens the stretch of `provenance`'s export to hold its record.
  public mutating func add(_ provenance: Provenance) {
    widen(provenance.input, provenance.place)
  }

  /// Widens every stretch to hold `other`'s.
  public mutating func merge(_ other: ByteExtents) {
    for stretch in other.pointers { widen(stretch.input, stretch.place) }
  }

  @inline(__always) private mutating func widen(_ input: Int, _ place: RecordPlace) {
    guard let known = first else {
      first = Provenance(input: input, place: place)
      return
    }
    if known.input == input {
      first?.place = Self.union(known.place, place)
    } else {
      others[input] = others[input].map { Self.union($0, place) } ?? place
    }
  }

  @inline(__always) private static func union(_ a: RecordPlace, _ b: RecordPlace) -> RecordPlace {
    let end = max(a.offset + a.length, b.offset + b.length)
    let start = a.offset <= b.offset ? a : b
    return RecordPlace(offset: start.offset, length: end - start.offset, line: start.line)
  }

  /// One pointer an export, by input.
  public var pointers: [Provenance] {
    let rest = others.map { Provenance(input: $0.key, place: $0.value) }
    return ((first.map { [$0] } ?? []) + rest).sorted()
  }
}
