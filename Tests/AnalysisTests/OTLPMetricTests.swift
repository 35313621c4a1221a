import Foundation
import Testing

@testable import Analysis

/// OTLP metrics in Prometheus' terms, values worked out by hand.
struct OTLPMetricTests {
  private final class Samples: QuietSink {
    let wanted: Set<String>
    var lines: [String] = []
    var histograms: [NativeHistogram] = []
    var skipped = 0
    var codes: [String] = []
    init(_ wanted: Set<String>) { self.wanted = wanted }
    override func wantsMetric(named name: String) -> Bool { wanted.contains(name) }
    override func sample(_ record: SampleRecord, at place: RecordPlace) {
      let seconds = record.time.instant.nanoseconds / 1_000_000_000 - 1_715_754_000
      let value = record.isStale ? "stale" : OTLPNumber.text(record.value)
      lines.append("\(record.series) \(value) @\(seconds)")
      if let histogram = record.histogram { histograms.append(histogram) }
    }
    override func skippedSamples(count: Int, span: TimeSpan?) { skipped += count }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      codes.append(record.code)
    }
  }

  private func read(_ metric: String, wanting wanted: Set<String>) throws -> Samples {
    let text =
      #"{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pay"}}]},"scopeMetrics":[{"metrics":["#
      + metric + "]}]}]}"
    let sink = Samples(wanted)
    let reader = try #require(ExportFormats.named("otlp-json-metrics")).makeReader(ReaderContext())
    try Array(text.utf8).withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink
  }

  private func point(_ from: Int, _ to: Int, _ rest: String) -> String {
    #"{"startTimeUnixNano":"\#(1_715_754_000 + from)000000000","timeUnixNano":"\#(1_715_754_000 + to)000000000",\#(rest)}"#
  }

  private func sum(_ temporality: Int, _ points: [String]) -> String {
    #"{"name":"http.requests","unit":"1","sum":{"aggregationTemporality":\#(temporality),"isMonotonic":true,"dataPoints":[\#(points.joined(separator: ","))]}}"#
  }

  private static let labels = #"{job="pay",service="pay"}"#

  @Test func deltasAreAddedUp() throws {
    let found = try read(
      sum(
        1,
        [
          point(0, 60, #""asInt":"5""#), point(60, 120, #""asInt":"7""#),
          // A gap: counting begins anew.
          point(180, 240, #""asInt":"20""#),
          // Too late, and overlapping.
          point(180, 230, #""asInt":"1""#), point(200, 300, #""asInt":"1""#),
        ]), wanting: ["http_requests_total"])
    #expect(
      found.lines
        == ["0 @0", "5 @60", "12 @120", "0 @180", "20 @240"].map {
          "http_requests_total\(Self.labels) \($0)"
        })
    #expect(found.codes == ["delta-order", "delta-overlap"])
  }

  @Test func cumulativeSumsShowNewStarts() throws {
    let found = try read(
      sum(
        2,
        [
          point(0, 60, #""asInt":5"#), point(0, 120, #""asInt":9"#),
          point(130, 180, #""asInt":9"#), point(130, 240, #""asInt":0,"flags":1"#),
        ]), wanting: ["http.requests"])
    #expect(
      found.lines
        == ["5 @60", "9 @120", "0 @130", "9 @180", "stale @240"].map {
          "http.requests\(Self.labels) \($0)"
        })
  }

  @Test func histogramsBecomeCumulativeBuckets() throws {
    let metric =
      #"{"name":"http.server.request.duration","unit":"s","histogram":{"aggregationTemporality":2,"dataPoints":["#
      + point(
        0, 60, #""count":"6","sum":1.5,"bucketCounts":["1","2","3"],"explicitBounds":[0.1,1]"#)
      + "]}}"
    let found = try read(metric, wanting: ["http_server_request_duration_seconds_bucket"])
    let name = "http_server_request_duration_seconds_bucket"
    #expect(
      found.lines == [
        #"\#(name){job="pay",le="0.1",service="pay"} 1 @60"#,
        #"\#(name){job="pay",le="1",service="pay"} 3 @60"#,
        #"\#(name){job="pay",le="+Inf",service="pay"} 6 @60"#,
      ])
    #expect(found.skipped == 2)
  }

  /// Scale 1, offset −1: OTLP's bucket −1 ends at 2^0, which is Prometheus' bucket 0.
  @Test func exponentialHistogramsAreNative() throws {
    let metric =
      #"{"name":"size","unit":"By","exponentialHistogram":{"aggregationTemporality":1,"dataPoints":["#
      + [
        point(
          0, 60,
          #""count":5,"sum":20,"scale":1,"zeroCount":1,"positive":{"offset":-1,"bucketCounts":[1,3]}"#
        ),
        point(
          60, 120,
          #""count":2,"sum":4,"scale":0,"zeroCount":0,"positive":{"offset":0,"bucketCounts":[2]}"#),
      ].joined(separator: ",") + "]}}"
    let found = try read(metric, wanting: ["size_bytes"])
    #expect(found.lines.map { $0.split(separator: " ")[1] } == ["0", "5", "7"])
    let last = try #require(found.histograms.last)
    // Buckets 0 (up to 1) and 1 (up to √2) of schema 1 are 0 and 1 (up to 2) of schema 0.
    #expect(last.schema == 0)
    #expect(last.positive.map(\.index) == [0, 1])
    #expect(last.positive.map(\.count) == [1, 5])
    #expect(last.zeroCount == 1)
    #expect(last.sum == 24)
  }

  /// Names as the collector's Prometheus translator documents them.
  @Test(arguments: [
    ("system.filesystem.usage", "By", false, "system_filesystem_usage_bytes"),
    ("system.io", "foo/bar", false, "system_io_foo_per_bar"),
    ("apache.requests", "1", true, "apache_requests_total"),
    (
      "active.directory.ds.replication.network.io", "By", true,
      "active_directory_ds_replication_network_io_bytes_total"
    ),
    ("hw.fan.speed_rpm", "rpm", false, "hw_fan_speed_rpm"),
    ("2_metric_with_leading_digit", "", false, "_2_metric_with_leading_digit"),
    ("queue.length", "{items}", false, "queue_length"),
    ("redis.cpu.usage", "%", false, "redis_cpu_usage_percent"),
    ("requests_total", "", true, "requests_total"),
  ]) func namesFollowPrometheus(_ name: String, _ unit: String, _ isCounter: Bool, _ wanted: String)
  {
    var metric = OTLPMetric()
    metric.name = name
    metric.unit = unit
    metric.kind = .sum
    metric.isMonotonic = isCounter
    #expect(OTLPMetricNames.prometheus(metric) == wanted)
  }
}
