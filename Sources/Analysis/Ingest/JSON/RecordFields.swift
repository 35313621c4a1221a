internal import Glibc

/// The fields of one JSON record, whether it was read flat or parsed.
///
/// A class because it owns its readers across records.
final class RecordFields {
  let table: FieldTable
  let tape: JSONTape
  private let flat: FlatObject?
  /// Whether the record at hand was read flat; the tape is stale then.
  private(set) var isFlat = false

  init(_ table: FieldTable, tape: JSONTape) {
    self.table = table
    self.tape = tape
    flat = KeyTable(table.names).map { FlatObject($0) }
  }

  /// Tries to read a line flat.
  /// - Returns: false when it must be parsed.
  @inline(__always) func readFlat(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, positions: UnsafeMutablePointer<UInt32>,
    slots: Range<Int>
  ) -> Bool {
    guard let flat,
      flat.read(base, from: from, to: to, positions: positions, slots: slots)
    else {
      isFlat = false
      return false
    }
    isFlat = true
    tape.clear()
    return true
  }

  /// Says that the tape holds the record.
  func useTape() { isFlat = false }

  /// The field's first value that is a text or number, escapes resolved.
  @inline(__always) func text(_ field: Field) -> ByteText? {
    guard isFlat, let flat else { return tape.text(at: field.paths) }
    let bits = (flat.present.0 & field.mask.0, flat.present.1 & field.mask.1)
    if bits.0 | bits.1 == 0 { return nil }
    if field.isAscending {
      let id = bits.0 != 0 ? bits.0.trailingZeroBitCount : 64 + bits.1.trailingZeroBitCount
      if flat.kind(id) != .word { return text(flat, id) }
    }
    for id in field.ids where flat.has(id) && flat.kind(id) != .word { return text(flat, id) }
    return nil
  }

  @inline(__always) private func text(_ flat: FlatObject, _ id: Int) -> ByteText {
    let raw = flat.raw(id)
    guard flat.kind(id) == .string, let base = raw.baseAddress,
      memchr(base, 0x5c, raw.count) != nil
    else { return ByteText(raw) }
    return tape.resolved(raw)
  }

  /// The first name that the record has with a value other than null: its place among the
  /// field's paths and the value; the text is nil for a value that is no text or number.
  func first(_ field: Field) -> (path: Int, text: ByteText?, column: Int)? {
    for (index, path) in field.paths.enumerated() {
      if isFlat, let flat {
        let id = field.ids[index]
        guard flat.has(id) else { continue }
        return (index, flat.kind(id) == .word ? nil : text(flat, id), flat.column(id))
      }
      guard let node = tape.find(path), tape.kind(node) != .null else { continue }
      return (index, tape.text(ofScalar: node), tape.nodes[node].start + 1)
    }
    return nil
  }

  /// A duration in nanoseconds; of several upstream values the sum.
  func duration(_ timed: TimedField) -> Int64? {
    guard isFlat, let flat else { return tape.duration(timed) }
    if flat.present.0 & timed.field.mask.0 | flat.present.1 & timed.field.mask.1 == 0 {
      return nil
    }
    for (index, id) in timed.field.ids.enumerated() where flat.has(id) {
      guard flat.kind(id) != .word else { continue }
      if let value = durationNanoseconds(text(flat, id).bytes, timed.units[index]) { return value }
    }
    return nil
  }

  /// An HTTP status.
  @inline(__always) func status(_ field: Field) -> Int? {
    text(field).flatMap { httpStatus($0.bytes) }
  }
}
