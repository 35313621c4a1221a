import Testing

@testable import Analysis

/// What each store's fields mean in a span (INPUTS "traces").
struct SpanReaderTests {
  /// Spans as text, and codes of what was quarantined or noted.
  private final class Spans: QuietSink {
    private(set) var spans: [String] = []
    private(set) var codes: [String] = []
    override func span(_ record: SpanRecord, at place: RecordPlace) {
      let parts: [String?] = [
        String(record.traceID.low, radix: 16), String(record.spanID, radix: 16),
        record.parentID.map { "<\(String($0, radix: 16))" }, record.isFollowing ? "follows" : nil,
        "\(record.kind)", record.service?.string, record.peer.map { "->\($0.string)" },
        record.databaseSystem.map { "db=\($0.string)" },
        record.databaseName.map { "name=\($0.string)" }, record.status.map { "\($0)" },
        record.path?.string, record.isWait ? "wait" : nil, record.isEndKnown ? nil : "open",
        "\(record.end - record.start.instant)",
      ]
      spans.append(parts.compactMap { $0 }.joined(separator: " "))
    }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      codes.append(record.code)
    }
    override func note(_ diagnostic: FileNote) { codes.append(diagnostic.code) }
    override func other(at place: RecordPlace, time: Stamp?) { codes.append("other") }
  }

  private func read(
    _ format: String, _ text: String, limits: IngestLimits = IngestLimits()
  ) throws -> Spans {
    let sink = Spans()
    let reader = try #require(ExportFormats.named(format)).makeReader(
      ReaderContext(limits: limits))
    try Array(text.utf8).withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink
  }

  private func jaeger(_ members: String) throws -> Spans {
    try read(
      "jaeger-elasticsearch",
      #"{"traceID":"aa","spanID":"0000000000000001","operationName":"x","startTime":"#
        + #"1715754001000000,"duration":7,"process":{"serviceName":"s"},\#(members)}"# + "\n")
  }

  @Test(arguments: [
    (
      #""references":[{"refType":"FOLLOWS_FROM","traceID":"aa","spanID":"2"}]"#,
      "aa 1 <2 follows unspecified s 7000"
    ),
    (
      #""references":[{"refType":"FOLLOWS_FROM","traceID":"aa","spanID":"2"},"#
        + #"{"refType":"CHILD_OF","traceID":"aa","spanID":"3"}]"#,
      "aa 1 <3 unspecified s 7000"
    ),
    // A reference to another trace is a link.
    (
      #""references":[{"refType":"CHILD_OF","traceID":"bb","spanID":"2"}]"#,
      "aa 1 unspecified s 7000"
    ),
    (#""parentSpanID":"5""#, "aa 1 <5 unspecified s 7000"),
    (#""parentSpanID":"0""#, "aa 1 unspecified s 7000"),
    (
      #""tag":{"span@kind":"client","db@system":"mysql","db@name":"pay"}"#,
      "aa 1 client s db=mysql name=pay 7000"
    ),
    (
      #""tags":[{"key":"span.kind","value":"server"},{"key":"http.status_code","value":504},"#
        + #"{"key":"http.target","value":"/a?b"},{"key":"net.peer.name","value":"own.host"}]"#,
      "aa 1 server s 504 /a?b 7000"
    ),
    (
      #""tags":[{"key":"span.kind","value":"client"},{"key":"net.peer.name","value":"other"},"#
        + #"{"key":"peer.service","value":"billing"}]"#,
      "aa 1 client s ->billing 7000"
    ),
    (#""operationName":"db.Pool.WAIT""#, "aa 1 unspecified s wait 7000"),
  ])
  func jaegerFields(_ members: String, _ wanted: String) throws {
    #expect(try jaeger(members).spans == [wanted])
  }

  @Test func zipkinFields() throws {
    let found = try read(
      "zipkin-v2",
      #"[{"traceId":"0000000000000000aa00000000000001","id":"1","shared":true,"timestamp":"#
        + #"1715754001000000,"duration":3},"#
        + #"{"traceId":"aa00000000000001","id":"2","parentId":"1","kind":"CLIENT","timestamp":"#
        + #"1715754001000000,"localEndpoint":{"serviceName":"a"},"remoteEndpoint":{"ipv4":"#
        + #""10.0.0.9"},"tags":{"redis.command":"GET"}},"#
        + #"{"traceId":"aa00000000000001","id":"3","timestamp":0,"duration":5}]"#)
    // 128 bits with an empty upper half and 64 bits are one id.
    #expect(
      found.spans == [
        "aa00000000000001 1 server 3000",
        "aa00000000000001 2 <1 client a ->10.0.0.9 db=redis open 0",
      ])
    #expect(
      found.codes == [
        "other", "span-id-short", "span-duration-missing", "span-timestamp-missing",
      ])
  }

  /// A cut document costs itself, whether the next one begins on its line or not.
  @Test func aCutObjectCostsOnlyItself() throws {
    func span(_ id: Int, isPretty: Bool) -> String {
      let gap = isPretty ? "\n  " : ""
      return "{\(gap)\"traceId\":\"aa\",\(gap)\"id\":\"000000000000000\(id)\",\(gap)"
        + "\"timestamp\":1715754001000000,\(gap)\"duration\":\(id)" + (isPretty ? "\n" : "") + "}\n"
    }
    for isPretty in [false, true] {
      let text =
        span(1, isPretty: isPretty) + span(2, isPretty: isPretty).prefix(40) + "\n"
        + span(3, isPretty: isPretty) + "nonsense\n" + span(4, isPretty: isPretty)
      let found = try read("zipkin-v2", text)
      #expect(
        found.spans.map { $0.split(separator: " ")[1] } == ["1", "3", "4"], "\(isPretty)")
      #expect(found.codes == ["json-truncated", "json-syntax", "span-id-short"], "\(isPretty)")
    }
  }

  /// Spans of a trace wait for its processes; more than may be kept go without, and that is said.
  @Test func spansBeyondMemoryGoWithoutTheirService() throws {
    func span(_ id: Int) -> String {
      #"{"traceID":"00000000000000aa","spanID":"000000000000000\#(id)","operationName":"x","#
        + #""startTime":1715754001000000,"duration":1,"processID":"p1"}"#
    }
    let text =
      #"{"data":[{"spans":[\#((1...4).map(span).joined(separator: ","))],"#
      + #""processes":{"p1":{"serviceName":"app"}}}]}"#
    let all = try read("jaeger-json", text)
    #expect(all.spans.count { $0.contains("app") } == 4)
    #expect(all.codes.isEmpty)
    var limits = IngestLimits()
    limits.documentBytes = 3 * span(1).utf8.count
    let some = try read("jaeger-json", text, limits: limits)
    #expect(some.spans.count == 4)
    #expect(some.spans.count { $0.contains("app") } == 1)
    #expect(some.codes == ["process-unknown"])
  }
}
