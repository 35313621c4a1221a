/// Pipeline executions of Spinnaker (`spin pipeline execution get`, `/pipelines/ID`): one, a list,
/// or one after another.
///
/// | state | phase | time |
/// |---|---|---|
/// | the execution began | started | its `startTime` |
/// | a judgement is waited for, or the execution is paused | paused | that stage's start |
/// | a stage that moves traffic succeeded | switched | its `endTime` |
/// | the execution succeeded after such a stage | verified | its `endTime` |
/// | a stage that moves traffic back succeeded | rolled back | its `endTime` |
/// | the execution was cancelled, stopped or failed | failed | its `endTime` |
///
/// An execution that succeeds without having moved traffic (a bake, a test) verifies nothing.
struct SpinnakerPipeline: ExportFormat {
  let name = "spinnaker-pipeline"
  let role = SourceRole.deployments
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      contains(head, "\"application\""), contains(head, "\"stages\""),
      contains(head, "\"refId\"") || contains(head, "\"pipelineConfigId\""),
      contains(head, "\"PIPELINE\"") || contains(head, "\"ORCHESTRATION\"")
        || contains(head, "\"requisiteStageRefIds\"")
    else { return nil }
    return Recognition(confidence: 95, reason: "Spinnaker executions with stages")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    ObjectReader(context, Handler(context))
  }

  private static let moves: Set<String> = [
    "enableManifest", "enableServerGroup", "enableCluster",
  ]
  private static let deploys: Set<String> = ["deployManifest", "deploy", "createServerGroup"]
  private static let strategies: Set<String> = ["redblack", "rollingredblack", "bluegreen"]
  private static let returns: Set<String> = [
    "rollbackCluster", "rollbackServerGroup", "undoRolloutManifest",
  ]
  private static let failures: Set<String> = [
    "TERMINAL", "CANCELED", "STOPPED", "FAILED", "FAILED_CONTINUE",
  ]
  private static let known: Set<String> = failures.union([
    "SUCCEEDED", "RUNNING", "PAUSED", "NOT_STARTED", "SUSPENDED", "BUFFERED", "REDIRECT",
    "SKIPPED",
  ])

  private final class Handler: ObjectHandler {
    private let stamps: StampReader

    override init(_ context: ReaderContext) {
      stamps = StampReader(context.assumedZone)
      super.init(context)
    }

    override func object(_ item: ObjectItem, into sink: any RecordSink) {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(item.bytes, at: item.place) }
      guard let id = item.value["id"]?.text, let status = item.value["status"]?.text else {
        sink.quarantine(
          QuarantinedRecord(
            code: "spinnaker-execution", message: "no execution with an id and a status",
            fix: "export executions (spin pipeline execution get ID)"), at: item.place)
        return
      }
      guard known.contains(status) else {
        sink.quarantine(
          QuarantinedRecord(
            code: "deployment-phase", message: "an execution with an unknown status",
            fix: "use the statuses of Spinnaker: SUCCEEDED, RUNNING, TERMINAL …"), at: item.place)
        return
      }
      let trigger = item.value["trigger"]
      let commit = [
        trigger?["hash"]?.text, trigger?.at("buildInfo", "scm")?.elements.last?["sha1"]?.text,
        trigger?.at("parameters", "commit")?.text, trigger?.at("parameters", "git_commit")?.text,
      ].compactMap { $0 }.first { ObjectNames.isCommit($0) }
      let hash =
        trigger?.at("parameters", "config_hash")?.text
        ?? trigger?.at("parameters", "configHash")?.text
      let steps = steps(item.value, status)
      for (phase, text) in steps {
        var text = text
        switch text.withUTF8({ stamps.read(UnsafeRawBufferPointer($0), unit: .milliseconds) }) {
        case .success(let time):
          sink.deployment(
            DeploymentRecord(
              deployID: id, service: item.value["application"]?.text, phase: phase, time: time,
              commit: commit?.lowercased(), configHash: hash), at: item.place)
        case .failure(let fault):
          sink.quarantine(QuarantinedRecord(fault, column: nil), at: item.place)
        }
      }
      if steps.isEmpty { sink.other(at: item.place, time: nil) }
    }

    private func steps(
      _ value: ObjectValue, _ status: String
    ) -> [(DeploymentRecord.Phase, String)] {
      var steps: [(DeploymentRecord.Phase, String)] = []
      func add(_ phase: DeploymentRecord.Phase, _ time: ObjectValue?) -> Bool {
        guard let text = time?.text else { return false }
        steps.append((phase, text))
        return true
      }
      _ = add(.started, value["startTime"])
      var (hasMoved, hasReturned) = (false, false)
      for stage in value["stages"]?.elements ?? [] {
        let type = stage["type"]?.text ?? ""
        let state = stage["status"]?.text
        if state == "SUCCEEDED", moves.contains(type) || movesTraffic(stage, type) {
          hasMoved = add(.switched, stage["endTime"]) || hasMoved
        } else if state == "SUCCEEDED", returns.contains(type) {
          hasReturned = add(.rolledBack, stage["endTime"]) || hasReturned
        } else if type == "manualJudgment", state == "RUNNING" || state == "PAUSED" {
          _ = add(.paused, stage["startTime"])
        }
      }
      switch status {
      case "SUCCEEDED" where hasMoved && !hasReturned: _ = add(.verified, value["endTime"])
      case "PAUSED", "SUSPENDED": _ = add(.paused, value.at("paused", "pauseTime"))
      case _ where failures.contains(status): _ = add(.failed, value["endTime"])
      default: break
      }
      return steps
    }

    private func movesTraffic(_ stage: ObjectValue, _ type: String) -> Bool {
      guard deploys.contains(type) else { return false }
      let traffic = stage.at("context", "trafficManagement")
      if traffic?["enabled"]?.isTrue == true,
        traffic?.at("options", "enableTraffic")?.isTrue == true
      {
        return true
      }
      return stage.at("context", "strategy")?.text.map { strategies.contains($0) } ?? false
    }

    override func end(into sink: any RecordSink) { noteZones(stamps, context, sink) }
  }
}
