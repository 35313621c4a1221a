internal import Diagnostics

extension Analyzer {
  /// Says of scans that are older than what was deployed last: they may describe another build.
  ///
  /// Images are scanned before they are deployed as a rule, so this is a note, and none where the
  /// scan names the commit that was deployed.
  func noteScanAge(_ parts: inout [InputSurvey], _ survey: Survey) {
    guard let last = Self.lastBegun(survey.deployments) else { return }
    for document in survey.documents {
      let part = document.provenance.input
      guard parts[part].summary.role == .scan, let time = document.value.time?.instant,
        time < last.begun
      else { continue }
      let revision = document.value.facts.first { $0.name == "revision" }?.value.lowercased()
      if let revision, last.commits.contains(where: { Self.isSame($0, revision) }) { continue }
      parts[part].diagnostics.append(
        Diagnostic(
          .note, "scan-older",
          "made \(time.rfc3339), before the last deployment began (\(last.begun.rfc3339))",
          at: SourceLocation(file: parts[part].summary.path),
          fix: "compare the image of the scan with the one that was deployed"))
    }
  }

  /// One deployment: its earliest step, and the commits that its steps state.
  private struct Begun {
    var begun: Instant
    var commits: Set<String> = []
  }

  /// The deployment that began last.
  private static func lastBegun(_ steps: [Located<DeploymentRecord>]) -> Begun? {
    var all: [String: Begun] = [:]
    for step in steps {
      let key = (step.value.service ?? "") + "\u{0}" + step.value.deployID
      let time = step.value.time.instant
      var known = all[key] ?? Begun(begun: time)
      known.begun = min(known.begun, time)
      if let commit = step.value.commit { known.commits.insert(commit.lowercased()) }
      all[key] = known
    }
    // Of two that began together either tells the age; their commits count alike.
    guard let latest = all.values.map(\.begun).max() else { return nil }
    return all.values.filter { $0.begun == latest }.reduce(into: Begun(begun: latest)) {
      $0.commits.formUnion($1.commits)
    }
  }

  /// Whether one of two hashes is the other, or abbreviates it.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    min(a.utf8.count, b.utf8.count) >= 7 && (a.hasPrefix(b) || b.hasPrefix(a))
  }
}
