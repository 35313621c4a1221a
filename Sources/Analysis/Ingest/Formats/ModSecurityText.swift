/// What ModSecurity writes to Apache's error log: `[Thu Sep 30 13:27:06.009964 2021] … ModSecurity:
/// Warning. … [id "930100"] … [unique_id "…"]`.
///
/// Lines of the server itself stand between them and are counted as other. The stamp is the
/// server's time, whose zone no line states.
struct ModSecurityText: ExportFormat {
  let name = "modsecurity-text"
  let role = SourceRole.securityAudit
  let reportsLeaks = false

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard contains(head, "ModSecurity: "), ScanHead(head, { Line(&$0)?.isAudit == true }).isMostly
    else { return nil }
    return Recognition(confidence: 90, reason: "lines are [time] … ModSecurity: message")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: TextLineReader {
    private var unwatched = UnwatchedEvents()

    override var syntaxCode: String { "log-line-syntax" }

    init(_ context: ReaderContext) { super.init(context) }

    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard let line = Line(&scan) else { return false }
      guard line.isAudit else {
        sink.other(at: place, time: nil)
        return true
      }
      guard let stamp = stamp(stamps.readWebServer(line.time), column: 2, place, sink) else {
        return true
      }
      var record = AuditRecord(time: stamp)
      record.watchesLeaks = false
      record.requestID = line.uniqueID
      unwatched.add(place)
      sink.audit(record, at: place)
      return true
    }

    override func end(into sink: any RecordSink) {
      unwatched.note(into: sink)
      super.end(into: sink)
    }
  }

  private struct Line {
    var time: UnsafeRawBufferPointer
    var isAudit: Bool
    var uniqueID: ByteText?

    init?(_ scan: inout LineScan) {
      guard let time = scan.bracketed(), time.count >= 20, time.count <= 48, scan.space() else {
        return nil
      }
      self.time = time
      let rest = scan.slice(scan.at, scan.bytes.count)
      isAudit = find("ModSecurity: ", in: rest) != nil
      // What the request held stands before it, so the last one is the server's own.
      guard isAudit, let from = Self.last("[unique_id \"", in: rest) else { return }
      let value = rest.rest(from)
      if let end = value.firstIndex(of: 0x22) { uniqueID = ByteText(value.part(0, end)) }
    }

    private static func last(_ needle: StaticString, in bytes: UnsafeRawBufferPointer) -> Int? {
      var found: Int?
      var from = 0
      while let at = find(needle, in: bytes, from: from) {
        found = at + needle.utf8CodeUnitCount
        from = at + 1
      }
      return found
    }
  }
}
