/// One line that is a flat JSON object, read off the structural index without parsing it.
///
/// `read` accepts exactly the lines that the strict parser accepts, less those with nesting,
/// repeated known members, `\u` escapes or stray control characters, which it leaves to that
/// parser: what is wrong is never decided here, and nothing is misread. Between the quotes the
/// kernel has vouched for the bytes; everything else is looked at here.
///
/// Loggers write their members in the same order line after line, so a name is first compared
/// with the one at its place in the line before. A class because it owns its buffers; hot state is
/// in raw pointers.
final class FlatObject {
  /// Where a value lies in the chunk, quotes left out.
  struct Value {
    var start: UInt32 = 0
    var end: UInt32 = 0
  }
  /// Known members of a line, one bit a name: of the first 64, of the next 64.
  struct Members {
    var low: UInt64 = 0
    var high: UInt64 = 0
    @inline(__always) func has(_ id: Int) -> Bool {
      (id < 64 ? low : high) & (1 &<< UInt64(truncatingIfNeeded: id & 63)) != 0
    }
    @inline(__always) mutating func insert(_ id: Int) {
      let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: id & 63)
      if id < 64 { low |= bit } else { high |= bit }
    }
  }
  /// What was read of the line at hand.
  struct Line {
    /// Members that are texts or numbers.
    var scalars = Members()
    /// Members that are `true` or `false`.
    var words = Members()
    var base: UnsafePointer<UInt8>
    var from = 0
  }

  private let table: KeyTable
  private let values: UnsafeMutablePointer<Value>
  private let shape: UnsafeMutablePointer<KeyTable.Entry>
  /// Members of a line whose names are remembered.
  private static let shapeCapacity = 64
  let line: UnsafeMutablePointer<Line>

  init(_ table: KeyTable) {
    self.table = table
    values = .allocate(capacity: KeyTable.capacity)
    values.initialize(repeating: Value(), count: KeyTable.capacity)
    shape = .allocate(capacity: Self.shapeCapacity)
    shape.initialize(repeating: KeyTable.Entry(), count: Self.shapeCapacity)
    line = .allocate(capacity: 1)
    line.initialize(
      to: Line(base: UnsafeRawPointer(values).assumingMemoryBound(to: UInt8.self)))
  }

  deinit {
    values.deallocate()
    shape.deallocate()
    line.deallocate()
  }

  /// The bytes of a value, quotes left out, escapes as written.
  @inline(__always) func raw(_ id: Int) -> UnsafeRawBufferPointer {
    let value = values[id]
    return UnsafeRawBufferPointer(
      start: line.pointee.base + Int(value.start), count: Int(value.end &- value.start))
  }

  /// One-based column of the value in its line.
  func column(_ id: Int) -> Int { Int(values[id].start) - line.pointee.from + 1 }

  /// Reads the object from `from` to `to` of `base`.
  /// - Parameters:
  ///   - positions: quote positions of the line, ascending, from `first` to before `last`.
  /// - Returns: false when the strict parser must decide.
  @inline(__always) func read(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, positions: UnsafeMutablePointer<UInt32>,
    first: Int, last: Int
  ) -> Bool {
    var found = Line(base: base, from: from)
    var nulls = Members()
    var at = from
    var end = to
    while at < end, base[end &- 1] <= 0x20 { end &-= 1 }
    while at < end, base[at] == 0x20 { at &+= 1 }
    guard at < end, base[at] == 0x7b, base[end &- 1] == 0x7d else { return false }
    at &+= 1
    var slot = first
    var member = 0
    while slot &+ 1 < last {
      // The member's name.
      let open = Int(positions[slot])
      let close = Int(positions[slot &+ 1])
      if at != open, !Self.isBlank(base, at, open) { return false }
      let id = number(base + (open &+ 1), close &- open &- 1, member)
      member &+= 1
      at = close &+ 1
      if base[at] != 0x3a {
        at = Self.afterBlank(base, at)
        guard base[at] == 0x3a else { return false }
      }
      at &+= 1
      if base[at] <= 0x20 { at = Self.afterBlank(base, at) }
      // Its value.
      if base[at] == 0x22 {
        guard slot &+ 3 < last, Int(positions[slot &+ 2]) == at else { return false }
        let valueEnd = positions[slot &+ 3]
        if id >= 0 {
          // Of a repeated member the last counts; which name then wins is the parser's business.
          if found.scalars.has(id) || found.words.has(id) || nulls.has(id) { return false }
          found.scalars.insert(id)
          values[id] = Value(start: UInt32(truncatingIfNeeded: at &+ 1), end: valueEnd)
        }
        at = Int(valueEnd) &+ 1
        slot &+= 4
      } else {
        let start = at
        let isNumber = base[at] &- 0x30 < 10 || base[at] == 0x2d
        if isNumber { Self.number(base, &at) } else { Self.word(base, &at) }
        guard at > start else { return false }
        if id >= 0 {
          if found.scalars.has(id) || found.words.has(id) || nulls.has(id) { return false }
          if isNumber {
            found.scalars.insert(id)
          } else if base[start] == 0x6e {
            nulls.insert(id)
          } else {
            found.words.insert(id)
          }
          values[id] = Value(
            start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: at))
        }
        slot &+= 2
      }
      // What follows the value.
      if base[at] <= 0x20 { at = Self.afterBlank(base, at) }
      if base[at] == 0x2c {
        at &+= 1
        continue
      }
      guard base[at] == 0x7d, at == end &- 1, slot == last else { return false }
      line.pointee = found
      return true
    }
    return false
  }

  /// The number of a name, or -1.
  @inline(__always) private func number(
    _ name: UnsafePointer<UInt8>, _ count: Int, _ member: Int
  ) -> Int {
    let entry = KeyTable.entry(name, count)
    let expected = shape[member & (Self.shapeCapacity - 1)]
    if entry.isSame(expected), count <= 16 { return Int(expected.id) }
    return lookUp(entry, name, member)
  }

  @inline(never) private func lookUp(
    _ wanted: KeyTable.Entry, _ name: UnsafePointer<UInt8>, _ member: Int
  ) -> Int {
    let id = table.id(wanted, name)
    var entry = wanted
    entry.id = Int32(truncatingIfNeeded: id)
    shape[member & (Self.shapeCapacity - 1)] = entry
    return id
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

  /// Moves `at` behind `true`, `false` or `null`; leaves it when there is none.
  @inline(never) private static func word(_ base: UnsafePointer<UInt8>, _ at: inout Int) {
    let word = UInt32(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt32.self))
    switch word {
    case 0x6c6c_756e, 0x6575_7274: at &+= 4  // null, true
    case 0x736c_6166 where base[at &+ 4] == 0x65: at &+= 5  // fals, e
    default: break
    }
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
