import Foundation
import Testing

/// `analyze`: statuses, streams, and what `-o` writes.
@Suite("Analyze")
struct AnalyzeTests {
  private func prepared(_ program: Program, late: Set<Int> = [2]) throws {
    try program.write(Sample.appendix, to: "appendix.yaml")
    try program.write(Sample.accessLog(late: late), to: "access.jsonl")
  }

  private func analyze(_ program: Program, _ more: String...) throws -> Program.Outcome {
    try program.run(["analyze", "-a", "appendix.yaml", "access.jsonl"] + more)
  }

  @Test("0 without a breach, 1 with one; --fail-on lets pass")
  func statuses() throws {
    try withProgram { program in
      try prepared(program, late: [])
      #expect(try analyze(program).status == 0)
      try prepared(program)
      #expect(try analyze(program).status == 1)
      #expect(try analyze(program, "--fail-on", "breach").status == 1)
      #expect(try analyze(program, "--fail-on", "supported").status == 1)
      #expect(try analyze(program, "--fail-on", "never").status == 0)
    }
  }

  @Test("edge windows are status 3 only where --from or --to asked for them")
  func edges() throws {
    try withProgram { program in
      try prepared(program, late: [])
      #expect(try analyze(program).status == 0)
      let early = try analyze(program, "--from", "2024-05-15T14:10+08:00")
      #expect(early.status == 3, "\(early.output)")
      #expect(early.output.contains("partial-window"))
      #expect(try analyze(program, "--to", "2024-05-15T06:30:00Z").status == 3)
      #expect(
        try analyze(program, "--from", "2024-05-15T06:20:00Z", "--to", "2024-05-15T06:25:00Z")
          .status == 0)
    }
  }

  @Test("stdout carries the data, stderr everything else")
  func streams() throws {
    try withProgram { program in
      try prepared(program)
      try program.write("x", to: "more/notes.txt")
      let run = try analyze(program, "more", "--format", "json", "--progress", "none")
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      let fields = try #require(object as? [String: Any])
      #expect(fields["schema"] as? String == "estreat.analysis/1")
      #expect(run.reports("unrecognised") && !run.output.hasPrefix("more"))
      let text = try analyze(program)
      #expect(
        text.output.hasPrefix("BREACHED: A2 since 2024-05-15 14:21:")
          || text.output.hasPrefix("BREACHED: A2 since 2024-05-15 14:22"))
      #expect(text.errors.isEmpty, "\(text.errors)")
      #expect(!text.output.contains("\u{1b}"))
    }
  }

  @Test("the exit status does not depend on the format")
  func formats() throws {
    try withProgram { program in
      try prepared(program)
      #expect(try analyze(program, "--format", "json").status == 1)
    }
  }

  @Test("without -o nothing is written")
  func nothingWritten() throws {
    try withProgram { program in
      try prepared(program)
      let before = program.names(".").filter { !$0.hasPrefix(".") }
      _ = try analyze(program)
      #expect(program.names(".").filter { !$0.hasPrefix(".") } == before)
    }
  }

  @Test("-o writes reports and packages, 0600, and the output is ours the next time")
  func output() throws {
    try withProgram { program in
      try prepared(program)
      let run = try analyze(program, "-o", "out", "--now", "2024-05-20T00:00:00Z")
      #expect(run.status == 1 && run.reports("unmasked-data"), "\(run.errors)")
      let names = program.names("out")
      #expect(names.contains("analysis.json") && names.contains("report.txt"))
      #expect(names.filter { $0.hasSuffix("-FULL.zip") }.count == 1)
      #expect(names.filter { $0.hasSuffix("-FULL.zip.sha256") }.count == 1)
      for name in names where name.contains(".") {
        let mode = try FileManager.default.attributesOfItem(atPath: program.path("out/" + name))
        #expect((mode[.posixPermissions] as? Int) == 0o600, "\(name)")
      }
      // No breach now: the folder is ours, the old package goes.
      try prepared(program, late: [])
      let calm = try analyze(program, "-o", "out")
      #expect(calm.status == 0 && calm.output.contains("nothing was breached"), "\(calm.errors)")
      #expect(program.names("out").allSatisfy { !$0.hasSuffix(".zip") })
    }
  }

  @Test("the written analysis.json is what --format json prints")
  func sameJSON() throws {
    try withProgram { program in
      try prepared(program)
      let run = try analyze(program, "-o", "out", "--format", "json")
      let written = try String(contentsOfFile: program.path("out/analysis.json"), encoding: .utf8)
      #expect(written == run.output)
    }
  }

  @Test("a folder that is not ours is refused, unless forced; a file always")
  func foreignFolder() throws {
    try withProgram { program in
      try prepared(program)
      try program.write("mine", to: "taken/letter.txt")
      let run = try analyze(program, "-o", "taken")
      #expect(run.status == 2 && run.reports("output-not-empty") && run.output.isEmpty)
      #expect(program.names("taken") == ["letter.txt"])
      try program.write(#"{"schema": "other/1"}"#, to: "taken/analysis.json")
      #expect(try analyze(program, "-o", "taken").status == 2)
      #expect(try analyze(program, "-o", "taken", "--force").status == 1)
      #expect(program.names("taken").contains("letter.txt"))
      let file = try analyze(program, "-o", "access.jsonl")
      #expect(file.status == 2 && file.reports("output-not-a-folder"))
    }
  }

  @Test("output inside the inputs is not read as an input")
  func outputInsideInputs() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "case/appendix.yaml")
      try program.write(Sample.accessLog(late: [2]), to: "case/access.jsonl")
      let arguments = [
        "analyze", "-a", "case/appendix.yaml", "case", "-o", "case/out", "--now",
        "2024-05-20T00:00:00Z",
      ]
      let first = try program.run(arguments)
      let second = try program.run(arguments)
      #expect(first.status == 1 && second.status == 1)
      #expect(first.output == second.output && !second.reports("unrecognised"))
    }
  }

  @Test("progress goes to stderr when asked for, and nowhere when stderr is no terminal")
  func progress() throws {
    try withProgram { program in
      try prepared(program)
      #expect(try analyze(program).errors.isEmpty)
      #expect(try analyze(program, "--progress", "none").errors.isEmpty)
      let plain = try analyze(program, "--progress", "plain")
      #expect(plain.output.hasPrefix("BREACHED"))
      // Each stage that ended, with the time it took: what was read, what reads nothing.
      let stages = plain.errors.split(separator: "\n").map(String.init)
      #expect(
        stages.contains { $0.wholeMatch(of: /survey: \d+(\.\d)? MB in \d+(\.\d{1,3})? s/) != nil })
      #expect(stages.contains { $0.wholeMatch(of: /judge: in \d+(\.\d{1,3})? s/) != nil })
    }
  }

  @Test("SIGINT: status 130, no temporary file, no output")
  func interrupt() throws {
    try withProgram { program in
      try prepared(program)
      let pipe = Pipe()
      let started = try program.start(
        ["analyze", "-a", "appendix.yaml", "-", "-o", "out"], pipe: pipe)
      try pipe.fileHandleForWriting.write(contentsOf: Data(Sample.accessLog().utf8))
      // The spooled copy shows that the program is at work.
      for _ in 0..<200 where program.names("tmp").isEmpty { usleep(20_000) }
      #expect(program.names("tmp").count == 1)
      kill(started.process.processIdentifier, SIGINT)
      started.process.waitUntilExit()
      try pipe.fileHandleForWriting.close()
      #expect(try started.outcome().status == 130)
      #expect(program.names("tmp").isEmpty && !program.exists("out"))
    }
  }

  @Test("what a killed run left behind does not block the next one")
  func leftovers() throws {
    try withProgram { program in
      try prepared(program)
      try program.write("half", to: "out/.estreat-999999999.partial/report.txt")
      #expect(try analyze(program, "-o", "out").status == 1)
      #expect(!program.names("out").contains { $0.contains("partial") })
    }
  }

  @Test("--lang zh-CN speaks Chinese; JSON stays as it is")
  func language() throws {
    try withProgram { program in
      try prepared(program)
      #expect(try analyze(program, "--lang", "zh-CN").output.hasPrefix("违约"))
      let chinese = try analyze(program, "--lang", "zh-CN", "--format", "json")
      #expect(try analyze(program, "--format", "json").output == chinese.output)
    }
  }
}
