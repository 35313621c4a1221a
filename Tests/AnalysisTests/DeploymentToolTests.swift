import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Analysis

/// The same releases give the same verdicts, whichever tool recorded them: the releases of the
/// payment incident, under an appendix that needs a configuration hash (which events lack).
struct DeploymentToolTests {
  private static let incident = FormatFixtureTests.folder.deletingLastPathComponent()
    .appending(path: "incidents/hard-negatives/missing-middle")

  private func run(_ text: String?) throws -> (digest: String, codes: Set<String>, format: String?)
  {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "estreat-deploys-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.incident.appending(path: "exports"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let export = folder.appending(path: "deployments/payment-app.jsonl")
    if let text { try Data(text.utf8).write(to: export) }
    var inputs: [InputFile] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
      let file = folder.appending(path: name)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if isFolder.boolValue { continue }
      inputs.append(InputFile(path: file.path, displayPath: name, isNamed: false))
    }
    let bytes = [UInt8](try Data(contentsOf: Self.incident.appending(path: "appendix.yaml")))
    let asked = String(decoding: bytes, as: UTF8.self).replacing(
      "service: payment-app\n  A3:",
      with: "service: payment-app\n    credential: {config-hash: required, on-mismatch: finding}"
        + "\n  A3:")
    #expect(asked.utf8.count > bytes.count)
    let appendix = try AppendixReader.read(bytes: Array(asked.utf8), path: "appendix.yaml")
      .appendix
    let run = try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: .init(jobs: 2))
    ).run()
    return (
      run.result.digest, Set(run.result.diagnostics.map(\.code)),
      run.result.inputs.first { $0.path == "deployments/payment-app.jsonl" }?.format
    )
  }

  @Test func verdictsDoNotDependOnTheTool() throws {
    let plain = try run(nil)
    let formats: [DeploymentTools.Kind: String] = [
      .rolloutEvents: "kubernetes-events", .rolloutEventsYAML: "kubernetes-events",
      .rolloutEventLines: "kubernetes-events", .rolloutStatus: "argo-rollout",
      .flaggerEvents: "kubernetes-events", .spinnaker: "spinnaker-pipeline",
    ]
    for kind in DeploymentTools.Kind.allCases {
      let tool = try run(DeploymentTools.payment(kind))
      #expect(tool.digest == plain.digest, "\(kind)")
      #expect(tool.format == formats[kind], "\(kind)")
      // Events carry no configuration hash, which this appendix asks for: a finding.
      let hasHash = kind == .rolloutStatus || kind == .spinnaker
      #expect(tool.codes.contains("CREDENTIAL_MISMATCH") == !hasHash, "\(kind)")
    }
  }

  /// Without the completion nothing is verified, and the day has other verdicts.
  @Test func anIncompleteRolloutGivesOtherVerdicts() throws {
    let plain = try run(nil)
    let text = DeploymentTools.payment(.rolloutEventLines)
    let cut = text.split(separator: "\n").filter { !$0.contains("RolloutCompleted") }
      .joined(separator: "\n")
    #expect(try run(cut + "\n").digest != plain.digest)
  }
}
