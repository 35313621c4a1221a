/// One slow-log entry: where its parts lie. Valid during the call that hands it over.
///
/// ```
/// # Time: 240515 14:20:02                                    ← time
/// # User@Host: app[app] @  [10.0.0.1]  Id:     7             ← hasConnectionID
/// # Query_time: 5.250000  Lock_time: 0.000144 …              ← duration
/// use pay;                                                   ← statement begins
/// SET timestamp=1715754002;                                  ← timestamp
/// SELECT 1;                                                  ← argument begins
/// ```
struct SlowQueryEntry {
  /// Offsets of the parts, counted from the entry's first byte; -1 or empty for what is absent.
  struct Marks {
    var time = 0..<0
    var duration = 0..<0
    var timestamp = 0..<0
    /// First byte after the headers.
    var statement = -1
    /// First byte of the statement proper, after `use` and `SET timestamp`.
    var argument = -1
    /// The last line of `use` or `SET`: the statement itself where nothing follows.
    var lastPrefix = -1
    var isAdministrative = false
    var hasUser = false
    var hasMetrics = false
    var hasConnectionID = false
    /// The first line was `# Time: … # User@Host: …`, which some servers follow by the user again.
    var isCombined = false
  }

  let text: UnsafePointer<UInt8>
  let count: Int
  let marks: Marks
  let place: RecordPlace

  /// All its bytes, last line end left out.
  var bytes: UnsafeRawBufferPointer { SQLBytes.buffer(text, 0, count) }
  /// `# Time` as written, if this entry has its own.
  var time: UnsafeRawBufferPointer? { part(marks.time) }
  /// The value of `SET timestamp`: seconds since the epoch, maybe with a fraction.
  var timestamp: UnsafeRawBufferPointer? { part(marks.timestamp) }
  /// Everything after the headers, `use` and `SET timestamp` included, as written.
  var statement: UnsafeRawBufferPointer? {
    marks.statement < 0 ? nil : SQLBytes.buffer(text, marks.statement, count)
  }

  /// The statement alone, without its closing semicolon; `administrator command: Quit` for those.
  var argument: UnsafeRawBufferPointer? {
    let from = marks.argument >= 0 ? marks.argument : marks.lastPrefix
    guard from >= 0 else { return nil }
    let closed = count > from && text[count - 1] == UInt8(ascii: ";")
    return SQLBytes.buffer(text, from, closed ? count - 1 : count)
  }

  /// Query_time in nanoseconds; nil when it is no decimal or no statement can have taken it.
  ///
  /// An underflowed counter of old Percona servers prints as `18446744073708.796870.000036`: no
  /// statement ran 584 years. The bound is a year.
  var durationNanoseconds: Int64? {
    var whole: Int64 = 0
    var at = marks.duration.lowerBound
    let end = marks.duration.upperBound
    guard at < end, isDigit(text[at]) else { return nil }
    while at < end, isDigit(text[at]) {
      whole = whole * 10 + Int64(text[at] - 0x30)
      guard whole < 366 * 86_400 else { return nil }
      at += 1
    }
    var nanoseconds = whole * 1_000_000_000
    guard at < end else { return nanoseconds }
    guard text[at] == UInt8(ascii: ".") else { return nil }
    at += 1
    var step: Int64 = 100_000_000
    while at < end {
      guard isDigit(text[at]) else { return nil }
      nanoseconds += Int64(text[at] - 0x30) * step
      step /= 10
      at += 1
    }
    return nanoseconds
  }

  /// The trace id of a sqlcommenter `traceparent='00-…'`, url-encoded or not.
  var traceID: ByteText? {
    guard marks.statement >= 0,
      var at = SQLBytes.index(of: "traceparent=", text, marks.statement, count)
    else { return nil }
    at += 12
    if at < count, text[at] == UInt8(ascii: "'") { at += 1 }
    if SQLBytes.begins("%27", text, at, count) { at += 3 }
    guard at + 35 < count, text[at + 2] == UInt8(ascii: "-"), text[at + 35] == UInt8(ascii: "-")
    else { return nil }
    return ByteText(SQLBytes.buffer(text, at + 3, at + 35))
  }

  private func part(_ range: Range<Int>) -> UnsafeRawBufferPointer? {
    range.isEmpty ? nil : SQLBytes.buffer(text, range.lowerBound, range.upperBound)
  }
}

extension SlowQueryEntry.Marks {
  /// Takes one header line, `text[from..<to]`.
  ///
  /// - Parameter isTerminated: false for the last line of a file that ends without a line feed:
  ///   a number at its end may be cut.
  mutating func take(
    _ header: SlowQueryHeader, _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int,
    isTerminated: Bool
  ) {
    switch header {
    case .time:
      let mark = SQLBytes.index(of: UInt8(ascii: "#"), text, from + 7, to)
      time = SlowQueryHeader.value(text, from + 7, to)..<max(mark ?? to, from + 7)
      if time.isEmpty { time = 0..<0 }
      if let mark, SQLBytes.begins("# User@Host:", text, mark, to) {
        isCombined = true
        takeUser(text, mark, to)
      }
    case .user: takeUser(text, from, to)
    case .metrics: takeDuration(text, from, to, isTerminated)
    case .administrator:
      isAdministrative = true
      argument = from + 2
    case .other:
      // `# Thread_id: 5  Schema: x  Query_time: …` occurs in some dialects.
      if !hasMetrics { takeDuration(text, from, to, isTerminated) }
    }
  }

  private mutating func takeUser(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) {
    hasUser = true
    // `User@Host: root[root] @ localhost [127.0.0.1]  Id:     1`
    if let id = SQLBytes.index(of: "]  Id: ", text, from, to) {
      hasConnectionID = SlowQueryHeader.value(text, id + 7, to) < to
    }
  }

  private mutating func takeDuration(
    _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ isTerminated: Bool
  ) {
    guard let name = SQLBytes.index(of: "Query_time:", text, from, to) else { return }
    let start = SlowQueryHeader.value(text, name + 11, to)
    let end = SlowQueryHeader.wordEnd(text, start, to)
    guard start < end, end < to || isTerminated else { return }
    duration = start..<end
    hasMetrics = true
  }

  /// Takes one line after the headers.
  mutating func takeText(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) {
    if statement < 0 { statement = from }
    guard argument < 0 else { return }
    guard Self.isPrefix(text, from, to) else {
      argument = from
      return
    }
    lastPrefix = from
    guard timestamp.isEmpty, text[from] == UInt8(ascii: "S"),
      let name = SQLBytes.index(of: "timestamp=", text, from, to)
    else { return }
    var end = name + 10
    while end < to, isDigit(text[end]) || text[end] == UInt8(ascii: ".") { end += 1 }
    // A number cut at the end of the file is shorter than ten digits and lies before 1995.
    timestamp = (name + 10)..<end
  }

  /// `use db;`, `SET timestamp=…;`, `SET last_insert_id=5,insert_id=6,timestamp=…;`: lines that the
  /// server writes before the statement.
  static func isPrefix(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    guard to - from > 4 else { return false }
    if text[from] == UInt8(ascii: "S") {
      return SQLBytes.begins("SET timestamp=", text, from, to)
        || SQLBytes.begins("SET last_insert_id=", text, from, to)
        || SQLBytes.begins("SET insert_id=", text, from, to)
    }
    return SQLBytes.begins("use ", text, from, to)
  }
}
