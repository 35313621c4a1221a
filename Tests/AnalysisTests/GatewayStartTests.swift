import Testing

@testable import Analysis

/// Gateways whose stamp is the start, or whose latency takes a sum: the end and the latency by
/// hand from each project's documentation.
struct GatewayStartTests {
  typealias Seen = GatewayLineTests.Seen

  private func only(
    _ format: String, _ line: String, _ source: SourceDeclaration? = nil
  ) throws -> Seen? {
    let recorder = try GatewayLineTests.read(format, line, source)
    #expect(recorder.faults.isEmpty)
    #expect(recorder.seen.count == 1)
    return recorder.seen.first
  }

  static let envoy =
    #"[2024-05-15T06:20:01.123Z] "GET /pay HTTP/1.1" 503 UF 0 91 1003 - "-" "curl" "r-1" "a" "-""#

  @Test func envoyAddsItsDuration() throws {
    let wanted = Seen(
      end: "2024-05-15T06:20:02.126Z", step: 2_000_000, status: 503, latency: 1_003_000_000,
      method: "GET", path: "/pay", request: "r-1")
    #expect(try only("envoy-text", Self.envoy) == wanted)
    // A declared meaning comes before the documented one.
    let ends = GatewayLineTests.declared([:], means: .end)
    #expect(try only("envoy-text", Self.envoy, ends)?.end == "2024-05-15T06:20:01.123Z")
  }

  @Test func envoyJSONAddsItsDurationInMilliseconds() throws {
    let line =
      #"{"start_time":"2024-05-15T06:20:01.123Z","method":"GET","path":"/pay","duration":1003,"#
      + #""response_code":503,"response_flags":"UF","request_id":"r-1"}"#
    let seen = try only("envoy-json", line)
    #expect(seen?.end == "2024-05-15T06:20:02.126Z")
    #expect(seen?.latency == 1_003_000_000)
    #expect(seen?.status == 503)
    #expect(seen?.request == "r-1")
  }

  /// Envoy Gateway and Contour name the same fields differently.
  @Test func envoyJSONKnowsItsDistributions() throws {
    let gateway =
      #"{":authority":"a","duration":11,"method":"GET","response_code":200,"response_flags":"-","#
      + #""start_time":"2024-05-15T06:20:01.479Z","x-envoy-origin-path":"/p","x-request-id":"r"}"#
    let wanted = Seen(
      end: "2024-05-15T06:20:01.49Z", step: 1_000_000, status: 200, latency: 11_000_000,
      method: "GET", path: "/p", request: "r")
    #expect(try only("envoy-json", gateway) == wanted)
    let contour =
      #"{"@timestamp":"2024-05-15T06:20:01.479Z","duration":11,"method":"GET","path":"/p","#
      + #""request_id":"r","response_code":200,"response_flags":"-"}"#
    #expect(try only("envoy-json", contour) == wanted)
  }

