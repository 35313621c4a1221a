import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Traces of the corpus; every number was counted in Python over the same files.
@Suite(.enabled(if: CorpusTests.isPresent))
struct TraceCorpusTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let path: String
    let format: String
    var records: Int64 = 0
    var services = 0
    var counts: [String: Int] = [:]
    var testDescription: String { path }
  }

  static let samples: [Sample] = [
    Sample(
      path: "jaeger/domain_01.json", format: "jaeger-json", records: 5, services: 2,
      counts: ["span-duplicate": 1]),
    Sample(
      path: "jaeger/es_01.json", format: "jaeger-elasticsearch", records: 1, services: 1,
      counts: ["span-orphan": 1]),
    Sample(
      path: "jaeger/otlp2jaeger-out.json", format: "jaeger-json", records: 2, services: 1,
      counts: ["span-duplicate": 1, "span-orphan": 1]),
    Sample(
      path: "jaeger/ui_01.json", format: "jaeger-json", records: 5, services: 2,
      counts: ["span-duplicate": 1]),
    Sample(
      path: "zipkin/ascend.json", format: "zipkin-v2", records: 8, services: 3,
      counts: ["span-late": 1, "clock-skew": 1]),
    Sample(path: "zipkin/envoy.json", format: "zipkin-v2", records: 1),
    Sample(
      path: "zipkin/skew.json", format: "zipkin-v2", records: 4, services: 2,
      counts: ["span-early": 1, "clock-skew": 1]),
    Sample(
      path: "zipkin/zipkin2-chinese.json", format: "zipkin-v2", records: 1, services: 1,
      counts: ["span-orphan": 1]),
    Sample(
      path: "zipkin/smartthings-mobile-web-install.json", format: "zipkin-v2", records: 957,
      services: 16,
      counts: [
        "span-timestamp-missing": 84, "span-duration-missing": 91, "span-id-reused": 4,
      ]),
    Sample(
      path: "zipkin/smartthings-oauth-authorization.json", format: "zipkin-v2", records: 175,
      services: 8, counts: ["span-duration-missing": 19, "span-id-reused": 4]),
    Sample(
      path: "skywalking/segment-template.json", format: "skywalking-segments",
      counts: ["skywalking-not-read": 1]),
  ]

  private func inspect(_ path: String) throws -> ExportInspector.Inspection {
    let input = InputFile(
      path: CorpusTests.folder.appending(path: path).path, displayPath: path, isNamed: false)
    return try #require(ExportInspector.inspect([input]).first)
  }

  @Test(arguments: samples) func isReadAsCounted(_ sample: Sample) throws {
    let found = try inspect(sample.path)
    #expect(found.summary.format == sample.format)
    #expect(found.summary.records == sample.records)
    #expect(found.summary.quarantined == 0)
    #expect(found.summary.services.count == sample.services)
    for code in [
      "span-orphan", "span-duplicate", "span-id-reused", "span-timestamp-missing",
      "span-duration-missing", "skywalking-not-read",
    ] {
      let count = found.diagnostics.first { $0.code == code }?.count
      #expect(count == sample.counts[code], "\(code)")
    }
    // Whole answers of large applications hold more shifted calls than were worked out by hand.
    guard sample.records < 100 else { return }
    for code in ["span-early", "span-late", "clock-skew"] {
      let count = found.diagnostics.first { $0.code == code }?.count
      #expect(count == sample.counts[code], "\(code)")
    }
  }

  /// servicea calls at 4 074 202 µs for 94 539, serviceb answers at 4 008 761 µs for 93 577.
  @Test func theSkewIsTheOneInTheFile() throws {
    let found = try inspect("zipkin/skew.json")
    let skew = try #require(found.diagnostics.first { $0.code == "clock-skew" })
    #expect(skew.message.contains("serviceb is 65.441 to 66.403 ms behind"))
  }

  /// Queries and answers without spans are not taken for spans.
  @Test(arguments: [
    "elasticsearch/jaeger_find_trace_ids.json", "elasticsearch/jaeger_find_trace_summaries.json",
    "elasticsearch/jaeger_get_error_rates.json", "elasticsearch/jaeger_output_call_rate.json",
    "elasticsearch/jaeger_output_errors_rate_operation.json", "skywalking/logs-template.json",
  ])
  func othersAreNoSpans(_ path: String) throws {
    let found = try inspect(path)
    #expect(found.summary.role != .spans)
    #expect(found.summary.records == 0)
    #expect(!found.diagnostics.isEmpty)
  }
}
