import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Metric pages in protobuf: the samples that the text form of the same page shows.
struct MetricFamilyTests {
  private func calls(_ content: [UInt8]) throws -> [String] {
    let sink = CallLog(wants: [])
    let reader = PrometheusProto().makeReader(ReaderContext())
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink.calls.map { String($0.prefix { $0 != "@" }.dropLast()) }
  }

  private func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](
      try Data(contentsOf: FormatFixtureTests.folder.appending(path: "prometheus-proto/" + name)))
  }

  /// As client_golang's text encoder would write these families.
  @Test func samplesAreThoseOfTheTextForm() throws {
    func stamp(_ milliseconds: Int64) -> String {
      "\(Stamp(Instant(nanoseconds: (1_715_754_000_000 + milliseconds) * 1_000_000), resolutionNanoseconds: 1_000_000))"
    }
    #expect(
      try calls(fixture("good-families.pb")) == [
        "sample hits_total{host=\"a\"} \(stamp(0)) 1.0",
        "sample hits_total{host=\"a\"} \(stamp(1000)) 2.5",
        "sample took_seconds{host=\"a\",quantile=\"0.5\"} \(stamp(0)) 0.25",
        "sample took_seconds{host=\"a\",quantile=\"0.99\"} \(stamp(0)) 0.75",
        "sample took_seconds_count{host=\"a\"} \(stamp(0)) 3.0",
        "sample took_seconds_sum{host=\"a\"} \(stamp(0)) 1.5",
        "sample lat_seconds_bucket{le=\"0.1\"} \(stamp(2500)) 7.0",
        "sample lat_seconds_bucket{le=\"1\"} \(stamp(2500)) 9.0",
        "sample lat_seconds_bucket{le=\"+Inf\"} \(stamp(2500)) 10.0",
        "sample lat_seconds_count \(stamp(2500)) 10.0",
        "sample lat_seconds_sum \(stamp(2500)) 2.5",
        "sample size_bytes \(stamp(1000)) 6.0",
      ])
  }

  /// Spans (offset 1, length 2), (1, 1): buckets 1, 2 and 4; deltas 1, +1, −1: counts 1, 2, 1.
  @Test func nativeBucketsAreWhereTheSpansSay() throws {
    final class Sink: QuietSink {
      var found: [NativeHistogram] = []
      override func wantsMetric(named name: String) -> Bool { name == "size_bytes" }
      override func sample(_ record: SampleRecord, at place: RecordPlace) {
        if let histogram = record.histogram { found.append(histogram) }
      }
    }
    let sink = Sink()
    let reader = PrometheusProto().makeReader(ReaderContext())
    try fixture("good-families.pb").withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    let histogram = try #require(sink.found.first)
    #expect(sink.found.count == 1)
    #expect(histogram.positive.map(\.index) == [1, 2, 4])
    #expect(histogram.positive.map(\.count) == [1, 2, 1])
    #expect(histogram.zeroCount == 1 && histogram.zeroThreshold == 1e-128)
    #expect(histogram.count == 6 && histogram.sum == 20 && histogram.schema == 0)
  }

  /// A wanted sample without a time is quarantined, in either form of a page.
  @Test func nothingIsGuessedForSamplesWithoutTime() throws {
    // MetricFamily{name: "up", type: GAUGE, metric: {gauge: {value: 1}}}
    let value: [UInt8] = [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
    let metric: [UInt8] = [0x12, 9] + value
    let family: [UInt8] = [0x0a, 2, 0x75, 0x70, 0x18, 1, 0x22, 11] + metric
    let found = try calls([UInt8(family.count)] + family)
    #expect(found.count == 1 && found[0].contains("sample-without-time"))
  }

  @Test func lengthsThatNoNumberHoldsEndTheReading() throws {
    let found = try calls([UInt8](repeating: 0xff, count: 12) + [0x0a, 2, 0x75, 0x70])
    #expect(found.count == 1 && found[0].contains("protobuf-syntax"))
  }

  @Test(arguments: [
    "L\n\u{1c}with no message behind it", "up 1\n", "\n\n\u{02}up", "d\n\u{02}1x\u{12}\u{01}a",
  ])
  func textIsNoPage(_ text: String) {
    let claim = Array(text.utf8).withUnsafeBytes {
      PrometheusProto().recognizes(ExportHead(bytes: $0, isWhole: true))
    }
    #expect(claim == nil)
  }

  /// prometheus/common's own sample of the form: 8 239 bytes, no times.
  @Test(.enabled(if: CorpusTests.isPresent)) func theCorpusPageIsRead() throws {
    let found = try ExportInspector.inspect(CorpusTests.files(["prom-text"]))
    let page = try #require(found.first { $0.summary.path.hasSuffix(".pb") })
    #expect(page.summary.format == "prometheus-proto")
    #expect(page.summary.quarantined == 0)
    #expect(page.summary.records > 50)
    #expect(page.diagnostics.map(\.code) == ["sample-without-time"])
  }
}