  @Test(
    "HAProxy: accept date plus Ta",
    arguments: [
      ("10/0/30/69/109", "200", "2024-05-15T06:20:01.232Z", 109_000_000, 200),
      ("0/-1/-1/-1/4000", "-1", "2024-05-15T06:20:05.123Z", 4_000_000_000, nil),
      // With logasap the line is early: when it was written is known, the latency is not.
      ("0/0/0/40/+41", "200", "2024-05-15T06:20:01.164Z", nil, 200),
    ] as [(String, String, String, Int64?, Int?)])
  func haproxy(
    _ timers: String, _ status: String, _ end: String, _ latency: Int64?, _ code: Int?
  ) throws {
    let line =
      "203.0.113.9:33317 [15/May/2024:06:20:01.123] in~ bk_pay/web1 \(timers) \(status) 2750"
      + #" - - ---- 1/1/1/1/0 0/0 {a "b" c} {} "GET /pay HTTP/1.1""#
    // The quote inside a capture is HAProxy's own business: it writes `#22`.
    let seen = try only("haproxy", line.replacing("\"b\" ", with: "#22b#22 "))
    #expect(
      seen
        == Seen(
          end: end, step: 2_000_000, status: code, latency: latency, method: "GET", path: "/pay",
          service: "bk_pay"))
  }

  @Test(
    "AWS: three times, or the time since the request came in",
    arguments: [
      ("0.086 0.048 0.037", "2018-07-02T22:22:48.364000Z", 171_000_000),
      ("0.001 -1 -1", "2024-05-15T06:20:01.000000Z", 60_000_000_000),
      // A creation time behind the end, or days before it, is no start.
      ("-1 -1 -1", "2024-05-15T06:21:02.000000Z", nil),
      ("-1 -1 -1", "2018-07-02T22:22:48.364000Z", nil), ("-1 -1 -1", "-", nil),
    ] as [(String, String, Int64?)])
  func balancer(_ times: String, _ created: String, _ latency: Int64?) throws {
    let line =
      "https 2024-05-15T06:21:01.000000Z app/a/b 203.0.113.9:1 10.0.0.1:80 \(times) 504 - 0 57"
      + #" "GET https://shop.example:443/pay?x=1 HTTP/1.1" "curl" ECDHE TLSv1.2 arn:x"#
      + #" "Root=1-66445201-1d84f3d73c47ec4e58577259" "d" "c" 1 "# + created + #" "forward""#
    #expect(
      try only("aws-alb", line)
        == Seen(
          end: "2024-05-15T06:21:01Z", step: 1_000, status: 504, latency: latency, method: "GET",
          path: "/pay?x=1", request: "Root=1-66445201-1d84f3d73c47ec4e58577259"))
  }

  @Test func ingressSumsNothingAndTakesTheLastUpstream() throws {
    let line =
      GatewayLineTests.front
      + #" "-" "curl" 811 10.003 [shop-pay-80] [] 10.2.0.7:80, 10.2.0.8:80 : 10.2.0.9:80 0, 0 : 13"#
      + " 5.001, 5.002 : 0.001 504, 504 : 200 db9a2eca83026ade01963ce4403bc843"
    #expect(
      try only("ingress-nginx", line)
        == Seen(
          end: "2024-05-15T06:20:01Z", status: 200, upstream: 200, latency: 10_003_000_000,
          method: "GET", path: "/a?b=1", request: "db9a2eca83026ade01963ce4403bc843",
          service: "shop-pay-80"))
  }

  @Test func traefikCommonIsTheStartAndJSONTheEnd() throws {
    let common = try only(
      "traefik-common",
      GatewayLineTests.front + #" "-" "a "b" c" 17 "pay@docker" "http://10.0.0.3:80" 1250ms"#)
    #expect(
      common
        == Seen(
          end: "2024-05-15T06:20:02.25Z", step: 1_001_000_000, status: 200, upstream: 200,
          latency: 1_250_000_000, method: "GET", path: "/a?b=1", service: "pay@docker"))
    let json = try only(
      "traefik-json",
      #"{"DownstreamStatus":500,"OriginStatus":504,"Duration":215563,"RequestMethod":"GET","#
        + #""RequestPath":"/a","ServiceName":"pay@docker","ServiceURL":{"Host":"x"},"#
        + #""StartUTC":"2024-05-15T06:20:00.9Z","time":"2024-05-15T06:20:01Z"}"#)
    #expect(
      json
        == Seen(
          end: "2024-05-15T06:20:01Z", status: 500, upstream: 504, latency: 215_563,
          method: "GET", path: "/a", service: "pay@docker"))
  }

  @Test func caddyReadsTheNestedRequest() throws {
    let line =
      #"{"ts":1715754001.25,"logger":"http.log.access.log0","msg":"handled request","#
      + #""request":{"method":"GET","uri":"/pay?x=1"},"duration":0.000002701,"status":0}"#
    #expect(
      try only("caddy-json", line)
        == Seen(
          end: "2024-05-15T06:20:01.25Z", step: 10_000_000, latency: 2_701, method: "GET",
          path: "/pay?x=1"))
    let error = try GatewayLineTests.read(
      "caddy-json", line.replacing("http.log.access", with: "http.log.error"))
    #expect(error.seen.isEmpty && error.others == 1)
  }

  /// A minute is remembered between lines; its end, a zone and a second of 60 must not leak.
  @Test func rememberedMinutesDoNotLeak() throws {
    let stamps = CommonLogStamps(.utc)
    func read(_ text: String) -> String {
      Array(text.utf8).withUnsafeBytes { bytes in
        switch stamps.read(bytes) {
        case .success(let stamp): "\(stamp.instant.rfc3339) \(stamp.resolutionNanoseconds)"
        case .failure(let fault): fault.rawValue
        }
      }
    }
    #expect(read("15/May/2024:14:20:01 +0800") == "2024-05-15T06:20:01Z 1000000000")
    #expect(read("15/May/2024:14:20:59 +0800") == "2024-05-15T06:20:59Z 1000000000")
    #expect(read("15/May/2024:14:21:00 +0800") == "2024-05-15T06:21:00Z 1000000000")
    #expect(read("15/May/2024:14:21:02 +0000") == "2024-05-15T14:21:02Z 1000000000")
    #expect(read("15/May/2024:14:21:03.125 +0000") == "2024-05-15T14:21:03.125Z 1000000")
    #expect(read("15/May/2024:14:21:03") == "2024-05-15T14:21:03Z 1000000000")
    #expect(read("15/May/2024:14:21:04") == "2024-05-15T14:21:04Z 1000000000")
    #expect(read("15/May/2024:14:21:60 +0000").hasPrefix("2024-05-15T14:21:59.999999999Z"))
    #expect(read("15/May/2024:14:21:61 +0000") == "timestamp-syntax")
    #expect(read("15/May/2024:14:21:0x +0000") == "timestamp-syntax")
    #expect(stamps.assumed == 2)
  }
}
