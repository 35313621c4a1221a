extension LatencyPercentile {
  /// The clause's histograms.
  struct Histograms {
    var classic: ClassicHistogram?
    /// The bounds around the limit of native histograms.
    var native: ClassicHistogram?
  }

  func histograms(_ context: JudgingContext) -> Histograms {
    let known = context.facts?.facts(context.clause.id)
    func found(_ metrics: MetricStore, isNative: Bool) -> ClassicHistogram? {
      .groups(
        family: histogram, filter: filter, scope: context.clause.scope, metrics: metrics,
        range: context.range, spacings: context.facts?.spacings(native: isNative) ?? [:],
        clipping: known.flatMap { known in
          known.growthAbove.map {
            HistogramClipping(above: $0, inHighest: known.growthInHighest ?? 0)
          }
        })
    }
    return Histograms(
      classic: found(context.survey.metrics, isNative: false),
      native: found(context.survey.nativeBuckets, isNative: true))
  }

  /// Decides a window from the classic histogram, or the native one where the classic one cannot;
  /// nil when there is none.
  func decideFromHistogram(
    _ context: JudgingContext, _ histograms: Histograms, _ window: Interval
  ) -> SourceDecision? {
    let classic = histograms.classic.map { decide(context, $0, isNative: false, window) }
    if let classic, classic.isDecided { return classic }
    guard let native = histograms.native.map({ decide(context, $0, isNative: true, window) })
    else { return classic }
    return native.isDecided ? native : classic ?? native
  }

  private func decide(
    _ context: JudgingContext, _ histogram: ClassicHistogram, isNative: Bool, _ window: Interval
  ) -> SourceDecision {
    guard context.coverage.covers(.metrics, window) else {
      return .indeterminate(Reason.partialWindow)
    }
    if histogram.spacingNanoseconds > windowNanoseconds {
      return .indeterminate(Reason.resolution)
    }
    let buckets: ClassicHistogram.WindowBuckets
    switch histogram.increase(over: window) {
    case .failure(let defect): return .indeterminate(defect.reason)
    case .success(let increase): buckets = increase
    }
    if buckets.total == 0 { return .notEvaluated(Reason.noTraffic) }
    let needed = percentile.countNeeded(of: buckets.total)
    // count(≤ L) lies between the counts at the bounds around L.
    let below = buckets.bounds.lastIndex { $0 <= limitNanoseconds }
    let above = buckets.bounds.firstIndex { $0 >= limitNanoseconds }
    let least = below.map { buckets.cumulative[$0] } ?? 0
    let most = above.map { buckets.cumulative[$0] } ?? buckets.total
    let value = VerdictValue(
      name: valueName, numerator: least, denominator: buckets.total, observed: nil,
      limit: Double(limitNanoseconds) / 1e6, unit: "ms")
    if buckets.total < minRequests { return .indeterminate(Reason.minRequests, value: value) }
    if least >= needed {
      // Where no bound lies above the limit, the buckets beyond it may have been cut away and the
      // rest renormalised: such a histogram can never say that the limit was kept.
      guard buckets.bounds.contains(where: { $0 > limitNanoseconds }) else {
        return .indeterminate(Reason.clippedHistogram, value: value)
      }
      if !isNative, histogram.isClipped {
        let greatest = HistogramClipping.greatestTotal(buckets.total, percentile)
        if least < percentile.countNeeded(of: greatest) {
          return .indeterminate(Reason.clippedHistogram, value: value)
        }
      }
      var decision = SourceDecision(outcome: .compliant, value: value)
      decision.support = support(.compliant, late: buckets.total - least, of: buckets.total)
      return decision
    }
    guard most < needed else { return .indeterminate(Reason.bucketResolution, value: value) }
    var decision = SourceDecision(outcome: .breached, value: value)
    decision.support = support(.breached, late: buckets.total - most, of: buckets.total)
    decision.onset = TimeSpan(first: window.from, last: window.to)
    return decision
  }
}
