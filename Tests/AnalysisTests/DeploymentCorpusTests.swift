import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Deployment objects of the corpus; what each says was read in the files by hand.
@Suite(.enabled(if: CorpusTests.isPresent))
struct DeploymentCorpusTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let path: String
    let format: String
    /// `phase time`, or nil for a document that is on no timeline.
    let step: String?
    var code: String?
    var testDescription: String { path }
  }

  static let samples: [Sample] = [
    Sample(
      path: "argo-rollouts/bluegreen-rollout.yaml", format: "argo-rollout",
      step: "bluegreen-demo-74b948fccb paused 2019-10-28T04:50:20Z"),
    Sample(
      path: "argo-cd-health/bluegreen_healthy_servingActiveService.yaml", format: "argo-rollout",
      step: "ks-guestbook-ui-dc689d967 switched 2019-01-24T09:51:02Z"),
    Sample(
      path: "argo-cd-health/canary_healthy_executedAllSteps.yaml", format: "argo-rollout",
      step: "guestbook-canary-84ccfddd66 verified 2019-05-01T21:55:58Z"),
    Sample(
      path: "argo-cd-health/degraded_abortedRollout.yaml", format: "argo-rollout",
      step: "canary-demo-6758949f55 failed 2019-11-05T18:20:12Z"),
    Sample(
      path: "argo-cd-health/degraded_rolloutTimeout.yaml", format: "argo-rollout",
      step: "guestbook-bluegreen-helm-guestbook-6b8cf6f7db failed 2019-05-01T21:36:03Z"),
    Sample(
      path: "argo-cd-health/failedAnalysisRun.yaml", format: "argo-analysis-run", step: nil),
    Sample(
      path: "argo-cd-health/successfulAnalysisRun.yaml", format: "argo-analysis-run", step: nil),
    Sample(
      path: "argo-cd-app/application-healthy.yaml", format: "argo-cd-application", step: nil,
      code: "state-without-time"),
    Sample(
      path: "argo-cd-app/live-child-application.yaml", format: "argo-cd-application", step: nil,
      code: "state-without-time"),
    Sample(
      path: "flagger/succeeded.yaml", format: "flagger-canary",
      step: "podinfo-658bbf784f verified 2020-07-03T13:36:22Z"),
    Sample(
      path: "flagger/degraded.yaml", format: "flagger-canary",
      step: "podinfo-765c47b8f7 failed 2020-07-03T19:13:47Z"),
    Sample(
      path: "flagger/initialized.yaml", format: "flagger-canary",
      step: "podinfo-658bbf784f started 2020-07-03T13:36:22Z"),
  ]

  private final class Steps: QuietSink {
    var steps: [String] = []
    var codes: Set<String> = []
    var quarantined = 0
    override func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
      let id = record.deployID.split(separator: "/").last ?? ""
      steps.append("\(id) \(record.phase.rawValue) \(record.time.instant.rfc3339)")
    }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      quarantined += 1
    }
    override func note(_ diagnostic: FileNote) { codes.insert(diagnostic.code) }
  }

  private func read(_ path: String) throws -> (format: String, Steps) {
    let file = CorpusTests.folder.appending(path: "blue-green").appending(path: path)
    let content = [UInt8](try Data(contentsOf: file))
    return try content.withUnsafeBytes { bytes in
      let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(64 << 10))
      let found = try #require(
        ExportFormats.recognize(ExportHead(bytes: head, isWhole: head.count == bytes.count)))
      let sink = Steps()
      let reader = found.format.makeReader(ReaderContext())
      try reader.consume(bytes, into: sink)
      try reader.finish(into: sink)
      return (found.format.name, sink)
    }
  }

  @Test(arguments: samples) func isReadAsItSays(_ sample: Sample) throws {
    let (format, sink) = try read(sample.path)
    #expect(format == sample.format)
    #expect(sink.steps == (sample.step.map { [$0] } ?? []))
    #expect(sink.codes == Set(sample.code.map { [$0] } ?? []))
    #expect(sink.quarantined == 0)
  }

  /// A cancelled execution: it began at 1 510 251 352 570 ms and ended at …380 982.
  @Test func aTerminalExecutionVerifiesNothing() throws {
    let (format, sink) = try read("spinnaker/pipelinetrigger.json")
    #expect(format == "spinnaker-pipeline")
    #expect(sink.quarantined == 0)
    #expect(sink.steps.first?.hasSuffix("started 2017-11-09T18:15:52.57Z") == true)
    #expect(sink.steps.last?.hasSuffix("failed 2017-11-09T18:16:20.982Z") == true)
    #expect(!sink.steps.contains { $0.contains("verified") })
  }
}
