/// Application records as JSON lines: zap, logrus, bunyan, pino, slog, ECS by field names.
struct JSONAppLog: ExportFormat {
  let name = "json-app-log"
  let role = SourceRole.appLog

  func recognizes(_ head: ExportHead) -> Recognition? {
    let table = FieldTable.known
    let records = JSONHead(head) { tape in
      tape.find(table[.time].paths) != nil && tape.find(table[.message].paths) != nil
        && tape.find(table[.level].paths) != nil
    }
    if records.isMostly {
      return Recognition(confidence: 60, reason: "lines are JSON objects with time, level, message")
    }
    // `log` beside `stream` is a container runtime's frame around the real record.
    let stream = [FieldPath("stream")]
    let timed = JSONHead(head) { tape in
      tape.find(table[.time].paths) != nil && tape.find(table[.message].paths) != nil
        && tape.find(stream) == nil
    }
    guard timed.isMostly else { return nil }
    return Recognition(confidence: 20, reason: "lines are JSON objects with time and message")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  let hasIndependentLines = true

  private final class Reader: LogRecordReader {
    override var readsFieldsOnly: Bool { true }

    override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
      delivery.application(stamp, RecordDelivery.Frame(), place, into: sink)
    }

    /// A line of another logger between the JSON records (klog, a banner): counted, not lost.
    override func plain(_ line: LineSplitter.Line, into sink: any RecordSink) {
      sink.other(at: line.place, time: nil)
    }
  }
}
