/// Access records of AWS application load balancers.
///
/// `time` is when the balancer sent its response: the end (docs.aws.amazon.com, "Access logs for
/// your Application Load Balancer"). The latency is the sum of the three processing times; where
/// one is -1 (no target answered) it is the time since `request_creation_time`, which stands in
/// the same line. The path is taken from the URL. The balancer's trace id (`Root=1-…`, the
/// `X-Amzn-Trace-Id` header) is no W3C trace id: it is kept whole, as the request id.
struct AWSLoadBalancerLog: ExportFormat {
  let name = "aws-alb"
  let role = SourceRole.gatewayAccess
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard ScanHead(head, { Line(&$0) != nil }).isMostly else { return nil }
    return Recognition(
      confidence: 90, reason: "lines are type, time, balancer, addresses, three times, statuses")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: TextLineReader {
    /// Creation times have a minute of their own to remember.
    private let creations: StampReader
    /// No request is open longer: the balancer's idle timeout is at most 4000 s.
    private static let longest: Int64 = 3_600_000_000_000 * 24

    override init(_ context: ReaderContext, means: SourceDeclaration.TimeMeaning = .end) {
      creations = StampReader(context.assumedZone)
      super.init(context, means: means)
    }

    override func read(
      _ scan: inout LineScan, _ place: RecordPlace, into sink: any RecordSink
    ) -> Bool {
      guard let line = Line(&scan) else { return false }
      guard
        let stamp = stamp(stamps.read(line.time), column: line.timeColumn, place, sink),
        var record = request(stamp, latency: latency(line, stamp), place, sink)
      else { return true }
      let parts = RequestLine(line.request)
      record.method = text(parts.method, scan)
      record.path = text(parts.path.flatMap { RequestLine.path(ofURL: $0) }, scan)
      record.status = line.status
      record.upstreamStatus = line.targetStatus
      record.requestID = text(line.traceID.stated, scan)
      sink.request(record, at: place)
      return true
    }

    private func latency(_ line: Line, _ stamp: Stamp) -> Int64? {
      if let sum = line.processing { return sum }
      guard let created = line.created, case .success(let start) = creations.read(created) else {
        return nil
      }
      let latency = stamp.instant - start.instant
      return latency >= 0 && latency < Self.longest ? latency : nil
    }
  }

  private struct Line {
    var time: UnsafeRawBufferPointer
    var timeColumn: Int
    /// Sum of the processing times in nanoseconds; nil where one is -1.
    var processing: Int64? = 0
    var status: Int?
    var targetStatus: Int?
    var request: UnsafeRawBufferPointer
    var traceID: UnsafeRawBufferPointer
    /// When the request came in.
    var created: UnsafeRawBufferPointer?

    init?(_ scan: inout LineScan) {
      guard Self.type(&scan), scan.space() else { return nil }
      timeColumn = scan.at + 1
      guard isDigit(scan.byte()), let time = scan.word(), scan.space(), scan.word() != nil,
        scan.space(), scan.word() != nil, scan.space(), scan.word() != nil, scan.space()
      else { return nil }
      self.time = time
      for _ in 0..<3 {
        guard Self.add(&scan, &processing), scan.space() else { return nil }
      }
      guard let status = scan.status(), scan.space(), let target = scan.status(), scan.space(),
        scan.count() != nil, scan.space(), scan.count() != nil, scan.space(),
        let request = scan.quoted(), scan.space(), scan.quoted() != nil, scan.space(),
        scan.word() != nil, scan.space(), scan.word() != nil, scan.space(), scan.word() != nil,
        scan.space(), let traceID = scan.quoted(), scan.space(), scan.quoted() != nil,
        scan.space(), scan.quoted() != nil
      else { return nil }
      self.status = status
      targetStatus = target
      self.request = request
      self.traceID = traceID
      // Logs before 2018 end here.
      guard scan.space() else { return }
      guard scan.word() != nil, scan.space(), let created = scan.word() else { return nil }
      self.created = created.stated
    }

    private static func type(_ scan: inout LineScan) -> Bool {
      let from = scan.at
      for type: StaticString in ["https ", "http ", "h2 ", "grpcs ", "wss ", "ws "]
      where scan.literal(type) {
        scan.at -= 1
        return true
      }
      scan.at = from
      return false
    }

    /// Adds one processing time; -1 makes the sum unknown.
    private static func add(_ scan: inout LineScan, _ sum: inout Int64?) -> Bool {
      let from = scan.at
      guard let word = scan.word() else { return false }
      if word.elementsEqual("-1".utf8) {
        sum = nil
        return true
      }
      guard word.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
        let value = durationNanoseconds(word, .seconds)
      else {
        scan.at = from
        return false
      }
      sum = sum.map { $0 &+ value }
      return true
    }
  }
}
