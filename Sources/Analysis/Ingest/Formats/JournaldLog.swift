/// `journalctl -o json`: one journal entry a line.
struct JournaldLog: ExportFormat {
  let name = "journald-json"
  let role = SourceRole.appLog
  let framesAnyLog = true
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let time = [FieldPath("__REALTIME_TIMESTAMP")]
    guard JSONHead(head, { $0.find(time) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 92, reason: "lines hold __REALTIME_TIMESTAMP", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONLineReader {
    private lazy var inner = InnerRecord(context, stamps)
    private var message: [UInt8] = []

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      // Microseconds since the epoch, as text.
      let time = text("__REALTIME_TIMESTAMP")
      var frame = InnerRecord.Frame(
        stamp: time.map { stamps.read($0.bytes, unit: .microseconds) } ?? .failure(.missing))
      frame.service = text("_SYSTEMD_UNIT") ?? text("SYSLOG_IDENTIFIER") ?? text("_COMM")
      frame.level = text("PRIORITY").flatMap { Self.level($0.bytes) }
      guard let node = tape.member(tape.root, "MESSAGE") else {
        inner.deliver(.init(start: nil, count: 0), frame, place, sink)
        return
      }
      if let text = tape.text(ofScalar: node) {
        inner.deliver(text.bytes, frame, place, sink)
        return
      }
      // Text that is not printable UTF-8 is an array of its bytes; too much of it is null.
      message.removeAll(keepingCapacity: true)
      for element in tape.elements(node) {
        guard let value = tape.integer(element), let byte = UInt8(exactly: value) else {
          sink.quarantine(
            QuarantinedRecord(
              code: "journald-message", message: "MESSAGE is neither text nor an array of bytes",
              fix: "export again with journalctl -o json"), at: place)
          return
        }
        message.append(byte)
      }
      message.withUnsafeBytes { inner.deliver($0, frame, place, sink) }
    }

    private func text(_ name: StaticString) -> ByteText? {
      tape.member(tape.root, name).flatMap { tape.text(ofScalar: $0) }
    }

    /// syslog's severities: 0 emergency to 7 debug.
    private static func level(_ priority: UnsafeRawBufferPointer) -> LogLevel? {
      switch parseInteger(priority) {
      case 0?, 1?, 2?: .fatal
      case 3?: .error
      case 4?: .warn
      case 5?, 6?: .info
      case 7?: .debug
      default: nil
      }
    }
  }
}
