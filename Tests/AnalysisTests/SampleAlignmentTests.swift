import Diagnostics
import Testing

@testable import Analysis

/// Resolution and alignment of samples are stated for every clause that rests on them.
struct SampleAlignmentTests {
  private static let gauge =
    "  A3: {kind: trace-injection, from: [metric], metric: {name: inj, unit: ratio}, at-least: 99%,"
    + " window: 60s}"

  /// Samples at the given seconds after the start, each in a series of its own name.
  private func run(
    _ clause: String, _ series: [(id: String, seconds: [Double])], from: Int64 = 60, to: Int64 = 240
  ) throws -> AnalysisRun {
    var exports = try SmallExports(clause)
    defer { exports.remove() }
    var page = ""
    for item in series {
      for second in item.seconds {
        page += "\(item.id) 1 \(Int64(second * 1_000) + SmallExports.start * 1_000)\n"
      }
    }
    try exports.add("m.txt", "# HELP inj x\n" + page)
    return try exports.run(from: from, to: to)
  }

  @Test func samplesOnTheEdgesAreSaidToBeThere() throws {
    let found = try run(Self.gauge, [("inj", [0, 60, 120, 180, 240])])
    let alignment = try #require(found.result.alignments.first)
    #expect(found.result.alignments.count == 1)
    #expect(alignment.clause == "A3" && alignment.families == ["inj"])
    #expect(alignment.seriesCount == 1)
    #expect(alignment.spacingNanoseconds == 60_000_000_000...60_000_000_000)
    #expect(alignment.ageNanoseconds == 0...0)
    let note = try #require(found.result.diagnostics.first { $0.code == "sample-alignment" })
    #expect(note.severity == .note)
    #expect(
      note.message
        == "A3 rests on 1 series of inj: a sample every 60 s, one of them on each edge of a window")
  }

  @Test func unalignedSamplesSayHowOldTheyAre() throws {
    // Edges at 60, 120, 180, 240. Every 30 s from 10.5: the last ones lie at 40.5, 100.5 … 19.5 s
    // before. Every 60 s from 25: 35 s before.
    let found = try run(
      Self.gauge,
      [
        ("inj{i=\"a\"}", stride(from: 10.5, through: 240, by: 30).map { $0 }),
        ("inj{i=\"b\"}", stride(from: 25, through: 240, by: 60).map { $0 }),
      ])
    let alignment = try #require(found.result.alignments.first)
    #expect(alignment.spacingNanoseconds == 30_000_000_000...60_000_000_000)
    #expect(alignment.ageNanoseconds == 19_500_000_000...35_000_000_000)
    #expect(
      alignment.text
        == "2 series of inj: a sample every 30 to 60 s; at the edges of windows the last one is"
        + " 19.500 to 35 s old, so that a window counts what happened so much before it")
  }

  @Test func valuesThatAreTooOldDoNotCount() throws {
    // Every 10 s until 100: at 120 the last one is 20 s old, twice the spacing; at 180 it is too old.
    let found = try run(Self.gauge, [("inj", stride(from: 5, through: 100, by: 10).map { $0 })])
    #expect(found.result.alignments.first?.ageNanoseconds == 5_000_000_000...5_000_000_000)
    let single = try run(Self.gauge, [("inj", [70])])
    #expect(
      single.result.alignments.first?.text == "1 series of inj: single samples; no edge of a"
        + " window has a value")
  }

  @Test func clausesThatLookAtNoSamplesSayNothing() throws {
    let clause = "  A3: {kind: trace-injection, from: [gateway-access], at-least: 99%}"
    #expect(try run(clause, [("inj", [0, 60])]).result.alignments.isEmpty)
    #expect(try run(Self.gauge, [("other", [0, 60])]).result.alignments.isEmpty)
  }

  @Test func theFamilyThatIsThereIsNamed() throws {
    let clause =
      "  S: {kind: seasonal-baseline, ratio: {slow: [no_total, slow_total], of: all_total},"
      + " window: 30m}"
    let found = try run(clause, [("slow_total", [0, 60]), ("all_total", [0, 60, 120])])
    #expect(found.result.alignments.first?.families == ["all_total", "slow_total"])
  }
}
