/// Envoy's access log in its default text format, and Istio's with the response code's details.
///
/// `[start] "method path protocol" code flags [details …] received sent duration upstream-time
/// "forwarded" "agent" "request id" "authority" "upstream" …`. `START_TIME` is the request's start,
/// `DURATION` the milliseconds from there to the last byte out (envoyproxy.io, "Access logging"),
/// so the end is their sum. Lines of plain TCP proxies (code 0, no method) are counted as other.
struct EnvoyTextLog: ExportFormat {
  let name = "envoy-text"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard ScanHead(head, { Line(&$0) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are [start], \"request\", code, flags, bytes and duration")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context, means: .start) }

  private final class Reader: TextLineReader {
    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard let line = Line(&scan) else { return false }
      guard let stamp = stamp(stamps.read(line.time), column: 2, place, sink) else { return true }
      if line.isConnection {
        sink.other(at: place, time: stamp)
        return true
      }
      let latency = durationNanoseconds(line.duration, .milliseconds)
      guard var record = request(stamp, latency: latency, place, sink) else { return true }
      let parts = RequestLine(line.request)
      record.method = text(parts.method, scan)
      record.path = text(parts.path, scan)
      record.status = line.status
      record.requestID = text(line.requestID.stated, scan)
      sink.request(record, at: place)
      return true
    }
  }

  private struct Line {
    var time: UnsafeRawBufferPointer
    var request: UnsafeRawBufferPointer
    var status: Int?
    var duration: UnsafeRawBufferPointer
    var requestID: UnsafeRawBufferPointer

    /// A connection without any HTTP: `"- - -" 0`.
    var isConnection: Bool { status == nil && request.elementsEqual("- - -".utf8) }

    init?(_ scan: inout LineScan) {
      guard let time = scan.bracketed(), scan.space(), let request = scan.quoted(), scan.space()
      else { return nil }
      let from = scan.at
      guard let code = scan.count(), code.count <= 3 else {
        scan.at = from
        return nil
      }
      guard scan.space(), scan.word() != nil, scan.space(), Self.details(&scan),
        scan.count() != nil, scan.space(), scan.count() != nil, scan.space(),
        let duration = scan.count(), scan.space(), scan.word() != nil, scan.space(),
        scan.quoted() != nil, scan.space(), scan.quoted() != nil, scan.space(),
        let requestID = scan.quoted(), scan.space(), scan.quoted() != nil, scan.space(),
        scan.quoted() != nil
      else { return nil }
      self.time = time
      self.request = request
      status = httpStatus(code)
      self.duration = duration
      self.requestID = requestID
    }

    /// Istio's details of the response code, of the connection's end and of the upstream's
    /// failure: up to the first number, and no more than eight words.
    private static func details(_ scan: inout LineScan) -> Bool {
      for _ in 0..<8 {
        if isDigit(scan.byte()) { return true }
        let field = scan.byte() == UInt8(ascii: "\"") ? scan.quoted() : scan.word()
        guard field != nil, scan.space() else { return false }
      }
      return false
    }
  }
}
