import Foundation
import TestSupport
import Testing

/// Which files are read, and what bad ones lead to.
@Suite("Inputs on the command line")
struct InputTests {
  private func analyze(
    _ program: Program, _ paths: [String], _ more: [String] = []
  ) throws -> Program.Outcome {
    try program.write(Sample.appendix, to: "appendix.yaml")
    return try program.run(["analyze", "-a", "appendix.yaml"] + paths + ["-o", "out"] + more)
  }

  @Test("no such path: status 4, every one is named, nothing is written")
  func noSuchPath() throws {
    try withProgram { program in
      let run = try analyze(program, ["nowhere", "neither.log"])
      #expect(run.status == 4)
      #expect(run.errors.contains("nowhere: error:") && run.errors.contains("neither.log: error:"))
      #expect(run.reports("no-such-path") && run.errors.contains("  fix: "))
      #expect(!program.exists("out") && run.output.isEmpty)
    }
  }

  @Test("an empty folder: status 4")
  func emptyFolder() throws {
    try withProgram { program in
      let run = try analyze(program, ["tmp"])
      #expect(run.status == 4 && run.reports("no-inputs"))
    }
  }

  @Test("an empty file and an unknown format, named: status 4, and a partial analysis.json")
  func namedButUseless() throws {
    try withProgram { program in
      try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
      let cases = [("empty.log", "", "empty-export"), ("notes.txt", "hello\n", "unrecognised")]
      for (name, text, code) in cases {
        try program.write(text, to: name)
        let run = try analyze(program, ["access.jsonl", name])
        #expect(run.status == 4 && run.reports(code), "\(name): \(run.errors)")
        #expect(run.errors.contains("\(name): error:") && run.errors.contains("  fix: "))
        let json = try String(contentsOfFile: program.path("out/analysis.json"), encoding: .utf8)
        #expect(json.contains("\"complete\": false"))
        #expect(program.names("out") == ["analysis.json", "report.txt"])
      }
    }
  }

