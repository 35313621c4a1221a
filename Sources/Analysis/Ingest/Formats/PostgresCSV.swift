/// PostgreSQL's csvlog: RFC 4180, statements with line feeds inside their quotes.
struct PostgresCSV: ExportFormat {
  let name = "postgres-csv"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard LineHead(head, { CSVEntry.isStart($0) }).isOften else { return nil }
    return Recognition(confidence: 85, reason: "lines are PostgreSQL csvlog columns")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: EntryReader {
    private let stamps: StampReader
    private var isInQuotes = false

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      // A quote that is never closed must not swallow the file: a line that is a whole entry by
      // itself is believed to be one.
      let isEntry = CSVEntry.isStart(line.bytes) && (!isInQuotes || CSVEntry.isWhole(line.bytes))
      if isEntry {
        open(line, sink)
        isInQuotes = false
      } else if !(isInQuotes && extend(line)) {
        isInQuotes = false
        passOver(line, sink)
        return
      }
      for byte in line.bytes where byte == 0x22 { isInQuotes.toggle() }
    }

    override func entry(
      _ text: UnsafeRawBufferPointer, _ place: RecordPlace, into sink: any RecordSink
    ) {
      guard let columns = CSVEntry.columns(text), columns.count >= 20,
        let level = postgresLevel(columns[11])
      else {
        sink.quarantine(
          QuarantinedRecord(
            code: "csv-syntax", message: "not the columns of a csvlog entry",
            fix: "copy the log again; the entry may be cut"), at: place)
        return
      }
      switch stamps.readAbbreviated(columns[0]) {
      case .failure(let fault): quarantine(fault, place, sink)
      case .success(let stamp):
        var record = AppRecord(time: stamp)
        record.level = level
        record.message = ByteText(columns[13])
        record.latencyNanoseconds = postgresDuration(columns[13])
        sink.application(record, at: place)
      }
    }

    override func end(into sink: any RecordSink) {
      super.end(into: sink)
      noteZones(stamps, context, sink)
    }
  }
}

/// Columns of one csvlog entry: log_time 0, error_severity 11, message 13.
private enum CSVEntry {
  /// A time, a comma, and a severity further on.
  static func isStart(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let stamp = LooseStamp(line, words: true), stamp.range.lowerBound == 0,
      stamp.end < line.count, line[stamp.end] == UInt8(ascii: ",")
    else { return false }
    return line.count { $0 == UInt8(ascii: ",") } >= 11
  }

  /// Whether the line holds all columns.
  static func isWhole(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let columns = columns(line), columns.count >= 20 else { return false }
    return postgresLevel(columns[11]) != nil
  }

  /// The columns without their quotes, doubled quotes as written; nil when a quote is open.
  static func columns(_ text: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer]? {
    var found: [UnsafeRawBufferPointer] = []
    var at = 0
    while true {
      if at < text.count, text[at] == 0x22 {
        let start = at + 1
        at = start
        while true {
          guard at < text.count else { return nil }
          if text[at] == 0x22 {
            guard at + 1 < text.count, text[at + 1] == 0x22 else { break }
            at += 1
          }
          at += 1
        }
        found.append(text.part(start, at))
        at += 1
      } else {
        let start = at
        while at < text.count, text[at] != UInt8(ascii: ",") { at += 1 }
        found.append(text.part(start, at))
      }
      guard at < text.count else { return found }
      guard text[at] == UInt8(ascii: ",") else { return nil }
      at += 1
    }
  }
}
