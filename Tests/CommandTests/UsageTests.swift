import Foundation
import Testing

/// The command line itself: help, versions, mistakes.
@Suite("Usage")
struct UsageTests {
  @Test("help goes to stdout with status 0")
  func help() throws {
    try withProgram { program in
      let run = try program.run(["--help"])
      #expect(run.status == 0 && run.errors.isEmpty)
      for name in ["init", "lint", "inspect", "analyze", "explain", "verify", "keygen", "version"] {
        #expect(run.output.contains("\n  \(name) "))
      }
      #expect(try program.run(["analyze", "--help"]).status == 0)
    }
  }

  @Test(
    "mistakes are status 2, on stderr only",
    arguments: [
      [], ["frobnicate"], ["analyze"], ["analyze", "-a", "x"], ["analyze", "--nonsense"],
      ["analyze", "-a", "x", "y", "--format", "pdf"], ["analyze", "-a", "x", "y", "--jobs", "0"],
      ["analyze", "-a", "x", "y", "--from", "yesterday"],
      ["analyze", "-a", "x", "y", "--from", "2024-05-15T14:20:00"],
      ["analyze", "-a", "x", "y", "--fail-on", "sometimes"],
      ["analyze", "-a", "x", "y", "--lang", "fr"], ["verify"], ["lint"], ["inspect"],
    ])
  func mistakes(_ arguments: [String]) throws {
    try withProgram { program in
      let run = try program.run(arguments)
      #expect(run.status == 2, "\(arguments): \(run.errors)")
      #expect(run.output.isEmpty && !run.errors.isEmpty)
    }
  }

  @Test("--from must lie before --to")
  func range() throws {
    try withProgram { program in
      let run = try program.run([
        "analyze", "-a", "x", "y", "--from", "2024-05-15T15:00+08:00", "--to",
        "2024-05-15T06:00:00Z",
      ])
      #expect(run.status == 2)
    }
  }

  @Test("version names the program; as JSON with the digest of its own file")
  func version() throws {
    try withProgram { program in
      let short = try program.run(["--version"])
      let line = try program.run(["version"])
      #expect(line.output == "estreat \(short.output)")
      let json = try program.run(["version", "--json"])
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let fields = try #require(object as? [String: String])
      #expect(Set(fields.keys) == ["name", "version", "sha256"])
      #expect(try fields["sha256"] == sha256sum(of: Program.binary().path))
    }
  }

  @Test("an unknown format or zone is named with a suggestion")
  func names() throws {
    try withProgram { program in
      let log = try program.write(Sample.accessLog(), to: "access.jsonl")
      let format = try program.run(["inspect", log, "--as", "json-acces=*"])
      #expect(format.status == 2 && format.reports("unknown-format"))
      #expect(format.errors.contains("did you mean \"json-access\"?"))
      let zone = try program.run(["inspect", log, "--assume-zone", "Mars/Olympus"])
      #expect(zone.status == 2 && zone.reports("timezone-unknown"))
    }
  }

  /// The digest by coreutils, not by our code.
  private func sha256sum(of path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: data, as: UTF8.self).prefix(64))
  }
}
