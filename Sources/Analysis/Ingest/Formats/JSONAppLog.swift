/// Application records as JSON lines: zap, logrus, bunyan, pino, slog, ECS by field names.
struct JSONAppLog: ExportFormat {
  let name = "json-app-log"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    let table = FieldTable(nil)
    let records = JSONHead(head) { tape in
      tape.find(table.time) != nil && tape.find(table.message) != nil
        && tape.find(table.level) != nil
    }
    if records.isMostly {
      return Recognition(confidence: 60, reason: "lines are JSON objects with time, level, message")
    }
    // `log` beside `stream` is a container runtime's frame around the real record.
    let stream = [FieldPath("stream")]
    let timed = JSONHead(head) { tape in
      tape.find(table.time) != nil && tape.find(table.message) != nil && tape.find(stream) == nil
    }
    guard timed.isMostly else { return nil }
    return Recognition(confidence: 20, reason: "lines are JSON objects with time and message")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: LogRecordReader {
    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      var record = AppRecord(time: stamp)
      record.service = tape.text(at: table.service)
      record.level = tape.find(table.level).flatMap { Self.level(tape, $0) }
      record.message = tape.text(at: table.message)
      record.stackTrace = tape.text(at: table.stackTrace)
      record.traceID = tape.text(at: table.traceID)
      record.requestID = tape.text(at: table.requestID)
      record.waitNanoseconds = tape.wait(table.wait)
      sink.application(record, at: place)
    }

    /// A line of another logger between the JSON records (klog, a banner): counted, not lost.
    override func plain(_ line: LineSplitter.Line, into sink: any RecordSink) {
      sink.other(at: line.place, time: nil)
    }

    /// Names of all loggers; bunyan and pino write numbers (10 trace … 60 fatal).
    private static func level(_ tape: JSONTape, _ node: Int) -> LogLevel? {
      guard let text = tape.text(ofScalar: node) else { return nil }
      if let number = parseInteger(text.bytes) {
        switch number {
        case ..<30: return .debug
        case ..<40: return .info
        case ..<50: return .warn
        case ..<60: return .error
        default: return .fatal
        }
      }
      switch text.string.lowercased() {
      case "trace", "debug", "finest", "fine", "verbose": return .debug
      case "info", "information", "notice", "informational", "i": return .info
      case "warn", "warning", "w": return .warn
      case "error", "err", "severe", "e": return .error
      case "fatal", "panic", "dpanic", "critical", "crit", "alert", "emerg", "emergency", "f":
        return .fatal
      default: return nil
      }
    }
  }
}
