import Foundation
import TestSupport
import Testing

@testable import Analysis

/// The same events give the same verdicts in every encoding of OTLP, and its metrics as CSV.
struct OTLPEquivalenceTests {
  private static let incident = FormatFixtureTests.folder.deletingLastPathComponent()
    .appending(path: "incidents/payment-2024-05-15")

  /// Which export is replaced, and by what.
  enum Change: String, CaseIterable {
    case tracesRequest, tracesStream, log, metricsCumulative, metricsDelta, metricsCSV

    var replaced: (old: String, new: String) {
      switch self {
      case .tracesRequest, .tracesStream:
        ("traces/otlp-spans.jsonl.gz", "traces/otlp-spans.binpb")
      case .log: ("logs/payment-app.jsonl.gz", "logs/payment-app.jsonl")
      case .metricsCumulative, .metricsDelta:
        ("metrics/gateway-openmetrics.txt.gz", "metrics/gateway.jsonl")
      case .metricsCSV: ("metrics/gateway-openmetrics.txt.gz", "metrics/gateway.csv")
      }
    }

    /// Beside the access log the gateway's metrics only cross-check: alone they decide.
    var isMetrics: Bool { rawValue.hasPrefix("metrics") }

    var content: [UInt8] {
      switch self {
      case .tracesRequest: OTLPProto.paymentTraces(prefixed: false)
      case .tracesStream: OTLPProto.paymentTraces(prefixed: true)
      case .log: OTLPProto.paymentLog()
      case .metricsCumulative: Array(OTLPMetricsJSON.payment(.cumulative).utf8)
      case .metricsDelta: Array(OTLPMetricsJSON.payment(.delta).utf8)
      case .metricsCSV: Array(MetricCSV.payment().utf8)
      }
    }

    var format: String {
      switch self {
      case .tracesRequest, .tracesStream: "otlp-proto-traces"
      case .log: "otlp-proto-logs"
      case .metricsCumulative, .metricsDelta: "otlp-json-metrics"
      case .metricsCSV: "metrics-csv"
      }
    }
  }

  private func run(
    _ change: Change?, histogramDecides: Bool, _ edit: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> AnalysisResult {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-otlp-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.incident.appending(path: "exports"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    if let change {
      try FileManager.default.removeItem(at: folder.appending(path: change.replaced.old))
      try Data(edit(change.content)).write(to: folder.appending(path: change.replaced.new))
    }
    var inputs: [InputFile] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
      let file = folder.appending(path: name)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if isFolder.boolValue { continue }
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: false))
    }
    var text = try String(
      contentsOf: Self.incident.appending(path: "appendix.yaml"), encoding: .utf8)
    if histogramDecides {
      let usual = "from: [access-log, histogram, spans]"
      #expect(text.contains(usual))
      text = text.replacing(usual, with: "from: [histogram]")
    }
    if change == .metricsCSV {
      let entry = MetricCSV.paymentSource(files: Change.metricsCSV.replaced.new)
      text = text.replacing("\nsources:\n", with: "\nsources:\n" + entry)
    }
    let bytes = [UInt8](text.utf8)
    let appendix = try AppendixReader.read(bytes: bytes, path: "appendix.yaml").appendix
    return try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: .init(jobs: 2))
    ).run().result
  }

  @Test(arguments: Change.allCases)
  func verdictsDoNotDependOnTheEncoding(_ change: Change) throws {
    let usual = try run(nil, histogramDecides: change.isMetrics)
    let changed = try run(change, histogramDecides: change.isMetrics)
    let input = try #require(changed.inputs.first { $0.path == change.replaced.new })
    let before = try #require(usual.inputs.first { $0.path == change.replaced.old })
    #expect(input.format == change.format)
    #expect(input.quarantined == 0)
    if input.role != .metrics { #expect(input.records == before.records) }
    #expect(changed.digest == usual.digest)
  }

  /// The verdicts do rest on what was replaced: without it they are others.
  @Test(arguments: [Change.log, .metricsCumulative, .metricsDelta, .metricsCSV])
  func verdictsDoDependOnTheContent(_ change: Change) throws {
    let usual = try run(nil, histogramDecides: change.isMetrics)
    let less = try run(change, histogramDecides: change.isMetrics) {
      Array($0.prefix($0.count / 3))
    }
    #expect(less.digest != usual.digest)
  }
}