  @Test("an unrecognised file met by recursion is a warning")
  func metByRecursion() throws {
    try withProgram { program in
      try program.write(Sample.accessLog(), to: "exports/access.jsonl")
      try program.write("global: {}\n", to: "exports/prometheus.yml")
      let run = try analyze(program, ["exports"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("prometheus.yml: warning:") && run.reports("unrecognised"))
    }
  }

  @Test("a gzip stream cut in the middle: status 4")
  func cutGzip() throws {
    try withProgram { program in
      let whole = Data(gzipped(Array(Sample.accessLog(minutes: 60).utf8)))
      try program.write(whole.prefix(whole.count / 2), to: "access.jsonl.gz")
      let run = try analyze(program, ["access.jsonl.gz"])
      #expect(run.status == 4 && run.reports("gzip-truncated"), "\(run.errors)")
    }
  }

  @Test("cut lines, NUL bytes, invalid UTF-8, zone-less stamps: counted with their places")
  func brokenRecords() throws {
    try withProgram { program in
      var lines = Sample.accessLog(minutes: 20).split(separator: "\n").map { Data($0.utf8) }
      lines[3] = lines[3].prefix(40)
      lines[5].insert(0, at: 20)
      lines[7] = Data(
        String(decoding: lines[7], as: UTF8.self)
          .replacingOccurrences(
            of: #""msec":"1715754070.000""#, with: #""msec":"2024-05-15 14:21:10""#
          )
          .utf8)
      // Inside a string value invalid UTF-8 does no harm.
      if let at = lines[9].firstRange(of: Data("/api/pay".utf8)) {
        lines[9].insert(0xe9, at: at.upperBound)
      }
      try program.write(Data(lines.joined(separator: [0x0a])) + [0x0a], to: "access.jsonl")
      let run = try program.run(["inspect", "access.jsonl"])
      for (line, code) in [(4, "json-truncated"), (6, "nul-bytes"), (8, "timestamp-zone")] {
        let shape = "access\\.jsonl:\(line):\\d+: error: .+ \\[\(code)\\]\n  fix: "
        #expect(
          run.errors.range(of: shape, options: .regularExpression) != nil, "\(code): \(run.errors)")
      }
      #expect(
        run.output.contains("118 records, 3 quarantined")
          || run.output.contains("118, 3 quarantined"))
      #expect(run.status == 0)
      let assumed = try program.run(["inspect", "access.jsonl", "--assume-zone", "Asia/Shanghai"])
      #expect(!assumed.reports("timestamp-zone"))
      #expect(assumed.output.contains("Asia/Shanghai assumed"))
    }
  }

  @Test("microseconds in a field of milliseconds are no time of this century's next millennia")
  func wrongUnit() throws {
    try withProgram { program in
      let text = Sample.accessLog(minutes: 20).replacingOccurrences(
        of: #""msec":"(\d+)\.000""#, with: #""ts_ms":$1000000"#, options: .regularExpression)
      try program.write(text, to: "access.jsonl")
      let run = try program.run(["inspect", "access.jsonl"])
      #expect(run.reports("timestamp-unit"), "\(run.errors)")
    }
  }

  @Test("stdin is read as -, spooled privately, and the copy is removed")
  func stdin() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "appendix.yaml")
      let log = Data(Sample.accessLog(late: [2]).utf8)
      let run = try program.run(["analyze", "-a", "appendix.yaml", "-"], stdin: log)
      #expect(run.status == 1, "\(run.errors)")
      #expect(program.names("tmp").isEmpty)
      try program.write(log, to: "access.jsonl")
      let file = try program.run(["analyze", "-a", "appendix.yaml", "access.jsonl"])
      #expect(file.output == run.output)
      #expect(try program.run(["inspect", "-", "-"], stdin: log).status == 2)
    }
  }

  @Test("a file reached twice is read once; hidden files and link loops are left out")
  func searching() throws {
    try withProgram { program in
      try program.write(Sample.accessLog(late: [2]), to: "exports/logs/access.jsonl")
      try program.write("x", to: "exports/.git/config")
      try FileManager.default.createSymbolicLink(
        atPath: program.path("exports/logs/up"), withDestinationPath: "..")
      let run = try program.run([
        "inspect", "exports", "exports/logs/access.jsonl", "--format", "json",
      ])
      #expect(run.status == 0 && run.reports("link-loop"), "\(run.errors)")
      #expect(run.output.components(separatedBy: "\"path\":").count == 2)
      #expect(!run.output.contains(".git"))
    }
  }

  @Test("a name with a line feed cannot break a line; a name that is not UTF-8 is status 4")
  func oddNames() throws {
    try withProgram { program in
      try program.write(Sample.accessLog(), to: "odd/two\nlines.jsonl")
      let run = try program.run(["inspect", "odd"])
      #expect(run.output.hasPrefix("two\\x0alines.jsonl\n"), "\(run.output)")
      // Foundation cannot make such a name, so the shell does.
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "touch \"odd/$(printf 'latin-\\351').log\""]
      process.currentDirectoryURL = program.folder
      try process.run()
      process.waitUntilExit()
      let latin = try program.run(["inspect", "odd"])
      #expect(latin.status == 4 && latin.reports("name-not-utf8"), "\(latin.errors)")
    }
  }

  @Test("equal names in two folders stay apart; paths are relative to their argument")
  func displayPaths() throws {
    try withProgram { program in
      try program.write(Sample.accessLog(), to: "day1/access.jsonl")
      try program.write(Sample.accessLog(late: [2]), to: "day2/access.jsonl")
      let run = try program.run(["inspect", "day2", "day1"])
      #expect(run.output.hasPrefix("day1/access.jsonl\n"))
      #expect(run.output.contains("\nday2/access.jsonl\n"))
      let one = try program.run(["inspect", program.path("day1")])
      #expect(one.output.hasPrefix("access.jsonl\n"))
    }
  }

  @Test("a history that is too short: A5 INDETERMINATE(warm-up), status 3")
  func warmUp() throws {
    try withProgram { program in
      let appendix = """
        estreat: 1
        appendix: v1
        timezone: Asia/Shanghai
        clauses:
          A5:
            kind: seasonal-baseline
            ratio: {slow: [slow_total], of: all_total}
            window: 30m
            same-hour-of-days: 7
            limit: median + 2.5 * iqr
            quantile: type7
            min-days: 5
        """
      try program.write(appendix, to: "a5.yaml")
      // Two whole hours from 14:00 in Shanghai, a sample a minute.
      var text = "# TYPE slow_total counter\n# TYPE all_total counter\n"
      for (name, step) in [("slow_total", 1), ("all_total", 100)] {
        for minute in 0...120 {
          text += "\(name) \(minute * step) \(1_715_752_800 + minute * 60)\n"
        }
      }
      try program.write(text + "# EOF\n", to: "metrics.txt")
      let run = try program.run(["analyze", "-a", "a5.yaml", "metrics.txt"])
      #expect(run.status == 3, "\(run.output)\(run.errors)")
      #expect(run.output.contains("warm-up"))
      let calm = try program.run(["analyze", "-a", "a5.yaml", "metrics.txt", "--fail-on", "breach"])
      #expect(calm.status == 0)
    }
  }
}
