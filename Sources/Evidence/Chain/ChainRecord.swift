/// One record of a v1 hash chain, as ranges of the line it stands in:
/// `{"entry": text, "ts_us": microseconds, "hash": hex, "prev_hash": hex}`.
struct ChainRecord {
  /// Between the quotes of `entry`, escapes as written.
  var entry: Range<Int>
  var entryHasEscapes: Bool
  /// The digits, as they were hashed.
  var time: Range<Int>
  /// 64 lowercase hex digits.
  var hash: Range<Int>
  /// 64 lowercase hex digits.
  var previous: Range<Int>
  /// Where a member begins that no hash covers.
  var uncovered: Int?

  /// What keeps a line from being a record.
  struct Defect: Error, Equatable {
    /// Byte in the line.
    var at: Int
    var reason: String
  }

  /// Reads one line, without its line feed.
  static func parse(_ line: UnsafeRawBufferPointer) -> Result<ChainRecord, Defect> {
    var parser = ChainRecordParser(line: line)
    return Result { () throws(Defect) in try parser.record() }
  }

  static let hashDigits = 64
}

/// Reads the members of a flat object strictly: whatever two JSON readers could read differently
/// (a member given twice, an escaped name, digits in another form) is a defect, because the hash
/// is over one reading only.
private struct ChainRecordParser {
  let line: UnsafeRawBufferPointer
  private var index = 0

  init(line: UnsafeRawBufferPointer) { self.line = line }

  mutating func record() throws(ChainRecord.Defect) -> ChainRecord {
    var entry: Range<Int>?
    var time: Range<Int>?
    var hash: Range<Int>?
    var previous: Range<Int>?
    var entryHasEscapes = false
    var uncovered: Int?
    skipSpace()
    try expect(UInt8(ascii: "{"), "it is no JSON object")
    skipSpace()
    if peek != UInt8(ascii: "}") {
      while true {
        skipSpace()
        let start = index
        let (name, hasEscapes) = try string()
        if hasEscapes { throw defect("the name of a member is escaped", at: start) }
        skipSpace()
        try expect(UInt8(ascii: ":"), "a colon is missing")
        skipSpace()
        let at = index
        if isName(name, "entry") {
          guard entry == nil else { throw defect("entry is given twice", at: start) }
          (entry, entryHasEscapes) = try string()
        } else if isName(name, "ts_us") {
          guard time == nil else { throw defect("ts_us is given twice", at: start) }
          time = try integer()
        } else if isName(name, "hash") {
          guard hash == nil else { throw defect("hash is given twice", at: start) }
          hash = try digest(at)
        } else if isName(name, "prev_hash") {
          guard previous == nil else { throw defect("prev_hash is given twice", at: start) }
          previous = try digest(at)
        } else {
          uncovered = uncovered ?? start
          try skipValue()
        }
        skipSpace()
        guard peek == UInt8(ascii: ",") else { break }
        index += 1
      }
    }
    try expect(UInt8(ascii: "}"), "the object has no end")
    skipSpace()
    guard index == line.count else { throw defect("something follows the object", at: index) }
    guard let entry else { throw defect("entry is missing", at: 0) }
    guard let time else { throw defect("ts_us is missing", at: 0) }
    guard let hash else { throw defect("hash is missing", at: 0) }
    guard let previous else { throw defect("prev_hash is missing", at: 0) }
    return ChainRecord(
      entry: entry, entryHasEscapes: entryHasEscapes, time: time, hash: hash, previous: previous,
      uncovered: uncovered)
  }

  private var peek: UInt8? { index < line.count ? line[index] : nil }

  private func defect(_ reason: String, at place: Int) -> ChainRecord.Defect {
    ChainRecord.Defect(at: place, reason: reason)
  }

  private func isName(_ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count where line[range.lowerBound + offset] != name.utf8Start[offset] {
      return false
    }
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D { index += 1 }
  }

  private mutating func expect(_ byte: UInt8, _ reason: String) throws(ChainRecord.Defect) {
    guard peek == byte else { throw defect(reason, at: index) }
    index += 1
  }

  /// - Returns: what stands between the quotes, and whether it holds a backslash.
  private mutating func string() throws(ChainRecord.Defect) -> (Range<Int>, Bool) {
    try expect(UInt8(ascii: "\""), "a string is missing")
    let start = index
    var hasEscapes = false
    while index < line.count {
      while index + 8 <= line.count,
        WordOfText(line, at: index).isPlain
      {
        index += 8
      }
      guard index < line.count else { break }
      let byte = line[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        return (start..<(index - 1), hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        index += 1
      } else if byte < 0x20 {
        throw defect("a control character stands in a string", at: index)
      }
      index += 1
    }
    throw defect("a string has no end", at: start - 1)
  }

  /// An integer in the one form in which it was hashed.
  private mutating func integer() throws(ChainRecord.Defect) -> Range<Int> {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    let digits = index
    while let byte = peek, byte &- UInt8(ascii: "0") < 10 { index += 1 }
    let count = index - digits
    let isPlain = count > 0 && (line[digits] != UInt8(ascii: "0") || start == digits && count == 1)
    guard isPlain, count <= 18, peek != UInt8(ascii: "."), peek != UInt8(ascii: "e"),
      peek != UInt8(ascii: "E")
    else { throw defect("ts_us is no plain integer of microseconds", at: start) }
    return start..<index
  }

  private mutating func digest(_ start: Int) throws(ChainRecord.Defect) -> Range<Int> {
    guard peek == UInt8(ascii: "\"") else { throw defect("a hash is no string", at: start) }
    let end = start + 1 + ChainRecord.hashDigits
    if end < line.count, line[end] == UInt8(ascii: "\""),
      stride(from: start + 1, to: end, by: 8).allSatisfy({ WordOfText(line, at: $0).isLowerHex })
    {
      index = end + 1
      return (start + 1)..<end
    }
    let (range, _) = try string()
    let isHex = line[range].allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x61 < 6 }
    guard range.count == ChainRecord.hashDigits, isHex else {
      throw defect("a hash is not 64 lowercase hex digits", at: start)
    }
    return range
  }

  /// Passes over any value; brackets must pair, the rest is no concern of the chain.
  private mutating func skipValue() throws(ChainRecord.Defect) {
    let start = index
    var depth = 0
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
        if depth == 0 {
          guard index > start else { throw defect("a value is missing", at: start) }
          return
        }
        if byte != UInt8(ascii: ",") { depth -= 1 }
        index += 1
      default: index += 1
      }
    }
    throw defect("a value has no end", at: start)
  }
}
