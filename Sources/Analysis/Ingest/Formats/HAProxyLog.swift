/// HAProxy's HTTP log (`option httplog`), as written by syslog or bare.
///
/// `client [time] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes … "request"`. The stamp is
/// when the request began, in the server's zone, which the line does not state; `Ta` is the time
/// until the last byte of the response (docs.haproxy.org, "HTTP log format"), so the end is their
/// sum. With `option logasap` (`+Ta`) the line is written early: its latency is unknown. A status
/// of -1 is absent. The service is the backend. TCP connections, handshake failures and
/// HAProxy's own messages are counted as other.
struct HAProxyLog: ExportFormat {
  let name = "haproxy"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    var requests = 0
    let lines = ScanHead(head) { scan in
      guard HAProxyLine.time(&scan) != nil else { return HAProxyLine.isMessage(scan.bytes) }
      guard let timers = HAProxyTimers(&scan) else { return false }
      requests += timers.isHTTP ? 1 : 0
      return true
    }
    guard lines.isMostly, requests > 0 else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are client, [time], frontend, backend/server and timers")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context, means: .start) }

  private final class Reader: TextLineReader {
    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard let (time, column) = HAProxyLine.time(&scan) else {
        guard HAProxyLine.isMessage(scan.bytes) else { return false }
        sink.other(at: place, time: nil)
        return true
      }
      let isFailure = HAProxyLine.isFailure(scan)
      var timers: HAProxyTimers?
      var line: HAProxyLine?
      if !isFailure {
        timers = HAProxyTimers(&scan)
        guard let timers else { return false }
        if timers.isHTTP {
          line = HAProxyLine(&scan)
          guard line != nil else { return false }
        }
      }
      guard let stamp = stamp(commonStamps.read(time), column: column, place, sink) else {
        return true
      }
      guard let timers, let line else {
        sink.other(at: place, time: stamp)
        return true
      }
      guard var record = request(stamp, latency: timers.active, place, sink) else { return true }
      if timers.isEarly { record.latencyNanoseconds = nil }
      let parts = RequestLine(line.request)
      record.method = text(parts.method, scan)
      record.path = text(parts.path, scan)
      record.status = line.status
      record.service = text(timers.backend, scan)
      sink.request(record, at: place)
      return true
    }
  }
}

/// `frontend backend/server TR/Tw/Tc/Tr/Ta`, of TCP connections `Tw/Tc/Tt`.
private struct HAProxyTimers {
  var backend: UnsafeRawBufferPointer
  /// `Ta` in nanoseconds.
  var active: Int64?
  /// Whether the line was written before the response had ended.
  var isEarly = false
  var isHTTP: Bool

  init?(_ scan: inout LineScan) {
    guard scan.word() != nil, scan.space() else { return nil }
    let from = scan.at
    guard let target = scan.word(), let slash = target.firstIndex(of: UInt8(ascii: "/")) else {
      scan.at = from
      return nil
    }
    backend = UnsafeRawBufferPointer(rebasing: target[..<slash])
    guard scan.space() else { return nil }
    let start = scan.at
    guard let timers = scan.word(), let last = timers.lastIndex(of: UInt8(ascii: "/")) else {
      scan.at = start
      return nil
    }
    var slashes = 0
    for byte in timers {
      if byte == UInt8(ascii: "/") { slashes += 1 }
    }
    var total = UnsafeRawBufferPointer(rebasing: timers[(last + 1)...])
    if total.first == UInt8(ascii: "+") {
      isEarly = true
      total = UnsafeRawBufferPointer(rebasing: total.dropFirst())
    }
    guard slashes == 4 || slashes == 2, !total.isEmpty, total.allSatisfy(isDigit), scan.space()
    else {
      scan.at = start
      return nil
    }
    isHTTP = slashes == 4
    active = durationNanoseconds(total, .milliseconds)
  }
}

/// What follows the timers of an HTTP line, and what tells the kinds of line apart.
private struct HAProxyLine {
  var status: Int?
  var request: UnsafeRawBufferPointer

  /// `status bytes cookie cookie state a/b/c/d/e q/q {captures} "request"`.
  init?(_ scan: inout LineScan) {
    if scan.literal("-1 ") {
      scan.at -= 1
    } else {
      guard let status = scan.status() else { return nil }
      self.status = status
    }
    for _ in 0..<6 {
      guard scan.space(), scan.word() != nil else { return nil }
    }
    while !scan.isAtEnd, scan.byte() != 0x20 || scan.byte(1) != UInt8(ascii: "\"") { scan.at += 1 }
    guard scan.space(), let request = scan.quoted() else { return nil }
    self.request = request
  }

  /// The stamp between brackets and its column; `scan` stands behind it.
  static func time(_ scan: inout LineScan) -> (UnsafeRawBufferPointer, Int)? {
    let bytes = scan.bytes
    guard bytes.count > 14 else { return nil }
    for at in 1..<(bytes.count - 12)
    where bytes[at] == UInt8(ascii: "[") && bytes[at - 1] == 0x20 && isDigit(bytes[at + 1])
      && bytes[at + 3] == UInt8(ascii: "/") && bytes[at + 7] == UInt8(ascii: "/")
    {
      scan.at = at
      guard let time = scan.bracketed(), scan.space() else { return nil }
      return (time, at + 2)
    }
    return nil
  }

  /// `frontend/bind: SSL handshake failure`
  static func isFailure(_ scan: LineScan) -> Bool {
    var scan = scan
    return scan.word()?.last == UInt8(ascii: ":")
  }

  /// HAProxy's own message: words behind its syslog tag, or `[NOTICE]` and the like.
  static func isMessage(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let tag = find("haproxy[", in: bytes) else {
      return bytes.first == UInt8(ascii: "[") && bytes.count > 1 && bytes[1] &- 0x41 < 26
    }
    guard let end = find("]: ", in: bytes, from: tag), end + 3 < bytes.count else { return false }
    // A client's address begins with a digit; a line cut in it is no message.
    return (bytes[end + 3] | 0x20) &- 0x61 < 26 || bytes[end + 3] == UInt8(ascii: "[")
  }
}
