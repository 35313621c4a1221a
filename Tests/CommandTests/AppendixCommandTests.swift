import Foundation
import Testing

/// `init`, `lint`, and appendix mistakes wherever an appendix is read: status 2.
@Suite("Appendix on the command line")
struct AppendixCommandTests {
  @Test("init writes an appendix that lints, and does not replace one")
  func initialise() throws {
    try withProgram { program in
      let made = try program.run(["init", "project"])
      #expect(made.status == 0 && made.output.contains("project/appendix.yaml"))
      #expect(program.exists("project/exports"))
      let lint = try program.run(["lint", "project/appendix.yaml"])
      #expect(lint.status == 0 && lint.output.contains("valid"))
      let before = try Data(
        contentsOf: program.folder.appendingPathComponent("project/appendix.yaml"))
      let again = try program.run(["init", "project"])
      #expect(again.status == 2 && again.reports("appendix-exists"))
      let after = try Data(
        contentsOf: program.folder.appendingPathComponent("project/appendix.yaml"))
      #expect(before == after)
      #expect(try program.run(["init", "project", "--force"]).status == 0)
      #expect(program.names("project") == ["appendix.yaml", "exports"])
    }
  }

  struct Mistake: Sendable {
    var name: String
    var text: String
    var replacement: String
    /// Line that the first diagnostic must name; nil where there is none.
    var line: Int?
  }

  static let mistakes = [
    Mistake(name: "misspelled key", text: "at-most", replacement: "at-moist", line: 9),
    Mistake(name: "negative threshold", text: "200ms", replacement: "-200ms", line: 9),
    Mistake(name: "no time zone", text: "timezone: Asia/Shanghai\n", replacement: "", line: nil),
    Mistake(name: "unknown zone", text: "Asia/Shanghai", replacement: "Asia/Shanghia", line: 3),
    Mistake(
      name: "requirement cycle", text: "requires: []", replacement: "requires: [A2]", line: 5),
    Mistake(
      name: "unknown requirement", text: "requires: []", replacement: "requires: [A9]", line: 7),
    Mistake(name: "unknown kind", text: "latency-percentile", replacement: "latency", line: 6),
    Mistake(name: "broken YAML", text: "clauses:", replacement: "clauses: [", line: nil),
  ]

  @Test("each mistake: file:line:column, a code, a fix, status 2", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    try withProgram { program in
      let text = Sample.appendix.replacingOccurrences(of: mistake.text, with: mistake.replacement)
      try program.write(text, to: "appendix.yaml")
      let log = try program.write(Sample.accessLog(), to: "access.jsonl")
      for arguments in [
        ["lint", "appendix.yaml"], ["analyze", "-a", "appendix.yaml", log, "-o", "out"],
      ] {
        let run = try program.run(arguments)
        #expect(run.status == 2, "\(mistake.name): \(run.errors)")
        #expect(run.output.isEmpty)
        let line = mistake.line.map { "\($0)" } ?? "\\d+"
        let shape = "(?m)^appendix\\.yaml:\(line):\\d+: error: .+ \\[[a-z0-9-]+\\]\n  fix: .+"
        #expect(
          run.errors.range(of: shape, options: .regularExpression) != nil,
          "\(mistake.name): \(run.errors)")
        #expect(!program.exists("out"))
      }
    }
  }

  @Test("a cycle is printed")
  func cycle() throws {
    try withProgram { program in
      let text = Sample.appendix.replacingOccurrences(of: "requires: []", with: "requires: [A2]")
      try program.write(text, to: "appendix.yaml")
      let run = try program.run(["lint", "appendix.yaml"])
      #expect(run.errors.contains("A2 → A2") || run.errors.contains("A2 -> A2"))
    }
  }

  @Test("no such appendix, a folder, another digest than pinned: status 2")
  func unreadable() throws {
    try withProgram { program in
      let log = try program.write(Sample.accessLog(), to: "access.jsonl")
      let absent = try program.run(["analyze", "-a", "none.yaml", log])
      #expect(absent.status == 2 && absent.reports("no-such-path"))
      #expect(try program.run(["lint", "tmp"]).status == 2)
      try program.write(Sample.appendix, to: "appendix.yaml")
      let pinned = try program.run([
        "analyze", "-a", "appendix.yaml", log, "--appendix-sha256",
        String(repeating: "0", count: 64),
      ])
      #expect(pinned.status == 2 && pinned.reports("appendix-sha256"))
    }
  }

  @Test("lint as JSON states the same, with the same status")
  func json() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "good.yaml")
      try program.write("estreat: 1\n", to: "bad.yaml")
      for (file, status) in [("good.yaml", Int32(0)), ("bad.yaml", 2)] {
        let run = try program.run(["lint", file, "--format", "json"])
        #expect(run.status == status)
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        let fields = try #require(object as? [String: Any])
        #expect(fields["valid"] as? Bool == (status == 0))
      }
    }
  }
}
