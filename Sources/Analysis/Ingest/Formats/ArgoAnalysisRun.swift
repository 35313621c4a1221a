/// AnalysisRun objects of Argo Rollouts: carried as evidence. A successful analysis verifies
/// nothing by itself; the Rollout that it belongs to says whether traffic moved.
struct ArgoAnalysisRun: ExportFormat {
  let name = "argo-analysis-run"
  let role = SourceRole.deployments
  let sliceUnit = SliceUnit.file

  func recognizes(_ head: ExportHead) -> Recognition? {
    ObjectHead(head).claim("AnalysisRun", group: "argoproj.io/", "Argo Rollouts analyses")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    ObjectReader(context, DeploymentObjects(context))
  }

  /// Name and phase, at the end of the last measurement.
  @Sendable static func read(_ value: ObjectValue) -> DeploymentObjects.Findings {
    var found = DeploymentObjects.Findings()
    let phase = value.at("status", "phase")?.text
    found.facts = [
      DocumentRecord.Fact("analysis", value.at("metadata", "name")?.text ?? "?"),
      DocumentRecord.Fact("phase", phase ?? "?"),
    ]
    let measurements = (value.at("status", "metricResults")?.elements ?? [])
      .flatMap { $0["measurements"]?.elements ?? [] }
    found.factsTime =
      value.at("status", "completedAt")?.text
      ?? measurements.compactMap { $0["finishedAt"]?.text }.max()
    if phase == nil {
      found.notes = [
        FileNote(
          "state-unknown", "an AnalysisRun without a phase says nothing",
          fix: "export the live object (kubectl get analysisrun -o yaml)")
      ]
    }
    return found
  }
}
