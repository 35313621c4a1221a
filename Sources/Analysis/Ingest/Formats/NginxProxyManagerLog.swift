/// Access records of nginx proxy manager, in its `proxy` and `standard` log formats; lines in the
/// combined format, which it writes for its own pages, are read too.
///
/// `[time] [cache status, upstream status] status - method scheme host "uri" [Client …] …`. The
/// stamp is nginx' `$time_local`: the end (nginx.org, ngx_http_log_module; the formats are in
/// nginx-proxy-manager's `conf.d/include/log.conf`). They hold no latency and no id.
struct NginxProxyManagerLog: ExportFormat {
  let name = "nginx-proxy-manager"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard ScanHead(head, { Line(&$0) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 85, reason: "lines are [time], status, method, scheme, host and [Client …]")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: CombinedReader {
    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard scan.byte() == UInt8(ascii: "[") else {
        return super.read(&scan, place, into: sink)
      }
      guard let line = Line(&scan) else { return false }
      guard let stamp = stamp(commonStamps.read(line.time), column: 2, place, sink),
        var record = request(stamp, latency: nil, place, sink)
      else { return true }
      record.status = line.status
      record.upstreamStatus = line.upstreamStatus
      record.method = text(line.method.stated, scan)
      record.path = text(line.path.stated, scan)
      sink.request(record, at: place)
      return true
    }
  }

  private struct Line {
    var time: UnsafeRawBufferPointer
    var upstreamStatus: Int?
    var status: Int?
    var method: UnsafeRawBufferPointer
    var path: UnsafeRawBufferPointer

    init?(_ scan: inout LineScan) {
      guard let time = scan.bracketed(), scan.space() else { return nil }
      if !Self.isStatus(scan) {
        // Cache status and the upstreams' statuses, in the proxy format only.
        guard scan.word() != nil, scan.space(), let upstream = scan.list(), scan.space() else {
          return nil
        }
        upstreamStatus = httpStatus(upstream)
      }
      guard let status = scan.status(), scan.space(), scan.skip(UInt8(ascii: "-")), scan.space(),
        let method = scan.word(), scan.space(), scan.word() != nil, scan.space(),
        scan.word() != nil, scan.space(), let path = scan.quoted(), scan.space(),
        scan.literal("[Client ")
      else { return nil }
      self.time = time
      self.status = status
      self.method = method
      self.path = path
      // A line cut in its agent or referer is no whole record.
      let from = scan.at
      guard scan.bytes.last == UInt8(ascii: "\"") else {
        scan.at = scan.bytes.count
        return nil
      }
      scan.at = from
    }

    /// Three digits and ` - `: the standard format. The cache status never is a number.
    private static func isStatus(_ scan: LineScan) -> Bool {
      isDigit(scan.byte()) && isDigit(scan.byte(1)) && isDigit(scan.byte(2))
        && scan.byte(3) == 0x20
    }
  }
}
