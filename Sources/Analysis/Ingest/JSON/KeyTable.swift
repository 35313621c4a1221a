/// Finds the number of a known member name in a few instructions.
///
/// Up to 128 names; a name is told by its length, its first and its last eight bytes, and only
/// names beyond 16 bytes are compared as a whole. A class because it owns its table.
final class KeyTable {
  /// Most names.
  static let capacity = 128

  /// A name by what tells it apart.
  struct Entry {
    var first: UInt64 = 0
    var last: UInt64 = 0
    var count: Int32 = -1
    /// Its number; -1 for a name that is not in the table.
    var id: Int32 = -1

    @inline(__always) func isSame(_ other: Entry) -> Bool {
      first == other.first && last == other.last && count == other.count
    }
  }
  private let entries: UnsafeMutablePointer<Entry>
  private let names: [[UInt8]]
  private static let slots = 512

  /// - Returns: nil when there are too many names, or one that could be spelled with an escape.
  init?(_ names: [[UInt8]]) {
    guard names.count <= Self.capacity,
      names.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x5c } })
    else { return nil }
    // `/` may be written as `\/`; a name that holds one must be compared after unescaping.
    guard !names.contains(where: { $0.contains(0x2f) || $0.contains(0x22) }) else { return nil }
    self.names = names
    entries = .allocate(capacity: Self.slots)
    entries.initialize(repeating: Entry(), count: Self.slots)
    for (id, name) in names.enumerated() {
      let padded = name + [UInt8](repeating: 0, count: 8)
      padded.withUnsafeBytes { bytes in
        let entry = Self.entry(bytes.baseAddress ?? UnsafeRawPointer(entries), name.count)
        var slot = Self.slot(entry.first, entry.last, name.count)
        while entries[slot].count >= 0 { slot = (slot + 1) % Self.slots }
        entries[slot] = entry
        entries[slot].id = Int32(id)
      }
    }
  }

  deinit { entries.deallocate() }

  /// A table that knows no name.
  static var empty: KeyTable {
    guard let table = KeyTable([]) else { preconditionFailure("no name cannot be too many") }
    return table
  }

  @inline(__always) private static func slot(_ first: UInt64, _ last: UInt64, _ count: Int) -> Int {
    let mixed = (first ^ (last &<< 1) &+ UInt64(truncatingIfNeeded: count)) &* 0x9e37_79b9_7f4a_7c15
    return Int(mixed >> 55)
  }

  /// What tells the name at `name` apart; eight bytes from its start must be readable.
  @inline(__always) static func entry(_ name: UnsafeRawPointer, _ count: Int) -> Entry {
    let first = UInt64(littleEndian: name.loadUnaligned(as: UInt64.self))
    if count >= 8 {
      let last = UInt64(littleEndian: (name + (count &- 8)).loadUnaligned(as: UInt64.self))
      return Entry(first: first, last: last, count: Int32(truncatingIfNeeded: count))
    }
    let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    return Entry(
      first: first &<< unused, last: 0, count: Int32(truncatingIfNeeded: count))
  }

  /// The number of the name at `name`, or -1; eight bytes from its start must be readable.
  func id(_ name: UnsafePointer<UInt8>, _ count: Int) -> Int {
    id(Self.entry(name, count), name)
  }

  /// The number of `wanted`, or -1. For names beyond 16 bytes, `name` is compared too.
  func id(_ wanted: Entry, _ name: UnsafeRawPointer) -> Int {
    var slot = Self.slot(wanted.first, wanted.last, Int(wanted.count))
    while true {
      let entry = entries[slot]
      if entry.count < 0 { return -1 }
      if entry.isSame(wanted) {
        let id = Int(entry.id)
        return wanted.count <= 16 || isSame(name, id) ? id : -1
      }
      slot = (slot &+ 1) & (Self.slots - 1)
    }
  }

  private func isSame(_ name: UnsafeRawPointer, _ id: Int) -> Bool {
    UnsafeRawBufferPointer(start: name, count: names[id].count).elementsEqual(names[id])
  }
}
