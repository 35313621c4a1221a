internal import Diagnostics

extension Analyzer {
  /// Says of scans that are older than what was deployed last: they may describe another build.
  ///
  /// Images are scanned before they are deployed as a rule, so this is a note.
  func noteScanAge(_ parts: inout [InputSurvey], _ survey: Survey) {
    guard let begun = Self.lastBegun(survey.deployments) else { return }
    for document in survey.documents {
      let part = document.provenance.input
      guard parts[part].summary.role == .scan, let time = document.value.time?.instant,
        time < begun
      else { continue }
      parts[part].diagnostics.append(
        Diagnostic(
          .note, "scan-older",
          "made \(time.rfc3339), before the last deployment began (\(begun.rfc3339))",
          at: SourceLocation(file: parts[part].summary.path),
          fix: "compare the image of the scan with the one that was deployed"))
    }
  }

  /// When the deployment began that began last: its earliest step.
  private static func lastBegun(_ steps: [Located<DeploymentRecord>]) -> Instant? {
    var begun: [String: Instant] = [:]
    for step in steps {
      let key = (step.value.service ?? "") + "\u{0}" + step.value.deployID
      begun[key] = min(begun[key] ?? step.value.time.instant, step.value.time.instant)
    }
    return begun.values.max()
  }
}
