/// The error log of MySQL 5.0 to 8 and MariaDB.
///
/// Lines that begin with a time open an entry; what follows without one (InnoDB's monitor, a crash
/// report) belongs to it. Before 5.7 and in MariaDB times are local and have no zone.
struct MySQLErrorLog: ExportFormat {
  let name = "mysql-error-log"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    let lines = LineHead(head) { line in
      guard let end = MySQLErrorLine.timeEnd(line) else { return false }
      let rest = line.rest(end)
      return ["[Note]", "[Warning]", "[ERROR]", "[System]", "InnoDB: ", "mysqld"].contains {
        (mark: StaticString) in find(mark, in: rest) != nil
      }
    }
    guard lines.isOften else { return nil }
    return Recognition(confidence: 80, reason: "lines are time and [Note], [Warning] or [ERROR]")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: EntryReader {
    private let stamps: StampReader

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      if MySQLErrorLine.timeEnd(line.bytes) != nil {
        open(line, sink)
      } else if !extend(line) {
        passOver(line, sink)
      }
    }

    override func entry(
      _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
    ) {
      guard let end = MySQLErrorLine.timeEnd(text) else { return sink.other(at: place, time: nil) }
      switch stamps.read(text.part(0, end)) {
      case .failure(let fault): quarantine(fault, place, sink)
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        let message = text.rest(end).firstLine.trimmed
        record.level = MySQLErrorLine.level(message)
        record.message = ByteText(message)
        sink.application(record, at: place)
      }
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      noteZones(stamps, context, sink)
    }
  }
}

/// What a line of the error log begins with.
private enum MySQLErrorLine {
  /// The end of `240515 14:20:01`, `2024-05-15  4:20:01` or an ISO stamp at the start.
  static func timeEnd(_ line: UnsafeRawBufferPointer) -> Int? {
    if let stamp = LooseStamp(line), stamp.range.lowerBound == 0 { return stamp.end }
    let digits = line.prefix { isDigit($0) || $0 == UInt8(ascii: "-") }.count
    let isShort = digits == 6 && line.part(0, 6).allSatisfy { isDigit($0) }
    let isLong = digits == 10 && line[4] == UInt8(ascii: "-") && line[7] == UInt8(ascii: "-")
    guard isShort || isLong, digits + 9 <= line.count, line[digits] == 0x20 else { return nil }
    // Hours are padded with a blank.
    let time = line.part(digits + 1, digits + 9)
    guard time[2] == UInt8(ascii: ":"), time[5] == UInt8(ascii: ":"),
      time[0] == 0x20 || isDigit(time[0]),
      [1, 3, 4, 6, 7].allSatisfy({ isDigit(time[$0]) })
    else { return nil }
    return digits + 9
  }

  static func level(_ message: UnsafeRawBufferPointer) -> LogLevel? {
    let found: [(StaticString, LogLevel)] = [
      ("[ERROR]", .error), ("[Warning]", .warn), ("[Note]", .info), ("[System]", .info),
      ("mysqld got signal", .fatal), ("mysqld got exception", .fatal),
      ("Assertion failure", .fatal), ("InnoDB: Error", .error), ("InnoDB: Warning", .warn),
    ]
    return found.first { find($0.0, in: message) != nil }?.1
  }
}
