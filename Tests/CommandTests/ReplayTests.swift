import Evidence
import Foundation
import Testing

/// `estreat replay`: the same verdicts from the package alone, and every forgery told.
@Suite("Replay")
struct ReplayTests {
  /// Runs the analysis of a data set; paths of its packages.
  static func packages(of dataset: String, _ program: Program) throws -> [String] {
    let folder = Program.dataset(dataset)
    let made = try program.run([
      "analyze", "-a", folder + "/appendix.yaml", folder + "/exports", "-o", "out",
      "--now", "2024-06-01T00:00Z", "--fail-on", "never",
    ])
    #expect(made.status == 0, "\(made.errors)")
    return program.names("out/packages").filter { $0.hasSuffix(".zip") }
      .map { "out/packages/" + $0 }
  }

  static let datasets: [(name: String, packages: Int)] = [
    ("payment-2024-05-15", 2), ("hard-negatives/injection-failed", 2),
    ("hard-negatives/latency-without-database", 1), ("hard-negatives/leak-with-status-200", 0),
    ("hard-negatives/missing-middle", 1), ("hard-negatives/reversed-clocks", 1),
    ("hard-negatives/started-not-verified", 1), ("hard-negatives/traffic-surge", 1),
    ("hard-negatives/unrelated-slow-query", 1),
  ]

