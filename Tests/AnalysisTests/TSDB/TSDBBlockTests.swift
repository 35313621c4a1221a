import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Whole blocks, good ones: what is in them comes out, once.
struct TSDBBlockTests {
  /// What `BlockWriter.plain` holds, as lines.
  static func lines(
    _ names: [String] = ["a", "b"], series: Int = 2, samples: Int = 6, from start: Int64 = 1_000_000
  ) -> [String] {
    names.flatMap { name in
      (0..<series).flatMap { number in
        (0..<samples).map { at in
          let quarters = ["", ".25", ".5", ".75"][at % 4]
          return "{__name__=\"\(name)\", s=\"\(number)\"} \(number * 100 + at / 4)\(quarters)"
            + " \(start + Int64(at) * 1_000)"
        }
      }
    }
  }

  @Test(arguments: [1, 2] as [UInt8]) func bothVersionsOfTheIndex(_ version: UInt8) throws {
    var block = BlockWriter.plain()
    block.version = version
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.lines == Self.lines())
    #expect(found.codes == [])
    let parts = try snapshot.inspect()
    #expect(parts.count == 4)
    #expect(parts.values.allSatisfy { $0.isComplete && $0.diagnostics.isEmpty })
    #expect(parts["01BLOCK/index"]?.summary.records == 4)
    let chunks = try #require(parts["01BLOCK/chunks/000001"]?.summary)
    #expect(chunks.records == 24)
    #expect(chunks.span?.first.nanoseconds == 1_000_000_000_000)
    #expect(chunks.span?.last.nanoseconds == 1_005_000_000_000)
    #expect(chunks.role == .metrics)
  }

  @Test func chunksInAnotherOrderThanTheIndex() throws {
    var block = BlockWriter.plain(series: 5, chunks: 3)
    block.isBackwards = true
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.lines.sorted() == Self.lines(series: 5, samples: 9).sorted())
    #expect(found.codes == [])
  }

  @Test func severalSegments() throws {
    var block = BlockWriter.plain(series: 3, chunks: 4)
    for series in block.series.indices {
      for chunk in 0..<4 { block.series[series].chunks[chunk].segment = chunk / 2 }
    }
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    #expect(snapshot.inputs.count == 5)
    let found = try snapshot.samples()
    #expect(found.lines.sorted() == Self.lines(series: 3, samples: 12).sorted())
    #expect(found.codes == [])
  }

  @Test func deletedSamplesDoNotCount() throws {
    var block = BlockWriter.plain()
    // From the middle of the first chunk to the middle of the second, ends included; and one whole
    // chunk.
    block.deleted = [
      BlockWriter.Deleted(series: 1, first: 1_001_000, last: 1_003_000),
      BlockWriter.Deleted(series: 2, first: 0, last: 1_002_999),
    ]
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    let all = Self.lines()
    let wanted = all.enumerated().filter { at, _ in
      !(7...9).contains(at) && !(12...14).contains(at)
    }.map(\.element)
    #expect(try snapshot.samples().lines == wanted)
    let parts = try snapshot.inspect()
    // Unwanted samples are counted by the same rule.
    #expect(parts["01BLOCK/chunks/000001"]?.summary.records == 18)
    #expect(parts["01BLOCK/tombstones"]?.summary.records == 2)
  }

  @Test func aSampleOfTwoBlocksCountsOnce() throws {
    var snapshot = try Snapshot()
    defer { snapshot.remove() }
    // The second block repeats the last chunk of the first, and goes on.
    try snapshot.add(.plain(chunks: 2), "01A")
    var later = BlockWriter.plain(chunks: 3)
    for series in later.series.indices { later.series[series].chunks.removeFirst() }
    later.times = (1_003_000, 1_009_000)
    try snapshot.add(later, "01B")
    let found = try snapshot.samples()
    #expect(found.lines.sorted() == Self.lines(samples: 9).sorted())
    let view = try ExportInspector(snapshot.inputs).series()
    #expect(view.rows.map(\.name) == ["a", "b"])
    #expect(view.rows.map(\.series) == [2, 2])
    #expect(view.rows.map(\.samples) == [18, 18])
    #expect(view.duplicates == 12)
    #expect(view.rows[0].last?.nanoseconds == 1_008_000_000_000)
    let note = try snapshot.inspect()["01B/meta.json"]?.diagnostics.first
    #expect(note?.code == "tsdb-blocks-overlap")
    #expect(note?.message.contains("01A") == true)
  }

  @Test func blocksThatOnlyTouchDoNotOverlap() throws {
    var snapshot = try Snapshot()
    defer { snapshot.remove() }
    try snapshot.add(.plain(chunks: 2), "01A")
    try snapshot.add(.plain(chunks: 2, from: 1_006_000), "01B")
    #expect(try snapshot.samples().lines.count == 48)
    #expect(try snapshot.inspect().values.allSatisfy { $0.diagnostics.isEmpty })
  }

  @Test func staleMarkersAreNoValues() throws {
    var block = BlockWriter()
    let samples: [(time: Int64, bits: UInt64)] = [
      (0, (1.0).bitPattern), (1_000, ChunkWriter.staleBits), (2_000, Double.nan.bitPattern),
    ]
    let data = ChunkWriter.floats(samples)
    block.series = [
      .init(
        labels: [("__name__", "up")],
        chunks: [.init(encoding: 1, data: data, first: 0, last: 2_000)])
    ]
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    let view = try ExportInspector(snapshot.inputs).series()
    #expect(view.rows.map(\.samples) == [3])
    #expect(view.rows.map(\.staleMarkers) == [1])
  }

  @Test func nativeHistograms() throws {
    var block = BlockWriter()
    let layout = ChunkWriter.Layout(zeroThreshold: 0.25, schema: 0, positive: [(0, 2), (1, 1)])
    let samples = (0..<4).map { (turn: Int) -> ChunkWriter.Histogram in
      let isStale = turn == 2
      let sum: Double = 4.5
      let buckets: [Double] = isStale ? [] : [2, 3, Double(4 + turn)]
      return ChunkWriter.Histogram(
        time: Int64(turn) * 1_000, count: Double(10 + turn), zeros: 1,
        sumBits: isStale ? ChunkWriter.staleBits : sum.bitPattern, buckets: buckets)
    }
    for (name, encoding) in [("f", 3), ("i", 2)] as [(String, UInt8)] {
      block.series.append(
        .init(
          labels: [("__name__", name)],
          chunks: [
            .init(
              encoding: encoding,
              data: ChunkWriter.histograms(samples, layout, isFloat: encoding == 3), first: 0,
              last: 3_000)
          ]))
    }
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    let found = try snapshot.samples()
    #expect(found.codes == [])
    // Buckets of schema 0 end at 2^index: 1, 2, 8.
    var wanted: [String] = []
    for name in ["f", "i"] {
      for turn in 0..<4 {
        let text =
          turn == 2
          ? "NaN"
          : "{count:\(10 + turn), sum:4.5, [-0.25,0.25]:1, (0.5,1]:2, (1,2]:3, (4,8]:\(4 + turn)}"
        wanted.append("{__name__=\"\(name)\"} \(text) \(turn * 1_000)")
      }
    }
    #expect(found.lines == wanted)
    let view = try ExportInspector(snapshot.inputs).series()
    #expect(view.rows.map(\.type) == ["histogram", "histogram"])
    #expect(view.rows.map(\.histograms) == [3, 3])
    #expect(view.rows.map(\.staleMarkers) == [1, 1])
  }

  /// Only what the appendix needs is decoded; the rest is counted.
  @Test func unwantedSeriesAreOnlyCounted() throws {
    var block = BlockWriter.plain()
    // Its checksum is right, but it holds no samples: decoding it would show.
    block.series[0].chunks[0].data = [0, 3, 1]
    let snapshot = try Snapshot(block)
    defer { snapshot.remove() }
    let counted = try snapshot.inspect()
    #expect(counted["01BLOCK/chunks/000001"]?.summary.records == 24)
    #expect(counted["01BLOCK/chunks/000001"]?.summary.quarantined == 0)
    let decoded = try snapshot.samples()
    #expect(decoded.codes == ["tsdb-chunk-corrupt"])
    #expect(decoded.lines == Array(Self.lines().dropFirst(3)))
  }

  /// Blocks with the same chunks but other series are not the same export.
  @Test func equalSegmentsOfOtherSeriesBothCount() throws {
    var snapshot = try Snapshot()
    defer { snapshot.remove() }
    try snapshot.add(.plain(["a"]), "01A")
    try snapshot.add(.plain(["b"]), "01B")
    let parts = try snapshot.inspect()
    #expect(parts["01B/chunks/000001"]?.summary.identicalTo == nil)
    // The same block twice does count once.
    try snapshot.add(.plain(["b"]), "01C")
    #expect(try snapshot.inspect()["01C/chunks/000001"]?.summary.identicalTo == "01B/chunks/000001")
  }

  @Test func aCompressedBlockReadsTheSame() throws {
    let plain = try Snapshot(.plain())
    defer { plain.remove() }
    let whole = try plain.samples().lines
    for input in plain.inputs {
      let run = Process()
      run.executableURL = URL(filePath: "/usr/bin/gzip")
      run.arguments = [input.path]
      try run.run()
      run.waitUntilExit()
    }
    let found = try Snapshot(existing: plain.folder).samples()
    #expect(found.lines == whole)
    #expect(found.codes == [])
  }
}
