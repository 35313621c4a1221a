import Foundation
import Testing

/// `explain` of codes: pages without exports, and what one name means where it means several things.
@Suite("Explain codes")
struct ExplainCodeTests {
  @Test("the page of a code needs no exports, and goes to stdout alone")
  func page() throws {
    try withProgram { program in
      let english = try program.run(["explain", "partial-window"])
      #expect(english.status == 0 && english.errors.isEmpty)
      #expect(english.output.hasPrefix("partial-window  ") && english.output.contains("rule"))
      for chinese in ["zh", "zh-CN"] {
        let run = try program.run(["explain", "INDETERMINATE(partial-window)", "--lang", chinese])
        #expect(run.status == 0 && run.output.hasPrefix("partial-window  "))
        #expect(run.output.contains("含义") && run.output.contains("late-allowance"))
      }
    }
  }

  @Test("--codes lists every code with its title, and each of them has a page")
  func list() throws {
    try withProgram { program in
      let list = try program.run(["explain", "--codes"])
      #expect(list.status == 0 && list.errors.isEmpty)
      let codes = list.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
      #expect(codes.count > 300)
      for code in ["BREACHED", "no-data", "E0", "gzip-corrupt", "unsigned"] {
        #expect(codes.contains(code))
      }
      for code in codes.prefix(5) {
        #expect(try program.run(["explain", code]).output.hasPrefix(code + "  "))
      }
      let chinese = try program.run(["explain", "--codes", "--lang", "zh"])
      #expect(
        chinese.output.split(separator: "\n").count == list.output.split(separator: "\n").count)
    }
  }

  @Test(
    "mistakes are status 2, on stderr only",
    arguments: [
      (["explain"], "usage"), (["explain", "--codes", "unit"], "usage"),
      (["explain", "unit", "--lang", "fr"], "usage"), (["explain", "A2", "-a", "x"], "usage"),
      (["explain", "A2", "exports"], "usage"), (["explain", "parial-window"], "unknown-code"),
      (["explain", "A2"], "unknown-code"),
    ])
  func mistakes(_ arguments: [String], _ code: String) throws {
    try withProgram { program in
      let run = try program.run(arguments)
      #expect(run.status == 2 && run.reports(code), "\(arguments): \(run.errors)")
      #expect(run.output.isEmpty)
    }
  }

  @Test("a clause of the appendix comes before a code, a code before nothing at all")
  func clash() throws {
    try withProgram { program in
      let appendix = try program.write(
        Sample.appendix.replacingOccurrences(of: "  A2:", with: "  weak:")
          .replacingOccurrences(of: "[A2]", with: "[weak]"), to: "appendix.yaml")
      let log = try program.write(Sample.accessLog(), to: "access.jsonl")
      let exports = ["-a", appendix, log]
      let clause = try program.run(["explain", "weak"] + exports)
      #expect(clause.status == 0 && clause.output.hasPrefix("weak latency-percentile"))
      let page = try program.run(["explain", "weak"])
      #expect(page.status == 0 && page.output.hasPrefix("weak  "))
      let code = try program.run(["explain", "no-traffic"] + exports)
      let alone = try program.run(["explain", "no-traffic"])
      #expect(code.status == 0 && code.output == alone.output)
      let neither = try program.run(["explain", "A9"] + exports)
      #expect(neither.status == 2 && neither.reports("unknown-subject"))
    }
  }

  @Test("the explanation of a clause ends with the codes that it met")
  func hints() throws {
    try withProgram { program in
      let appendix = try program.write(Sample.appendix, to: "appendix.yaml")
      // The last window is cut by the end of the log.
      let log = try program.write(
        Sample.accessLog().split(separator: "\n").dropLast(2).joined(separator: "\n") + "\n",
        to: "access.jsonl")
      let run = try program.run(["explain", "A2", "-a", appendix, log])
      #expect(run.status == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n")
      let head = try #require(lines.firstIndex { $0.hasPrefix("codes met; ") })
      #expect(lines[(head + 1)...].contains { $0.hasPrefix("  partial-window  ") })
      for line in lines[(head + 1)...] {
        let code = try #require(line.split(separator: " ").first)
        #expect(try program.run(["explain", String(code)]).status == 0)
      }
    }
  }
}
