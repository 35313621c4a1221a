import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Chains made and tampered with by `Datasets/chains/make_chains.py`, which shares no code with us.
@Suite struct ChainTests {
  private struct Expected: Decodable {
    var codes: [String]
    var firstBrokenLine: Int?
    var records: Int
    var head: String?
    var pinHead: String?
    var pinRecords: Int?
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Datasets/chains").path

  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".jsonl") }.sorted()

  @Test func thereAreGoodAndBadOnes() {
    #expect(Self.names.filter { $0.hasPrefix("good-") }.count >= 9)
    #expect(Self.names.filter { $0.hasPrefix("bad-") }.count >= 25)
  }

  @Test(arguments: names) func fixture(_ name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contents(of: path + ".expected")))
    let report = ChainVerifier().verify(
      path: path, pin: ChainPin(head: expected.pinHead, records: expected.pinRecords))
    #expect(report.isReadable)
    let found = report.diagnostics.filter { $0.severity > .note }
    #expect(Set(found.map(\.code)) == Set(expected.codes), "\(found.map(\.rendered))")
    #expect(report.firstBrokenLine == expected.firstBrokenLine)
    #expect(report.records == expected.records)
    #expect(report.head == expected.head)
    #expect(report.errors.isEmpty == name.hasPrefix("good-"))
    let isUnpinned = expected.pinHead == nil && expected.pinRecords == nil
    #expect(report.diagnostics.contains { $0.code == "chain-unpinned" } == isUnpinned)
  }

  /// Each fault of the set is one finding, not one for every record after it.
  @Test(arguments: names.filter { $0.hasPrefix("bad-") }) func oneFaultIsOneFinding(
    _ name: String
  ) throws {
    let path = "\(Self.folder)/\(name)"
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contents(of: path + ".expected")))
    let pin = ChainPin(head: expected.pinHead, records: expected.pinRecords)
    let errors = ChainVerifier().verify(path: path, pin: pin).errors
    #expect(errors.reduce(0) { $0 + $1.count } == expected.codes.count)
  }

  @Test func placesPointAtTheBytes() throws {
    let path = Self.folder + "/bad-entry-changed.jsonl"
    let report = ChainVerifier().verify(path: path)
    let place = try #require(report.errors.first?.location)
    let lines = try contents(of: path).split(separator: UInt8(ascii: "\n"))
    let line = Array(lines[try #require(place.line) - 1])
    let digits = line[(try #require(place.column) - 1)...].prefix(64)
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    #expect(String(decoding: digits, as: UTF8.self) == object?["hash"] as? String)
    let rendered = try #require(report.errors.first?.rendered)
    #expect(rendered.hasPrefix("\(path):5:\(place.column ?? 0): error: "))
    #expect(rendered.contains(" [chain-hash]\n  fix: "))
  }

  @Test func anUnreadableFileIsNotJudged() {
    let report = ChainVerifier().verify(path: "/no/such/file")
    #expect(!report.isReadable && report.errors.map(\.code) == ["file-unreadable"])
  }

  @Test func aLineBeyondTheLimitIsNoRecord() throws {
    let scratch = try Scratch()
    let good = try contents(of: Self.folder + "/good-plain.jsonl")
    let long = [UInt8](repeating: 0x20, count: (16 << 20) + 1) + [0x0A]
    let path = try scratch.write("long", good + long)
    let report = ChainVerifier().verify(path: path)
    #expect(report.errors.map(\.code) == ["chain-record"])
    #expect(report.firstBrokenLine == 11 && report.records == 10)
  }

  @Test func breaksBeyondTheLimitAreCounted() throws {
    let scratch = try Scratch()
    let good = try contents(of: Self.folder + "/good-plain.jsonl")
    let lines = good.split(separator: 0x0A).reversed().map { Array($0) + [0x0A] }
    let path = try scratch.write("reversed", Array(lines.joined()))
    var verifier = ChainVerifier()
    verifier.maximumBreaks = 3
    // Newest first: nine records stand before their predecessor, the first one has none.
    let codes = verifier.verify(path: path).errors.map { "\($0.code) \($0.count)" }
    #expect(
      codes.sorted()
        == ["chain-link 7", "chain-reordered 1", "chain-reordered 1", "chain-reordered 1"])
    #expect(
      ChainVerifier().verify(path: path).errors.map(\.code)
        == Array(repeating: "chain-reordered", count: 9))
  }

  /// Lines of every length around the buffer's ends.
  @Test(.enabled(if: Tool.hasPython)) func longFilesAreStreamed() throws {
    let scratch = try Scratch()
    let script = """
      import hashlib, json, sys
      prev, out = "0" * 64, open(sys.argv[1], "w")
      for i in range(12000):
          entry, ts = "x" * (i * 7 % 611), 1715754000000000 + i
          h = hashlib.sha256(f"{entry}|{ts}|{prev}".encode()).hexdigest()
          if i == int(sys.argv[2]): entry += "!"
          print(json.dumps({"entry": entry, "ts_us": ts, "hash": h, "prev_hash": prev}), file=out)
          prev = h
      print(prev)
      """
    for broken in [-1, 4321] {
      let path = scratch.file("chain")
      let made = try Tool.run("python3", ["-c", script, path, "\(broken)"])
      #expect(made.status == 0, "\(made.output)")
      let head = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
      let report = ChainVerifier().verify(path: path, pin: ChainPin(head: head, records: 12000))
      #expect(report.records == 12000 && report.head == head)
      #expect(report.firstBrokenLine == (broken < 0 ? nil : broken + 1))
      #expect(report.diagnostics.map(\.code) == (broken < 0 ? [] : ["chain-hash"]))
    }
  }
}
