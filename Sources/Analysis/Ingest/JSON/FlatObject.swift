internal import CScan

/// One line that is a flat JSON object, read off the structural index without parsing it.
///
/// `read` accepts exactly the lines that the strict parser accepts, less those with nesting,
/// repeated known members, `\u` escapes or stray control characters, which it leaves to that
/// parser: what is wrong is never decided here, and nothing is misread. Between the quotes the
/// kernel has vouched for the bytes; everything else is looked at here.
///
/// Loggers write the same members in the same order line after line. What stands between two
/// values is compared as a whole with what stood there before (`cscan_walk`); only a member that
/// is met for the first time is taken apart, and remembered (`LineSteps`). A class because it owns
/// its buffers; hot state is in raw pointers.
final class FlatObject {
  private let table: KeyTable
  private let kernel: Int32
  private let values: UnsafeMutablePointer<cscan_value>
  private let steps = LineSteps()
  /// How far the line at hand was read; its members once it is.
  private let walk: UnsafeMutablePointer<cscan_walk_state>
  private let line: UnsafeMutablePointer<Line>

  private struct Line {
    var base: UnsafePointer<UInt8>
    var from = 0
    /// Where its brace is.
    var open = 0
  }

  init(_ table: KeyTable, _ kernel: ScanKernel) {
    self.table = table
    self.kernel = kernel.level
    values = .allocate(capacity: KeyTable.capacity + 1)
    values.initialize(repeating: cscan_value(), count: KeyTable.capacity + 1)
    walk = .allocate(capacity: 1)
    walk.initialize(to: cscan_walk_state())
    line = .allocate(capacity: 1)
    line.initialize(
      to: Line(base: UnsafeRawPointer(values).assumingMemoryBound(to: UInt8.self)))
  }

  deinit {
    values.deallocate()
    walk.deallocate()
    line.deallocate()
  }

  /// Members of the line that are texts or numbers.
  @inline(__always) var scalars: cscan_members {
    let walk = walk.pointee
    return cscan_members(
      low: walk.seen.low & ~(walk.words.low | walk.nulls.low),
      high: walk.seen.high & ~(walk.words.high | walk.nulls.high))
  }
  /// Members of the line that are `true` or `false`.
  @inline(__always) var words: cscan_members { walk.pointee.words }

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
    var at = from
    var end = to
    while at < end, base[end &- 1] <= 0x20 { end &-= 1 }
    while at < end, base[at] == 0x20 { at &+= 1 }
    guard at < end, base[at] == 0x7b, base[end &- 1] == 0x7d else { return false }
    line.pointee = Line(base: base, from: from, open: at)
    walk.pointee = cscan_walk_state(
      at: UInt32(truncatingIfNeeded: at), slot: UInt32(truncatingIfNeeded: first), step: 0,
      seen: cscan_members(), words: cscan_members(), nulls: cscan_members())
    let close = UInt32(truncatingIfNeeded: end &- 1)
    let feed = UInt32(truncatingIfNeeded: last)
    while true {
      let outcome = cscan_walk(
        kernel, base, close, positions, feed, steps.all, steps.count, values, walk)
      if outcome == CSCAN_DONE { return true }
      if outcome == CSCAN_REFUSED { return false }
      switch member(base, close, positions, feed) {
      case .read: continue
      case .ended: return true
      case .refused: return false
      }
    }
  }

  private enum Advance {
    case read
    case ended
    case refused
  }

  /// Takes apart the member where the walk stopped, or the end of the object.
  @inline(never) private func member(
    _ base: UnsafePointer<UInt8>, _ end: UInt32, _ positions: UnsafeMutablePointer<UInt32>,
    _ last: UInt32
  ) -> Advance {
    var state = walk.pointee
    let start = Int(state.at)
    var at = start
    if start != line.pointee.open {
      at = Self.afterBlank(base, at)
      if base[at] == 0x7d { return at == Int(end) && state.slot == last ? .ended : .refused }
      guard base[at] == 0x2c else { return .refused }
    }
    at = Self.afterBlank(base, at &+ 1)
    // The member's name.
    guard state.slot &+ 1 < last, Int(positions[Int(state.slot)]) == at else { return .refused }
    let close = Int(positions[Int(state.slot) &+ 1])
    let id = table.id(base + (at &+ 1), close &- at &- 1)
    at = Self.afterBlank(base, close &+ 1)
    guard base[at] == 0x3a else { return .refused }
    at = Self.afterBlank(base, at &+ 1)
    // Its value.
    let bit = Self.bit(id)
    // Of a repeated member the last counts; which name then wins is the parser's business.
    if state.seen.low & bit.low | state.seen.high & bit.high != 0 { return .refused }
    let isText = base[at] == 0x22
    if isText {
      guard state.slot &+ 3 < last, Int(positions[Int(state.slot) &+ 2]) == at else {
        return .refused
      }
      at &+= 1
      state.at = positions[Int(state.slot) &+ 3] &+ 1
      put(id, at, Int(state.at) &- 1)
      state.slot &+= 4
    } else {
      var length = cscan_number(base + at)
      if length == 0 {
        length = cscan_word(base + at)
        guard length > 0 else { return .refused }
        if base[at] == 0x6e {
          Self.insert(bit, &state.nulls)
        } else {
          Self.insert(bit, &state.words)
        }
      }
      state.at = UInt32(truncatingIfNeeded: at) &+ length
      put(id, at, Int(state.at))
      state.slot &+= 2
    }
    Self.insert(bit, &state.seen)
    let text = UnsafeRawBufferPointer(start: base + start, count: at &- start)
    state.step = steps.learn(
      text, isText: isText, bit: bit, id: id < 0 ? KeyTable.capacity : id, at: state.step)
    walk.pointee = state
    return .read
  }

  private func put(_ id: Int, _ start: Int, _ end: Int) {
    values[id < 0 ? KeyTable.capacity : id] = cscan_value(
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }

  private static func bit(_ id: Int) -> cscan_members {
    if id < 0 { return cscan_members() }
    let bit: UInt64 = 1 &<< UInt64(id & 63)
    return id < 64 ? cscan_members(low: bit, high: 0) : cscan_members(low: 0, high: bit)
  }

  @inline(__always) private static func insert(
    _ bit: cscan_members, _ members: inout cscan_members
  ) {
    members.low |= bit.low
    members.high |= bit.high
  }

  /// The first byte that is no blank; the line's feed stops it.
  private static func afterBlank(_ base: UnsafePointer<UInt8>, _ from: Int) -> Int {
    var at = from
    while base[at] == 0x20 || base[at] == 0x09 || base[at] == 0x0d { at &+= 1 }
    return at
  }
}