  @Test("Every package of every data set gives its own digest", arguments: datasets)
  func everyPackage(_ dataset: (name: String, packages: Int)) throws {
    try withProgram { program in
      let packages = try Self.packages(of: dataset.name, program)
      #expect(packages.count == dataset.packages)
      for package in packages {
        let replayed = try program.run(["replay", package])
        #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        #expect(replayed.output.split(separator: "\n").count == 1)
        let info = try PackageContents(path: program.path(package)).bytes("bag-info.txt")
        let pinned = try #require(
          String(decoding: info, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("Verdict-Digest: ") }?.dropFirst(16))
        #expect(replayed.output.contains(pinned))
        #expect(program.names("tmp").isEmpty)
      }
    }
  }

  // MARK: forgeries

  /// The payment incident's package of the chain, made once for all forgeries.
  private static let demo = Result { () throws -> ForgedPackage in
    try withProgram { program in
      let packages = try packages(of: "payment-2024-05-15", program)
      let main = try #require(packages.first { $0.contains("142002") })
      return try ForgedPackage(program.path(main))
    }
  }

  private func replay(
    _ forged: ForgedPackage, _ more: String...
  ) throws -> (Program.Outcome, verified: Int32) {
    try withProgram { program in
      try forged.write(to: program.path("P.zip"))
      let verified = try program.run(["verify", "P.zip"])
      let outcome = try program.run(["replay", "P.zip"] + more)
      #expect(program.names("tmp").isEmpty)
      return (outcome, verified.status)
    }
  }

  private static let gateway = "data/logs/gateway_access.jsonl"

  /// The minute of a request line by its `msec`, as a verdict's window begins.
  private func minute(_ line: String) throws -> String {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let seconds = try #require(
      (object["msec"] as? NSNumber)?.doubleValue
        ?? (object["msec"] as? String).flatMap(Double.init))
    let formatter = ISO8601DateFormatter()
    return formatter.string(from: Date(timeIntervalSince1970: (seconds / 60).rounded(.down) * 60))
  }

  private func isLate(_ line: Substring) -> Bool {
    guard line.contains(#""uri":"/api/"#),
      let found = line.firstRange(of: #/"request_time":"?[0-9.]+/#)
    else { return false }
    return Double(line[found].drop { !"0123456789".contains($0) }) ?? 0 > 0.2
  }

  @Test("Made anew without a change, the package still replays")
  func unchanged() throws {
    let (outcome, verified) = try replay(try Self.demo.get())
    #expect(verified == 0)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("A request line removed: the counts of its window differ")
  func lineRemoved() throws {
    var forged = try Self.demo.get()
    let line = try forged.removeLine(Self.gateway, where: isLate)
    let (outcome, verified) = try replay(forged)
    #expect(verified == 0)
    #expect(outcome.status == 5 && outcome.reports("replay-differs"))
    let window = try minute(line)
    let block = try #require(differences("A2", window, outcome.output))
    #expect(block.contains("denominator: package "))
  }

  /// The lines of the differences of one clause and window.
  private func differences(_ clause: String, _ from: String, _ output: String) -> String? {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    guard
      let start = lines.firstIndex(where: {
        $0.hasPrefix("  \(clause) ") && $0.contains(" \(from)/")
      })
    else { return nil }
    return lines[(start + 1)...].prefix { $0.hasPrefix("    ") }.joined(separator: "\n")
  }

  @Test("A latency shortened: one more request within the limit")
  func latencyEdited() throws {
    var forged = try Self.demo.get()
    var changed = ""
    try forged.edit(Self.gateway) { text in
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let index = try #require(lines.firstIndex { isLate(Substring($0)) })
      changed = lines[index]
      lines[index].replace(#/"request_time":("?)[0-9.]+/#) { "\"request_time\":\($0.1)0.100" }
      return lines.joined(separator: "\n")
    }
    let (outcome, verified) = try replay(forged)
    #expect(verified == 0)
    #expect(outcome.status == 5 && outcome.reports("replay-differs"))
    let block = try #require(differences("A2", try minute(changed), outcome.output))
    let numbers = block.matches(of: #/numerator: package (\d+), replay (\d+)/#)
    let pair = try #require(numbers.first)
    #expect(Int(pair.2) == Int(pair.1).map { $0 + 1 })
  }

  @Test("A verdict turned in verdicts.json stands with both sides")
  func verdictTurned() throws {
    var forged = try Self.demo.get()
    try forged.edit("data/findings/verdicts.json") { text in
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let index = try #require(
        lines.firstIndex { $0.contains(#""clause":"A2""#) && $0.contains("BREACHED") })
      lines[index].replace("BREACHED", with: "COMPLIANT")
      return lines.joined(separator: "\n")
    }
    let (outcome, verified) = try replay(forged)
    #expect(verified == 0)
    #expect(outcome.status == 5)
    #expect(outcome.output.contains(#"verdict: package "COMPLIANT", replay "BREACHED""#))
  }

  /// One change of a text, and the clause that must differ.
  struct Forgery: Sendable, CustomTestStringConvertible {
    var name: String
    var member: String
    var pattern: String
    var replacement: String
    var expected: String
    var testDescription: String { name }
  }

  static let forgeries = [
    Forgery(
      name: "appendix limit", member: "data/config/appendix.yaml", pattern: "at-most: 200ms",
      replacement: "at-most: 250ms", expected: "limit: package 200, replay 250"),
    Forgery(
      name: "pinned digest in verdicts.json", member: "data/findings/verdicts.json",
      pattern: #""digest": "sha256:b"#, replacement: #""digest": "sha256:c"#,
      expected: "digest in verdicts.json"),
    Forgery(
      name: "path of the incident", member: "data/findings/incident.json",
      pattern: #""gateway_timeout","#, replacement: "", expected: "path: package "),
    Forgery(
      name: "grade", member: "data/findings/incident.json", pattern: #""grade":"E3","traces""#,
      replacement: #""grade":"E4","traces""#, expected: #"grade: package "E4", replay "E3""#),
    Forgery(
      name: "declared trace field", member: "data/findings/context.json",
      pattern: #"["payment-gateway"],"traceField":true"#,
      replacement: #"["payment-gateway"],"traceField":false"#,
      // The log cannot decide any more, and the gauge that does states no counts.
      expected: "A3 payment-gateway 2024-05-15T06:00:00Z/2024-05-15T06:01:00Z\n    numerator: "),
  ]

  @Test("One text changed", arguments: forgeries)
  func textChanged(_ forgery: Forgery) throws {
    var forged = try Self.demo.get()
    try forged.edit(forgery.member) { text in
      var text = text
      let range = try #require(text.range(of: forgery.pattern))
      text.replaceSubrange(range, with: forgery.replacement)
      return text
    }
    let (outcome, verified) = try replay(forged)
    #expect(verified == 0)
    #expect(outcome.status == 5 && outcome.reports("replay-differs"))
    #expect(outcome.output.contains(forgery.expected), "\(outcome.output.prefix(2_000))")
  }

  @Test("A metric sample changed: the slow ratio of its windows differs")
  func sampleEdited() throws {
    var forged = try Self.demo.get()
    // 2024-05-15T06:30:00Z, an edge of a judged window of half an hour.
    let edge = " 1715754600"
    try forged.edit("data/metrics/snapshot.openmetrics") { text in
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let index = try #require(
        lines.firstIndex {
          $0.hasPrefix("mysql_global_status_slow_queries") && $0.hasSuffix(edge)
        })
      lines[index].replace(#/ (\d+) (\d+)$/#) { " \(Int($0.1)! + 3) \($0.2)" }
      return lines.joined(separator: "\n")
    }
    let (outcome, verified) = try replay(forged)
    #expect(verified == 0)
    #expect(outcome.status == 5)
    let block = try #require(differences("A5", "2024-05-15T06:00:00Z", outcome.output))
    let pair = try #require(
      block.firstMatch(of: #/numerator: package (\d+), replay (\d+)/#))
    #expect(Int(pair.2) == Int(pair.1).map { $0 + 3 })
  }

  @Test("The record that verified the deployment dropped: nothing was in force")
  func deploymentDropped() throws {
    var forged = try Self.demo.get()
    try forged.edit("data/config/deployments.jsonl") { text in
      text.split(separator: "\n").filter { !$0.contains("verified") }.joined(separator: "\n")
    }
    let (outcome, verified) = try replay(forged)
    #expect(verified == 0)
    #expect(outcome.status == 5)
    #expect(outcome.output.contains(#"verdict: package "COMPLIANT", replay "NOT_IN_FORCE""#))
    #expect(outcome.output.contains(#"blockedBy: package [], replay ["A1"]"#))
  }

  // MARK: what is no replay

  @Test("Without what is declared beside the slices nothing is decided")
  func factsMissing() throws {
    var forged = try Self.demo.get()
    forged.members["data/findings/context.json"] = nil
    let (outcome, _) = try replay(forged)
    #expect(outcome.status == 5 && outcome.reports("replay-facts"))
    #expect(outcome.output.isEmpty)
  }

  @Test("A package that does not verify is not replayed unless asked")
  func refused() throws {
    try withProgram { program in
      let forged = try Self.demo.get()
      try forged.write(to: program.path("P.zip"))
      // One letter of the sidecar: the content is whole.
      try program.write(
        String(repeating: "0", count: 64) + "  P.zip\n", to: "P.zip.sha256")
      let refused = try program.run(["replay", "P.zip"])
      #expect(refused.status == 5 && refused.reports("replay-refused"))
      #expect(refused.reports("sidecar-mismatch") && refused.output.isEmpty)
      let asked = try program.run(["replay", "P.zip", "--despite-errors", "--format", "json"])
      #expect(asked.status == 5)
      #expect(asked.output.contains(#""outcome":"same""#))
      #expect(asked.output.contains(#""intact":false"#))
    }
  }

  @Test("No package at all")
  func noPackage() throws {
    try withProgram { program in
      try program.write("no zip", to: "P.zip")
      let outcome = try program.run(["replay", "P.zip"])
      #expect(outcome.status == 4 && outcome.reports("not-a-zip"))
      #expect(try program.run(["replay", "absent.zip"]).status == 4)
    }
  }
}
