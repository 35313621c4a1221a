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
    if topology != nil {
      findings.findings.append(
        Diagnostic(
          .note, "topology-not-compared",
          "\(clause.id): the agreed service graph is carried but not yet compared with spans"))
    }
    let timeline = DeploymentTimeline(records.filter { concerns(clause.scope, $0.value.service) })
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

  private func concerns(_ scope: Clause.Scope, _ service: String?) -> Bool {
    guard case .service(let wanted) = scope, let service else { return true }
    return service == wanted
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
    if deployment.configHashes.count > 1 {
      texts.append("deployment \(deployment.id) states different configuration hashes")
    }
    let commits = context.survey.commits
    if let commit = deployment.commit, !commits.isEmpty,
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
