import Foundation
import Testing

/// What the README shows is what the program prints.
@Suite("README")
struct ReadmeTests {
  @Test("the thirty-second run is real, line by line")
  func demo() throws {
    try withProgram { program in
      let readme = try String(
        contentsOf: Program.repository.appendingPathComponent("README.md"), encoding: .utf8)
      let blocks = readme.components(separatedBy: "```\n")
      let block = try #require(blocks.first { $0.hasPrefix("$ estreat analyze") })
      let set = Program.dataset("payment-2024-05-15")
      let run = try program.run([
        "analyze", "-a", set + "/appendix.yaml", set + "/exports", "-o", "Reports/local/demo",
      ])
      #expect(run.status == 1)
      var printed = run.output.split(separator: "\n", omittingEmptySubsequences: false)[...]
      let shown = block.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        .prefix { !$0.hasPrefix("exit status") }
      for line in shown where line != "…" && !line.isEmpty {
        let at = printed.firstIndex(of: line)
        #expect(at != nil, "the program does not print: \(line)")
        if let at { printed = printed[(at + 1)...] }
      }
      let result = try String(
        contentsOfFile: program.path("Reports/local/demo/report.txt"), encoding: .utf8)
      #expect(result.hasPrefix("BREACHED: A5, A2, A4 since 2024-05-15 14:20:02"))
    }
  }

  @Test("every exit status that the program has is in the table")
  func statuses() throws {
    let readme = try String(
      contentsOf: Program.repository.appendingPathComponent("README.md"), encoding: .utf8)
    for status in [0, 1, 2, 3, 4, 5, 6, 70, 130] { #expect(readme.contains("\n| \(status) | ")) }
  }
}
