/// The `key=value` pairs of one logfmt text, found through a table of names.
///
/// A class because it keeps its buffers across records.
final class LogfmtFields {
  let table: FieldTable
  /// Pairs of the text at hand.
  private(set) var pairs = 0
  /// Whether a quote is never closed: the text was cut.
  private(set) var isCut = false
  private let keys: KeyTable
  private let scratch = JSONTape(depthLimit: 1)
  private var values: [Value?]
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private let name: UnsafeMutableRawBufferPointer
  private static let longestName = 56

  private struct Value {
    var range: Range<Int>
    var hasEscapes: Bool
  }

  init(_ table: FieldTable) {
    self.table = table
    // A declared name that no logfmt key can have keeps its number.
    keys =
      KeyTable(table.names) ?? KeyTable(
        table.names.enumerated().map { number, name in
          KeyTable([name]) == nil ? Array("!\(number)".utf8) : name
        }) ?? .empty
    values = Array(repeating: nil, count: KeyTable.capacity)
    name = .allocate(byteCount: Self.longestName + 8, alignment: 8)
    name.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { name.deallocate() }

  /// Reads the pairs; the bytes must stay valid while fields are used.
  func read(_ text: UnsafeRawBufferPointer) {
    for i in values.indices { values[i] = nil }
    (pairs, isCut, bytes) = (0, false, text)
    scratch.clear()
    var at = 0
    while at < text.count {
      if text[at] <= 0x20 {
        at += 1
        continue
      }
      let keyStart = at
      while at < text.count, text[at] > 0x20, text[at] != 0x3d, text[at] != 0x22 { at += 1 }
      guard at < text.count, text[at] == 0x3d, at > keyStart else {
        // A word without `=`, or a stray quote: passed to the next blank.
        while at < text.count, text[at] > 0x20 { at += 1 }
        continue
      }
      let key = keyStart..<at
      let value = value(&at)
      pairs += 1
      if let id = number(of: key), values[id] == nil { values[id] = value }
    }
  }

  /// The value after the `=` at `at`.
  private func value(_ at: inout Int) -> Value {
    at += 1
    guard at < bytes.count, bytes[at] == 0x22 else {
      let start = at
      while at < bytes.count, bytes[at] > 0x20 { at += 1 }
      return Value(range: start..<at, hasEscapes: false)
    }
    at += 1
    let start = at
    var hasEscapes = false
    while at < bytes.count, bytes[at] != 0x22 {
      if bytes[at] == 0x5c {
        hasEscapes = true
        at += 1
      }
      at += 1
    }
    let end = min(at, bytes.count)
    if at >= bytes.count { isCut = true }
    at = end + 1
    return Value(range: start..<end, hasEscapes: hasEscapes)
  }

  private func number(of key: Range<Int>) -> Int? {
    guard key.count <= Self.longestName, let base = name.baseAddress else { return nil }
    name.copyMemory(from: bytes.part(key.lowerBound, key.upperBound))
    let id = keys.id(KeyTable.entry(base, key.count), base)
    return id >= 0 ? id : nil
  }

  /// A role's first value that is not empty, escapes resolved.
  func text(_ role: FieldRole) -> ByteText? {
    for id in table[role].ids where id < values.count {
      guard let value = values[id], !value.range.isEmpty else { continue }
      let raw = bytes.part(value.range.lowerBound, value.range.upperBound)
      return value.hasEscapes ? scratch.resolved(raw) : ByteText(raw)
    }
    return nil
  }

  /// The time's text and the unit that its name states.
  func time() -> (text: ByteText, unit: SourceUnit?)? {
    let field = table[.time]
    for (index, id) in field.ids.enumerated() where id < values.count {
      guard let value = values[id], !value.range.isEmpty else { continue }
      let raw = bytes.part(value.range.lowerBound, value.range.upperBound)
      return (ByteText(raw), table.timeUnit ?? field.units[index])
    }
    return nil
  }

  /// A duration in nanoseconds: a plain number in its name's unit, or Go's `33.6ms`.
  func duration(_ role: FieldRole) -> Int64? {
    let field = table[role]
    for (index, id) in field.ids.enumerated() where id < values.count {
      guard let value = values[id] else { continue }
      let raw = bytes.part(value.range.lowerBound, value.range.upperBound)
      if let unit = field.units[index], let plain = parseScaledDecimal(raw, scale: unit.nanoseconds)
      {
        return plain.value >= 0 ? plain.value : nil
      }
      if let spelled = goDuration(raw) { return spelled }
    }
    return nil
  }
}

/// Go's spelling of a duration: `1m30.5s`, `33.6ms`, `432.9µs`.
func goDuration(_ text: UnsafeRawBufferPointer) -> Int64? {
  let units: [(String, Int64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
    ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]
  var at = 0
  var total: Int64 = 0
  while at < text.count {
    let start = at
    while at < text.count, isDigit(text[at]) || text[at] == 0x2e { at += 1 }
    let unitStart = at
    while at < text.count, !isDigit(text[at]) { at += 1 }
    let name = text.part(unitStart, at)
    guard unitStart > start, let unit = units.first(where: { name.elementsEqual($0.0.utf8) }),
      let value = parseScaledDecimal(text.part(start, unitStart), scale: unit.1)
    else { return nil }
    let (sum, overflow) = total.addingReportingOverflow(value.value)
    if overflow { return nil }
    total = sum
  }
  return at > 0 ? total : nil
}
