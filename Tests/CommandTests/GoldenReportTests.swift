import Foundation
import Testing

/// The summaries of all shipped incidents, as committed below `Reports/incidents`: a change of
/// any printed number shows up in review. `RECORD_SNAPSHOTS=1` writes them again; whether the
/// verdicts are right is decided by the oracle, not by these files.
@Suite("Golden reports")
struct GoldenReportTests {
  static let datasets: [String] = {
    let hard = Program.repository.appendingPathComponent("Datasets/incidents/hard-negatives")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: hard.path)) ?? []
    return ["payment-2024-05-15"]
      + names.filter { !$0.contains(".") }.sorted().map { "hard-negatives/" + $0 }
  }()

  @Test("each incident's summary is the committed one", arguments: datasets)
  func summary(_ name: String) throws {
    try withProgram { program in
      let set = Program.dataset(name)
      let run = try program.run(["analyze", "-a", set + "/appendix.yaml", set + "/exports"])
      let golden = Program.repository.appendingPathComponent("Reports/incidents/\(name).txt")
      if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try FileManager.default.createDirectory(
          at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
        try run.output.write(to: golden, atomically: true, encoding: .utf8)
      }
      let wanted = try String(contentsOf: golden, encoding: .utf8)
      #expect(run.output == wanted)
      #expect(wanted.contains("judged 2024-05-15"))
    }
  }
}
