import Foundation
import Testing

/// `inspect --series` and `inspect --samples` of metrics in any format.
@Suite("Metric views")
struct MetricViewTests {
  private static let text = """
    # TYPE hits counter
    hits_total{host="a"} 1 1715754000
    hits_total{host="b"} 2.5 1715754000
    hits_total{host="a"} 1000000 1715754015.5
    # TYPE temp gauge
    temp NaN 1715754000
    # EOF

    """
  private static let block = Program.repository
    .appendingPathComponent("Datasets/formats/tsdb-index/good-block")

  /// A copy of a shipped block, without what the tests expect of it.
  private func copyBlock(_ program: Program, to name: String) throws {
    for part in ["index", "chunks/000001", "meta.json", "tombstones"] {
      try program.write(
        Data(contentsOf: Self.block.appendingPathComponent(part)), to: "\(name)/\(part)")
    }
  }

  @Test("series: names, types, counts and times, as CSV and JSON")
  func series() throws {
    try withProgram { program in
      try program.write(Self.text, to: "metrics.txt")
      let run = try program.run(["inspect", "--series", "metrics.txt"])
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      #expect(
        run.output.split(separator: "\r\n") == [
          "name,type,series,samples,stale,histograms,first,last,spacing,offset",
          "hits_total,counter,2,3,0,0,2024-05-15T06:20:00Z,2024-05-15T06:20:15.5Z,15.5,0",
          "temp,gauge,1,1,0,0,2024-05-15T06:20:00Z,2024-05-15T06:20:00Z,,0",
        ])
      let json = try program.run(["inspect", "--series", "--format", "json", "metrics.txt"])
      #expect(json.status == 0)
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let found = try #require(object as? [String: Any])
      #expect(found["schema"] as? String == "estreat.series/1")
      #expect(found["series"] as? Int == 3)
      #expect((found["families"] as? [[String: Any]])?.count == 2)
    }
  }

  /// Distances 15, 15, 45 and 30, 30 seconds: 30 is the third of five. Samples begin 7 s after a minute.
  @Test("series: how far apart samples are, and where in the minute")
  func spacing() throws {
    try withProgram { program in
      let times = [("a", [67, 82, 97, 142]), ("b", [90, 120, 150])]
      let lines = times.flatMap { name, seconds in
        seconds.map { "up{host=\"\(name)\"} 1 \(1_715_754_000 + $0)\n" }
      }
      try program.write(lines.joined(), to: "metrics.txt")
      let run = try program.run(["inspect", "--series", "metrics.txt"])
      #expect(
        run.output.contains("\r\nup,,2,7,0,0,2024-05-15T06:21:07Z,2024-05-15T06:22:30Z,30,0\r\n"))
      try program.write(lines[..<4].joined(), to: "one.txt")
      let one = try program.run(["inspect", "--series", "one.txt"])
      #expect(one.output.contains("06:22:22Z,15,7\r\n"), "\(one.output)")
    }
  }

  @Test("explain and the run say how the samples lie that a clause rests on")
  func alignment() throws {
    try withProgram { program in
      let set = Program.dataset("hard-negatives/latency-without-database")
      let run = try program.run(
        ["explain", "A5", "-a", set + "/appendix.yaml", set + "/exports"])
      #expect(run.output.contains("sample every 60 s, one of them on each edge of a window"))
    }
  }

  @Test("CSV: without a declaration it says what is lacking, with one it is read")
  func csv() throws {
    try withProgram { program in
      try program.write("time,host,hits\n1715754000,a,1\n1715754060,a,3\n", to: "m.csv")
      let run = try program.run(["inspect", "m.csv"])
      #expect(run.status == 4 && run.reports("csv-undeclared"))
      #expect(run.output.contains("csv: {layout: long"))
      try program.write(
        """
        estreat: 1
        appendix: v1
        timezone: UTC
        clauses: {A1: {kind: blue-green-verified}}
        sources:
          - role: metrics
            files: m.csv
            time: {field: time, unit: s}
            csv: {layout: wide, labels: [host]}

        """, to: "a.yaml")
      let read = try program.run(["inspect", "--samples", "-a", "a.yaml", "m.csv"])
      #expect(read.status == 0 && read.errors.isEmpty, "\(read.errors)")
      #expect(
        read.output == """
          {__name__="hits", host="a"} 1 1715754000000
          {__name__="hits", host="a"} 3 1715754060000

          """)
      let missing = try program.run(["inspect", "-a", "b.yaml", "m.csv"])
      #expect(missing.status == 2)
    }
  }

  @Test("samples: one line each, in the spelling of promtool")
  func samples() throws {
    try withProgram { program in
      try program.write(Self.text, to: "metrics.txt")
      let run = try program.run(["inspect", "--samples", "metrics.txt"])
      #expect(run.status == 0)
      #expect(
        run.output == """
          {__name__="hits_total", host="a"} 1 1715754000000
          {__name__="hits_total", host="b"} 2.5 1715754000000
          {__name__="hits_total", host="a"} 1e+06 1715754015500
          {__name__="temp"} NaN 1715754000000

          """)
    }
  }

  /// What promtool said of the block when it was made.
  @Test("a block: the samples that promtool dumps")
  func block() throws {
    try withProgram { program in
      try copyBlock(program, to: "snapshot/01M8BXPD0WBV1MSQ9CZ9FX3WAZ")
      let run = try program.run(["inspect", "--samples", "snapshot"])
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      #expect(
        run.output == #"""
          {__name__="hits_total", host="a"} 1 1715754000000
          {__name__="hits_total", host="a"} 3 1715754015000
          {__name__="hits_total", host="a"} 9.007199254740992e+15 1715754030000
          {__name__="temp", host="a", room="Küche"} 20.5 1715754000000
          {__name__="temp", host="a", room="Küche"} 20.75 1715754015000
          {__name__="temp", host="a", room="Küche"} NaN 1715754030001
          {__name__="temp", host="a", room="Küche"} -Inf 1715754045000
          {__name__="temp", host="b", room="\"q\""} 1e-07 1715754000000
          {__name__="temp", host="b", room="\"q\""} -0 1715754060000

          """#)
      let whole = try program.run(["inspect", "snapshot"])
      #expect(whole.status == 0 && whole.errors.isEmpty, "\(whole.errors)")
    }
  }

  @Test("a segment alone: its index is read, and said to be no input")
  func strayIndex() throws {
    try withProgram { program in
      try copyBlock(program, to: "block")
      let run = try program.run(["inspect", "block/chunks/000001"])
      #expect(run.reports("tsdb-index-stray"))
      let both = try program.run(["inspect", "block/chunks/000001", "./block/index"])
      #expect(!both.reports("tsdb-index-stray"))
    }
  }

  @Test("a broken block: the place is named, the rest is listed, nothing else suffers")
  func broken() throws {
    try withProgram { program in
      try copyBlock(program, to: "exports/01A")
      try program.write(Self.text, to: "exports/metrics.txt")
      var chunks = try Data(contentsOf: Self.block.appendingPathComponent("chunks/000001"))
      // Chunks begin at bytes 8, 37 and 86.
      chunks[50] ^= 1
      try program.write(chunks, to: "exports/01A/chunks/000001")
      let run = try program.run(["inspect", "exports"])
      #expect(run.errors.contains("01A/chunks/000001: byte 37: error:"))
      #expect(run.reports("tsdb-chunk-crc") && run.errors.contains("  fix: "))
      #expect(run.output.contains("records     5, 1 quarantined"))
      #expect(run.output.contains("records     4,"))
    }
  }

  @Test("views exclude each other, and lines have no JSON")
  func usage() throws {
    try withProgram { program in
      try program.write(Self.text, to: "metrics.txt")
      for arguments in [["--series", "--samples"], ["--samples", "--format", "json"]] {
        #expect(try program.run(["inspect"] + arguments + ["metrics.txt"]).status == 2)
      }
    }
  }
}
