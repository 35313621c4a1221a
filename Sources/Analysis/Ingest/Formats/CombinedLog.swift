/// Access records in the common and combined log formats of nginx and Apache, with or without a
/// virtual host before them and fields of the site's own behind them (`TailFields`).
///
/// The stamp is taken as the end: nginx writes a line in its log phase, after the response
/// (nginx.org, ngx_http_log_module). Apache's `%t` is the time the request was received
/// (httpd.apache.org, mod_log_config), and the two cannot be told apart by content: declare
/// `time: {means: start}` and the latency's field for Apache. Latency is what `TailFields` tells.
struct CombinedLog: ExportFormat {
  let name = "combined"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard ScanHead(head, { CommonAccessLine(&$0) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 70, reason: "lines are host, user, [time], \"request\", status and bytes")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { CombinedReader(context) }
}

/// Reads common and combined lines; formats that add to them build on it.
class CombinedReader: TextLineReader {
  private let plan: TailFields.Plan

  override init(_ context: ReaderContext, means documented: SourceDeclaration.TimeMeaning = .end) {
    plan = TailFields.Plan(context.source)
    super.init(context, means: documented)
  }

  override func read(
    _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
  ) -> Bool {
    guard let front = CommonAccessLine(&scan), let tail = TailFields(&scan, plan) else {
      return false
    }
    guard
      let stamp = stamp(commonStamps.read(front.time), column: front.timeColumn, place, sink),
      var record = request(stamp, latency: tail.latencyNanoseconds, place, sink)
    else { return true }
    fill(&record, front, scan)
    record.upstreamStatus = tail.upstreamStatus
    record.requestID = text(tail.requestID, scan)
    record.traceID = text(tail.traceID, scan)
    record.service = text(plan.serviceIsVirtualHost ? front.virtualHost : tail.service, scan)
    sink.request(record, at: place)
    return true
  }

  /// What the front of the line says.
  final func fill(_ record: inout RequestRecord, _ front: CommonAccessLine, _ scan: LineScan) {
    let line = RequestLine(front.request)
    record.method = text(line.method, scan)
    record.path = text(line.path, scan)
    record.status = front.status
  }
}
