internal import Diagnostics

/// How the samples that a clause looks at lie in time: how far apart, and how far before the edges
/// of its windows.
///
/// Nothing is extrapolated, so that a window counts what happened between the last samples before
/// its edges. How far that is from what the window says must be told with the verdicts.
public struct SampleAlignment: Sendable, Hashable {
  /// Clause.
  public var clause: ClauseID
  /// Metric families, sorted by name.
  public var families: [String]
  /// Series of them.
  public var seriesCount: Int
  /// Least and greatest median spacing of a series, in nanoseconds; nil below two samples a series.
  public var spacingNanoseconds: ClosedRange<Int64>?
  /// Least and greatest age of the last sample at an edge of a judged window, in nanoseconds; nil
  /// where no edge has a value.
  public var ageNanoseconds: ClosedRange<Int64>?

  /// Of the clause at hand; nil when it looks at no samples.
  init?(_ context: JudgingContext) {
    guard let use = Self.use(context.clause.rule, context.survey.metrics) else { return nil }
    let store = context.survey.metrics
    clause = context.clause.id
    families = use.families.filter { !store.family($0).isEmpty }.sorted()
    var series = families.flatMap { store.family($0) }
    if case .service(let name) = context.clause.scope,
      series.contains(where: { $0.stated("service") != nil })
    {
      series = series.filter { $0.stated("service") == name }
    }
    guard !series.isEmpty else { return nil }
    seriesCount = series.count
    let windows = context.windows(lengthNanoseconds: use.window)
    let edges = windows.map(\.from) + [windows.last?.to].compactMap { $0 }
    var spacings = Extent()
    var ages = Extent()
    for id in series {
      guard let samples = store.series[id] else { continue }
      let spacing = samples.spacingNanoseconds
      guard spacing > 0 else { continue }
      spacings.add(spacing)
      // Samples and edges are both in order: one walk over both.
      var cursor = SampleCursor(samples)
      for edge in edges {
        guard let last = cursor.last(through: edge), !last.value.isNaN else { continue }
        let age = edge - last.time
        if age <= 2 * spacing { ages.add(age) }
      }
    }
    spacingNanoseconds = spacings.range
    ageNanoseconds = ages.range
  }

  private struct Extent {
    private(set) var range: ClosedRange<Int64>?

    mutating func add(_ value: Int64) {
      range = min(range?.lowerBound ?? value, value)...max(range?.upperBound ?? value, value)
    }
  }

  /// Which families a rule may look at, and the length of its windows.
  private static func use(
    _ rule: any ClauseRule, _ store: MetricStore
  ) -> (families: [String], window: Int64)? {
    switch rule {
    case let rule as SeasonalBaseline:
      let slow = rule.slowFromLog ? nil : store.firstPresent(of: rule.slowMetrics)
      let names = [slow, store.firstPresent(of: rule.denominatorMetrics)].compactMap { $0 }
      return (names, rule.windowNanoseconds)
    case let rule as LatencyPercentile:
      guard rule.from.contains(.histogram), let family = rule.histogram else { return nil }
      return ([family + "_bucket", family + "_count"], rule.windowNanoseconds)
    case let rule as TraceInjection:
      guard rule.from.contains(.metric), let metric = rule.metric else { return nil }
      return ([metric.name], rule.windowNanoseconds)
    default: return nil
    }
  }

  /// `4 series of a and b: a sample every 60 s; at the edges of windows the last one is 20 s old`.
  public var text: String {
    let names = families.joined(separator: " and ")
    var text = "\(seriesCount) series of \(names): "
    text += spacingNanoseconds.map { "a sample every \(Self.text($0))" } ?? "single samples"
    guard let ages = ageNanoseconds else {
      return text + "; no edge of a window has a value"
    }
    if ages == 0...0 { return text + ", one of them on each edge of a window" }
    return text + "; at the edges of windows the last one is \(Self.text(ages)) old, so that a"
      + " window counts what happened so much before it"
  }

  /// Seconds with as many decimals as they have, to the millisecond.
  private static func text(_ range: ClosedRange<Int64>) -> String {
    func seconds(_ value: Int64) -> String {
      let milliseconds = (value + 500_000) / 1_000_000
      guard milliseconds % 1_000 != 0 else { return String(milliseconds / 1_000) }
      let digits = String(1_000 + milliseconds % 1_000).dropFirst()
      return "\(milliseconds / 1_000).\(digits)"
    }
    let (low, high) = (seconds(range.lowerBound), seconds(range.upperBound))
    return low == high ? "\(low) s" : "\(low) to \(high) s"
  }

  /// The note of the run.
  var diagnostic: Diagnostic {
    Diagnostic(.note, "sample-alignment", "\(clause) rests on \(text)")
  }
}
