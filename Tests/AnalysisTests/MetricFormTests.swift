import Foundation
import TestSupport
import Testing

@testable import Analysis

/// The same samples give the same verdicts, in whatever form they were exported (INPUTS).
struct MetricFormTests {
  private static let root = FormatFixtureTests.folder.deletingLastPathComponent()
    .appending(path: "incidents/hard-negatives/latency-without-database")

  private func content(of path: String) throws -> [UInt8] {
    let source = try ByteSource(path: path, .init(hashing: false, inflateRatio: 1_000))
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Read by Foundation, not by the readers under test.
  private func series(of path: String) throws -> [MetricForm.Series] {
    let object = try JSONSerialization.jsonObject(with: Data(try content(of: path)))
    let data = (object as? [String: Any])?["data"] as? [String: Any]
    let result = try #require(data?["result"] as? [[String: Any]])
    return try result.map { entry in
      var labels = try #require(entry["metric"] as? [String: String])
      let name = try #require(labels["__name__"])
      labels["__name__"] = nil
      let points = try #require(entry["values"] as? [[Any]])
      return MetricForm.Series(
        name: name, labels: labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
        points: try points.map {
          (try #require($0[0] as? NSNumber).intValue, try #require($0[1] as? String))
        })
    }
  }

  private func digest(_ form: MetricForm?, isHalved: Bool = false) throws -> String {
    let copy = FileManager.default.temporaryDirectory.appending(
      path: "estreat-forms-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.root.appending(path: "exports"), to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    var inputs: [InputFile] = []
    var replaced = 0
    var text = try String(
      contentsOf: Self.root.appending(path: "appendix.yaml"), encoding: .utf8)
    for name in try FileManager.default.subpathsOfDirectory(atPath: copy.path).sorted() {
      let file = copy.appending(path: name)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if isFolder.boolValue { continue }
      if let form, name.hasPrefix("metrics/") {
        replaced += 1
        var all = try series(of: file.path)
        for index in all.indices {
          if isHalved { all[index].points.removeLast(all[index].points.count / 2) }
        }
        try Data(form.text(all).utf8).write(to: file)
        if let source = form.source(files: name, all) {
          #expect(text.contains("\nsources:\n"))
          text = text.replacing("\nsources:\n", with: "\nsources:\n" + source)
        }
      }
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: false))
    }
    #expect(form == nil || replaced > 0)
    let appendix = try AppendixReader.read(bytes: Array(text.utf8), path: "appendix.yaml").appendix
    return try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: .init(jobs: 2))
    ).run().result.digest
  }

  @Test(arguments: MetricForm.allCases)
  func verdictsDoNotDependOnTheForm(_ form: MetricForm) throws {
    #expect(try digest(form) == digest(nil))
  }

  /// The digest is no constant: without half of the samples it is another.
  @Test(arguments: [MetricForm.dump, .csvLong, .csvWide])
  func fewerSamplesGiveAnotherDigest(_ form: MetricForm) throws {
    #expect(try digest(form, isHalved: true) != digest(nil))
  }
}

/// What the parts of a sample line mean (Prometheus exposition formats, OpenMetrics 1.0).
struct SampleLineTests {
  private func id(_ text: String, isGo: Bool = false) -> String? {
    Array(text.utf8).withUnsafeBytes { SampleLine($0)?.seriesID(isGo: isGo)?.description }
  }

  @Test(arguments: [
    ("up 1", "up"), ("up{} 1", "up"), ("up{a=\"b\",} 1", "up{a=\"b\"}"),
    ("up { b = \"c\" , a = \"}\" } 1 5", "up{a=\"}\",b=\"c\"}"),
    ("{\"a.b\"} 1", "a.b"), ("{\"a.b\",\"c.d\"=\"e\"} 1", "a.b{c.d=\"e\"}"),
    ("{__name__=\"up\", a=\"b\"} 1 2", "up{a=\"b\"}"),
    ("up{a=\"x\\\\y\\n\\\"\"} 1", "up{a=\"x\\\\y\\n\\\"\"}"),
    ("up{a=\"x\\ty\"} 1", "up{a=\"x\\\\ty\"}"),
    ("up 1 # {t=\"x y\"} 2 3", "up"),
  ])
  func seriesAreRead(_ line: String, _ wanted: String) { #expect(id(line) == wanted) }

  @Test(arguments: [
    "", "up", "{} ", "1up 1", "up{a=b} 1", "up{a=\"b\" c=\"d\"} 1", "up{a=\"b} 1", "up{a} 1",
    "up{\"other\"} 1", "up{__name__=\"other\"} 1", "up{a=\"1\",a=\"2\"} 1", "up 1 2 3",
    "up{1a=\"b\"} 1",
  ])
  func othersAreNot(_ line: String) { #expect(id(line) == nil) }

  @Test func dumpsQuoteAsGoDoes() {
    #expect(
      id("{__name__=\"a.b\", c.d=\"\\t\\x41\\u00e9\"} 1 2", isGo: true) == "a.b{c.d=\"\tAé\"}")
    #expect(id("{__name__=\"a\", c=\"\\ud800\"} 1 2", isGo: true) == nil)
    #expect(id("{__name__=\"a\", c=\"\\q\"} 1 2", isGo: true) == nil)
  }

  @Test func countsNeverTrap() {
    #expect(wholeCount(.infinity) == .max)
    #expect(wholeCount(-.infinity) == .min)
    #expect(wholeCount(.nan) == 0)
    #expect(wholeCount(0x1p63) == .max)
    #expect(wholeCount(2.5) == 3)
  }

  @Test(
    .enabled(if: CorpusTests.isPresent),
    arguments: [
      ("promtool-dump", "promtool-dump", 3), ("promtool-dump", "openmetrics", 2),
      ("vm-export", "vm-export", 1), ("prom-text", "openmetrics", 5),
      ("openmetrics", "openmetrics", 2), ("prom-native-histograms", "openmetrics", 0),
      ("prom-http-api", "prometheus-api", 13),
    ])
  func corpusIsRecognised(_ kind: String, _ format: String, _ count: Int) throws {
    let found = try ExportInspector.inspect(
      CorpusTests.files([kind]), AnalysisRequest.Reading(assumedZone: .utc, jobs: 2))
    #expect(found.count { $0.summary.format == format } == count, "\(found.map(\.summary.path))")
  }
}
