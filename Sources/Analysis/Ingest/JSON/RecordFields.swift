internal import CScan
internal import Glibc

/// The fields of one JSON record, whether it was read flat or parsed.
///
/// A class because it owns its readers across records.
final class RecordFields {
  let table: FieldTable
  let tape: JSONTape
  private let flat: FlatObject
  /// Whether the names can be told apart on a line that is not parsed.
  private let canReadFlat: Bool
  private let timeBits: FieldBits
  /// The unit that a latency's name states, as a power of ten in nanoseconds, by number.
  private let latencyUnits: UnsafeMutablePointer<Int>
  /// The number of each role's first scalar member: -1 for none, -2 when the numbers' order is not
  /// the order of the names.
  private let firsts: UnsafeMutablePointer<Int>
  private let state: UnsafeMutablePointer<State>

  /// What is known of the record at hand, in raw memory because every field looks at it.
  private struct State {
    /// Whether it was read flat; the tape is stale then.
    var isFlat = false
    /// Whether it may hold a backslash.
    var hasEscapes = true
    /// Whether texts of a flat record were resolved into the tape's memory.
    var hasResolved = false
    /// The members that `firsts` was found for.
    var scalars = cscan_members(low: .max, high: .max)
  }

  init(_ table: FieldTable, tape: JSONTape, kernel: ScanKernel) {
    self.table = table
    self.tape = tape
    let keys = KeyTable(table.names)
    canReadFlat = keys != nil
    timeBits = table[.time].bits
    flat = FlatObject(keys ?? .empty, kernel)
    latencyUnits = .allocate(capacity: KeyTable.capacity)
    latencyUnits.initialize(repeating: -1, count: KeyTable.capacity)
    let latency = table[.latency]
    for (id, unit) in zip(latency.ids, latency.units) where id < KeyTable.capacity {
      latencyUnits[id] = unit?.exponent ?? -1
    }
    firsts = .allocate(capacity: FieldRole.allCases.count)
    firsts.initialize(repeating: -1, count: FieldRole.allCases.count)
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    latencyUnits.deallocate()
    firsts.deallocate()
    state.deallocate()
  }

  /// Tries to read a line flat.
  /// - Parameter mayEscape: whether the line may hold a backslash.
  /// - Returns: false when it must be parsed.
  @inline(__always) func readFlat(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, positions: UnsafeMutablePointer<UInt32>,
    first: Int, last: Int, mayEscape: Bool
  ) -> Bool {
    guard canReadFlat,
      flat.read(base, from: from, to: to, positions: positions, first: first, last: last)
    else { return false }
    state.pointee.isFlat = true
    state.pointee.hasEscapes = mayEscape
    if state.pointee.hasResolved { forgetResolved() }
    // Most lines have the members that the line before had.
    let scalars = flat.scalars
    if scalars.low != state.pointee.scalars.low || scalars.high != state.pointee.scalars.high {
      findFirsts(scalars)
    }
    return true
  }

  private func findFirsts(_ scalars: cscan_members) {
    state.pointee.scalars = scalars
    for role in FieldRole.allCases {
      let wanted = table[role].bits
      let low = scalars.low & wanted.low
      let high = scalars.high & wanted.high
      let lowest = low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount
      firsts[role.rawValue] = low | high == 0 ? -1 : wanted.isAscending ? lowest : -2
    }
  }

  /// Says that the tape holds the record.
  func useTape() { state.pointee.isFlat = false }

  /// The field's first value that is a text or number, escapes resolved.
  @inline(__always) func text(_ role: FieldRole) -> ByteText? {
    guard state.pointee.isFlat else { return tape.text(at: table[role].paths) }
    guard let raw = raw(role) else { return nil }
    guard state.pointee.hasEscapes, let base = raw.baseAddress, memchr(base, 0x5c, raw.count) != nil
    else { return ByteText(raw) }
    state.pointee.hasResolved = true
    return tape.resolved(raw)
  }

