/// PostgreSQL's server log as text, with any `log_line_prefix` that holds the time.
///
/// A message and the DETAIL, HINT, CONTEXT, STATEMENT and QUERY lines that the server writes after
/// it are one entry; further lines of either begin with a tab.
struct PostgresLog: ExportFormat {
  let name = "postgres-log"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { PostgresLine($0) != nil }).isOften else { return nil }
    return Recognition(confidence: 80, reason: "lines hold a time and a PostgreSQL severity")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: EntryReader {
    private let stamps: StampReader

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      if let head = PostgresLine(line.bytes) {
        if head.level != nil {
          open(line, sink)
        } else if !extend(line) {
          passOver(line, sink)
        }
        return
      }
      let first = line.bytes.first ?? 0x09
      let isContinued = first == 0x09 || first == 0x20
      if !(isContinued && extend(line)) { passOver(line, sink) }
    }

    override func entry(
      _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
    ) {
      guard let head = PostgresLine(text.firstLine) else { return sink.other(at: place, time: nil) }
      switch stamps.readAbbreviated(head.time) {
      case .failure(let fault): quarantine(fault, place, sink)
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        record.level = head.level
        record.message = ByteText(head.message)
        record.latencyNanoseconds = postgresDuration(head.message)
        sink.application(record, at: place)
      }
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      noteZones(stamps, context, sink)
    }
  }
}

/// The first line of a message: a time somewhere in the prefix, then `LOG:  …`.
private struct PostgresLine {
  var time: UnsafeRawBufferPointer
  /// Nil for the lines that belong to the message before.
  var level: LogLevel?
  var message: UnsafeRawBufferPointer

  init?(_ line: UnsafeRawBufferPointer) {
    // Prefixes such as `%h %m` put an address before the time.
    var found = LooseStamp(line, words: true)
    var at = 0
    while found == nil, at < min(line.count, 64) {
      if line[at] == 0x20 { found = LooseStamp(line, from: at + 1, words: true) }
      at += 1
    }
    guard let found else { return nil }
    // The server writes two blanks behind the severity.
    var from = found.end
    while let colon = find(":  ", in: line, from: from) {
      var start = colon
      while start > found.end, (0x41...0x5a).contains(line[start - 1]) || isDigit(line[start - 1]) {
        start -= 1
      }
      from = colon + 1
      guard start < colon, let severity = Severity(line.part(start, colon)) else { continue }
      time = line.part(found.range.lowerBound, found.range.upperBound)
      level = severity.level
      message = line.rest(colon + 3)
      return
    }
    return nil
  }
}

/// A severity, or the name of a line that explains the message before it.
private struct Severity {
  var level: LogLevel?

  init?(_ word: UnsafeRawBufferPointer) {
    level = postgresLevel(word)
    guard level == nil else { return }
    let parts = ["DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION", "BACKTRACE"]
    guard parts.contains(where: { word.elementsEqual($0.utf8) }) else { return nil }
  }
}

/// PostgreSQL's severities; its LOG is for the operator and no error.
func postgresLevel(_ word: UnsafeRawBufferPointer) -> LogLevel? {
  switch String(decoding: word.prefix(8), as: UTF8.self) {
  case "LOG", "INFO", "NOTICE": .info
  case "WARNING": .warn
  case "ERROR": .error
  case "FATAL", "PANIC": .fatal
  case let name where name.hasPrefix("DEBUG"): .debug
  default: nil
  }
}

/// `duration: 123.4 ms` at the start of a message, in nanoseconds.
func postgresDuration(_ message: UnsafeRawBufferPointer) -> Int64? {
  guard message.has("duration: "), let end = find(" ms", in: message, from: 10),
    let value = parseScaledDecimal(message.part(10, end), scale: 1_000_000), value.value >= 0
  else { return nil }
  return value.value
}
