import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Real access logs of other projects, beside the project; skipped where they are absent.
///
/// Counts and times were worked out without this code, by a Python script: `grep -c .` for the
/// lines; a regular expression for each format, `datetime` for the stamps, offsets subtracted,
/// HAProxy's `Ta` added; then the minimum and maximum of what matched.
struct GatewayCorpusTests {
  struct Export: Sendable, CustomTestStringConvertible {
    var file: String
    var format: String
    var lines: Int
    var records: Int
    var quarantined = 0
    var first: String
    var last: String
    var testDescription: String { file }
  }

  static let exports: [Export] = [
    // The second line lacks ident and user.
    Export(
      file: "nginx/logfile_bad_access_log.0", format: "combined", lines: 3, records: 2,
      quarantined: 1, first: "2009-07-20T22:59:26Z", last: "2009-07-20T22:59:29Z"),
    Export(
      file: "nginx/logfile_shop_access_log.0", format: "combined", lines: 1000, records: 1000,
      first: "2019-01-22T00:26:14Z", last: "2019-01-22T00:29:11Z"),
    Export(
      file: "nginx/loki_zanbil_access.log", format: "combined", lines: 2527, records: 2527,
      first: "2019-01-26T16:15:25Z", last: "2019-01-26T16:16:18Z"),
    Export(
      file: "nginx/nginx-http-malformed.log", format: "combined", lines: 12, records: 12,
      first: "2023-07-29T17:26:06Z", last: "2023-07-29T17:26:07Z"),
    Export(
      file: "nginx/nginx-http-sensitive-files.log", format: "combined", lines: 9, records: 9,
      first: "2021-09-30T07:58:05Z", last: "2021-09-30T07:58:05Z"),
    Export(
      file: "nginx/nginx-http-sqli-probing.log", format: "combined", lines: 16, records: 16,
      first: "2021-09-30T09:11:54Z", last: "2021-09-30T09:11:54Z"),
    // 11 lines of its own and a combined one; two lines of the error log are mixed in.
    Export(
      file: "nginx/nginx-proxy-manager-logs.log", format: "nginx-proxy-manager", lines: 14,
      records: 12, quarantined: 2, first: "2022-01-24T13:40:19Z", last: "2025-10-01T14:32:25Z"),
    // One line lacks the user, one is of the error log.
    Export(
      file: "nginx/nginx_http-logs.log", format: "combined", lines: 9, records: 7, quarantined: 2,
      first: "2020-01-04T07:25:02Z", last: "2020-06-08T08:04:43Z"),
    Export(
      file: "nginx/nginx_req_limit_exceeded.log", format: "nginx-error", lines: 9, records: 9,
      first: "2021-12-02T11:53:15Z", last: "2022-07-28T16:37:00Z"),
    Export(
      file: "gateway-access/aws-alb-logs.log", format: "aws-alb", lines: 14, records: 14,
      first: "2018-07-02T22:23:00.186641Z", last: "2023-04-26T19:53:56.715663Z"),
    // One line is of another logger.
    Export(
      file: "gateway-access/caddy-logs.log", format: "caddy-json", lines: 11, records: 10,
      first: "2023-09-04T15:19:51.7564995Z", last: "2024-03-29T19:51:04.947103Z"),
    // Three messages of HAProxy's own and a failed handshake.
    Export(
      file: "gateway-access/logfile_haproxy.0", format: "haproxy", lines: 17, records: 13,
      first: "2019-02-25T16:19:49.63Z", last: "2019-02-25T16:20:14.318Z"),
    Export(
      file: "gateway-access/traefik_base-http-scenario.log", format: "traefik-json", lines: 80,
      records: 80, first: "2021-12-08T14:02:43Z", last: "2021-12-08T14:02:43Z"),
  ]

