extension AnalysisRun {
  /// The series and samples that the verdicts of an incident's windows rest on, history days
  /// included, as OpenMetrics text; nil when no metric was used.
  ///
  /// Each stretch is widened by ten minutes so that the value at its edges can be found again.
  public func metricSnapshot(for incident: Incident) -> [UInt8]? {
    let window = packageWindow(of: incident)
    var wanted: [String: [Interval]] = [:]
    for clause in analyzer.request.appendix.clauses {
      switch clause.rule {
      case let rule as SeasonalBaseline:
        let names = [rule.slowMetrics, rule.denominatorMetrics].compactMap {
          survey.metrics.firstPresent(of: $0)
        }
        var stretches = [window]
        for baseline in result.baselines where baseline.clause == clause.id {
          guard window.contains(baseline.hour) else { continue }
          stretches += SeasonalHistory(
            zone: analyzer.request.appendix.zone, hour: baseline.hour, days: rule.historyDays
          ).days.flatMap(\.intervals)
        }
        for name in names { wanted[name, default: []] += stretches }
      case let rule as LatencyPercentile:
        guard let histogram = rule.histogram else { continue }
        for suffix in ["", "_bucket", "_count"] {
          wanted[histogram + suffix, default: []].append(window)
        }
      case let rule as TraceInjection:
        if let metric = rule.metric { wanted[metric.name, default: []].append(window) }
      default: continue
      }
    }
    return render(wanted)
  }

  private func render(_ wanted: [String: [Interval]]) -> [UInt8]? {
    let margin: Int64 = 600_000_000_000
    var out: [UInt8] = []
    for (name, stretches) in wanted.sorted(by: { $0.key < $1.key }) {
      let widened = stretches.map { Interval(from: $0.from - margin, to: $0.to + margin) }
      var lines: [UInt8] = []
      for id in survey.metrics.family(name) {
        for sample in survey.metrics.series[id] ?? []
        where widened.contains(where: { $0.contains(sample.time) }) {
          lines += "\(id) \(sampleText(sample.value)) \(secondsText(sample.time))\n".utf8
        }
      }
      guard !lines.isEmpty else { continue }
      out += "# TYPE \(name) unknown\n".utf8
      out += lines
    }
    guard !out.isEmpty else { return nil }
    return out + "# EOF\n".utf8
  }

  private func sampleText(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return ecmaScriptNumber(value)
  }

  /// Seconds with as many digits as the nanoseconds need.
  private func secondsText(_ instant: Instant) -> String {
    let seconds = instant.secondsFloor
    let rest = instant.nanoseconds - seconds * 1_000_000_000
    guard rest > 0 else { return "\(seconds)" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(seconds).\(digits)"
  }
}
