/// Reads deployments out of cluster objects of any mixture: what a kind means is in its own file.
final class DeploymentObjects: ObjectHandler {
  private let stamps: StampReader
  private let story: RolloutStory

  override init(_ context: ReaderContext) {
    stamps = StampReader(context.assumedZone)
    story = RolloutStory(limitBytes: context.limits.documentBytes)
    super.init(context)
  }

  /// What an object says.
  struct Findings {
    /// Steps, each with the text of its time; nil where the object states none.
    var steps: [Step] = []
    /// Facts of an object that is no step: an analysis, a health without time.
    var facts: [DocumentRecord.Fact] = []
    var factsTime: String?
    var notes: [FileNote] = []
  }

  /// One step of a deployment, its time as written.
  struct Step {
    var deployID: String
    var service: String?
    var phase: DeploymentRecord.Phase
    var time: String
    var commit: String?
    var configHash: String?
  }

  private typealias Rule = @Sendable (ObjectValue) -> Findings
  private static let rules: [String: (format: String, rule: Rule)] = [
    "Rollout": ("argo-rollout", RolloutStatus.read),
    "AnalysisRun": ("argo-analysis-run", ArgoAnalysisRun.read),
    "Application": ("argo-cd-application", ApplicationStatus.read),
    "Canary": ("flagger-canary", CanaryStatus.read),
  ]

  override func object(_ item: ObjectItem, into sink: any RecordSink) {
    if item.kind == "Event" {
      event(item, sink)
      return
    }
    if sink.wants.contains(.rawBytes) { sink.rawBytes(item.bytes, at: item.place) }
    guard let (format, rule) = Self.rules[item.kind] else {
      if case .members = item.value, !item.kind.isEmpty {
        sink.other(at: item.place, time: nil)
      } else {
        sink.quarantine(
          QuarantinedRecord(
            code: "object-kind", message: "an object without a kind",
            fix: "export with -o json or -o yaml"), at: item.place)
      }
      return
    }
    deliver(rule(item.value), format, item, sink)
  }

  private func deliver(
    _ found: Findings, _ format: String, _ item: ObjectItem, _ sink: any RecordSink
  ) {
    for var note in found.notes {
      note.place = item.place
      sink.note(note)
    }
    if found.steps.isEmpty {
      let time = found.factsTime.flatMap { try? read($0).get() }
      sink.document(
        DocumentRecord(format: format, time: time, facts: found.facts), at: item.place)
    }
    for step in found.steps {
      switch read(step.time) {
      case .success(let time):
        sink.deployment(
          DeploymentRecord(
            deployID: step.deployID, service: step.service, phase: step.phase, time: time,
            commit: step.commit, configHash: step.configHash), at: item.place)
      case .failure(let fault):
        sink.quarantine(QuarantinedRecord(fault, column: nil), at: item.place)
      }
    }
  }

  private func read(_ text: String) -> Result<Stamp, StampFault> {
    var text = text
    return text.withUTF8 { stamps.read(UnsafeRawBufferPointer($0)) }
  }

  /// Events tell a story only together; those of deployments are kept until the end.
  private func event(_ item: ObjectItem, _ sink: any RecordSink) {
    let event = ClusterEvent(item.value)
    guard let text = event.time else {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(item.bytes, at: item.place) }
      sink.quarantine(
        QuarantinedRecord(.missing, column: nil), at: item.place)
      return
    }
    switch read(text) {
    case .failure(let fault):
      if sink.wants.contains(.rawBytes) { sink.rawBytes(item.bytes, at: item.place) }
      sink.quarantine(QuarantinedRecord(fault, column: nil), at: item.place)
    case .success(let time):
      guard let sign = DeploymentSign(event) else {
        if sink.wants.contains(.rawBytes) { sink.rawBytes(item.bytes, at: item.place) }
        sink.other(at: item.place, time: time)
        return
      }
      story.add(sign, event, time, item, into: sink)
    }
  }

  override func end(into sink: any RecordSink) {
    story.tell(into: sink)
    noteZones(stamps, context, sink)
  }
}

/// What identifies objects and deployments across tools.
enum ObjectNames {
  /// `namespace/name`, or the name alone.
  static func full(_ namespace: String?, _ name: String) -> String {
    namespace.map { "\($0)/\(name)" } ?? name
  }

  private static let commitKeys: Set<String> = [
    "commit", "git-commit", "git_commit", "git-sha", "commit-sha", "gitCommit",
    "org.opencontainers.image.revision",
  ]
  private static let hashKeys: Set<String> = [
    "config-hash", "config_hash", "configHash", "checksum/config",
  ]

  /// A commit and a configuration hash among labels and annotations, by the names above, with
  /// any prefix (`example.com/git-commit`).
  static func credentials(_ value: ObjectValue) -> (commit: String?, configHash: String?) {
    var (commit, hash): (String?, String?)
    let metadata = [value["metadata"], value.at("spec", "template", "metadata")]
    for part in metadata.flatMap({ [$0?["labels"], $0?["annotations"]] }) {
      for member in part?.members ?? [] {
        guard let text = member.value.text else { continue }
        let short = member.name.split(separator: "/").last.map(String.init) ?? ""
        if commitKeys.contains(short), isCommit(text) { commit = text.lowercased() }
        if hashKeys.contains(short) || hashKeys.contains(member.name) { hash = text }
      }
    }
    return (commit, hash)
  }

  /// Whether a text may be a git commit.
  static func isCommit(_ text: String) -> Bool {
    (7...64).contains(text.utf8.count) && text.utf8.allSatisfy { isHexDigit($0) }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
