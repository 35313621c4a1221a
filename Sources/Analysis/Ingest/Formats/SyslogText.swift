/// Syslog and journalctl as text: `May 15 14:20:01 host unit[pid]: message`, or with full dates
/// as `-o short-iso` writes them.
///
/// Without a year a stamp is used only where the file itself states one; see `YearlessClock`.
struct SyslogText: ExportFormat {
  let name = "syslog-text"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { SyslogLine($0) != nil }).isMostly else { return nil }
    return Recognition(confidence: 40, reason: "lines are time, host, unit[pid]: message")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: FrameReader {
    private let clock: YearlessClock

    override init(_ context: ReaderContext) {
      clock = YearlessClock(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      guard let parts = SyslogLine(line.bytes) else {
        // `-- Logs begin at Wed 2024-05-15 …` states the year.
        if line.bytes.has("-- ") { clock.see(header: line.bytes) }
        passOver(line, sink)
        return
      }
      let stamp: Result<Stamp, StampFault>
      switch parts.time {
      case .full(let text): stamp = stamps.read(text)
      case .yearless(let month, let day, let time):
        stamp = clock.read(month: month, day: day, time: time, message: parts.message)
      }
      var frame = Frame(
        key: Array(line.bytes.part(parts.unit.lowerBound, parts.unitEnd)),
        content: parts.message, stamp: stamp)
      frame.service = Array(line.bytes.part(parts.unit.lowerBound, parts.unit.upperBound))
      take(frame, line, sink)
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      noteAssumedZone(clock.assumed, context, sink)
    }
  }
}

/// The parts of one line.
private struct SyslogLine {
  enum Time {
    case full(UnsafeRawBufferPointer)
    case yearless(month: Int, day: Int, time: UnsafeRawBufferPointer)
  }
  var time: Time
  /// The unit's name, and where its `[pid]` ends.
  var unit: Range<Int>
  var unitEnd: Int
  var message: UnsafeRawBufferPointer

  init?(_ line: UnsafeRawBufferPointer) {
    guard let (time, end) = Self.time(line), end < line.count, line[end] == 0x20,
      let host = line[(end + 1)...].firstIndex(of: 0x20), host > end + 1,
      let colon = find(":", in: line, from: host + 1)
    else { return nil }
    let tag = line.part(host + 1, colon)
    guard !tag.isEmpty, !tag.contains(0x20), colon + 1 == line.count || line[colon + 1] == 0x20
    else { return nil }
    self.time = time
    let nameEnd = tag.firstIndex(of: UInt8(ascii: "[")) ?? tag.count
    unit = (host + 1)..<(host + 1 + nameEnd)
    unitEnd = colon
    message = line.rest(colon + 2)
  }

  private static func time(_ line: UnsafeRawBufferPointer) -> (Time, Int)? {
    if let full = LooseStamp(line), full.range.lowerBound == 0 {
      return (.full(line.part(0, full.end)), full.end)
    }
    // `May 15 14:20:01`, `May  5 14:20:01.123456`.
    guard line.count > 16, line[3] == 0x20, line[6] == 0x20,
      let month = YearlessClock.month(line.part(0, 3)),
      let day = parseInteger(line.part(4, 6).trimmed), (1...31).contains(day),
      line[9] == UInt8(ascii: ":"), line[12] == UInt8(ascii: ":"),
      let end = line[7...].firstIndex(of: 0x20)
    else { return nil }
    return (.yearless(month: month, day: Int(day), time: line.part(7, end)), end)
  }
}
