/// The slow log of MySQL 5.0 to 8, Percona Server and MariaDB.
///
/// An entry begins with `# Time` or `# User@Host` and ends before the next header or at the end
/// of its statement. Statements may hold lines that look like headers, so a header is believed
/// only where one can stand: at the start, or after a line that closes a statement.
struct SlowQueryLog: ExportFormat {
  let name = "mysql-slow-log"
  let role = SourceRole.slowLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard contains(head, "# Query_time:"),
      contains(head, "# User@Host:") || contains(head, "# Time")
    else { return nil }
    return Recognition(confidence: 90, reason: "entries have # User@Host and # Query_time headers")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LineReader {
    private let stamps: TimestampParser
    private var entry: SlowQueryEntry?
    private var assumed = 0
    private var isInStatement = false
    private var endedInSemicolon = false
    /// The server leaves `# Time` out while it does not change.
    private var lastTime: [UInt8]?
    private var sqlMode = SQLScanner()

    override init(_ context: ReaderContext) {
      stamps = TimestampParser(zone: context.assumedZone)
      super.init(context)
    }

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      let bytes = line.bytes
      defer { endedInSemicolon = bytes.last == UInt8(ascii: ";") }
      if canBeHeader || isUnmistakable(bytes), let header = SlowQueryHeader(bytes) {
        take(header, line, sink)
        return
      }
      if canBeHeader, isServerBanner(bytes) {
        close(sink)
        sink.other(at: line.place, time: nil)
        return
      }
      guard entry != nil else {
        if !bytes.isEmpty { sink.other(at: line.place, time: nil) }
        return
      }
      isInStatement = true
      sqlMode.scan(bytes)
      entry?.append(line)
    }

    override func end(into sink: any RecordSink) {
      close(sink)
      noteAssumedZone(assumed, context, sink)
    }

    /// Headers stand before any statement text, or after a statement that is complete.
    private var canBeHeader: Bool { !isInStatement || sqlMode.isComplete }

    /// A quote that the server's SQL mode reads differently must not swallow the rest of the
    /// file: a full `# User@Host` line after a line that ends in a semicolon is believed too.
    private func isUnmistakable(_ bytes: UnsafeRawBufferPointer) -> Bool {
      guard endedInSemicolon, case .user? = SlowQueryHeader(bytes) else { return false }
      return find("] @ ", in: bytes) != nil && bytes.contains(UInt8(ascii: "["))
    }

    private func take(
      _ header: SlowQueryHeader, _ line: LineSplitter.Line, _ sink: any RecordSink
    ) {
      let opensEntry: Bool
      switch header {
      case .time: opensEntry = true
      case .user: opensEntry = entry.map { $0.hasUser || $0.hasStatement } ?? true
      case .metrics: opensEntry = entry == nil || entry?.hasStatement == true
      case .administrator, .other: opensEntry = entry == nil
      }
      if opensEntry {
        close(sink)
        entry = SlowQueryEntry(first: line)
        isInStatement = false
        sqlMode = SQLScanner()
      } else {
        entry?.append(line)
      }
      entry?.take(header)
    }

    /// Three lines that the server writes when it starts, between entries.
    private func isServerBanner(_ bytes: UnsafeRawBufferPointer) -> Bool {
      func begins(_ text: StaticString) -> Bool {
        bytes.count >= text.utf8CodeUnitCount
          && text.withUTF8Buffer { bytes.starts(with: $0) }
      }
      if begins("Tcp port: ") || begins("Time   ") || begins("Time\t") { return true }
      let text = String(decoding: bytes.prefix(400), as: UTF8.self)
      return text.hasSuffix("started with:") && text.contains("Version: ")
    }

    private func close(_ sink: any RecordSink) {
      guard let closed = entry else { return }
      entry = nil
      isInStatement = false
      sqlMode = SQLScanner()
      lastTime = closed.timeText ?? lastTime
      closed.deliver(stamps, inheritedTime: lastTime, sink) { assumed += 1 }
    }
  }
}

/// The header lines of a slow-log entry.
enum SlowQueryHeader {
  /// `# Time: …`, possibly followed by `# User@Host` on the same line.
  case time(UnsafeRawBufferPointer, alsoUser: Bool)
  /// `# User@Host: …`
  case user
  /// The line with `Query_time`.
  case metrics(UnsafeRawBufferPointer)
  /// `# administrator command: …`
  case administrator
  /// Any other `# Word: …` line (`# Thread_id`, `# Rows_affected`, `# Schema`, `# explain`).
  case other

  init?(_ line: UnsafeRawBufferPointer) {
    guard line.count > 3, line[0] == UInt8(ascii: "#"), line[1] == 0x20 else { return nil }
    func begins(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { line.starts(with: $0) }
    }
    if begins("# Time: ") || begins("# Time:\t") {
      let rest = UnsafeRawBufferPointer(rebasing: line[7...])
      if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
        self = .time(UnsafeRawBufferPointer(rebasing: rest[..<mark]), alsoUser: true)
      } else {
        self = .time(rest, alsoUser: false)
      }
    } else if begins("# User@Host: ") {
      self = .user
    } else if begins("# Query_time: ") {
      self = .metrics(line)
    } else if begins("# administrator command: ") {
      self = .administrator
    } else {
      // `# Thread_id: 5  Schema: x  Query_time: …` occurs in some dialects.
      let isField = line.dropFirst(2).prefix { $0 != UInt8(ascii: ":") && $0 != 0x20 }.count > 2
      guard isField, line.contains(UInt8(ascii: ":")) || begins("# explain") else { return nil }
      self = find("Query_time: ", in: line) != nil ? .metrics(line) : .other
    }
  }
}

/// The offset of `needle` in `bytes`.
func find(_ needle: StaticString, in bytes: UnsafeRawBufferPointer, from: Int = 0) -> Int? {
  needle.withUTF8Buffer { pattern in
    guard bytes.count - from >= pattern.count else { return nil }
    for at in from...(bytes.count - pattern.count) where bytes[at] == pattern[0] {
      if bytes[at..<(at + pattern.count)].elementsEqual(pattern) { return at }
    }
    return nil
  }
}
