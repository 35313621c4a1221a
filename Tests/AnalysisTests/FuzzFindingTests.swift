import Testing

@testable import Analysis

/// Inputs with which the fuzzer once broke a reader, cut down to what mattered.
struct FuzzFindingTests {
  /// Every call, the content handed over in pieces of `size` bytes.
  private func calls(
    _ format: any ExportFormat, _ content: [UInt8], size: Int = .max / 2
  ) throws -> CallLog {
    let sink = CallLog()
    var context = ReaderContext(assumedZone: .utc)
    context.limits.recordBytes = 4_096
    let reader = format.makeReader(context)
    var at = 0
    while at < content.count {
      let end = min(content.count, at + size)
      try Array(content[at..<end]).withUnsafeBytes { try reader.consume($0, into: sink) }
      at = end
    }
    try reader.finish(into: sink)
    return sink
  }

  /// A message that is said to be larger than may be, and than the content, has its place in it.
  @Test(
    arguments: [
      ("otlp-proto-logs", [0x56, 0x0a, 0x0a, 0x68, 1, 2, 3]),
      ("otlp-proto-logs", [0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 2, 3]),
      ("prometheus-proto", [0xff, 0xff, 0xff, 0xff, 0x07, 1, 2, 3]),
    ] as [(String, [UInt8])])
  func placesOfWhatIsTooLargeLieInTheContent(_ name: String, _ content: [UInt8]) throws {
    let format = try #require(ExportFormats.named(name))
    let whole = try calls(format, content).calls
    #expect(whole.count == 2)
    #expect(whole.first?.contains("document-too-large") == true)
    #expect(whole.last?.contains("protobuf-truncated") == true)
    for call in whole {
      let numbers = try #require(call.firstMatch(of: /@(\d+)\+(\d+) line/))
      let end = try #require(Int(numbers.1)) + (try #require(Int(numbers.2)))
      #expect(end <= content.count, "\(call)")
    }
    #expect(try calls(format, content, size: 1).calls == whole)
  }

  /// A comma before the fraction is not repeated as if it belonged to the zone.
  @Test(arguments: [
    "2024-05-15T14:20:01,123Z", "2024-05-15T14:20:01,5", "2024-05-15 14:20:01,000001 +0800",
  ]) func fractionsBehindACommaAreReadEveryTime(_ text: String) throws {
    let bytes = Array(text.utf8)
    let reader = StampReader(.utc)
    let wanted = try bytes.withUnsafeBytes { try TimestampParser(zone: .utc).parse($0).get() }
    for _ in 0..<3 {
      let found = try bytes.withUnsafeBytes { try reader.read($0).get() }
      #expect(found == wanted.stamp)
    }
    #expect(wanted.stamp.resolutionNanoseconds < 1_000_000_000)
  }

  /// The bytes of a commit are those of the export, line ends of Windows included.
  @Test func commitsKeepTheirLineEnds() throws {
    let lines = [
      "commit 0123456789abcdef", "Author: a", "Date: Tue Apr 30 17:03:44 2024 +0800", "", "    x",
    ]
    let content = Array(lines.joined(separator: "\r\n").utf8)
    for size in [1, 7, content.count] {
      let log = try calls(GitLog(), content + Array("\r\n".utf8), size: size)
      let (place, bytes) = try #require(log.raw.first)
      #expect(bytes == content)
      #expect(place == RecordPlace(offset: 0, length: Int64(content.count), line: 1))
    }
  }

  /// A line or a message beyond the limit is not gathered: the commit ends before it.
  @Test func commitsAreBounded() throws {
    let head = "commit 0123456789abcdef\nAuthor: a\nDate: Tue Apr 30 17:03:44 2024 +0800\n\n    x\n"
    let long = head + String(repeating: "y", count: 5_000) + "\n    z\n"
    let cut = try calls(GitLog(), Array(long.utf8))
    #expect(cut.calls.map { $0.prefix { $0 != " " } } == ["commit", "quarantine", "other"])
    #expect(cut.raw.first?.1 == Array(head.utf8.dropLast()))
    let many = head + String(repeating: "    more\n", count: 2_000)
    let bounded = try calls(GitLog(), Array(many.utf8))
    #expect(bounded.raw.allSatisfy { $0.1.count <= 4_096 })
    // 5 lines of the head and 2 000 of the message: those not held are told of one by one.
    let held = try #require(bounded.raw.first).1.count { $0 == 0x0a } + 1
    #expect(bounded.calls.count == 1 + 2_005 - held)
  }

