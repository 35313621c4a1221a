/// The slow log of MySQL 5.0 to 8, Percona Server and MariaDB.
///
/// `SlowQueryScanner` cuts it into entries, `SlowQueryTimes` says when their statements started.
/// An entry without a `Query_time`, with an impossible one, or without any time is quarantined;
/// lines outside of entries (the server's banner) are passed over with a call.
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

  /// A class because the protocol wants one; all state is in values.
  private final class Reader: ExportReader {
    private let context: ReaderContext
    private var scanner: SlowQueryScanner
    private var times: SlowQueryTimes

    init(_ context: ReaderContext) {
      self.context = context
      scanner = SlowQueryScanner(limit: context.limits.recordBytes)
      times = SlowQueryTimes(context)
    }

    func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) {
      scanner.consume(chunk) { deliver($0, sink) }
    }

    func finish(into sink: any RecordSink) {
      scanner.finish { deliver($0, sink) }
      if scanner.unbalanced > 0 {
        sink.note(
          FileNote(
            "slow-log-quotes",
            "statements that were cut, or whose quotes do not match, end at the next header",
            count: scanner.unbalanced, isWarning: false))
      }
      noteAssumedZone(times.assumed, context, sink)
    }

    private func deliver(_ item: SlowQueryScanner.Item, _ sink: any RecordSink) {
      switch item {
      case .entry(let entry): deliver(entry, sink)
      case .other(let place): sink.other(at: place, time: nil)
      case .tooLong(let place):
        sink.quarantine(
          QuarantinedRecord(
            code: "line-too-long",
            message: "line or entry is longer than \(context.limits.recordBytes) bytes",
            fix: "the statement is no slow query anybody typed; check the export"), at: place)
      }
    }

    private func deliver(_ entry: SlowQueryEntry, _ sink: any RecordSink) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(entry.bytes, at: entry.place) }
      times.see(entry)
      guard entry.marks.hasMetrics else {
        // A header without figures (a banner cut by rotation) states nothing.
        sink.quarantine(
          QuarantinedRecord(
            code: "slow-log-entry", message: "entry without Query_time",
            fix: "the log may be cut; supply the file before it"), at: entry.place)
        return
      }
      let duration = entry.durationNanoseconds
      switch times.start(of: entry, duration: duration) {
      case .failure(let fault):
        sink.quarantine(
          QuarantinedRecord(code: fault.rawValue, message: fault.message, fix: fault.fix),
          at: entry.place)
      case .success(let stamp):
        guard let duration else {
          sink.quarantine(
            QuarantinedRecord(
              code: "slow-log-duration", message: "Query_time is not a possible duration",
              fix: "known server fault; the entry cannot be used", time: stamp.instant),
            at: entry.place)
          return
        }
        var record = SlowQueryRecord(start: stamp, durationNanoseconds: duration)
        record.isAdministrative = entry.marks.isAdministrative
        record.statement = entry.statement.map { ByteText($0) }
        record.traceID = entry.traceID
        sink.slowQuery(record, at: entry.place)
      }
    }
  }
}

/// The offset of `needle` in `bytes`.
func find(_ needle: StaticString, in bytes: UnsafeRawBufferPointer, from: Int = 0) -> Int? {
  guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
  return SQLBytes.index(of: needle, base, from, bytes.count)
}
