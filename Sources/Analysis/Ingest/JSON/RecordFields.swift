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
  /// The table's bits by role, where they are read without touching a count of references.
  private let bits: UnsafeMutablePointer<FieldBits>
  /// The unit that a latency's name states, as a power of ten in nanoseconds, by number.
  private let latencyUnits: UnsafeMutablePointer<Int>
  /// Whether the record at hand was read flat; the tape is stale then.
  private let isFlat: UnsafeMutablePointer<Bool>
  /// Whether the record at hand may hold a backslash.
  private let hasEscapes: UnsafeMutablePointer<Bool>
  /// Whether texts of a flat record were resolved into the tape's memory.
  private let hasResolved: UnsafeMutablePointer<Bool>

  init(_ table: FieldTable, tape: JSONTape, kernel: ScanKernel) {
    self.table = table
    self.tape = tape
    let keys = KeyTable(table.names)
    canReadFlat = keys != nil
    flat = FlatObject(keys ?? .empty, kernel)
    bits = .allocate(capacity: FieldRole.allCases.count)
    for role in FieldRole.allCases {
      (bits + role.rawValue).initialize(to: table[role].bits)
    }
    latencyUnits = .allocate(capacity: KeyTable.capacity)
    latencyUnits.initialize(repeating: -1, count: KeyTable.capacity)
    let latency = table[.latency]
    for (id, unit) in zip(latency.ids, latency.units) where id < KeyTable.capacity {
      latencyUnits[id] = unit?.exponent ?? -1
    }
    isFlat = .allocate(capacity: 1)
    isFlat.initialize(to: false)
    hasEscapes = .allocate(capacity: 1)
    hasEscapes.initialize(to: true)
    hasResolved = .allocate(capacity: 1)
    hasResolved.initialize(to: false)
  }

  deinit {
    bits.deallocate()
    latencyUnits.deallocate()
    isFlat.deallocate()
    hasResolved.deallocate()
    hasEscapes.deallocate()
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
    isFlat.pointee = true
    hasEscapes.pointee = mayEscape
    if hasResolved.pointee { forgetResolved() }
    return true
  }

  /// Says that the tape holds the record.
  func useTape() { isFlat.pointee = false }

  /// The field's first value that is a text or number, escapes resolved.
  @inline(__always) func text(_ role: FieldRole) -> ByteText? {
    guard isFlat.pointee else { return tape.text(at: table[role].paths) }
    guard let raw = raw(role) else { return nil }
    guard hasEscapes.pointee, let base = raw.baseAddress, memchr(base, 0x5c, raw.count) != nil
    else { return ByteText(raw) }
    hasResolved.pointee = true
    return tape.resolved(raw)
  }

  private func forgetResolved() {
    tape.clear()
    hasResolved.pointee = false
  }

  /// The field's first value that is a text or number, escapes as written where the record was
  /// read flat: enough to tell whether there is any text, or to read a number.
  @inline(__always) func written(_ role: FieldRole) -> ByteText? {
    guard isFlat.pointee else { return tape.text(at: table[role].paths) }
    return raw(role).map { ByteText($0) }
  }

  /// The bytes of a record that was read flat.
  @inline(__always) private func raw(_ role: FieldRole) -> UnsafeRawBufferPointer? {
    let id = lowest(role)
    if id >= 0 { return flat.raw(id) }
    return id == -1 ? nil : rawByOrder(role)
  }

  /// The number of the role's first scalar member: -1 for none, -2 when the numbers' order is not
  /// the order of the names.
  @inline(__always) private func lowest(_ role: FieldRole) -> Int {
    let wanted = bits[role.rawValue]
    let scalars = flat.scalars
    let low = scalars.low & wanted.low
    let high = scalars.high & wanted.high
    if low | high == 0 { return -1 }
    if !wanted.isAscending { return -2 }
    return low != 0 ? low.trailingZeroBitCount : 64 &+ high.trailingZeroBitCount
  }

  private func rawByOrder(_ role: FieldRole) -> UnsafeRawBufferPointer? {
    table[role].ids.first { flat.scalars.has($0) }.map { flat.raw($0) }
  }

  /// The record's time: its text, the unit that its name states, and its column in the line. The
  /// text is nil where the first name's value is no text or number.
  func time() -> (text: ByteText?, unit: SourceUnit?, column: Int)? {
    guard isFlat.pointee else { return timeOnTape() }
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
    guard isFlat.pointee else { return nil }
    let wanted = bits[FieldRole.time.rawValue]
    let words = flat.words
    if words.low & wanted.low | words.high & wanted.high != 0 { return nil }
    let id = lowest(.time)
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
    guard isFlat.pointee else { return tape.duration(table[.latency]) }
    let id = lowest(.latency)
    if id == -1 { return nil }
    if id >= 0, latencyUnits[id] >= 0,
      let quick = shortDecimal(flat.raw(id), exponent: latencyUnits[id])
    {
      return quick
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
