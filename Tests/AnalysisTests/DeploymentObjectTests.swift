import Foundation
import Testing

@testable import Analysis

/// What objects and events of deployment tools are taken for: INPUTS "deployments", RULES A1.
struct DeploymentObjectTests {
  private func calls(_ format: String, _ text: String) throws -> [String] {
    let sink = Steps()
    let reader = try #require(ExportFormats.named(format)).makeReader(ReaderContext())
    try Array(text.utf8).withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink.calls
  }

  private final class Steps: QuietSink {
    var calls: [String] = []
    override func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
      calls.append("\(record.deployID) \(record.phase.rawValue) \(record.time.instant.rfc3339)")
    }
    override func other(at place: RecordPlace, time: Stamp?) { calls.append("other") }
    override func document(_ record: DocumentRecord, at place: RecordPlace) {
      calls.append("document")
    }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      calls.append("quarantine \(record.code)")
    }
    override func note(_ diagnostic: FileNote) { calls.append("note \(diagnostic.code)") }
  }

  private func rollout(
    active: String = "new", stable: String = "new", generation: String = "4",
    seen: String = "\"4\"", more: String = "", completed: String = "True",
    reason: String = "NewReplicaSetAvailable"
  ) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: Rollout
    metadata: {name: pay, generation: \(generation)}
    spec: {strategy: {blueGreen: {activeService: pay}}}
    status:
      blueGreen: {activeSelector: \(active)}
      conditions:
      - {type: Available, status: "True", lastTransitionTime: "2024-05-02T01:00:00Z"}
      - {type: Progressing, reason: \(reason), lastUpdateTime: "2024-05-02T01:05:00Z"}
      - {type: Completed, status: "\(completed)", lastTransitionTime: "2024-05-02T01:10:00Z"}
      currentPodHash: new
      observedGeneration: \(seen)
      stableRS: \(stable)
    \(more)
    """
  }

  @Test func aRolloutIsVerifiedBySwitchAndCompletionOnly() throws {
    let verified = ["pay-new verified 2024-05-02T01:10:00Z"]
    #expect(try calls("argo-rollout", rollout()) == verified)
    #expect(try calls("argo-rollout", rollout(seen: "4")) == verified)
    // Old controllers write a hash, which says nothing either way.
    #expect(try calls("argo-rollout", rollout(seen: "77646c9d4c")) == verified)
    #expect(
      try calls("argo-rollout", rollout(seen: "\"3\""))
        == ["note generation-outdated", "pay-new started 2024-05-02T01:05:00Z"])
    #expect(
      try calls("argo-rollout", rollout(completed: "False"))
        == ["pay-new switched 2024-05-02T01:00:00Z"])
    #expect(
      try calls("argo-rollout", rollout(active: "old", stable: "old"))
        == ["note state-contradiction", "pay-new started 2024-05-02T01:05:00Z"])
    #expect(
      try calls("argo-rollout", rollout(stable: "old"))
        == ["note state-contradiction", "pay-new started 2024-05-02T01:05:00Z"])
  }

  @Test func pausedAndAbortedRolloutsAreNotVerified() throws {
    let pause = "  pauseConditions: [{reason: P, startTime: \"2024-05-02T01:07:00Z\"}]"
    #expect(
      try calls("argo-rollout", rollout(more: pause)) == ["pay-new paused 2024-05-02T01:07:00Z"])
    #expect(
      try calls("argo-rollout", rollout(more: "  abort: true"))
        == ["pay-new failed 2024-05-02T01:05:00Z"])
    #expect(
      try calls("argo-rollout", rollout(reason: "ProgressDeadlineExceeded"))
        == ["pay-new failed 2024-05-02T01:05:00Z"])
    #expect(
      try calls("argo-rollout", rollout(reason: "RolloutPaused"))
        == ["pay-new paused 2024-05-02T01:05:00Z"])
  }

  private func event(_ minute: Int, _ reason: String, _ message: String) -> String {
    let time = "2024-05-02T01:\(minute < 10 ? "0" : "")\(minute):00Z"
    return #"{"apiVersion":"v1","kind":"Event","involvedObject":{"kind":"Rollout","name":"pay"},"#
      + #""reason":"\#(reason)","message":"\#(message)","firstTimestamp":"\#(time)"}"# + "\n"
  }
  private func switched(_ minute: Int, _ service: String, _ from: String, _ to: String) -> String {
    event(
      minute, "SwitchService",
      "Switched selector for service '\(service)' from '\(from)' to '\(to)'")
  }
  private func completed(_ minute: Int, _ hash: String) -> String {
    event(minute, "RolloutCompleted", "Rollout completed update to revision 2 (\(hash)): Done")
  }
  private func created(_ minute: Int, _ hash: String) -> String {
    event(minute, "NewReplicaSetCreated", "Created ReplicaSet pay-\(hash) (revision 2)")
  }
  private func at(_ minute: Int) -> String {
    "2024-05-02T01:\(minute < 10 ? "0" : "")\(minute):00Z"
  }

  @Test func eventsVerifyByTheSwitchFollowedByCompletion() throws {
    #expect(
      try calls(
        "kubernetes-events", created(1, "b") + switched(2, "pay", "a", "b") + completed(3, "b"))
        == ["pay-b started \(at(1))", "pay-b switched \(at(2))", "pay-b verified \(at(3))"])
    // The order of the lines does not matter.
    #expect(
      try calls(
        "kubernetes-events", completed(3, "b") + switched(2, "pay", "a", "b"))
        == ["pay-b verified \(at(3))", "pay-b switched \(at(2))"])
    #expect(
      try calls("kubernetes-events", completed(3, "b")) == ["other", "note switch-unseen"])
    // The first installation is complete before its service is switched.
    #expect(
      try calls("kubernetes-events", completed(1, "a") + switched(2, "pay", "", "a"))
        == ["pay-a started \(at(1))", "pay-a verified \(at(2))"])
  }

  @Test func thePreviewsSwitchIsNoTraffic() throws {
    let pause = event(4, "RolloutPaused", "Rollout is paused (BlueGreenPause)")
    let events = created(1, "b") + switched(3, "next", "a", "b") + pause
    #expect(
      try calls("kubernetes-events", events)
        == ["pay-b started \(at(1))", "other", "pay-b paused \(at(4))"])
    #expect(
      try calls(
        "kubernetes-events", events + switched(6, "pay", "a", "b") + completed(7, "b"))
        == [
          "pay-b started \(at(1))", "other", "pay-b paused \(at(4))", "pay-b switched \(at(6))",
          "pay-b verified \(at(7))",
        ])
  }

  @Test func aSwitchBackRollsBackAndAHashMayReturn() throws {
    let first = switched(1, "pay", "", "a") + completed(2, "a")
    let second = created(10, "b") + switched(11, "pay", "a", "b")
    #expect(
      try calls("kubernetes-events", first + second + switched(12, "pay", "b", "a"))
        == [
          "pay-a switched \(at(1))", "pay-a verified \(at(2))", "pay-b started \(at(10))",
          "pay-b switched \(at(11))", "pay-b rolled-back \(at(12))",
        ])
    #expect(
      try calls(
        "kubernetes-events",
        first + second + completed(12, "b") + switched(20, "pay", "b", "a") + completed(21, "a")
      )
      .suffix(3) == [
        "pay-b verified \(at(12))", "pay-a#2 switched \(at(20))", "pay-a#2 verified \(at(21))",
      ])
  }

  @Test func hostileTextIsRefusedWithACode() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    for format in ["argo-rollout", "flagger-canary", "kubernetes-events", "spinnaker-pipeline"] {
      #expect(try calls(format, deep) == ["quarantine json-depth"])
      #expect(try calls(format, "kind: " + deep) == ["quarantine yaml-depth"])
    }
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...40 {
      bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
    }
    #expect(try calls("argo-rollout", bomb) == ["quarantine yaml-aliases"])
    #expect(
      try calls("argo-rollout", "kind: Rollout\n\u{0}") == ["quarantine yaml-syntax"])
  }

  @Test func eventsWithoutDeploymentsAreNoDeploymentsExport() throws {
    func role(_ text: String) throws -> SourceRole? {
      try Array(text.utf8).withUnsafeBytes { bytes in
        let found = try #require(
          ExportFormats.recognize(ExportHead(bytes: bytes, isWhole: true)))
        #expect(found.format.name == "kubernetes-events")
        return found.recognition.role ?? found.format.role
      }
    }
    let pod = event(1, "Pulled", "Image").replacing("Rollout", with: "Pod")
    #expect(try role(pod) == .config)
    #expect(try role(pod + created(2, "b")) == .deployments)
  }

  @Test func everyPhaseOfSpinnakerNeedsItsStage() throws {
    func run(_ status: String, _ stage: String, _ state: String) throws -> [String] {
      try calls(
        "spinnaker-pipeline",
        #"{"id":"x","application":"pay","status":"\#(status)","startTime":1714611600000,"#
          + #""endTime":1714612200000,"stages":[{"type":"\#(stage)","status":"\#(state)","#
          + #""startTime":1714611660000,"endTime":1714611900000}]}"#)
    }
    let started = "x started 2024-05-02T01:00:00Z"
    let switched = "x switched 2024-05-02T01:05:00Z"
    #expect(
      try run("SUCCEEDED", "enableManifest", "SUCCEEDED")
        == [started, switched, "x verified 2024-05-02T01:10:00Z"])
    #expect(try run("SUCCEEDED", "bakeManifest", "SUCCEEDED") == [started])
    #expect(try run("SUCCEEDED", "enableManifest", "SKIPPED") == [started])
    #expect(
      try run("TERMINAL", "enableManifest", "SUCCEEDED")
        == [started, switched, "x failed 2024-05-02T01:10:00Z"])
    #expect(
      try run("RUNNING", "manualJudgment", "RUNNING")
        == [started, "x paused 2024-05-02T01:01:00Z"])
    #expect(
      try run("SUCCEEDED", "undoRolloutManifest", "SUCCEEDED")
        == [started, "x rolled-back 2024-05-02T01:05:00Z"])
    #expect(try run("BLESSED", "bake", "SUCCEEDED") == ["quarantine deployment-phase"])
  }
}
