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
    let lines = ScanHead(head) { scan in
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

    /// Reads the tail from its end: Traefik escapes nothing, so an agent may hold quotes.
    init?(_ scan: inout LineScan) {
      let bytes = scan.bytes
      let limit = scan.at
      var end = bytes.count
      guard let word = Self.last(bytes, limit, &end), word.count > 2,
        word[word.count - 2] == UInt8(ascii: "m"), word[word.count - 1] == UInt8(ascii: "s"),
        word.dropLast(2).allSatisfy(isDigit)
      else {
        scan.at = end
        return nil
      }
      milliseconds = UnsafeRawBufferPointer(rebasing: word.dropLast(2))
      guard Self.lastQuoted(bytes, limit, &end) != nil,
        let router = Self.lastQuoted(bytes, limit, &end), let count = Self.last(bytes, limit, &end),
        count.isAbsent || count.allSatisfy(isDigit)
      else {
        scan.at = end
        return nil
      }
      self.router = router.stated
    }

    /// The word before `end`, which moves before the space in front of it.
    private static func last(
      _ bytes: UnsafeRawBufferPointer, _ limit: Int, _ end: inout Int
    ) -> UnsafeRawBufferPointer? {
      guard end > limit, let space = bytes[limit..<end].lastIndex(of: 0x20) else { return nil }
      let word = UnsafeRawBufferPointer(rebasing: bytes[(space + 1)..<end])
      guard !word.isEmpty else { return nil }
      end = space
      return word
    }

    /// The insides of `"…"` before `end`, which moves before the space in front of it.
    private static func lastQuoted(
      _ bytes: UnsafeRawBufferPointer, _ limit: Int, _ end: inout Int
    ) -> UnsafeRawBufferPointer? {
      guard end - 2 > limit, bytes[end - 1] == UInt8(ascii: "\""),
        let open = bytes[limit..<(end - 1)].lastIndex(of: UInt8(ascii: "\"")), open > limit,
        bytes[open - 1] == 0x20
      else { return nil }
      let text = UnsafeRawBufferPointer(rebasing: bytes[(open + 1)..<(end - 1)])
      end = open - 1
      return text
    }
  }
}