  /// Spans of a document over several lines keep the bytes they have, line ends included; what is
  /// broken or too large is reported once.
  @Test func spansOfDocumentsAreSlicedAsTheyStand() throws {
    let ids = "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"00f067aa0ba902b7\""
    let times = "\"startTimeUnixNano\":\"1715754001000000000\","
    let span = "{\r\n\(ids),\r\n\r\n\(times)\"endTimeUnixNano\":\"1715754002000000000\"\r\n}"
    let head = "{\"resourceSpans\": [\r\n{\"scopeSpans\":[{\"spans\":["
    let content = Array((head + span + "]}]}\r\n]}\n").utf8)
    let log = try calls(OTLPTraces(), content)
    #expect(log.raw.map(\.1) == [Array(span.utf8)])
    let place = "@\(head.utf8.count)+\(span.utf8.count) line 2"
    #expect(log.calls.map { $0.hasSuffix(place) } == [true])
    let cut = "{\n" + String(repeating: "z", count: 5_000) + "\n"
    let broken = try calls(OTLPTraces(), Array(cut.utf8))
    #expect(broken.calls.map { $0.prefix(10) } == ["quarantine"])
    let sink = CallLog()
    var context = ReaderContext()
    context.limits.recordBytes = 100
    context.limits.documentBytes = 100
    let reader = OTLPTraces().makeReader(context)
    let filler = String(repeating: "1,\n", count: 100)
    let large = Array((head + "{\"x\":[\(filler)1]}]}]}]}").utf8)
    try large.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    #expect(sink.calls.map { $0.prefix(10) } == ["quarantine"])
  }

  /// A resource on its own, one a line, names the service of its spans as one in a list does.
  @Test func resourcesOnTheirOwnNameTheirService() throws {
    let ids = "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"00f067aa0ba902b7\""
    let times =
      "\"startTimeUnixNano\":\"1715754001000000000\","
      + "\"endTimeUnixNano\":\"1715754002000000000\""
    func resource(_ name: String) -> String {
      let value = "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"\(name)\"}}"
      let spans = "[{\(ids),\(times)}]"
      return "{\"resource\":{\"attributes\":[\(value)]},"
        + "\"scopeSpans\":[{\"spans\":[]},{\"spans\":\(spans)}]}"
    }
    for text in [
      resource("a") + "\n" + resource("b") + "\n",
      "{\"resourceSpans\":[\(resource("a")),\(resource("b"))]}\n",
    ] {
      let sink = ServiceLog()
      let reader = OTLPTraces().makeReader(ReaderContext())
      try Array(text.utf8).withUnsafeBytes { try reader.consume($0, into: sink) }
      try reader.finish(into: sink)
      #expect(sink.services == ["a", "b"])
    }
  }

  /// A line of blanks in a dump is passed over, as in every format of lines.
  @Test func blankLinesOfDumpsAreNoSamples() throws {
    let sample = "{__name__=\"up\"} 1 1715754000000"
    let log = try calls(PromtoolDump(), Array("\(sample)\n    \n\t\n\(sample)\n".utf8))
    #expect(log.raw.map(\.1) == [Array(sample.utf8), Array(sample.utf8)])
  }

  /// A line feed inside a text is a fault of that record, and counts for those behind it.
  @Test func linesAreCountedInsideTexts() throws {
    let text = #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{},"#
    let values = "\"values\":[[\"1715754004000000000\",\"x\ny\"],\n@"
    let content = Array((text + values).utf8)
    let log = try calls(LokiResponse(), content)
    let last = try #require(log.calls.last { $0.hasPrefix("quarantine") })
    #expect(last.hasSuffix("@\(content.count - 1)+0 line 3"))
  }

