import Foundation
import Testing

/// `data/custody/` of a package that `analyze` writes.
@Suite("Custody")
struct CustodyCommandTests {
  private static let laws = """

    law-refs:
      - {label: "Civil Code 577", note: "liability for breach"}
    """

  private func unpacked(_ program: Program, _ output: String, _ more: String...) throws -> String {
    let run = try program.run(
      ["analyze", "-a", "appendix.yaml", "access.jsonl", "-o", output, "--case", "C-1"] + more)
    #expect(run.status == 1, "\(run.errors)")
    let name = try #require(program.names(output + "/packages").first { $0.hasSuffix(".zip") })
    let verified = try program.run(["verify", output + "/packages/" + name])
    #expect(verified.status == 0, "\(verified.errors)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unzip")
    process.arguments = ["-q", "\(output)/packages/\(name)", "-d", output + "-bag"]
    process.currentDirectoryURL = program.folder
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return output + "-bag/"
  }

  private func text(_ program: Program, _ path: String) throws -> String {
    try String(contentsOfFile: program.path(path), encoding: .utf8)
  }

  @Test("the chain names input, analysis, slices and packing, and is pinned")
  func chain() throws {
    try withProgram { program in
      try program.write(Sample.appendix + Self.laws, to: "appendix.yaml")
      try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
      let bag = try unpacked(program, "out", "--now", "2024-05-16T00:00Z", "--jobs", "1")
      let lines = try text(program, bag + "data/custody/custody.jsonl").split(separator: "\n")
      let events = try lines.map { line in
        try #require(
          JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      #expect(
        events.map { $0["event"] as? String } == ["acquired", "analysed", "collected", "packed"])
      let fields = try events.map { event in
        try #require(event["fields"] as? [[String]])
      }
      let size = Sample.accessLog(late: [2]).utf8.count
      #expect(fields[0].contains(["path", "access.jsonl"]))
      #expect(fields[0].contains(["bytes", "\(size)"]))
      let sums = try text(program, bag + "data/custody/inputs.sha256")
      #expect(fields[0].contains(["sha256", String(sums.prefix(64))]))
      // 30 requests of five minutes and the one at its end; a slice holds all of its window.
      #expect(fields[2].contains { $0[0] == "records" && (Int($0[1]) ?? 0) > 0 })
      #expect(fields[3].contains(["case", "C-1"]) && fields[3].contains(["clock", "--now"]))
      let info = try text(program, bag + "bag-info.txt")
      let head = try #require(events.last?["hash"] as? String)
      #expect(info.contains("\nCustody-Count: 4\n") && info.contains("\nCustody-Head: \(head)\n"))
    }
  }

  @Test("the statement says how, when, of what, and what is not proven, in both languages")
  func statement() throws {
    try withProgram { program in
      try program.write(Sample.appendix + Self.laws, to: "appendix.yaml")
      try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
      let bag = try unpacked(
        program, "out", "--now", "2024-05-16T00:00Z", "--jobs", "1", "--from",
        "2024-05-15T06:20:00Z")
      let json = try text(program, bag + "data/custody/statement.json")
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let command = try #require(object["command"] as? [String])
      #expect(command.suffix(3) == ["--from", "2024-05-15T06:20:00Z", "access.jsonl"])
      #expect(!command.contains("--jobs"))
      let clocks = try #require(object["clocks"] as? [String: Any])
      #expect(clocks["run"] as? String == "2024-05-16T00:00:00Z")
      let zones = try #require(object["zones"] as? [String: Any])
      #expect(zones["contract"] as? String == "Asia/Shanghai" && zones["tzdata"] is String)
      let completeness = try #require(object["completeness"] as? [[String: Any]])
      #expect(completeness.first?["records"] as? Int == 31)
      for text in [
        "existed no later than", "不晚于该时刻已存在", "before it was exported", "@JsonIgnore",
        "not provable from this scan", "not legal advice", "不构成法律意见", "Civil Code 577",
      ] { #expect(json.contains(text), "\(text)") }
    }
  }

  @Test("equal inputs give equal bytes, whatever the threads and the zone")
  func deterministic() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "appendix.yaml")
      try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
      let a = try unpacked(program, "a", "--now", "2024-05-16T00:00Z", "--jobs", "1")
      let b = try unpacked(program, "b", "--now", "2024-05-16T00:00Z", "--jobs", "4")
      for name in ["custody.jsonl", "statement.json", "run.json", "inputs.sha256"] {
        let path = "data/custody/" + name
        #expect(try text(program, a + path) == text(program, b + path))
      }
    }
  }
}
