import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Analysis

/// However an export is cut and shared between workers, the same result comes out.
struct SharedReadingTests {
  private static let incident = FormatFixtureTests.folder.deletingLastPathComponent()
    .appending(path: "incidents/payment-2024-05-15")

  private func result(_ reading: AnalysisRequest.Reading) throws -> AnalysisResult {
    let bytes = [UInt8](
      try Data(contentsOf: Self.incident.appending(path: "appendix.yaml")))
    let appendix = try AppendixReader.read(bytes: bytes, path: "appendix.yaml").appendix
    let exports = Self.incident.appending(path: "exports")
    let names = try FileManager.default.subpathsOfDirectory(atPath: exports.path).sorted()
    let inputs = names.compactMap { name -> InputFile? in
      var isFolder: ObjCBool = false
      let path = exports.appending(path: name).path
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
        !isFolder.boolValue
      else { return nil }
      return InputFile(path: path, displayPath: name, isNamed: false)
    }
    return try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: reading)
    ).run().result
  }

  /// Everything in a result as text; nothing in it is a dictionary.
  private func text(_ result: AnalysisResult) -> String { String(reflecting: result) }

  @Test func cutsWorkersKernelsAndStrictnessDoNotMatter() throws {
    var reading = AnalysisRequest.Reading()
    reading.isStrict = true
    let wanted = text(try result(reading))
    #expect(wanted.contains("BREACHED") || wanted.contains("breached"))
    for (chunkBytes, jobs, kernel) in [(700, 3, ScanKernel.portable), (65_537, 2, .best)] {
      var reading = AnalysisRequest.Reading(jobs: jobs)
      reading.chunkBytes = chunkBytes
      reading.kernel = kernel
      #expect(text(try result(reading)) == wanted, "\(chunkBytes) bytes, \(jobs), \(kernel)")
    }
  }

  /// Broken records get their unknown time from good neighbours in other chunks.
  @Test func brokenRecordsAtTheEdgesOfChunksKeepTheirNeighbours() throws {
    var lines: [String] = []
    for second in 0..<200 {
      let time = "2024-05-15T06:\(20 + second / 60):\(twoDigits(second % 60))Z"
      lines.append(
        second % 7 == 3 || (90..<120).contains(second)
          ? "{\"ts\":\"\(time)\",\"broken"
          : "{\"ts\":\"\(time)\",\"level\":\"info\",\"msg\":\"m\"}")
    }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-shared-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "app.jsonl")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let input = InputFile(path: file.path, displayPath: "app.jsonl", isNamed: true)
    func unknown(_ chunkBytes: Int, _ jobs: Int) throws -> [Survey.UnknownRecords] {
      var reading = AnalysisRequest.Reading(jobs: jobs)
      reading.chunkBytes = chunkBytes
      var survey = try ExportInspector([input], options: reading).surveys()[0]
      survey.normalise()
      return survey.unknown
    }
    let wanted = try unknown(1 << 20, 1)
    #expect(wanted.reduce(0) { $0 + $1.count } == Int64(lines.count { $0.hasSuffix("broken") }))
    // Seconds 90 to 119 are broken, and 87 and 122 are as well: good ones at 89 and 120.
    #expect(
      wanted.contains {
        $0.count == 30 && $0.span.first.rfc3339 == "2024-05-15T06:21:29Z"
          && $0.span.last.rfc3339 == "2024-05-15T06:22:00Z"
      })
    for (chunkBytes, jobs) in [(64, 1), (64, 4), (150, 3), (999, 2)] {
      #expect(try unknown(chunkBytes, jobs) == wanted, "\(chunkBytes) bytes, \(jobs) workers")
    }
  }
}
