/// Access records of the Kubernetes ingress controller for nginx (`upstreaminfo`).
///
/// Combined, then `request_length request_time [upstream name] [alternative] upstream_addr
/// upstream_response_length upstream_response_time upstream_status req_id`. The stamp is nginx'
/// `$time_local`: the end; `request_time` is in seconds (kubernetes.github.io/ingress-nginx,
/// "Log format"). The service is the upstream's name, such as `default-web-80`.
struct IngressNginxLog: ExportFormat {
  let name = "ingress-nginx"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let lines = ScanHead(head) { scan in
      guard let front = CommonAccessLine(&scan), front.isCombined else { return false }
      return Tail(&scan) != nil
    }
    guard lines.isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "combined lines end in request time, [upstream name] and upstreams")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: CombinedReader {
    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard let front = CommonAccessLine(&scan), let tail = Tail(&scan) else { return false }
      let latency = durationNanoseconds(tail.requestTime, .seconds)
      guard
        let stamp = stamp(commonStamps.read(front.time), column: front.timeColumn, place, sink),
        var record = request(stamp, latency: latency, place, sink)
      else { return true }
      fill(&record, front, scan)
      record.upstreamStatus = httpStatus(tail.upstreamStatus)
      record.requestID = text(tail.requestID, scan)
      record.service = text(tail.service, scan)
      sink.request(record, at: place)
      return true
    }
  }

  private struct Tail {
    var requestTime: UnsafeRawBufferPointer
    var service: UnsafeRawBufferPointer?
    var upstreamStatus: UnsafeRawBufferPointer
    var requestID: UnsafeRawBufferPointer?

    init?(_ scan: inout LineScan) {
      guard scan.space(), scan.count() != nil, scan.space() else { return nil }
      let from = scan.at
      guard let time = scan.word(), time.isAbsent || time.isDecimal(fraction: 1) else {
        scan.at = from
        return nil
      }
      guard scan.space(), let name = scan.bracketed(), scan.space() else { return nil }
      // Controllers before 0.21 have no alternative upstream.
      if scan.byte() == UInt8(ascii: "[") {
        guard scan.bracketed() != nil, scan.space() else { return nil }
      }
      guard scan.list() != nil, scan.space(), scan.list() != nil, scan.space(),
        scan.list() != nil, scan.space(), let status = scan.list()
      else { return nil }
      requestTime = time
      service = name.stated
      upstreamStatus = status
      if scan.space() { requestID = scan.word()?.stated }
    }
  }
}
