import Foundation
import Testing

/// `estreat replay` of packages that hold counts instead of whole slices.
@Suite("Slice limit: replay")
struct SliceLimitReplayTests {
  private func replay(
    _ forged: ForgedPackage, _ more: [String] = []
  ) throws -> Program.Outcome {
    try withProgram { program in
      try forged.write(to: program.path("P.zip"))
      #expect(try program.run(["verify", "P.zip"]).status == 0)
      return try program.run(["replay", "P.zip"] + more)
    }
  }

  @Test("Replay decides by the counts, and never says that all is the same")
  func replayed() throws {
    let made = try BriefPackage.payment.get()
    let outcome = try replay(made.forged)
    #expect(outcome.status == 3 && outcome.reports("replay-counts-only"), "\(outcome.errors)")
    #expect(outcome.output.contains("replay: counts-only, 183 verdicts decided again and equal"))
    #expect(!outcome.output.contains("the same"))
    let json = try replay(made.forged, ["--format", "json"])
    #expect(json.output.contains(#""outcome":"counts-only""#))
    #expect(json.output.contains(#""digest":null"#))
  }

  /// One change, and the difference that must be told.
  struct Forgery: Sendable, CustomTestStringConvertible {
    var name: String
    var member: String
    /// Changes the first line that this matches.
    var line: String
    var pattern: String
    var replacement: String
    var expected: [String]
    var testDescription: String { name }
  }

  static let forgeries = [
    Forgery(
      name: "late requests counted away", member: "data/logs/counts.jsonl",
      line: #""clause":"A2".*06:20:00Z","to"#, pattern: #""late":15"#, replacement: #""late":0"#,
      expected: [
        "  lines of A2 2024-05-15T06:20:00Z/2024-05-15T06:21:00Z\n    late: package 0, replay 15",
        #"verdict: package "BREACHED", replay "COMPLIANT""#,
      ]),
    Forgery(
      name: "requests added", member: "data/logs/counts.jsonl",
      line: #""clause":"A2".*06:20:00Z","to"#, pattern: #""requests":30"#,
      replacement: #""requests":3000"#, expected: ["denominator: package 30, replay 3000"]),
    Forgery(
      name: "an omitted range taken away", member: "data/logs/omitted.jsonl",
      line: "gateway-access", pattern: ".*", replacement: "",
      expected: ["  omitted ranges of logs/gateway-access.jsonl.gz\n    records: package "]),
    Forgery(
      name: "a late line taken away", member: "data/logs/gateway_access.jsonl",
      line: #""uri":"/api/.*"request_time":"?0\.[3-9]|"request_time":"?0\.[3-9].*"uri":"/api/"#,
      pattern: ".*", replacement: "",
      expected: ["  lines of A2 2024-05-15T06:2", "    late: package "]),
  ]

  @Test("What was changed is told", arguments: forgeries)
  func forged(_ forgery: Forgery) throws {
    var forged = try BriefPackage.payment.get().forged
    var lines = try forged.text(forgery.member).split(separator: "\n").map(String.init)
    var isChanged = false
    for (index, line) in lines.enumerated() where !isChanged {
      guard line.range(of: forgery.line, options: .regularExpression) != nil,
        let range = line.range(of: forgery.pattern, options: .regularExpression)
      else { continue }
      lines[index].replaceSubrange(range, with: forgery.replacement)
      isChanged = true
    }
    #expect(isChanged)
    forged.members[forgery.member] = Array(
      (lines.filter { !$0.isEmpty }.joined(separator: "\n") + "\n").utf8)
    let outcome = try replay(forged)
    #expect(outcome.status == 5 && outcome.reports("replay-differs"))
    for text in forgery.expected {
      #expect(outcome.output.contains(text), "\(outcome.output.prefix(1_500))")
    }
  }

  @Test("A package that does not say so in bag-info.txt")
  func notStated() throws {
    var forged = try BriefPackage.payment.get().forged
    forged.isCountsOnly = false
    let outcome = try replay(forged)
    #expect(outcome.status == 5 && outcome.reports("replay-differs"))
    #expect(
      outcome.output.contains(
        "replay in bag-info.txt\n    Replay: package \"\", replay \"counts-only\""))
  }

  @Test("Without its counts nothing is decided")
  func countsMissing() throws {
    var forged = try BriefPackage.payment.get().forged
    forged.members["data/logs/counts.jsonl"] = nil
    let outcome = try replay(forged)
    #expect(outcome.status == 5 && outcome.reports("replay-facts") && outcome.output.isEmpty)
  }
}
