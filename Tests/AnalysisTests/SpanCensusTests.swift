import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// What the spans of all exports show together, worked out by hand.
struct SpanCensusTests {
  /// Codes with their counts, by export.
  private func counts(
    _ files: [String], spanCount: Int? = nil
  ) throws -> [[String: Int]] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-census-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var inputs: [InputFile] = []
    for (index, text) in files.enumerated() {
      let file = folder.appending(path: "\(index).jsonl")
      try Data(text.utf8).write(to: file)
      inputs.append(InputFile(path: file.path, displayPath: "\(index).jsonl", isNamed: true))
    }
    var reading = AnalysisRequest.Reading(jobs: 2)
    if let spanCount { reading.limits.spanCount = spanCount }
    return try ExportInspector.inspect(inputs, reading).map { found in
      Dictionary(
        uniqueKeysWithValues: found.diagnostics.map { diagnostic in
          (
            diagnostic.code == "clock-skew" ? diagnostic.message : diagnostic.code,
            diagnostic.count
          )
        })
    }
  }

  @Test func aParentMayBeInAnotherExport() throws {
    var parents = ZipkinSpans()
    parents.add(1, 1, "a", "SERVER", at: 0, for: 100)
    var children = ZipkinSpans()
    children.add(1, 2, of: 1, "a", at: 10, for: 10)
    children.add(2, 3, of: 1, "a", at: 10, for: 10)
    #expect(try counts([parents.text, children.text]) == [[:], ["span-orphan": 1]])
    #expect(try counts([children.text]) == [["span-orphan": 2]])
  }

  @Test func copiesCountOnceAndHalvesAreNoCopies() throws {
    var first = ZipkinSpans()
    first.add(1, 1, "a", "SERVER", at: 0, for: 100)
    first.add(1, 2, of: 1, "a", "CLIENT", at: 10, for: 50)
    first.add(1, 2, of: 1, "b", "SERVER", at: 20, for: 30)
    var second = ZipkinSpans()
    second.add(1, 2, of: 1, "a", "CLIENT", at: 10, for: 50)
    // The same id, begun at another time: another span.
    second.add(1, 2, of: 1, "b", "SERVER", at: 25, for: 30)
    #expect(
      try counts([first.text, second.text])
        == [[:], ["span-duplicate": 1, "span-id-reused": 1]])
  }

  /// One microsecond is what the stamps can tell.
  @Test func aChildBeforeItsParentIsEarly() throws {
    var spans = ZipkinSpans()
    spans.add(1, 1, "a", "SERVER", at: 100, for: 100)
    spans.add(1, 2, of: 1, "a", at: 100, for: 10)
    spans.add(1, 3, of: 1, "a", at: 99, for: 10)
    spans.add(1, 4, of: 1, "a", at: 150, for: 500)
    #expect(try counts([spans.text]) == [["span-early": 1]])
  }

  /// Starts 300 and 500 µs, ends 100 and −200 µs apart: b is ahead by 100 to 300 µs by the first
  /// call, by −200 to 500 µs by the second; together 100 to 300. Not shifted: below a millisecond.
  @Test func clocksAreBoundedByEveryCall() throws {
    var steady = ZipkinSpans()
    steady.add(1, 1, "a", "CLIENT", at: 0, for: 1_000)
    steady.add(1, 2, of: 1, "b", "SERVER", at: 300, for: 800)
    #expect(try counts([steady.text]) == [["span-late": 1]])
    // 5 000 and 4 000 apart, then 5 600 and 3 900: b is 4 to 5 ms ahead by both.
    var ahead = ZipkinSpans()
    ahead.add(1, 1, "a", "CLIENT", at: 0, for: 2_000)
    ahead.add(1, 2, of: 1, "b", "SERVER", at: 5_000, for: 1_000)
    ahead.add(2, 1, "a", "CLIENT", at: 10_000, for: 2_000)
    ahead.add(2, 2, of: 1, "b", "SERVER", at: 15_600, for: 300)
    #expect(
      try counts([ahead.text]) == [
        [
          "span-late": 2,
          "clocks of a and b differ: in 2 of 2 calls the answer lies outside of the call;"
            + " b is 4 to 5 ms ahead": 1,
        ]
      ])
    // Begun 2 000 before the call, ended 2 500 before its end.
    var behind = ZipkinSpans()
    behind.add(1, 1, "a", "CLIENT", at: 10_000, for: 2_000)
    behind.add(1, 2, of: 1, "b", "SERVER", at: 8_000, for: 1_500)
    #expect(
      try counts([behind.text]) == [
        [
          "span-early": 1,
          "clocks of a and b differ: in 1 of 1 calls the answer lies outside of the call;"
            + " b is 2 to 2.5 ms behind": 1,
        ]
      ])
  }

  /// A caller that gave up says nothing of clocks; neither does an end that nobody stated.
  @Test func longAnswersAndOpenOnesAreNoSkew() throws {
    var spans = ZipkinSpans()
    spans.add(1, 1, "a", "CLIENT", at: 0, for: 1_000_000)
    spans.add(1, 2, of: 1, "b", "SERVER", at: 500, for: 9_000_000)
    spans.add(2, 1, "a", "CLIENT", at: 0, for: 1_000)
    spans.add(2, 2, of: 1, "b", "SERVER", at: 90_000, for: nil)
    #expect(try counts([spans.text]) == [["span-late": 1, "span-duration-missing": 1]])
  }

  /// However few spans may be kept, the same is found.
  @Test func manyPassesFindWhatOneFinds() throws {
    var first = ZipkinSpans()
    var second = ZipkinSpans()
    for trace in 1...40 {
      first.request(trace, at: trace, calling: [("mysql", ["sql.query": "SELECT"])])
      second.add(trace, 20, of: 3, "app", at: trace * 1_000_000 - 5, for: 1)
      second.add(trace, 21, of: 77, "app", at: trace * 1_000_000, for: 1)
      if trace % 4 == 0 {
        second.add(trace, 3, of: 2, "app", "SERVER", at: trace * 1_000_000 + 200, for: 8_000)
      }
    }
    let whole = try counts([first.text, second.text])
    #expect(whole == [[:], ["span-duplicate": 10, "span-early": 40, "span-orphan": 40]])
    for spanCount in [40, 100] {
      #expect(try counts([first.text, second.text], spanCount: spanCount) == whole)
    }
  }

  /// One trace without end cannot be looked at in shares; that is said.
  @Test func aTraceBeyondMemoryIsSaid() throws {
    var spans = ZipkinSpans()
    for id in 1...5_000 { spans.add(1, id, of: 9_999, "a", at: id, for: 1) }
    let found = try counts([spans.text], spanCount: 100)
    #expect(found[0]["spans-not-counted"] == 1)
  }
}