  private func forgetResolved() {
    tape.clear()
    state.pointee.hasResolved = false
  }

  /// The field's first value that is a text or number, escapes as written where the record was
  /// read flat: enough to tell whether there is any text, or to read a number.
  @inline(__always) func written(_ role: FieldRole) -> ByteText? {
    guard state.pointee.isFlat else { return tape.text(at: table[role].paths) }
    return raw(role).map { ByteText($0) }
  }

  /// The bytes of a record that was read flat.
  @inline(__always) private func raw(_ role: FieldRole) -> UnsafeRawBufferPointer? {
    let id = firsts[role.rawValue]
    if id >= 0 { return flat.raw(id) }
    return id == -1 ? nil : rawByOrder(role)
  }

  private func rawByOrder(_ role: FieldRole) -> UnsafeRawBufferPointer? {
    table[role].ids.first { flat.scalars.has($0) }.map { flat.raw($0) }
  }

  /// The record's time: its text, the unit that its name states, and its column in the line. The
  /// text is nil where the first name's value is no text or number.
  func time() -> (text: ByteText?, unit: SourceUnit?, column: Int)? {
    guard state.pointee.isFlat else { return timeOnTape() }
    let field = table[.time]
    for (index, id) in field.ids.enumerated() {
      let isScalar = flat.scalars.has(id)
      guard isScalar || flat.words.has(id) else { continue }
      let text = isScalar ? ByteText(flat.raw(id)) : nil
      return (text, table.timeUnit ?? field.units[index], flat.column(id))
    }
    return nil
  }

  /// The time's bytes when they are the only candidate and its name states no unit.
  @inline(__always) var plainTime: UnsafeRawBufferPointer? {
    guard state.pointee.isFlat else { return nil }
    let wanted = timeBits
    let words = flat.words
    if words.low & wanted.low | words.high & wanted.high != 0 { return nil }
    let id = firsts[FieldRole.time.rawValue]
    return id >= 0 ? flat.raw(id) : nil
  }

  private func timeOnTape() -> (text: ByteText?, unit: SourceUnit?, column: Int)? {
    let field = table[.time]
    for (index, path) in field.paths.enumerated() {
      guard let node = tape.find(path), tape.kind(node) != .null else { continue }
      let unit = table.timeUnit ?? field.units[index]
      return (tape.text(ofScalar: node), unit, tape.nodes[node].start + 1)
    }
    return nil
  }

  /// A duration in nanoseconds; of several upstream values the sum.
  @inline(__always) func latency() -> Int64? {
    guard state.pointee.isFlat else { return tape.duration(table[.latency]) }
    let id = firsts[FieldRole.latency.rawValue]
    if id == -1 { return nil }
    if id >= 0, latencyUnits[id] >= 0 {
      let raw = flat.raw(id)
      let unit = latencyUnits[id]
      if let quick = tinyDecimal(raw, exponent: unit) ?? shortDecimal(raw, exponent: unit) {
        return quick
      }
    }
    return latencyByOrder()
  }

  private func latencyByOrder() -> Int64? {
    let field = table[.latency]
    for (index, id) in field.ids.enumerated() where flat.scalars.has(id) {
      guard let unit = field.units[index] else { continue }
      if let value = durationNanoseconds(flat.raw(id), unit) { return value }
    }
    return nil
  }

  /// An HTTP status.
  @inline(__always) func status(_ role: FieldRole) -> Int? {
    written(role).flatMap { httpStatus($0.bytes) }
  }

  /// A severity.
  @inline(__always) func level() -> LogLevel? {
    written(.level).flatMap { LogLevel($0.bytes) }
  }
}

extension cscan_members {
  /// Whether the member with a number is among them.
  @inline(__always) func has(_ id: Int) -> Bool {
    (id < 64 ? low : high) & (1 &<< UInt64(truncatingIfNeeded: id & 63)) != 0
  }
}
