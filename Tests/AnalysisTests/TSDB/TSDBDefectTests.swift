import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Analysis

/// Broken blocks: each defect has its code and place, and everything else is still read.
struct TSDBDefectTests {
  private let whole = TSDBBlockTests.lines(series: 3)

  private func block() -> BlockWriter { .plain(series: 3) }

  private func find(
    _ codes: [String], lines: [String]? = nil, _ change: (inout [String: [UInt8]]) -> Void
  ) throws {
    let snapshot = try Snapshot(block(), changing: change)
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.codes == codes)
    if let lines { #expect(found.lines == lines) }
    for problem in found.diagnostics {
      #expect(problem.fix != nil)
      #expect(problem.location?.offset != nil || problem.location?.line == nil)
      #expect(problem.location?.file.hasPrefix("01BLOCK/") == true)
    }
  }

  /// Where chunks begin in the only segment: behind eight bytes, one after another.
  private func places() -> [Int] {
    var place = 8
    return block().series.flatMap(\.chunks).map { chunk in
      defer { place += 1 + 1 + chunk.data.count + 4 }
      return place
    }
  }

  @Test func aWrongByteOfAChunk() throws {
    let place = places()[3]
    var without = whole
    without.removeSubrange(9..<12)
    let snapshot = try Snapshot(block()) { $0["chunks/000001"]?[place + 5] ^= 0x10 }
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.codes == ["tsdb-chunk-crc"])
    #expect(found.lines == without)
    let problem = try #require(found.diagnostics.first { $0.code == "tsdb-chunk-crc" })
    #expect(problem.location?.offset == Int64(place))
    #expect(problem.location?.line == nil)
    #expect(problem.rendered.hasPrefix("01BLOCK/chunks/000001: byte \(place): error: "))
    // The analysis says the same.
    let summary = try #require(try snapshot.inspect()["01BLOCK/chunks/000001"]?.summary)
    #expect(summary.quarantined == 1)
    #expect(summary.records == Int64(whole.count) - 3)
  }

  @Test func aWrongLengthOfAChunk() throws {
    let place = places()[2]
    var without = whole
    without.removeSubrange(6..<9)
    for length in [UInt8(0x7f), 0, 1, 0xff] {
      let snapshot = try Snapshot(block()) { $0["chunks/000001"]?[place] = length }
      defer { snapshot.remove() }
      let found = try snapshot.samples()
      #expect(found.lines == without, "length \(length)")
      #expect(!found.codes.isEmpty)
    }
  }

  @Test func aTruncatedSegment() throws {
    // Inside of the last chunk but one: two chunks are lost, and both are named.
    let place = places()[10]
    try find(["tsdb-chunk-reference", "tsdb-segment-truncated"], lines: Array(whole.dropLast(6))) {
      $0["chunks/000001"] = Array($0["chunks/000001"]?.prefix(place + 4) ?? [])
    }
  }

  @Test func anIndexThatPointsOutsideOfTheSegment() throws {
    let place = places()[11]
    try find(["tsdb-chunk-reference"], lines: Array(whole.dropLast(3))) {
      $0["chunks/000001"] = Array($0["chunks/000001"]?.prefix(place) ?? [])
    }
  }

  @Test func aSegmentWithoutItsMagic() throws {
    // Not recognised by content, so that nothing is read from it; the index misses it.
    try find(["tsdb-segment-magic"], lines: []) { $0["chunks/000001"]?[0] = 0 }
  }

  @Test func aSegmentOfAnotherVersion() throws {
    try find(["tsdb-segment-version"], lines: []) { $0["chunks/000001"]?[4] = 2 }
  }

  @Test func aMissingSegment() throws {
    try find(["tsdb-segment-missing"], lines: []) { $0["chunks/000001"] = nil }
  }

  @Test func aMissingIndex() throws {
    try find(["tsdb-index-missing"], lines: []) { $0["index"] = nil }
  }

  @Test func anIndexWithoutItsMagic() throws {
    try find(["tsdb-index-magic"], lines: []) { $0["index"]?[1] = 0 }
  }

  @Test func anIndexOfAnotherVersion() throws {
    try find(["tsdb-index-version"], lines: []) { $0["index"]?[4] = 9 }
  }

  @Test func aTruncatedIndex() throws {
    try find(["tsdb-index-toc"], lines: []) { $0["index"]?.removeLast(9) }
    try find(["tsdb-index-truncated"], lines: []) { files in
      files["index"] = Array(files["index"]?.prefix(20) ?? [])
    }
  }

  @Test func wrongSymbols() throws {
    try find(["tsdb-index-symbols-crc"], lines: []) { $0["index"]?[16] ^= 1 }
  }

  @Test func aWrongSeries() throws {
    let snapshot = try Snapshot(block()) { files in
      // Series begin behind the symbols, at a multiple of 16; the second one follows.
      let index = files["index"] ?? []
      let symbols = Int(index[5]) << 24 | Int(index[6]) << 16 | Int(index[7]) << 8 | Int(index[8])
      let first = (5 + 4 + symbols + 4 + 15) / 16 * 16
      let second = (first + 1 + Int(index[first]) + 4 + 15) / 16 * 16
      files["index"]?[second + 3] ^= 0x40
    }
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.codes == ["tsdb-chunk-unnamed", "tsdb-series-corrupt"])
    #expect(found.lines == Array(whole[..<6] + whole[12...]))
  }

  @Test func wrongPostings() throws {
    // The last section before the table of contents is the postings offset table.
    try find(["tsdb-index-crc"], lines: whole) { files in
      let end = (files["index"]?.count ?? 0) - 52
      files["index"]?[end - 5] ^= 1
    }
  }

  @Test func wrongTombstones() throws {
    var deleting = block()
    deleting.deleted = [BlockWriter.Deleted(series: 0, first: 0, last: 1)]
    let snapshot = try Snapshot(deleting) { $0["tombstones"]?[6] ^= 1 }
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.codes == ["tsdb-tombstones-crc", "tsdb-tombstones-unread"])
    #expect(found.lines == whole)
  }

  @Test func chunksOfUnknownEncodingAndThanosAggregates() throws {
    for (encoding, code) in [
      (9, "tsdb-chunk-encoding"), (4, "tsdb-chunk-encoding"),
      (0xff, "tsdb-downsampled"),
    ] as [(UInt8, String)] {
      var strange = block()
      strange.series[1].chunks[0].encoding = encoding
      let snapshot = try Snapshot(strange)
      defer { snapshot.remove() }
      let found = try snapshot.samples()
      #expect(found.codes == [code])
      #expect(found.lines == Array(whole[..<6] + whole[9...]))
    }
  }

  @Test func aDownsampledBlockSaysSo() throws {
    var downsampled = block()
    downsampled.thanosResolution = 300_000
    let snapshot = try Snapshot(downsampled)
    defer { snapshot.remove() }
    let meta = try #require(try snapshot.inspect()["01BLOCK/meta.json"])
    #expect(meta.diagnostics.map(\.code).contains("tsdb-downsampled"))
    #expect(!meta.isComplete)
  }

  @Test func zerosBehindTheChunksAreNoted() throws {
    let snapshot = try Snapshot(block()) {
      $0["chunks/000001"]? += [UInt8](repeating: 0, count: 99)
    }
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.lines == whole)
    #expect(found.diagnostics.map(\.code) == ["tsdb-segment-padding"])
  }

  @Test func timesThatNoClockShows() throws {
    var far = block()
    let time: Int64 = 1 << 55
    far.series[0].chunks[1] = BlockWriter.floats([(time, 1)])
    let snapshot = try Snapshot(far)
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.codes == ["tsdb-time-range"])
    #expect(found.lines == Array(whole[..<3] + whole[6...]))
    #expect(try snapshot.inspect()["01BLOCK/chunks/000001"]?.summary.quarantined == 1)
  }

  /// Any byte changed, any part cut: nothing traps, and nothing is silently different.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func noDamageGoesUnnoticed(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, purpose: "damage")
    for _ in 0..<60 {
      let part = ["index", "chunks/000001", "tombstones"][generator.below(3)]
      let isCut = generator.below(4) == 0
      let snapshot = try Snapshot(block()) { files in
        let count = files[part]?.count ?? 0
        let at = generator.below(count)
        if isCut {
          files[part]?.removeLast(count - at)
        } else {
          files[part]?[at] ^= 1 << UInt8(generator.below(8))
        }
      }
      defer { snapshot.remove() }
      let found = try snapshot.samples()
      let inspections = try snapshot.inspect()
      let isSilent = inspections.values.allSatisfy(\.diagnostics.isEmpty)
      // Alignment and the reserved bytes of a segment's head carry nothing.
      if isSilent { #expect(found.lines == whole) }
      #expect(Set(found.lines).isSubset(of: whole))
    }
  }
}
