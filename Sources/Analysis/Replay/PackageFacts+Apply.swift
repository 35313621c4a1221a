extension PackageFacts {
  /// Lays the declared facts over what the slices showed.
  func apply(to survey: inout Survey, _ inputs: [InputFile]) {
    for role in roles {
      survey.roles[role.role, default: Survey.RoleFacts()].span = role.span
      survey.roles[role.role]?.services = Set(role.services)
      survey.roles[role.role]?.hasTraceField = role.hasTraceField
    }
    survey.unknown = unknown
    survey.shortestSlowNanoseconds = shortestSlowNanoseconds
    survey.clockSteps = [:]
    for (index, input) in inputs.enumerated() {
      survey.clockSteps[index] = input.recorded?.clockStepNanoseconds
    }
  }

  /// Lays the declared service graphs over those of the slices, which hold a part of the spans.
  func apply(to census: inout SpanCensus) {
    guard !graphs.isEmpty else { return }
    census.graphs = Dictionary(
      graphs.map { ($0.stretch, $0.graph) }, uniquingKeysWith: mergedCounts)
  }

  /// The coverage of the exports, not that of the slices.
  func coverage(_ appendix: Appendix, _ survey: Survey, _ activity: WindowGrid) -> Coverage {
    let declared = sources.compactMap { index -> Coverage.DeclaredCoverage? in
      guard appendix.sources.indices.contains(index), let covers = appendix.sources[index].covers
      else { return nil }
      return Coverage.DeclaredCoverage(role: appendix.sources[index].role, interval: covers)
    }
    return Coverage(
      survey: survey, declared: declared, supplied: Set(supplied), activity: activity,
      lateAllowanceNanoseconds: appendix.lateAllowanceNanoseconds,
      lost: Dictionary(roles.map { ($0.role, $0.lost) }, uniquingKeysWith: +))
  }

  /// Declared spacings by series; empty but for few packages.
  func spacings(native: Bool) -> [String: Int64] {
    Dictionary(
      spacings.filter { $0.isNative == native }.map { ($0.series, $0.nanoseconds) },
      uniquingKeysWith: { first, _ in first })
  }
}
