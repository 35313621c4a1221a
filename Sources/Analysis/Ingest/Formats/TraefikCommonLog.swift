/// Traefik's access log in its common format.
///
/// Combined, then `count "router" "server URL" duration-ms`. Unlike nginx' the stamp is the
/// request's start (traefik's `CommonLogFormatter` prints `StartUTC`), so the end is stamp plus
/// duration. The status is the one that came from the service (`OriginStatus`); the format has no
/// other, so it stands for both. The service is the router's name.
struct TraefikCommonLog: ExportFormat {
  let name = "traefik-common"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let lines = TextHead(head) { scan in
      guard CommonAccessLine(&scan) != nil else { return false }
      return Tail(&scan) != nil
    }
    guard lines.isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "combined lines end in count, \"router\", \"server\", duration in ms")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context, means: .start) }

  private final class Reader: CombinedReader {
    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard let front = CommonAccessLine(&scan), let tail = Tail(&scan) else { return false }
      let latency = durationNanoseconds(tail.milliseconds, .milliseconds)
      guard
        let stamp = stamp(commonStamps.read(front.time), column: front.timeColumn, place, sink),
        var record = request(stamp, latency: latency, place, sink)
      else { return true }
      fill(&record, front, scan)
      record.upstreamStatus = front.status
      record.service = text(tail.router, scan)
      sink.request(record, at: place)
      return true
    }
  }

  private struct Tail {
    var router: UnsafeRawBufferPointer?
    var milliseconds: UnsafeRawBufferPointer

    init?(_ scan: inout LineScan) {
      guard scan.space(), scan.count() != nil, scan.space(), let router = scan.quoted(),
        scan.space(), scan.quoted() != nil, scan.space()
      else { return nil }
      self.router = router.stated
      let from = scan.at
      guard let word = scan.word(), word.count > 2, word[word.count - 2] == UInt8(ascii: "m"),
        word[word.count - 1] == UInt8(ascii: "s"), word.dropLast(2).allSatisfy(isDigit)
      else {
        scan.at = from
        return nil
      }
      milliseconds = UnsafeRawBufferPointer(rebasing: word.dropLast(2))
    }
  }
}
