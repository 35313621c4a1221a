import Foundation
import Testing

/// `estreat disclose` and `--mask-key` as they are run.
@Suite("Disclosing lines")
struct DiscloseTests {
  private static let card = "4111111111111111"
  private static let log = """
    {"n":1,"msg":"started"}
    {"n":2,"msg":"paid with \(card)"}
    {"n":3,"msg":"done"}

    """

  private func pack(_ program: Program, _ more: [String] = []) throws -> String {
    let log = try program.write(Self.log, to: "app.log")
    let run = try program.run(
      ["pack", "--id", "CASE-1", "-o", ".", "--now", "2026-01-01T00:00:00Z", log] + more)
    #expect(run.status == 0, "\(run.errors)")
    return "CASE-1-FULL.zip"
  }

  @Test("lines are shown masked, and proven against package and root")
  func disclose() throws {
    try withProgram { program in
      let zip = try pack(program)
      let made = try program.run([
        "disclose", zip, "--lines", "data/app.log:1,2-3", "-o", "proof.json",
      ])
      #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
      let root = try #require(made.output.split(separator: " ").last?.dropLast())
      #expect(made.output == "proof.json: 3 lines, root \(root)\n")
      let text = try String(contentsOfFile: program.path("proof.json"), encoding: .utf8)
      #expect(!text.contains(Self.card) && text.contains("\"token\":\"[CREDIT_CARD]\""))
      let mode = try FileManager.default.attributesOfItem(atPath: program.path("proof.json"))
      #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      let printed = try program.run(["disclose", zip, "--lines", "data/app.log:1-3"])
      #expect(printed.output == text)

      let alone = try program.run(["disclose", "--check", "proof.json"])
      #expect(alone.status == 0 && alone.reports("disclosure-unpinned"))
      for pin in [["--package", zip], ["--root", String(root)]] {
        let check = try program.run(["disclose", "--check", "proof.json"] + pin)
        #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
        #expect(check.output.hasPrefix("proof.json: 3 lines proven "))
      }
      try program.write(text.replacingOccurrences(of: "paid", with: "lost"), to: "edited.json")
      let edited = try program.run(["disclose", "--check", "edited.json", "--package", zip])
      #expect(edited.status == 5 && edited.reports("disclosure-line-false"))
      #expect(edited.output == "edited.json: NOT PROVEN, 3 lines\n")
      let other = try program.run([
        "disclose", "--check", "proof.json", "--root", String(repeating: "0", count: 64),
      ])
      #expect(other.status == 5 && other.reports("disclosure-root"))
    }
  }

  @Test("mistakes have their status and leave nothing behind")
  func mistakes() throws {
    try withProgram { program in
      let zip = try pack(program)
      let line = "data/app.log:2"
      let usage: [[String]] = [
        [zip], ["--lines", line], [zip, "--lines", "data/app.log"], [zip, "--lines", "a:0"],
        [zip, "--lines", "a:3-2"], [zip, "--lines", "a:x"], [zip, "--lines", "a:1,"],
        [zip, "--lines", line, "--root", String(repeating: "0", count: 64)],
        ["--check", "p", "--root", "00"], ["--check", "p", zip],
        [zip, "--lines", line, "-o", "none/p.json"],
      ]
      for arguments in usage {
        #expect(try program.run(["disclose"] + arguments).status == 2, "\(arguments)")
      }
      for lines in ["data/app.log:4", "app.log:1"] {
        let run = try program.run(["disclose", zip, "--lines", lines, "-o", "p.json"])
        #expect(run.status == 2 && run.reports("disclosure-line"))
        #expect(run.errors.contains("fix: "))
      }
      #expect(try program.run(["disclose", "none.zip", "--lines", line]).status == 4)
      let check = try program.run(["disclose", "--check", zip])
      #expect(check.status == 4 && check.reports("disclosure-malformed"))
      var bytes = try Data(contentsOf: URL(fileURLWithPath: program.path(zip)))
      bytes[bytes.count / 2] ^= 1
      try program.write(bytes, to: "bad.zip")
      #expect(
        try program.run(["disclose", "bad.zip", "--lines", line, "-o", "p.json"]).status == 5)
      #expect(!FileManager.default.fileExists(atPath: program.path("p.json")))
    }
  }

  @Test("a mask key makes packages equal; without one they differ; a wrong one is status 2")
  func maskKey() throws {
    try withProgram { program in
      func bytes(_ more: [String]) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: program.path(try pack(program, more))))
      }
      let key = try program.write(String(repeating: "5a", count: 32) + "\n", to: "key.hex")
      let first = try bytes(["--mask-key", key])
      #expect(try bytes(["--mask-key", key]) == first)
      #expect(try bytes([]) != bytes([]))
      let bad = try program.write("5a\n", to: "bad.hex")
      let log = program.path("app.log")
      for name in [bad, "none.hex"] {
        let run = try program.run(
          ["pack", "--id", "CASE-2", "-o", ".", log, "--mask-key", name])
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.reports("mask-key") == (name == bad))
        #expect(!run.errors.contains("5a5a"))
      }
      #expect(!FileManager.default.fileExists(atPath: program.path("CASE-2-FULL.zip")))
    }
  }
}
