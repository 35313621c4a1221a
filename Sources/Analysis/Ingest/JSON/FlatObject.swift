/// One line that is a flat JSON object, read off the structural index without parsing it.
///
/// `read` accepts exactly the lines that the strict parser accepts, less those with nesting,
/// repeated known members, `\u` escapes or stray control characters, which it leaves to that
/// parser: what is wrong is never decided here, and nothing is misread. Between the quotes the
/// kernel has vouched for the bytes; everything else is looked at here.
///
/// A class because it owns its buffers; hot state is in raw pointers.
final class FlatObject {
  /// What a member's value is.
  enum Kind: UInt8 {
    case string, number, word, null
  }

  private let table: KeyTable
  private let starts: UnsafeMutablePointer<UInt32>
  private let ends: UnsafeMutablePointer<UInt32>
  private let kinds: UnsafeMutablePointer<UInt8>
  /// Known members that the line has, one bit a name; those with a null value left out.
  private(set) var present: (UInt64, UInt64) = (0, 0)
  private var from = 0
  private(set) var base: UnsafePointer<UInt8>

  init(_ table: KeyTable) {
    self.table = table
    starts = .allocate(capacity: KeyTable.capacity)
    ends = .allocate(capacity: KeyTable.capacity)
    kinds = .allocate(capacity: KeyTable.capacity)
    base = UnsafePointer(kinds)
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
    kinds.deallocate()
  }

  /// Whether the line has the name with a value other than null.
  @inline(__always) func has(_ id: Int) -> Bool {
    id < 64
      ? present.0 & (1 &<< UInt64(truncatingIfNeeded: id)) != 0
      : present.1 & (1 &<< UInt64(truncatingIfNeeded: id &- 64)) != 0
  }

  /// One-based column of the value in its line.
  func column(_ id: Int) -> Int { Int(starts[id]) - from + 1 }

  @inline(__always) func kind(_ id: Int) -> Kind { Kind(rawValue: kinds[id]) ?? .null }

  /// The bytes of a value, quotes left out, escapes as written.
  @inline(__always) func raw(_ id: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + Int(starts[id]), count: Int(ends[id] &- starts[id]))
  }

  /// Reads the object from `from` to `to` of `base`.
  /// - Parameters:
  ///   - slots: quote positions of the line in `positions`, ascending.
  /// - Returns: false when the strict parser must decide.
  @inline(__always) func read(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, positions: UnsafeMutablePointer<UInt32>,
    slots: Range<Int>
  ) -> Bool {
    self.base = base
    self.from = from
    var seen: (UInt64, UInt64) = (0, 0)
    var nulls: (UInt64, UInt64) = (0, 0)
    var at = from
    var end = to
    while at < end, base[end &- 1] <= 0x20 { end &-= 1 }
    while at < end, base[at] == 0x20 { at &+= 1 }
    guard at < end, base[at] == 0x7b, base[end &- 1] == 0x7d else { return false }
    at &+= 1
    var slot = slots.lowerBound
    let last = slots.upperBound
    while slot &+ 1 < last {
      // The member's name.
      let open = Int(positions[slot])
      let close = Int(positions[slot &+ 1])
      if at != open, !Self.isBlank(base, at, open) { return false }
      at = close &+ 1
      if base[at] != 0x3a {
        at = Self.afterBlank(base, at)
        guard base[at] == 0x3a else { return false }
      }
      at &+= 1
      if base[at] <= 0x20 { at = Self.afterBlank(base, at) }
      let id = table.id(base + (open &+ 1), close &- open &- 1)
      // Its value.
      let valueStart: Int
      let valueEnd: Int
      let kind: Kind
      let first = base[at]
      if first == 0x22 {
        guard slot &+ 3 < last, Int(positions[slot &+ 2]) == at else { return false }
        valueStart = at &+ 1
        valueEnd = Int(positions[slot &+ 3])
        at = valueEnd &+ 1
        slot &+= 4
        kind = .string
      } else {
        valueStart = at
        kind = Self.scalar(base, &at)
        guard at > valueStart else { return false }
        valueEnd = at
        slot &+= 2
      }
      if id >= 0 {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: id & 63)
        let low = id < 64 ? bit : 0
        let high = id < 64 ? 0 : bit
        // Of a repeated member the last counts; which name then wins is the parser's business.
        if seen.0 & low | seen.1 & high != 0 { return false }
        seen.0 |= low
        seen.1 |= high
        if kind == .null {
          nulls.0 |= low
          nulls.1 |= high
        }
        starts[id] = UInt32(truncatingIfNeeded: valueStart)
        ends[id] = UInt32(truncatingIfNeeded: valueEnd)
        kinds[id] = kind.rawValue
      }
      // What follows the value.
      if base[at] <= 0x20 { at = Self.afterBlank(base, at) }
      if base[at] == 0x2c {
        at &+= 1
        if slot == last { return false }
        continue
      }
      guard base[at] == 0x7d, at == end &- 1, slot == last else { return false }
      present = (seen.0 & ~nulls.0, seen.1 & ~nulls.1)
      return true
    }
    return false
  }

  /// Whether only blanks lie between.
  private static func isBlank(_ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    var at = from
    while at < to {
      guard base[at] == 0x20 || base[at] == 0x09 || base[at] == 0x0d else { return false }
      at &+= 1
    }
    return at == to
  }

  /// The first byte that is no blank; the line's feed stops it.
  private static func afterBlank(_ base: UnsafePointer<UInt8>, _ from: Int) -> Int {
    var at = from
    while base[at] == 0x20 || base[at] == 0x09 || base[at] == 0x0d { at &+= 1 }
    return at
  }

  /// Moves `at` behind a number, `true`, `false` or `null`; leaves it when there is none.
  @inline(__always) private static func scalar(
    _ base: UnsafePointer<UInt8>, _ at: inout Int
  ) -> Kind {
    let first = base[at]
    if first &- 0x30 < 10 || first == 0x2d {
      number(base, &at)
      return .number
    }
    let word = UInt32(
      littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt32.self))
    switch word {
    case 0x6c6c_756e:  // null
      at &+= 4
      return .null
    case 0x6575_7274: at &+= 4  // true
    case 0x736c_6166 where base[at &+ 4] == 0x65: at &+= 5  // fals, e
    default: break
    }
    return .word
  }

  /// Moves `at` behind a number as RFC 8259 writes it; leaves it otherwise.
  @inline(__always) private static func number(_ base: UnsafePointer<UInt8>, _ start: inout Int) {
    var at = start
    if base[at] == 0x2d { at &+= 1 }
    let whole = at
    while base[at] &- 0x30 < 10 { at &+= 1 }
    guard at > whole, base[whole] != 0x30 || at == whole &+ 1 else { return }
    if base[at] == 0x2e {
      at &+= 1
      let fraction = at
      while base[at] &- 0x30 < 10 { at &+= 1 }
      guard at > fraction else { return }
    }
    if base[at] | 0x20 == 0x65 {
      at &+= 1
      if base[at] == 0x2b || base[at] == 0x2d { at &+= 1 }
      let exponent = at
      while base[at] &- 0x30 < 10 { at &+= 1 }
      guard at > exponent else { return }
    }
    start = at
  }
}
