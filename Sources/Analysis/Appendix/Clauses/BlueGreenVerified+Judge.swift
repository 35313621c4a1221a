internal import Diagnostics

extension BlueGreenVerified {
  /// In force while a verified deployment is; one verdict per stretch of equal state.
  public func judge(_ context: JudgingContext) -> ClauseFindings {
    var findings = ClauseFindings()
    let clause = context.clause
    let records = context.survey.deployments
    let service = service(context, records)
    guard context.coverage.isSupplied(.deployments) else {
      findings.verdicts = [
        Verdict(
          clause: clause.id, service: service, window: context.range, outcome: .notEvaluated,
          reason: Reason.noExport)
      ]
      findings.missing = [MissingExport(clause: clause.id, needs: "deployments")]
      return findings
    }
    if topology != nil, !context.coverage.isSupplied(.spans) {
      findings.findings.append(
        Diagnostic(
          .note, "topology-not-compared",
          "\(clause.id): no traces were supplied: the agreed service graph was not compared",
          fix: "supply traces of the time before and after the switch"))
    }
    let timeline = DeploymentTimeline(
      records.filter { clause.scope.concerns($0.value.service) })
    for stretch in timeline.stretches(over: context.range) {
      var verdict = Verdict(
        clause: clause.id, service: service, window: stretch.interval, outcome: .notInForce,
        reason: stretch.reason)
      if let deployment = stretch.inForce {
        verdict.outcome = .compliant
        verdict.evidence = [.switched, .verified].compactMap {
          deployment.first($0)?.provenance
        }
        verdict.notes = ["deploy_id: \(deployment.id)"]
        for mismatch in mismatches(deployment, context) {
          findings.findings.append(mismatch)
          if onMismatch == .breach {
            verdict.outcome = .breached
            verdict.reason = Reason.credentialMismatch
          }
        }
        if context.coverage.isSupplied(.spans) {
          add(deployment, timeline, context, &verdict, &findings)
        }
      } else {
        verdict.evidence = lastSteps(timeline, before: stretch.interval.from)
      }
      if verdict.outcome == .breached {
        let from = verdict.window.from
        findings.onsets.append(
          BreachOnset(
            clause: clause.id, service: service, window: verdict.window,
            at: TimeSpan(first: from, last: from), slice: verdict.window, isInterval: false,
            evidence: verdict.evidence.first))
      }
      findings.verdicts.append(verdict)
    }
    return findings
  }

  /// Lays the service graph over the verdict of a stretch in force.
  private func add(
    _ deployment: DeploymentTimeline.Deployment, _ timeline: DeploymentTimeline,
    _ context: JudgingContext, _ verdict: inout Verdict, _ findings: inout ClauseFindings
  ) {
    let (found, texts) = compareTopology(deployment, timeline, context)
    for text in texts where !findings.findings.contains(text) { findings.findings.append(text) }
    guard let found else { return }
    let agreed = found.seen + found.unseen.count
    verdict.notes.append("topology: \(found.seen) of \(agreed) agreed edges seen")
    guard found.differs else { return }
    verdict.evidence += found.extra.flatMap { $0.counts.witnesses.kept.prefix(1) }
      .map(\.provenance)
    guard topology?.onDifference == .breach else { return }
    // A credential that differs is the reason, and leaves no doubt, where both do.
    guard verdict.outcome != .breached else { return }
    verdict.outcome = .breached
    verdict.reason = Reason.topologyDifference
    verdict.support = found.isSure ? .confirmed : .weak
  }

  private func service(
    _ context: JudgingContext, _ records: [Located<DeploymentRecord>]
  ) -> String? {
    if case .service(let name) = context.clause.scope { return name }
    let named = Set(records.compactMap(\.value.service))
    return named.count == 1 ? named.first : nil
  }

  /// What the deployment in force lacks as a credential.
  private func mismatches(
    _ deployment: DeploymentTimeline.Deployment, _ context: JudgingContext
  ) -> [Diagnostic] {
    var texts: [String] = []
    if requiresConfigHash && deployment.configHashes.isEmpty {
      texts.append("deployment \(deployment.id) states no configuration hash")
    }
    if deployment.commits.count > 1 {
      texts.append("deployment \(deployment.id) states different commits")
    }
    if deployment.configHashes.count > 1 {
      texts.append("deployment \(deployment.id) states different configuration hashes")
    }
    let commits = context.survey.commits
    let hasCommits = !commits.isEmpty || context.facts?.otherCommits ?? 0 > 0
    if let commit = deployment.commit, hasCommits,
      !commits.contains(where: {
        $0.value.hash.hasPrefix(commit) || commit.hasPrefix($0.value.hash)
      })
    {
      texts.append("commit \(commit) of deployment \(deployment.id) is not in the git export")
    }
    return texts.map {
      Diagnostic(
        .warning, "CREDENTIAL_MISMATCH", "\(context.clause.id): \($0)",
        fix: "compare the deployment record with the running release")
    }
  }

  /// The latest record before an unarmed stretch: what the reader should look at.
  private func lastSteps(_ timeline: DeploymentTimeline, before: Instant) -> [Provenance] {
    let earlier = timeline.deployments.flatMap(\.steps).filter { $0.value.time.instant <= before }
    let last = earlier.max {
      ($0.value.time.instant, $0.provenance) < ($1.value.time.instant, $1.provenance)
    }
    return last.map { [$0.provenance] } ?? []
  }
}
