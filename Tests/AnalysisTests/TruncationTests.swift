import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Exports that were cut when they were made, and lines that rotation cut.
struct TruncationTests {
  /// Writes files into a folder of their own and inspects them all.
  private func inspect(_ files: [(String, String)]) throws -> [ExportInspector.Inspection] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-cut-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var inputs: [InputFile] = []
    for (name, text) in files {
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: true))
    }
    return try ExportInspector.inspect(inputs)
  }

  private func line(_ second: Int) -> String {
    "{\"ts\":\"2024-05-15T06:\(twoDigits(second / 60)):\(twoDigits(second % 60))Z\","
      + "\"level\":\"info\",\"msg\":\"number \(second)\"}\n"
  }

  @Test(arguments: [999, 1_000, 1_001, 5_000, 10_000])
  func roundCountsLookCut(_ count: Int) throws {
    let text = (0..<count).map { line($0 % 3_600) }.joined()
    let found = try #require(try inspect([("app.jsonl", text)]).first)
    #expect(found.summary.records == Int64(count))
    #expect(found.truncation.isEmpty == ![1_000, 5_000, 10_000].contains(count))
  }

  @Test func aLastLineThatIsCutLooksCut() throws {
    let text = (0..<20).map(line).joined()
    let whole = try #require(try inspect([("app.jsonl", text)]).first)
    #expect(whole.truncation.isEmpty)
    let cut = try #require(try inspect([("app.jsonl", String(text.dropLast(9)))]).first)
    #expect(cut.truncation.count == 1)
    #expect(cut.summary.records == 19 && cut.summary.quarantined == 1)
  }

  /// Cut anywhere inside a line, even inside an escape: the halves make the record again.
  @Test(arguments: [1, 9, 40, 52, 60])
  func aLineCutByRotationCountsOnce(_ at: Int) throws {
    let text = Array((0..<20).map(line).joined().utf8)
    let tenth = Array((0..<10).map(line).joined().utf8).count
    let first = String(decoding: text[..<(tenth + at)], as: UTF8.self)
    let second = String(decoding: text[(tenth + at)...], as: UTF8.self)
    for names in [("app.log.1", "app.log"), ("a.jsonl", "b.jsonl")] {
      let found = try inspect([(names.0, first), (names.1, second)])
      #expect(found.map(\.summary.quarantined) == [0, 0])
      #expect(found.reduce(0) { $0 + $1.summary.records } == 20)
      #expect(found.flatMap(\.truncation) == [])
      #expect(found.flatMap(\.diagnostics).filter { $0.code == "rotated-line" }.count == 1)
    }
  }

  @Test func halvesOfDifferentLinesAreNotJoined() throws {
    let text = (0..<20).map(line).joined()
    let found = try inspect([
      ("a.jsonl", String(text.dropLast(30))),
      ("b.jsonl", "\"msg\":\"x\",,}\n" + line(30) + line(31) + line(32)),
    ])
    #expect(found.flatMap(\.diagnostics).allSatisfy { $0.code != "rotated-line" })
    #expect(found.map(\.summary.quarantined) == [1, 1])
  }

  @Test func whatACutExportLostEndsWhereTheNextBegins() {
    func part(
      _ from: Int64, _ to: Int64, cut: Bool, descending: Bool = false
    ) -> InputSurvey {
      var summary = InputSummary(path: "f", sha256: "", bytes: 0)
      summary.role = .gatewayAccess
      summary.span = TimeSpan(first: Instant(seconds: from), last: Instant(seconds: to))
      var part = InputSurvey(summary: summary, survey: Survey(), diagnostics: [], isComplete: true)
      part.isTruncated = cut
      part.isDescending = descending
      return part
    }
    func seconds(_ intervals: [Interval]?) -> [[Int64]] {
      (intervals ?? []).map { [$0.from.secondsFloor, $0.to.secondsFloor] }
    }
    let ascending = Truncation.lost([part(0, 100, cut: true), part(200, 300, cut: false)])
    #expect(seconds(ascending[.gatewayAccess]) == [[100, 200]])
    let descending = Truncation.lost([
      part(0, 100, cut: false), part(200, 300, cut: true, descending: true),
    ])
    #expect(seconds(descending[.gatewayAccess]) == [[100, 200]])
    #expect(Truncation.lost([part(0, 100, cut: false)]).isEmpty)
    let open = Truncation.lost([part(0, 100, cut: true)])
    #expect(open[.gatewayAccess]?.first?.to == .distantFuture)
  }
}
