import Foundation
import Testing
import TestSupport

@testable import Analysis

/// The same events give the same verdicts, whatever frame an export puts around them (INPUTS).
struct FrameEquivalenceTests {
  private static let incident = FormatFixtureTests.folder.deletingLastPathComponent()
    .appending(path: "incidents/hard-negatives")

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// Ways to carry lines; every one keeps the order and every byte of a line.
  enum Frame: String, CaseIterable {
    case docker, kubernetes, logcli, loki, elasticsearch, elasticdump

    func wrap(_ lines: [String]) -> String {
      let time = "2024-05-15T00:00:00Z"
      switch self {
      case .docker:
        return lines.map {
          "{\"log\":\(quoted($0 + "\n")),\"stream\":\"stdout\",\"time\":\"\(time)\"}\n"
        }.joined()
      case .kubernetes:
        // Every third line comes in two pieces.
        return lines.enumerated().map { index, line in
          let half = line.index(line.startIndex, offsetBy: line.count / 2)
          return index % 3 == 0
            ? "\(time) stdout P \(line[..<half])\n\(time) stdout F \(line[half...])\n"
            : "\(time) stdout F \(line)\n"
        }.joined()
      case .logcli:
        return lines.map {
          "{\"labels\":{\"job\":\"x\"},\"line\":\(quoted($0)),\"timestamp\":\"\(time)\"}\n"
        }.joined()
      case .loki:
        let values = lines.map { "[\"1715731200000000000\",\(quoted($0))]" }
        return
          "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"stream\":{},"
          + "\"values\":[\(values.joined(separator: ",\n"))]}]}}"
      case .elasticsearch:
        let hits = lines.map { "{\"_index\":\"i\",\"_id\":\"1\",\"_source\":\($0)}" }
        return "{\"took\":1,\"timed_out\":false,\"hits\":{\"total\":\(lines.count),\"hits\":["
          + hits.joined(separator: ",\n") + "]}}"
      case .elasticdump:
        return lines.map { "{\"_index\":\"i\",\"_id\":\"1\",\"_source\":\($0)}\n" }.joined()
      }
    }

    private func quoted(_ text: String) -> String { FrameEquivalenceTests.quoted(text) }
  }

  /// A data set with JSON logs of the gateway and of the application.
  private static let name = "hard-negatives/missing-middle"

  private func content(of path: String) throws -> String {
    let source = try ByteSource(path: path, .init(hashing: false, inflateRatio: 1_000))
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  private func digest(framing frame: Frame?) throws -> (digest: String, records: [String]) {
    let root = Self.incident.deletingLastPathComponent().appending(path: Self.name)
    let copy = FileManager.default.temporaryDirectory.appending(
      path: "estreat-frames-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: root.appending(path: "exports"), to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    var inputs: [InputFile] = []
    var framed = 0
    for name in try FileManager.default.subpathsOfDirectory(atPath: copy.path).sorted() {
      let file = copy.appending(path: name)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if isFolder.boolValue { continue }
      if let frame, name.hasPrefix("logs/"), name.contains(".jsonl") {
        let text = try content(of: file.path)
        let lines = text.split(separator: "\n").map(String.init)
        if lines.allSatisfy({ $0.hasPrefix("{") && $0.hasSuffix("}") }) {
          framed += 1
          try Data(frame.wrap(lines).utf8).write(to: file)
        }
      }
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: false))
    }
    #expect(frame == nil || framed >= 2)
    let bytes = [UInt8](try Data(contentsOf: root.appending(path: "appendix.yaml")))
    let appendix = try AppendixReader.read(bytes: bytes, path: "appendix.yaml").appendix
    let run = try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: .init(jobs: 2))
    ).run()
    return (
      run.result.digest,
      run.result.inputs.map { "\($0.path) \($0.role?.rawValue ?? "-") \($0.records)" }
    )
  }

  @Test(arguments: Frame.allCases) func verdictsDoNotDependOnTheFrame(_ frame: Frame) throws {
    let plain = try digest(framing: nil)
    let framed = try digest(framing: frame)
    #expect(framed.records == plain.records)
    #expect(framed.digest == plain.digest)
  }
}
