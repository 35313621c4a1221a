import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Analysis

/// The same samples as the real `promtool tsdb dump` (Debian prometheus), bit for bit: on blocks
/// that promtool makes and on third-party ones. Skipped where the tool or the corpus is absent.
struct TSDBPromtoolTests {
  private static let program = "/usr/bin/promtool"
  static let isPresent = FileManager.default.isExecutableFile(atPath: program)
  static let corpus = CorpusTests.folder.appending(path: "tsdb-block")
  static let blocks = [
    "vm-prometheus-snapshot/01JWS713P2E4MQW7T643GYGD69", "prometheus-index-v1",
  ]
  static let hasCorpus = FileManager.default.fileExists(atPath: corpus.path)

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Self.program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "promtool \(arguments)")
    return String(decoding: data, as: UTF8.self)
  }

  /// promtool opens a data base only where there is a log, be it empty.
  private func dump(_ folder: URL) throws -> [String] {
    try FileManager.default.createDirectory(
      at: folder.appending(path: "wal"), withIntermediateDirectories: true)
    return try run(["tsdb", "dump", folder.path]).split(separator: "\n").map(String.init).sorted()
  }

  private func temporary() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "estreat-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// OpenMetrics text of gauges that jump, counters, special values and odd labels.
  private func metrics(_ seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed, purpose: "metrics")
    var text = "# TYPE g gauge\n"
    for series in 0..<12 {
      var time = 1_700_000_000_000 + generator.below(1_000)
      for _ in 0..<(1 + generator.below(400)) {
        time += [15_000, 15_000, 15_000, 15_001, 14_999, 60_000, 900_000][generator.below(7)]
        let value: String
        switch generator.below(9) {
        case 0: value = ["NaN", "+Inf", "-Inf", "-0"][generator.below(4)]
        case 1: value = "\(Double(bitPattern: generator.next() & 0x7fef_ffff_ffff_ffff))"
        case 2: value = "\(generator.below(1 << 50))"
        case 3: value = "\(Double(generator.below(1_000_000)) / 1_000)"
        case 4: value = "\(Double(generator.below(1_000)) * 1e-9)"
        default: value = "\(generator.below(100))"
        }
        let seconds = String(format: "%d.%03d", time / 1_000, time % 1_000)
        text += "g{a=\"\(series)\",q=\"\\\"é\\\\\\n\u{1F600}\u{1}\"} \(value) \(seconds)\n"
      }
    }
    text += "# TYPE c counter\n"
    for series in 0..<4 {
      for step in 0..<2_000 {
        text += "c_total{Z=\"\(series)\"} \(step * step) \(1_700_000_000 + step * 15)\n"
      }
    }
    return text + "# EOF\n"
  }

  @Test(.enabled(if: isPresent), arguments: [1, 2, 3] as [UInt64])
  func blocksOfPromtool(_ seed: UInt64) throws {
    let folder = try temporary()
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "metrics.txt")
    let data = folder.appending(path: "data")
    try Data(metrics(seed).utf8).write(to: source)
    try run(["tsdb", "create-blocks-from", "openmetrics", source.path, data.path])
    let snapshot = try Snapshot(existing: data)
    #expect(snapshot.inputs.count > 8)
    let found = try snapshot.samples()
    #expect(found.codes == [])
    let wanted = try dump(data)
    #expect(wanted.count > 8_000)
    #expect(found.lines.sorted() == wanted)
    // A value that differs in its last bit would show.
    #expect(found.lines.sorted() != wanted.dropLast() + ["{__name__=\"g\"} 1 1"])
  }

  @Test(.enabled(if: isPresent && hasCorpus), arguments: blocks)
  func blocksOfTheCorpus(_ name: String) throws {
    let folder = try temporary()
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = Self.corpus.appending(path: name)
    let meta = try JSONSerialization.jsonObject(
      with: Data(contentsOf: source.appending(path: "meta.json")))
    // promtool knows a block by its folder's name.
    let id = try #require((meta as? [String: Any])?["ulid"] as? String)
    try FileManager.default.copyItem(at: source, to: folder.appending(path: id))
    let found = try Snapshot(existing: folder).samples()
    #expect(found.codes == [])
    #expect(found.lines.sorted() == (try dump(folder)))
  }

  /// The answer that lies beside the snapshot: two series of one name and job.
  @Test(.enabled(if: hasCorpus)) func theExpectedAnswer() throws {
    let folder = Self.corpus.appending(path: "vm-prometheus-snapshot")
    let lines = try Snapshot(existing: folder.appending(path: "01JWS713P2E4MQW7T643GYGD69"))
      .samples().lines
    let answer = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appending(path: "expected_response.json")))
    let data = try #require((answer as? [String: Any])?["data"] as? [String: Any])
    let result = try #require(data["result"] as? [[String: Any]])
    #expect(result.count == 2)
    for series in result {
      let metric = try #require(series["metric"] as? [String: String])
      let pairs = metric.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
      let points = try #require(series["values"] as? [[Any]])
      for point in points {
        let seconds = try #require(point[0] as? Double)
        let value = try #require(point[1] as? String)
        let line =
          "{\(pairs.joined(separator: ", "))} \(value) \(Int64((seconds * 1_000).rounded()))"
        #expect(lines.contains(line))
      }
    }
  }
}
