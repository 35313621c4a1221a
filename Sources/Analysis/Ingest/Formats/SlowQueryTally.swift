internal import Glibc

/// Counts by fingerprint while a log is read: a hash table with open addressing whose keys lie in
/// one array, so that an entry costs one hash and one comparison and no allocation.
///
/// A class because it is changed for every entry and belongs to one reader.
final class SlowQueryTally {
  private struct Slot {
    var hash: UInt64 = 0
    var start = 0
    /// -1 while nothing is here.
    var count = -1
    var figures = SlowQueryDigest.Figures(nanoseconds: 0)
  }

  private var slots = [Slot](repeating: Slot(), count: 1024)
  private var keys: [UInt8] = []
  private var used = 0
  private var unusable: Int64 = 0

  /// Counts one execution.
  func add(_ fingerprint: UnsafeRawBufferPointer, nanoseconds: Int64) {
    let hash = Self.hash(fingerprint)
    let at = slot(of: fingerprint, hash)
    if slots[at].count >= 0 {
      slots[at].figures.merge(SlowQueryDigest.Figures(nanoseconds: nanoseconds))
      return
    }
    slots[at] = Slot(
      hash: hash, start: keys.count, count: fingerprint.count,
      figures: SlowQueryDigest.Figures(nanoseconds: nanoseconds))
    keys.append(contentsOf: fingerprint)
    used += 1
    if used * 2 > slots.count { grow() }
  }

  /// Counts an entry without a possible duration.
  func addUnusable() { unusable += 1 }

  /// What was counted.
  var digest: SlowQueryDigest {
    var classes: [[UInt8]: SlowQueryDigest.Figures] = [:]
    classes.reserveCapacity(used)
    for slot in slots where slot.count >= 0 {
      classes[Array(keys[slot.start..<(slot.start + slot.count)])] = slot.figures
    }
    return SlowQueryDigest(classes: classes, unusable: unusable)
  }

  /// Where `fingerprint` is, or the free place where it belongs.
  private func slot(of fingerprint: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    keys.withUnsafeBytes { keys in
      while slots[at].count >= 0 {
        if slots[at].hash == hash, slots[at].count == fingerprint.count,
          isSame(keys, slots[at].start, fingerprint)
        {
          return
        }
        at = (at + 1) & mask
      }
    }
    return at
  }

  private func isSame(
    _ keys: UnsafeRawBufferPointer, _ start: Int, _ fingerprint: UnsafeRawBufferPointer
  ) -> Bool {
    guard let stored = keys.baseAddress, let bytes = fingerprint.baseAddress else { return true }
    return memcmp(stored + start, bytes, fingerprint.count) == 0
  }

  private func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot.count >= 0 {
      var at = Int(truncatingIfNeeded: slot.hash) & mask
      while slots[at].count >= 0 { at = (at + 1) & mask }
      slots[at] = slot
    }
  }

  /// Eight bytes at a time; only places in the table depend on it, never what is printed.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9e37_79b9_7f4a_7c15
    var at = 0
    while at + 8 <= bytes.count {
      hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < bytes.count {
      rest = rest << 8 | UInt64(bytes[at])
      at += 1
    }
    return mixed(hash ^ rest)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return product.high ^ product.low
  }
}
