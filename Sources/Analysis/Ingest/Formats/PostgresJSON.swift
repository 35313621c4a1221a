/// PostgreSQL's jsonlog, and the same records as CloudNativePG wraps them: `record` beside
/// `"logger": "postgres"`.
struct PostgresJSON: ExportFormat {
  let name = "postgres-json"
  let role = SourceRole.appLog
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let severity = [FieldPath("error_severity"), FieldPath("record.error_severity")]
    guard JSONHead(head, { $0.find(severity) != nil }).matching > 0 else { return nil }
    return Recognition(confidence: 75, reason: "JSON lines hold error_severity")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONLineReader {
    private lazy var inner = InnerRecord(context, stamps)
    private static let wrapped = FieldPath("record")

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      let node = tape.find(Self.wrapped) ?? tape.root
      guard let severity = text(node, "error_severity") else {
        // CloudNativePG's own records stand between those of the server.
        inner.deliver(
          tape.bytes, InnerRecord.Frame(stamp: .failure(.missing)), place, sink)
        return
      }
      guard let stamp = stamp(node, place, sink) else { return }
      var record = AppRecord(time: stamp)
      record.level = postgresLevel(severity.bytes)
      record.message = text(node, "message")
      record.latencyNanoseconds = record.message.flatMap { postgresDuration($0.bytes) }
      sink.application(record, at: place)
    }

    private func text(_ node: Int, _ name: StaticString) -> ByteText? {
      tape.member(node, name).flatMap { tape.text(ofScalar: $0) }
    }

    /// The server's own time; the wrapper's where that one's zone is not certain.
    private func stamp(
      _ node: Int, _ place: RecordPlace, _ sink: any RecordSink
    ) -> Stamp? {
      guard let own = text(node, "timestamp") ?? text(node, "log_time") else {
        return time(place, sink)
      }
      switch stamps.readAbbreviated(own.bytes) {
      case .success(let stamp): return stamp
      case .failure(let fault):
        if node != tape.root { return time(place, sink) }
        quarantine(fault, place, sink)
        return nil
      }
    }
  }
}
