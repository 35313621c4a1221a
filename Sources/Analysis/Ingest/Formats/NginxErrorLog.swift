/// nginx' error log: `2024/05/15 14:20:01 [error] 123#0: *45 message, client: …, request: "…"`.
///
/// The stamp is the moment of writing, in whole seconds of the server's zone, which the line does
/// not state (nginx.org, core `error_log`; the source's `ngx_log_error_core`). The message is kept
/// whole with the client, request and upstream behind it. Text that an application printed in
/// several lines goes on without a stamp: such lines are counted as other.
struct NginxErrorLog: ExportFormat {
  let name = "nginx-error"
  let role = SourceRole.appLog
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard ScanHead(head, { Line(&$0) != nil }).isMostly else { return nil }
    return Recognition(confidence: 90, reason: "lines are date, time, [level] and pid#tid:")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: TextLineReader {
    override var syntaxCode: String { "log-line-syntax" }

    init(_ context: ReaderContext) { super.init(context) }

    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard isDigit(scan.byte()), isDigit(scan.byte(1)), isDigit(scan.byte(2)),
        isDigit(scan.byte(3)), scan.byte(4) == UInt8(ascii: "/")
      else {
        sink.other(at: place, time: nil)
        return true
      }
      guard let line = Line(&scan) else { return false }
      guard let stamp = stamp(stamps.read(line.time), column: 1, place, sink) else { return true }
      var record = AppRecord(time: stamp)
      record.level = line.level
      record.message = ByteText(line.message)
      sink.application(record, at: place)
      return true
    }
  }

  private struct Line {
    var time: UnsafeRawBufferPointer
    var level: LogLevel
    var message: UnsafeRawBufferPointer

    init?(_ scan: inout LineScan) {
      guard Self.digits(&scan), scan.skip(UInt8(ascii: "/")), Self.digits(&scan),
        scan.skip(UInt8(ascii: "/")), Self.digits(&scan), scan.skip(0x20), Self.digits(&scan),
        scan.skip(UInt8(ascii: ":")), scan.word() != nil
      else { return nil }
      time = scan.slice(0, scan.at)
      guard scan.space() else { return nil }
      let from = scan.at
      guard let word = scan.bracketed(), let level = LogLevel(word) else {
        scan.at = from
        return nil
      }
      self.level = level
      guard scan.space(), Self.digits(&scan), scan.skip(UInt8(ascii: "#")), Self.digits(&scan),
        scan.skip(UInt8(ascii: ":"))
      else { return nil }
      _ = scan.space()
      // The number of the connection.
      if scan.byte() == UInt8(ascii: "*"), isDigit(scan.byte(1)) {
        _ = scan.word()
        _ = scan.space()
      }
      message = scan.slice(scan.at, scan.bytes.count)
    }

    private static func digits(_ scan: inout LineScan) -> Bool {
      let from = scan.at
      while isDigit(scan.byte()) { scan.at += 1 }
      return scan.at > from
    }
  }
}
