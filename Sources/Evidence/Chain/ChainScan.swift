internal import Diagnostics
internal import Glibc

/// The first reading: every hash, and every link to the record before.
///
/// A class because closures fill it line by line.
final class ChainScan {
  private(set) var log = DiagnosticLog()
  private(set) var records = 0
  private(set) var lastLine = 0
  private(set) var breaks: ChainBreaks

  private let path: String
  private let hasher = ChainHash()
  /// The hash that the next record must name: 64 digits. Zeros before the first record.
  private var expected = [UInt8](repeating: UInt8(ascii: "0"), count: ChainRecord.hashDigits)
  /// What the last record's hash should have been, if it was another.
  private var computed: [UInt8]?
  private var lastTime: Int64?
  /// What may be true of every record: counted, and said once.
  private var backward = Tally()
  private var ambiguous = Tally()
  private var uncovered = Tally()
  /// Whether the line before was no record: what follows it cannot be linked.
  private var isAfterDefect = false

  init(path: String, maximumBreaks: Int) {
    self.path = path
    self.breaks = ChainBreaks(maximum: maximumBreaks)
  }

  /// Hash of the last record.
  var head: String? { records > 0 ? String(decoding: expected, as: UTF8.self) : nil }

  /// Takes the next line; nil is one that is too long.
  func take(_ line: UnsafeRawBufferPointer?) {
    lastLine += 1
    guard let line else {
      return defect(at: 0, "the line is longer than \(ChainLines.maximumBytes >> 20) MiB")
    }
    switch ChainRecord.parse(line) {
    case .failure(let found): defect(at: found.at, found.reason)
    case .success(let record): take(record, line)
    }
  }

  private func take(_ record: ChainRecord, _ line: UnsafeRawBufferPointer) {
    let raw = UnsafeRawBufferPointer(rebasing: line[record.entry])
    var unescaped: [UInt8]?
    if record.entryHasEscapes {
      unescaped = ChainText.unescaped(raw)
      if unescaped == nil {
        return defect(at: record.entry.lowerBound, "the entry holds an escape that is none")
      }
    }
    guard ChainText.isUTF8(raw) else {
      return defect(at: record.entry.lowerBound, "the entry is not UTF-8")
    }
    if let unescaped {
      unescaped.withUnsafeBytes { take(record, line, entry: $0) }
    } else {
      take(record, line, entry: raw)
    }
  }

  private func take(
    _ record: ChainRecord, _ line: UnsafeRawBufferPointer, entry: UnsafeRawBufferPointer
  ) {
    let time = UnsafeRawBufferPointer(rebasing: line[record.time])
    let stated = UnsafeRawBufferPointer(rebasing: line[record.hash])
    let previous = UnsafeRawBufferPointer(rebasing: line[record.previous])
    records += 1
    let isLinked = areEqual(previous, expected) || computed.map { areEqual(previous, $0) } ?? false
    let digits = hasher.digits(entry: entry, time: time, previous: previous)
    computed = areEqual(digits, stated) ? nil : Array(digits)
    let isInPlace =
      computed != nil && mismatch(record, entry: entry, time: time, stated: stated)
    if !isLinked, !isInPlace {
      breaks.add(
        line: lastLine, column: record.previous.lowerBound + 1, hash: Array(stated),
        previous: Array(previous), isAfterDefect: isAfterDefect)
    }
    note(record, entry, time, isLinked: isLinked)
    isAfterDefect = false
    expected.withUnsafeMutableBytes { $0.copyMemory(from: stated) }
  }

  /// Says which of its parts a record lost its hash by, as far as that can be told.
  /// - Returns: whether it follows the record before, whatever it names.
  private func mismatch(
    _ record: ChainRecord, entry: UnsafeRawBufferPointer, time: UnsafeRawBufferPointer,
    stated: UnsafeRawBufferPointer
  ) -> Bool {
    let isRelinked = expected.withUnsafeBytes { expected in
      areEqual(hasher.digits(entry: entry, time: time, previous: expected), stated)
    }
    add(
      "chain-hash",
      isRelinked
        ? "prev_hash was changed: with the hash of the record before, the hash is right"
        : "the hash is not the SHA-256 of entry|ts_us|prev_hash: the record was changed",
      column: (isRelinked ? record.previous : record.hash).lowerBound + 1,
      fix: "obtain this record again from its source")
    return isRelinked
  }

  /// What is no fault of the chain but has to be known by who relies on it.
  private func note(
    _ record: ChainRecord, _ entry: UnsafeRawBufferPointer, _ time: UnsafeRawBufferPointer,
    isLinked: Bool
  ) {
    let microseconds = Self.integer(time)
    if isLinked, let lastTime, microseconds < lastTime {
      backward.add(lastLine, record.time.lowerBound + 1)
    }
    lastTime = microseconds
    if let base = entry.baseAddress, memchr(base, Int32(UInt8(ascii: "|")), entry.count) != nil {
      ambiguous.add(lastLine, record.entry.lowerBound + 1)
    }
    if let at = record.uncovered { uncovered.add(lastLine, at + 1) }
  }

  /// Adds what was counted; call it once, after the last line.
  func finish() {
    count(
      "chain-time", of: backward, "ts_us goes back: the clock was set, or written by hand",
      fix: "compare with the clock statement of its host")
    count(
      "chain-ambiguous", of: ambiguous,
      "the entry holds a |: v1 cannot tell where an entry ends and its time begins",
      fix: "use a chain of length-prefixed fields from now on")
    count(
      "chain-uncovered", of: uncovered, "members beside the four are covered by no hash",
      fix: "put into entry what is to be proven")
  }

  private func count(_ code: String, of tally: Tally, _ message: String, fix: String) {
    guard tally.count > 0 else { return }
    let place = SourceLocation(file: path, line: tally.line, column: tally.column)
    log.add(Diagnostic(.warning, code, message, at: place, fix: fix, count: tally.count))
  }

  /// The value of plain digits, which the parser has bounded.
  private static func integer(_ digits: UnsafeRawBufferPointer) -> Int64 {
    var value: Int64 = 0
    for byte in digits where byte != UInt8(ascii: "-") {
      value = value * 10 + Int64(byte &- UInt8(ascii: "0"))
    }
    return digits.first == UInt8(ascii: "-") ? -value : value
  }

  private func defect(at index: Int, _ reason: String) {
    add(
      "chain-record", "no record of the chain: \(reason)", column: index + 1,
      fix: "obtain this line again from its source")
    isAfterDefect = true
  }

  private func add(_ code: String, _ message: String, column: Int, fix: String) {
    let place = SourceLocation(file: path, line: lastLine, column: column)
    log.add(Diagnostic(.error, code, message, at: place, fix: fix))
  }
}

/// How often something was met, and where first.
private struct Tally {
  var count = 0
  var line = 0
  var column = 0

  mutating func add(_ line: Int, _ column: Int) {
    if count == 0 { (self.line, self.column) = (line, column) }
    count += 1
  }
}

/// Whether both are the same bytes.
private func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
  guard a.count == b.count, let x = a.baseAddress, let y = b.baseAddress else { return false }
  return memcmp(x, y, a.count) == 0
}

private func areEqual(_ a: UnsafeRawBufferPointer, _ b: [UInt8]) -> Bool {
  b.withUnsafeBytes { areEqual(a, $0) }
}
