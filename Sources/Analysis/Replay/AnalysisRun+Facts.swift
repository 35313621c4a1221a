extension AnalysisRun {
  /// What the package of an incident must declare beside its slices; nil when nothing was judged.
  public func packageFacts(for incident: Incident) -> PackageFacts? {
    let window = packageWindow(of: incident)
    guard let scope = replayScope(of: window), let range = result.judgedRange, let coverage else {
      return nil
    }
    var facts = PackageFacts(range: range, window: window)
    facts.supplied = coverage.supplied.sorted()
    facts.sources = Set(parts.compactMap(\.source)).sorted()
    facts.roles = survey.roles.sorted { $0.key < $1.key }.map { role, known in
      PackageFacts.Role(
        role: role, span: known.span, services: known.services.sorted(),
        hasTraceField: known.hasTraceField, lost: (coverage.lost[role] ?? []).sorted())
    }
    let scoped = ExhibitScope(self, scope)
    facts.unknown = survey.unknown.filter { unknown in
      scoped.times.contains {
        unknown.span.first < $0.to && $0.from <= unknown.span.last
      }
    }
    facts.shortestSlowNanoseconds = survey.shortestSlowNanoseconds
    let deployed = Set(survey.deployments.compactMap(\.value.commit))
    facts.otherCommits = Int64(
      survey.commits.count { commit in
        !deployed.contains { commit.value.hash.hasPrefix($0) || $0.hasPrefix(commit.value.hash) }
      })
    let samples = MetricSnapshot(self, scope)
    facts.spacings =
      samples.classic.spacings(native: false) + samples.native.spacings(native: true)
    facts.clauses = clauseFacts(range, coverage)
    facts.graphs = graphs()
    return facts
  }

  /// How the export behind a slice was read.
  /// - Parameter input: index into the inputs of the result.
  public func reading(ofInput input: Int) -> RecordedReading {
    let part = parts[input]
    return RecordedReading(
      format: part.summary.format, role: part.summary.role, source: part.source,
      assumedZone: part.summary.assumedZone ?? analyzer.request.reading.assumedZone?.name,
      clockStepNanoseconds: survey.clockSteps[input])
  }

  private func clauseFacts(
    _ range: Interval, _ coverage: Coverage
  ) -> [PackageFacts.ClauseFacts] {
    let appendix = analyzer.request.appendix
    return appendix.clauses.enumerated().compactMap { index, clause in
      let context = JudgingContext(
        appendix: appendix, clause: clause, clauseIndex: index, survey: survey,
        coverage: coverage, range: range, legs: legs)
      var facts = PackageFacts.ClauseFacts(clause: clause.id)
      switch clause.rule {
      case let rule as LatencyPercentile:
        facts.services = context.services(counted: survey.latency.keys).compactMap { $0 }
        if let clipping = rule.histograms(context).classic?.clipping {
          facts.growthAbove = clipping.above
          facts.growthInHighest = clipping.inHighest
        }
      case let rule as TraceInjection:
        let keys = Array(survey.injection.keys) + Array(survey.appInjection.keys)
        facts.services = context.services(counted: keys).compactMap { $0 }
        if rule.metric?.isPercent == true { facts.unitFits = rule.unitFits(context) }
      default: return nil
      }
      let isSilent =
        facts.services.isEmpty && facts.growthAbove == nil && facts.unitFits == nil
      return isSilent ? nil : facts
    }
  }

  /// Where a difference from the agreed graph breaches, all spans of a release decide.
  private func graphs() -> [PackageFacts.Graph] {
    let decides = analyzer.request.appendix.clauses.contains {
      ($0.rule as? BlueGreenVerified)?.topology?.onDifference == .breach
    }
    guard decides else { return [] }
    return survey.census.graphs.sorted { $0.key < $1.key }.map {
      PackageFacts.Graph(stretch: $0.key, graph: $0.value)
    }
  }
}
