import Foundation
import Testing

/// `estreat chain` and `estreat pack` as they are run.
@Suite("Chains and packing")
struct ChainCommandTests {
  private static let chains = Program.repository.appendingPathComponent("Datasets/chains").path

  @Test("an intact chain is status 0, a broken one 5, a missing file 4")
  func chain() throws {
    try withProgram { program in
      let good = try program.run(["chain", Self.chains + "/good-plain.jsonl"])
      #expect(good.status == 0 && good.errors.isEmpty)
      #expect(good.output.contains("good-plain.jsonl: intact, 10 records\n  head  "))
      #expect(good.output.contains("[chain-unpinned]"))
      let bad = try program.run(["chain", Self.chains + "/bad-missing.jsonl"])
      #expect(bad.status == 5 && bad.reports("chain-missing"))
      #expect(bad.output.contains("bad-missing.jsonl: BROKEN at line 5, 9 records\n"))
      #expect(try program.run(["chain", "missing"]).status == 4)
      let json = try program.run(["chain", "--format", "json", Self.chains + "/bad-missing.jsonl"])
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let report = (object as? [String: Any])?["chains"] as? [[String: Any]]
      #expect(report?.first?["outcome"] as? String == "broken")
      #expect(report?.first?["firstBrokenLine"] as? Int == 5)
    }
  }

  @Test("a pin shows a cut tail")
  func pin() throws {
    try withProgram { program in
      let path = Self.chains + "/bad-tail-cut.jsonl"
      #expect(try program.run(["chain", path]).status == 0)
      #expect(try program.run(["chain", path, "--records", "10"]).reports("chain-count"))
      let head = String(repeating: "0a", count: 32)
      let run = try program.run(["chain", path, "--head", head])
      #expect(run.status == 5 && run.reports("chain-tail"))
      #expect(try program.run(["chain", path, "--head", "0a"]).status == 2)
      #expect(try program.run(["chain", path, path, "--head", head]).status == 2)
    }
  }

  @Test("pack gives the same bytes with any threads; --store the same id")
  func pack() throws {
    try withProgram { program in
      let lines = String(repeating: Sample.accessLog(minutes: 200), count: 12)
      let log = try program.write(lines, to: "access.jsonl")
      let key = try program.write(String(repeating: "0a", count: 32) + "\n", to: "key.hex")
      var zips: [Data] = []
      for more in [["--jobs", "1"], ["--jobs", "2"], ["--store"]] {
        let run = try program.run(
          [
            "pack", "--id", "CASE-1", "-o", ".", "--now", "2026-01-01T00:00:00Z", log,
            "--mask-key", key,
          ] + more)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("./CASE-1-FULL.zip\n  package id  "))
        zips.append(try Data(contentsOf: URL(fileURLWithPath: program.path("CASE-1-FULL.zip"))))
        let check = try program.run(["verify", "CASE-1-FULL.zip"])
        #expect(check.status == 0 && check.output.contains("intact, 15 members"))
      }
      #expect(zips[0] == zips[1])
      #expect(zips[2].count > lines.utf8.count && zips[0].count < lines.utf8.count / 3)
      #expect(try program.run(["pack", "--id", "x", "-o", "."]).status == 2)
      #expect(try program.run(["pack", "--id", "x", "-o", ".", "missing"]).status == 4)
    }
  }
}
