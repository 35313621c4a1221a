/// One slow-log entry while its lines arrive.
struct SlowQueryEntry {
  private var text: [UInt8] = []
  private var place: RecordPlace
  private(set) var timeText: [UInt8]?
  private var queryTime: [UInt8]?
  private var isAdministrative = false
  private(set) var hasUser = false
  /// Offset of the first byte after the headers.
  private var statementStart: Int?
  var hasStatement: Bool { statementStart != nil || isAdministrative }

  init(first line: LineSplitter.Line) {
    place = line.place
    text = Array(line.bytes)
  }

  mutating func append(_ line: LineSplitter.Line) {
    // Offsets in the file decide the length, so that the exact bytes can be cut out again.
    let gap = Int(line.place.offset - place.offset) - text.count
    for i in 0..<max(0, gap) { text.append(i == gap - 1 ? 0x0a : 0x0d) }
    if statementStart == nil, SlowQueryHeader(line.bytes) == nil { statementStart = text.count }
    text.append(contentsOf: line.bytes)
    place.length = line.place.offset + line.place.length - place.offset
  }

  mutating func take(_ header: SlowQueryHeader) {
    switch header {
    case .time(let text, let alsoUser):
      timeText = Array(text)
      hasUser = hasUser || alsoUser
    case .user: hasUser = true
    case .metrics(let line):
      if let at = find("Query_time: ", in: line) {
        let rest = line[(at + 12)...].drop { $0 == 0x20 }
        queryTime = Array(rest.prefix { $0 != 0x20 && $0 != 0x09 })
      }
    case .administrator: isAdministrative = true
    case .other: break
    }
  }

  func deliver(
    _ stamps: TimestampParser, inheritedTime: [UInt8]?, _ sink: any RecordSink,
    _ zoneAssumed: () -> Void
  ) {
    text.withUnsafeBytes { bytes in
      if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
      guard let queryTime else {
        // A header without figures (a banner cut by rotation) states nothing.
        sink.quarantine(
          QuarantinedRecord(
            code: "slow-log-entry", message: "entry without Query_time",
            fix: "the log may be cut; supply the file before it"), at: place)
        return
      }
      let start = start(stamps, inheritedTime, bytes, zoneAssumed)
      let stamp: Stamp
      switch start {
      case .failure(let fault):
        sink.quarantine(
          QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix),
          at: place)
        return
      case .success(let read): stamp = read
      }
      // An underflowed counter prints as 18446744073708.796870: no statement ran 584 years.
      guard
        let duration = queryTime.withUnsafeBytes({ parseScaledDecimal($0, scale: 1_000_000_000) }),
        duration.value >= 0, duration.value < 366 * 86_400_000_000_000
      else {
        sink.quarantine(
          QuarantinedRecord(
            code: "slow-log-duration", message: "Query_time is not a possible duration",
            fix: "known server fault; the entry cannot be used", time: stamp.instant), at: place)
        return
      }
      var record = SlowQueryRecord(start: stamp, durationNanoseconds: duration.value)
      record.isAdministrative = isAdministrative
      if let statementStart {
        let statement = UnsafeRawBufferPointer(rebasing: bytes[statementStart...])
        record.statement = ByteText(statement)
        record.traceID = traceParent(in: statement)
      }
      sink.slowQuery(record, at: place)
    }
  }

  /// `SET timestamp` is an epoch and needs no zone; `# Time` is local and may be absent.
  private func start(
    _ stamps: TimestampParser, _ inheritedTime: [UInt8]?, _ bytes: UnsafeRawBufferPointer,
    _ zoneAssumed: () -> Void
  ) -> Result<Stamp, StampFault> {
    if let statementStart, let at = setTimestamp(in: bytes, from: statementStart) {
      let digits = bytes[at...].prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
      let read = stamps.parse(UnsafeRawBufferPointer(rebasing: digits), unit: .seconds)
      if case .success(let reading) = read { return .success(reading.stamp) }
    }
    guard let timeText = timeText ?? inheritedTime else { return .failure(.missing) }
    return timeText.withUnsafeBytes { stamps.parse($0) }.map { reading in
      if reading.zoneWasAssumed { zoneAssumed() }
      return reading.stamp
    }
  }

  /// `SET timestamp=` stands on a line of its own before the statement.
  private func setTimestamp(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var at = start
    for _ in 0..<4 {
      if find("SET timestamp=", in: UnsafeRawBufferPointer(rebasing: bytes[at...])) == 0 {
        return at + 14
      }
      guard let end = bytes[at...].firstIndex(of: 0x0a) else { return nil }
      at = end + 1
      if at >= bytes.count { return nil }
    }
    return nil
  }

  /// The trace id of a sqlcommenter `traceparent='00-…'`, url-encoded or not.
  private func traceParent(in statement: UnsafeRawBufferPointer) -> ByteText? {
    guard var at = find("traceparent=", in: statement) else { return nil }
    at += 12
    if at < statement.count, statement[at] == UInt8(ascii: "'") { at += 1 }
    if find("%27", in: UnsafeRawBufferPointer(rebasing: statement[at...])) == 0 { at += 3 }
    guard at + 35 < statement.count, statement[at + 2] == UInt8(ascii: "-"),
      statement[at + 35] == UInt8(ascii: "-")
    else { return nil }
    return ByteText(UnsafeRawBufferPointer(rebasing: statement[(at + 3)..<(at + 35)]))
  }
}

/// Follows quotes and comments of SQL so that a line inside a literal is not taken for a header.
struct SQLScanner {
  private enum Mode: Equatable {
    case plain
    case quoted(UInt8)
    case comment
  }
  private var mode = Mode.plain
  private var endsStatement = true

  /// Whether the text so far ends a statement: outside quotes, after a semicolon.
  var isComplete: Bool { mode == .plain && endsStatement }

  /// Takes one line.
  mutating func scan(_ line: UnsafeRawBufferPointer) {
    var at = 0
    while at < line.count {
      let byte = line[at]
      switch mode {
      case .quoted(let quote):
        if byte == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") {
          at += 1
        } else if byte == quote {
          // A doubled quote stands for itself; closing and reopening has the same effect.
          mode = .plain
        }
      case .comment:
        if byte == UInt8(ascii: "*"), at + 1 < line.count, line[at + 1] == UInt8(ascii: "/") {
          mode = .plain
          at += 1
        }
      case .plain:
        if scanPlain(byte, line, &at) { return }
      }
      at += 1
    }
  }

  /// - Returns: true when the rest of the line is a comment.
  private mutating func scanPlain(
    _ byte: UInt8, _ line: UnsafeRawBufferPointer, _ at: inout Int
  ) -> Bool {
    let next = at + 1 < line.count ? line[at + 1] : 0
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
      mode = .quoted(byte)
      endsStatement = false
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
      mode = .comment
      at += 1
    case UInt8(ascii: "#"): return true
    case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
      let after = at + 2 < line.count ? line[at + 2] : 0x20
      if after == 0x20 || after == 0x09 { return true }
      endsStatement = false
    case UInt8(ascii: ";"): endsStatement = true
    case 0x20, 0x09: break
    default: endsStatement = false
    }
    return false
  }
}
