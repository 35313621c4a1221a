extension AnalysisRun {
  /// Hands over, in input order, the exact bytes of every record that the incident's package
  /// carries; see `ExhibitCollector` for what that is.
  public func collect(_ incident: Incident, into sink: any ExhibitSink) throws {
    guard let windows = replayScope(of: packageWindow(of: incident)) else { return }
    let scope = ExhibitScope(self, windows)
    let traces = Set(
      incident.traces.compactMap { trace -> TraceID? in
        let bytes = Array(trace.id.utf8)
        return try? bytes.withUnsafeBytes { TraceID.parse($0, allows64Bit: true) }.get()
      })
    let commits = Set(survey.deployments.compactMap(\.value.commit))
    let collector = ExhibitCollector(
      scope: scope, traces: traces, commits: commits,
      standouts: Standouts(self, incident, scope), sink: sink)
    let members = parts.indices.filter { index in
      let summary = parts[index].summary
      guard let role = summary.role, role != .metrics, role != .scan else { return false }
      // Deployments and commits matter however old they are; a log only where it overlaps.
      guard !role.isSparse || role == .securityAudit else { return true }
      guard let span = summary.span else { return summary.quarantined > 0 }
      return scope.times.contains {
        span.first < $0.to && $0.from <= span.last + 3_600_000_000_000
      }
    }
    for index in members {
      let unit =
        parts[index].summary.format.flatMap { ExportFormats.named($0) }?.sliceUnit ?? .record
      let enclosed = EnclosedExhibits(sink)
      collector.sink = unit == .record ? sink : enclosed
      try analyzer.reread(parts, stage: "collect", only: [index], within: scope.times) { index in
        collector.input = index
        collector.role = parts[index].summary.role
        collector.declaredService =
          parts[index].source.flatMap { analyzer.request.appendix.sources[$0].service }
        return collector
      }
      if let failure = collector.failure { throw failure }
      let content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void = { body in
        try analyzer.rereadContent(parts, index, body)
      }
      if unit != .record {
        try enclosed.finish(unit, duplicates: parts[index].skipped, content)
      }
      try sink.finish(input: index, content)
    }
  }

  /// The inputs of one role, in path order: documents that packages carry whole.
  public func inputFiles(role: SourceRole) -> [InputFile] {
    parts.indices.filter {
      parts[$0].summary.role == role && parts[$0].summary.identicalTo == nil
    }.map { analyzer.inputs[$0] }
  }
}
