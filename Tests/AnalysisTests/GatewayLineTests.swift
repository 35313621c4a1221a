import Testing

@testable import Analysis

/// What single access lines mean: values worked out by hand from each gateway's documentation.
struct GatewayLineTests {
  /// One request as text: end, resolution, status, upstream status, latency, method, path, ids.
  struct Seen: Equatable {
    var end: String
    var step: Int64 = 1_000_000_000
    var status: Int?
    var upstream: Int?
    var latency: Int64?
    var method: String?
    var path: String?
    var request: String?
    var trace: String?
    var service: String?
  }

  /// Keeps what a reader delivers.
  final class Recorder: QuietSink {
    var seen: [Seen] = []
    var faults: [String] = []
    var others = 0
    var app: [String] = []
    override var wants: RecordWants { [.texts, .requestIDs] }
    override func request(_ record: RequestRecord, at place: RecordPlace) {
      seen.append(
        Seen(
          end: record.end.instant.rfc3339, step: record.end.resolutionNanoseconds,
          status: record.status, upstream: record.upstreamStatus,
          latency: record.latencyNanoseconds, method: record.method?.string,
          path: record.path?.string, request: record.requestID?.string,
          trace: record.traceID?.string, service: record.service?.string))
    }
    override func application(_ record: AppRecord, at place: RecordPlace) {
      app.append("\(record.time.instant.rfc3339) \(record.level as LogLevel?) ")
      app.append(record.message?.string ?? "-")
    }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      faults.append("\(record.code) \(record.column ?? 0)")
    }
    override func other(at place: RecordPlace, time: Stamp?) { others += 1 }
  }

  static func read(
    _ format: String, _ line: String, _ source: SourceDeclaration? = nil
  ) throws -> Recorder {
    let recorder = Recorder()
    let reader = try #require(ExportFormats.named(format)).makeReader(
      ReaderContext(source: source, assumedZone: .utc))
    try Array((line + "\n").utf8).withUnsafeBytes { try reader.consume($0, into: recorder) }
    try reader.finish(into: recorder)
    return recorder
  }

  static func declared(
    _ fields: [String: (String, SourceUnit?)], means: SourceDeclaration.TimeMeaning? = nil
  ) -> SourceDeclaration {
    var source = SourceDeclaration(role: .gatewayAccess, files: [], line: 1)
    source.timeMeans = means
    source.fields = fields.mapValues { .init(path: $0.0, unit: $0.1) }
    return source
  }

  static let front = #"203.0.113.9 - - [15/May/2024:14:20:01 +0800] "GET /a?b=1 HTTP/1.1" 200 12"#
  static let plain = Seen(
    end: "2024-05-15T06:20:01Z", status: 200, method: "GET", path: "/a?b=1")

  @Test(
    "The tail of a combined line says only what is certain",
    arguments: [
      (#""#, nil, nil, nil, nil),
      (#" "-" "curl""#, nil, nil, nil, nil),
      (#" "-" "curl" 0.123"#, 123_000_000, nil, nil, nil),
      (#" "-" "curl" "-" 0.123 "0.020, 0.100""#, 123_000_000, nil, nil, nil),
      (#" "-" "curl" 0.123 0.000, 0.120 502, 403"#, 123_000_000, 403, nil, nil),
      // Microseconds of Apache, gzip ratios and whole seconds are not guessed at.
      (#" "-" "curl" 123456"#, nil, nil, nil, nil), (#" "-" "curl" "2.35""#, nil, nil, nil, nil),
      (#" "-" "curl" 3"#, nil, nil, nil, nil),
      (#" "-" "curl" rt=0.5 us=502"#, 500_000_000, 502, nil, nil),
      (#" "-" "curl" urt="0.400" rt="0.500" uct="0.001""#, 500_000_000, nil, nil, nil),
      (
        #" "-" "curl" "203.0.113.1, 10.0.0.1" "9f2c1b7a5d3e4f60819a2b3c4d5e6f70""#, nil, nil,
        "9f2c1b7a5d3e4f60819a2b3c4d5e6f70", nil
      ),
      (
        #" "-" "curl" "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01""#, nil, nil, nil,
        "4bf92f3577b34da6a3ce929d0e0e4736"
      ),
    ] as [(String, Int64?, Int?, String?, String?)])
  func tails(
    _ tail: String, _ latency: Int64?, _ upstream: Int?, _ request: String?, _ trace: String?
  ) throws {
    var wanted = Self.plain
    wanted.latency = latency
    wanted.upstream = upstream
    wanted.request = request
    wanted.trace = trace
    let recorder = try Self.read("combined", Self.front + tail)
    #expect(recorder.seen == [wanted])
    #expect(recorder.faults.isEmpty)
  }

  @Test func apacheMicrosecondsAreDeclaredAndMakeTheEnd() throws {
    let source = Self.declared(
      ["latency": ("1", .microseconds), "request-id": ("2", nil)], means: .start)
    let recorder = try Self.read(
      "combined", Self.front + #" "-" "curl" 2500000 "ZkSy@x""#, source)
    var wanted = Self.plain
    wanted.end = "2024-05-15T06:20:03.5Z"
    wanted.step = 1_001_000_000
    wanted.latency = 2_500_000_000
    wanted.request = "ZkSy@x"
    #expect(recorder.seen == [wanted])
    // Without the number the end is unknown.
    #expect(
      try Self.read("combined", Self.front + #" "-" "curl" - "x""#, source).faults
        == ["request-end-unknown 0"])
  }

  @Test func declaredKeysAndVirtualHostsAreRead() throws {
    let source = Self.declared(["latency": ("took", .milliseconds), "service": ("vhost", nil)])
    let recorder = try Self.read(
      "combined", "shop.example:443 " + Self.front + #" "-" "curl" rt=9.000 took=17"#, source)
    var wanted = Self.plain
    wanted.latency = 17_000_000
    wanted.service = "shop.example:443"
    #expect(recorder.seen == [wanted])
  }

  @Test(
    "Request lines",
    arguments: [
      (#"GET /caf\xC3\xA9/\x22\x5C HTTP/1.1"#, "GET", #"/café/"\"#),
      (#"GET /a\"b\\c\td HTTP/1.1"#, "GET", "/a\"b\\c\td"),
      ("GET /with space HTTP/1.0", "GET", "/with space"), ("GET /old", "GET", "/old"),
      ("M-SEARCH * HTTP/1.1", "M-SEARCH", "*"),
      (#"\x16\x03\x01\x02\x00"#, nil, nil), ("", nil, nil), ("-", nil, nil), ("HELP", nil, nil),
      ("lv|'|'|x GET / HTTP/1.1", nil, nil), ("GET  HTTP/1.1", nil, nil),
      (#"GET /raw"quote HTTP/1.1"#, "GET", #"/raw"quote"#),
    ] as [(String, String?, String?)])
  func requestLines(_ text: String, _ method: String?, _ path: String?) throws {
    let line = "::1 - - [15/May/2024:06:20:01 +0000] \"\(text)\" 400 0 \"-\" \"-\""
    let recorder = try Self.read("combined", line)
    #expect(
      recorder.seen == [
        Seen(end: "2024-05-15T06:20:01Z", status: 400, method: method, path: path)
      ])
  }

  @Test(
    "The first byte that does not fit",
    arguments: [
      ("combined", #"203.0.113.9 [15/May/2024:14:20:01 +0800] "GET / HTTP/1.1" 200 1"#, 13),
      ("combined", #"a b c [15/May/2024:14:20:01 +0800] "GET / HTTP/1.1" 20x 1"#, 53),
      ("combined", #"a b c [15/May/2024:14:20:01 +0800] "GET / HTTP/1.1" 200 1 "cut"#, 63),
      ("combined", "a b c [15/May/2024:14", 22), ("combined", "words", 6),
      ("envoy-text", #"[2024-05-15T06:20:01Z] "GET / HTTP/1.1" OK"#, 41),
      ("aws-alb", "ftp 2024-05-15T06:20:01Z", 1),
      ("nginx-error", "2024/05/15 14:20:01 [loud] 1#1: x", 21),
    ])
  func columns(_ format: String, _ line: String, _ column: Int) throws {
    let recorder = try Self.read(format, line)
    let code = format == "nginx-error" ? "log-line-syntax" : "access-line-syntax"
    #expect(recorder.faults == ["\(code) \(column)"])
    #expect(recorder.seen.isEmpty)
  }
}