  /// Upstream times whose sum no number holds are no duration, least of all a negative one.
  @Test(arguments: ["9000000000, 9000000000", "9223372036.854775807, 0.000000001"])
  func sumsOfDurationsDoNotWrap(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBytes { durationNanoseconds($0, .seconds) } == nil)
  }

  /// What follows a member is judged alike by both inflaters, however little of it there is.
  @Test(arguments: [
    ([0x1f], ByteSource.StreamDefect.trailing(bytes: 1)),
    ([0x1f, 0x82, 0x82], .trailing(bytes: 3)), ([0, 0, 0], .trailing(bytes: 3)),
    ([0x1f, 0x8b], .truncated), ([0x1f, 0x8b, 0x08, 0x00, 0x00], .truncated),
    ([0x1f, 0x8b, 0x07], .corrupt(offset: 21)), ([0x1f, 0x8b, 0x08, 0xe0], .corrupt(offset: 21)),
  ]) func whatFollowsAMember(_ tail: [UInt8], _ wanted: ByteSource.StreamDefect) throws {
    // printf a | gzip -n
    let member: [UInt8] = [
      0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x4b, 0x04, 0, 0x43, 0xbe, 0xb7, 0xe8, 1, 0, 0, 0,
    ]
    for makeInflater in [{ IsalInflater() }, { ZlibInflater() }] as [() -> any Inflater] {
      for refill in [1, 2, 3, 64] {
        let stream = GzipStream(makeInflater(), ratioLimit: 2_000)
        let file = member + tail
        var at = 0
        let out = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        defer { out.deallocate() }
        let count = try stream.read(into: out) { target in
          let taken = min(refill, target.count, file.count - at)
          target.copyBytes(from: file[at..<(at + taken)])
          at += taken
          return taken
        }
        #expect(Array(out[..<count]) == [0x61])
        #expect(stream.defect == wanted, "in pieces of \(refill)")
      }
    }
  }

  /// 2²⁵ values as a mapping key; a few anchors as people write them.
  @Test func aliasesThatUnfoldWithoutBoundAreTold() {
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...25 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(AliasBound.isExceeded(by: Array((bomb + "? *a25\n: 1\n").utf8)))
    let usual = "paths: &paths [/a*, /b*]\nx: {where: {path: *paths}}\ny: {where: {path: *paths}}\n"
    #expect(!AliasBound.isExceeded(by: Array(usual.utf8)))
  }
}

/// What evidence is cut from: the stored bytes of framed records.
struct FramedBytesTests {
  private static let line =
    #"192.0.2.1 - - [24/Aug/2021:09:52:13 +0000] \"GET /a HTTP/1.1\" 200 13 \"-\" \"-\""#
  private static let json =
    #"{\"msec\":1715754003.000,\"status\":200,\"uri\":\"/a\",\"request_time\":0.2}"#

  /// The text inside a frame was handed over as a second record of the frame's place.
  @Test(arguments: [line, json])
  func aFrameHandsOverItsStoredBytesOnce(_ inner: String) throws {
    let stored = #"{"log":"\#(inner)\n","stream":"stdout","time":"2021-08-24T09:52:13.2Z"}"#
    let bytes = Array((stored + "\n" + stored + "\n").utf8)
    let log = StoredLog()
    try bytes.withUnsafeBytes { bytes in
      let head = ExportHead(bytes: bytes, isWhole: true)
      let found = try #require(ExportFormats.recognize(head))
      #expect(found.format.name == "docker-json")
      var context = ReaderContext(assumedZone: .utc)
      context.role = .gatewayAccess
      let reader = found.format.makeReader(context)
      try reader.consume(bytes, into: log)
      try reader.finish(into: log)
    }
    #expect(log.requests == 2)
    #expect(log.stored == [Array(stored.utf8), Array(stored.utf8)])
  }
}

/// The stored bytes of records.
private final class StoredLog: QuietSink {
  private(set) var stored: [[UInt8]] = []
  private(set) var requests = 0

  override var wants: RecordWants { [.rawBytes] }
  override func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
    stored.append(Array(bytes))
  }
  override func request(_ record: RequestRecord, at place: RecordPlace) { requests += 1 }
}

/// The services of spans, in the order they are delivered.
private final class ServiceLog: QuietSink {
  private(set) var services: [String] = []

  override func span(_ record: SpanRecord, at place: RecordPlace) {
    services.append(record.service?.string ?? "none")
  }
}