  @Test(.enabled(if: CorpusTests.isPresent), arguments: exports)
  func everyLineIsAccountedFor(_ export: Export) throws {
    let path = CorpusTests.folder.appending(path: export.file).path
    let input = InputFile(path: path, displayPath: export.file, isNamed: true)
    let found = try #require(
      ExportInspector.inspect([input], AnalysisRequest.Reading(assumedZone: .utc)).first)
    #expect(found.summary.format == export.format)
    #expect(Int(found.summary.records) == export.records)
    #expect(Int(found.summary.quarantined) == export.quarantined)
    #expect(found.summary.span?.first.rfc3339 == export.first)
    #expect(found.summary.span?.last.rfc3339 == export.last)
    // Records, quarantined and other lines make all lines.
    let tally = try Self.tally(path, export.format)
    #expect(tally.requests == export.records)
    #expect(tally.requests + tally.quarantined + tally.others == export.lines)
  }

  /// Counts calls of the sink.
  private final class Tally: QuietSink {
    var requests = 0
    var quarantined = 0
    var others = 0
    override func request(_ record: RequestRecord, at place: RecordPlace) { requests += 1 }
    override func application(_ record: AppRecord, at place: RecordPlace) { requests += 1 }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      quarantined += 1
    }
    override func other(at place: RecordPlace, time: Stamp?) { others += 1 }
  }

  private static func tally(_ path: String, _ format: String) throws -> Tally {
    let content = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let sink = Tally()
    let reader = try #require(ExportFormats.named(format)).makeReader(
      ReaderContext(assumedZone: .utc))
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink
  }

  /// The records inside the frames of container runtimes, taken out here: Envoy Gateway's JSON,
  /// Envoy's text (start plus duration by hand) and ingress-nginx.
  @Test(.enabled(if: CorpusTests.isPresent)) func framedRecordsAreRead() throws {
    func lines(_ file: String) throws -> [Substring] {
      let url = CorpusTests.folder.appending(path: file)
      return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    }
    let envoy = try lines("k8s-cri/cri_envoy_json.log").compactMap { line in
      line.firstRange(of: " F ").map { String(line[$0.upperBound...]) }
    }
    func read(_ format: String, _ start: String) throws -> GatewayLineTests.Recorder {
      try GatewayLineTests.read(
        format, envoy.filter { $0.hasPrefix(start) }.joined(separator: "\n"))
    }
    let json = try read("envoy-json", "{")
    #expect(json.faults.isEmpty)
    #expect(
      json.seen.map(\.end) == [
        "2025-12-31T16:37:40.49Z", "2025-12-31T17:22:04.951Z", "2025-12-31T17:30:03.233Z",
        "2026-01-24T01:34:36.743Z", "2026-01-24T01:35:00.015Z", "2026-01-24T01:36:00.02Z",
      ])
    #expect(json.seen.first?.path == "/assets/image.webp")
    let text = try read("envoy-text", "[")
    #expect(text.faults.isEmpty)
    #expect(
      text.seen.map(\.end) == [
        "2016-04-15T20:17:00.536Z", "2026-01-24T01:34:36.793Z", "2026-01-24T01:37:00.03Z",
        "2026-01-24T01:38:00.04Z",
      ])
    #expect(text.seen.map(\.status) == [204, 200, 200, 201])
    #expect(text.seen.first?.request == "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2")
    let ingress = try lines("docker/docker-logs.log").compactMap { line -> String? in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["log"] as? String
    }
    let requests = try GatewayLineTests.read("ingress-nginx", ingress.joined())
    #expect(requests.seen.count == 3)
    #expect(requests.seen.map(\.latency) == [1_000_000, 0, 0])
    #expect(requests.seen.first?.service == "default-helloworld-helloworld-chart-5678")
    #expect(requests.seen.first?.request == "04f1619cfb5e02b6455c19b860427758")
  }

  /// No other file of the corpus is taken for an access log.
  @Test(.enabled(if: CorpusTests.isPresent)) func nothingElseIsClaimed() throws {
    let mine = Set(
      [CombinedLog(), IngressNginxLog(), NginxProxyManagerLog(), NginxErrorLog()].map(name)
        + [EnvoyTextLog(), EnvoyJSONLog(), AWSLoadBalancerLog(), HAProxyLog()].map(name)
        + [CaddyLog(), TraefikJSONLog(), TraefikCommonLog()].map(name))
    let kinds = try FileManager.default.contentsOfDirectory(atPath: CorpusTests.folder.path)
      .filter { !$0.contains(".") && $0 != "nginx" && $0 != "gateway-access" }
    for file in CorpusTests.files(kinds.sorted()) {
      guard let handle = FileHandle(forReadingAtPath: file.path) else { continue }
      let head = [UInt8](try handle.read(upToCount: 64 << 10) ?? Data())
      let claim = head.withUnsafeBytes {
        ExportFormats.recognize(ExportHead(bytes: $0, isWhole: $0.count < 64 << 10))?.format.name
      }
      // Container frames hold access logs of their own.
      let isFrame = file.displayPath.hasPrefix("docker/") || file.displayPath.hasPrefix("k8s-cri/")
      #expect(isFrame || !mine.contains(claim ?? ""), "\(file.displayPath) as \(claim ?? "")")
    }
  }

  private func name(_ format: any ExportFormat) -> String { format.name }
}
