import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Analysis

/// Bounds on memory change how a run works, not what it finds.
struct MemoryLimitTests {
  private func inspect(
    _ files: [(String, String)], _ limits: IngestLimits
  ) throws -> [ExportInspector.Inspection] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-memory-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var inputs: [InputFile] = []
    for (name, text) in files {
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: true))
    }
    var reading = AnalysisRequest.Reading()
    reading.limits = limits
    return try ExportInspector.inspect(inputs, reading)
  }

  /// The second export repeats lines of the first; equal lines within one export are legitimate.
  @Test func duplicatesAreFoundInManyPassesAsInOne() throws {
    func line(_ second: Int) -> String {
      "{\"ts\":\"2024-05-15T06:00:\(twoDigits(second))Z\",\"level\":\"info\",\"msg\":\"m\(second)\"}\n"
    }
    let first = (0..<40).map(line).joined() + line(39)
    let second = (20..<55).map(line).joined() + line(39) + line(39)
    var few = IngestLimits()
    few.comparedCount = 5
    for limits in [IngestLimits(), few] {
      let found = try inspect([("a.jsonl", first), ("b.jsonl", second)], limits)
      // 20 to 39 are in both; of the three copies of 39 in b two are in a as well.
      #expect(found.map(\.summary.duplicates) == [0, 21])
      #expect(found.map(\.summary.records) == [41, 37])
    }
  }

  @Test func aDocumentOfTooManyValuesIsRefused() throws {
    var limits = IngestLimits()
    limits.valueCount = 1_000
    let series = (0..<600).map { "[\(1_715_753_000 + $0),\"1\"]" }.joined(separator: ",")
    let text =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
      + "{\"__name__\":\"up\"},\"values\":[\(series)]}]}}"
    let whole = try inspect([("m.json", text)], IngestLimits())
    #expect(whole[0].summary.records == 600)
    // Read point by point: the limit holds for each, not for all.
    let pointwise = try inspect([("m.json", text)], limits)
    #expect(pointwise[0].summary.records == 600)
    #expect(pointwise[0].diagnostics.isEmpty)
    let found = (0..<600).map { "{\"VulnerabilityID\":\"\($0)\"}" }.joined(separator: ",")
    let report =
      "{\"SchemaVersion\":2,\"ArtifactName\":\"a\",\"Results\":[{\"Target\":\"t\","
      + "\"Vulnerabilities\":[\(found)]}]}"
    let refused = try inspect([("t.json", report)], limits)
    #expect(refused[0].diagnostics.contains { $0.code == "document-too-large" })
    #expect(!refused[0].isComplete)
  }

  /// A sum over a part of the series would be plausible and wrong.
  @Test func moreSeriesThanMayBeKeptAreNotJudged() throws {
    let clause =
      "  A3: {kind: trace-injection, from: [metric], metric: {name: i, unit: ratio}, at-least: 99%}"
    for split in [false, true] {
      var exports = try SmallExports(clause)
      defer { exports.remove() }
      let lines = ["a", "b", "c"].map { "i{x=\"\($0)\"} 1 \(SmallExports.start + 30)\n" }
      if split {
        // No export alone holds too many.
        try exports.add("m.txt", lines[0] + lines[1])
        try exports.add("n.txt", lines[2])
      } else {
        try exports.add("m.txt", lines.joined())
      }
      let appendix = try AppendixReader.read(bytes: Array(exports.appendix.utf8), path: "a.yaml")
      func run(_ limit: Int) throws -> AnalysisRun {
        var reading = AnalysisRequest.Reading()
        reading.limits.seriesCount = limit
        return try Analyzer(
          AnalysisRequest(
            appendix: appendix.appendix, inputs: exports.inputs,
            from: Instant(seconds: SmallExports.start),
            to: Instant(seconds: SmallExports.start + 60), reading: reading)
        ).run()
      }
      #expect(try run(3).verdict("A3", 0) == "COMPLIANT")
      do {
        _ = try run(2)
        Issue.record("it was judged")
      } catch let error as DiagnosticError {
        #expect(error.diagnostics.map(\.code) == ["series-limit"])
      }
    }
  }

  @Test func limitsShrinkWithTheMemory() {
    let small = IngestLimits(memoryBytes: 64 << 20)
    let usual = IngestLimits(memoryBytes: 512 << 20)
    #expect(usual.documentBytes == IngestLimits().documentBytes)
    #expect(usual.latencyCount == IngestLimits().latencyCount)
    #expect(usual.recordBytes == IngestLimits().recordBytes)
    #expect(usual.spanCount == IngestLimits().spanCount)
    #expect(small.spanCount < usual.spanCount)
    #expect(small.documentBytes < usual.documentBytes)
    #expect(small.latencyCount < usual.latencyCount)
  }

  /// Ranks of a coarse distribution are at most a part in 1 024 too large, and never too small.
  @Test func coarseRanksAreCloseFromAbove() {
    var random = SeededGenerator(seed: 99)
    var exact = LatencyDistribution()
    var values: [Int64] = []
    for _ in 0..<5_000 {
      let value = Int64(random.next() >> UInt64(random.within(4...62)))
      values.append(value)
      exact.add(value)
    }
    var coarse = exact
    coarse.coarsen()
    coarse.add(7)
    exact.add(7)
    values = (values + [7]).sorted()
    #expect(exact.isExact && !coarse.isExact)
    #expect(coarse.count == 5_001)
    for rank in [1, 2, 50, 2_500, 4_951, 5_000, 5_001] {
      let truth = values[rank - 1]
      #expect(exact.value(atRank: Int64(rank)) == truth)
      let near = coarse.value(atRank: Int64(rank)) ?? -1
      #expect(near >= truth && Double(near - truth) <= Double(truth) / 1_024, "rank \(rank)")
    }
    // A coarse part makes the whole coarse, in either order.
    var a = exact
    a.merge(coarse)
    var b = coarse
    b.merge(exact)
    #expect(!a.isExact && a.count == b.count)
    #expect(a.value(atRank: 9_000) == b.value(atRank: 9_000))
  }
}
