import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Analysis

/// The same spans give the same verdicts and the same counts, whichever store exported them.
struct TraceStoreTests {
  private static let incident = FormatFixtureTests.folder.deletingLastPathComponent()
    .appending(path: "incidents/payment-2024-05-15")

  private struct Found: Equatable {
    var digest: String
    var records: Int64
    var services: [String]
    var counts: [String]
    var edges: [String]
  }

  private func run(_ kind: TraceStores.Kind?) throws -> (Found, String?) {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-traces-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.incident.appending(path: "exports"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    if let kind {
      try FileManager.default.removeItem(at: folder.appending(path: "traces/otlp-spans.jsonl.gz"))
      try Data(TraceStores.payment(kind).utf8).write(
        to: folder.appending(path: "traces/spans.json"))
    }
    var inputs: [InputFile] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
      let file = folder.appending(path: name)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if isFolder.boolValue { continue }
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: false))
    }
    let bytes = [UInt8](try Data(contentsOf: Self.incident.appending(path: "appendix.yaml")))
    let appendix = try AppendixReader.read(bytes: bytes, path: "appendix.yaml").appendix
    let run = try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: .init(jobs: 2))
    ).run()
    let traces = try #require(run.result.inputs.first { $0.path.hasPrefix("traces/") })
    let found = Found(
      digest: run.result.digest, records: traces.records, services: traces.services,
      counts: run.result.diagnostics.filter { $0.code.hasPrefix("span-") }
        .map { "\($0.code) \($0.count)" }.sorted(),
      edges: run.survey.census.graphs.values.flatMap { graph in
        graph.edges.map { "\($0.key.text) \($0.value.calls)" }
      }.sorted())
    return (found, traces.format)
  }

  @Test(arguments: TraceStores.Kind.allCases)
  func verdictsDoNotDependOnTheStore(_ kind: TraceStores.Kind) throws {
    let (otlp, _) = try run(nil)
    let (other, format) = try run(kind)
    let formats: [TraceStores.Kind: String] = [
      .jaeger: "jaeger-json", .jaegerDump: "jaeger-elasticsearch", .zipkin: "zipkin-v2",
      .zipkinTraces: "zipkin-v2", .tempo: "tempo-json",
    ]
    #expect(format == formats[kind])
    #expect(other == otlp)
    // Counted in Python over the OTLP export.
    #expect(otlp.records == 1_019)
    #expect(otlp.counts == ["span-late 66", "span-orphan 7"])
    #expect(
      otlp.edges == [
        "payment-app -> mysql (payment) 376", "payment-gateway -> payment-app 274",
      ])
  }
}
