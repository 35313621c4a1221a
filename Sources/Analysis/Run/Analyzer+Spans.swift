internal import Diagnostics

extension Analyzer {
  /// Looks at all spans trace by trace: those that the first pass kept, or, where they were too
  /// many, those of the exports read again, a share of the traces at a time. What was found is
  /// noted at the exports concerned.
  func census(
    _ parts: inout [InputSurvey], clockSteps: [Int: Int64], cuts: [Instant]
  ) throws -> SpanCensus {
    var store = SpanStore()
    for part in parts where part.summary.identicalTo == nil { store.merge(part.survey.spans) }
    for index in parts.indices { parts[index].survey.spans = SpanStore() }
    let found: SpanCensus
    if store.isOverfull {
      found = try censusInPasses(parts, clockSteps, cuts)
    } else {
      found = SpanCensusTaker.take(store, cuts: cuts, clockSteps: clockSteps)
    }
    for (index, diagnostic) in found.diagnostics(inputs.map(\.displayPath)) {
      parts[index].diagnostics.append(diagnostic)
    }
    return found
  }

  private func censusInPasses(
    _ parts: [InputSurvey], _ clockSteps: [Int: Int64], _ cuts: [Instant]
  ) throws -> SpanCensus {
    let members = Set(parts.indices.filter { parts[$0].survey.roles[.spans] != nil })
    let records = members.reduce(Int64(0)) { $0 + (parts[$1].survey.roles[.spans]?.records ?? 0) }
    // A quarter more than needed on average, because shares are never quite equal.
    let limit = request.reading.limits.spanCount
    let passes = UInt64(records) * 5 / 4 / UInt64(max(1, limit)) + 1
    var sum = SpanCensus()
    sum.cuts = cuts
    for pass in 0..<passes {
      let collector = SpanCollector(pass: pass, of: passes, limit: limit)
      try reread(parts, stage: "spans", only: members) { index in
        collector.begin(
          index, service: parts[index].source.flatMap { request.appendix.sources[$0].service })
        return collector
      }
      let store = collector.spans.takeStore()
      sum.merge(SpanCensusTaker.take(store, cuts: cuts, clockSteps: clockSteps))
      sum.isIncomplete = sum.isIncomplete || store.isOverfull
    }
    return sum
  }
}

/// Keeps the spans of one share of the traces.
private final class SpanCollector: QuietSink {
  private let names = ServiceNames()
  let spans: SpanFold
  private let share: Range<UInt64>
  private let isLast: Bool
  private var input = 0
  private var declaredService = -1

  init(pass: UInt64, of passes: UInt64, limit: Int) {
    // A share of traces may hold more spans than others; far more are one trace without end.
    spans = SpanFold(names, LatencyBudget(4 * limit))
    let width = UInt64.max / passes
    isLast = pass == passes - 1
    share = pass * width..<(pass + 1) * width
  }

  func begin(_ input: Int, service: String?) {
    self.input = input
    declaredService = service.map { names.number($0) } ?? -1
  }

  override func span(_ record: SpanRecord, at place: RecordPlace) {
    let key = SpanEntry.mixed(record.traceID)
    guard share.contains(key) || isLast && key >= share.upperBound else { return }
    let service = record.service.flatMap { $0.isEmpty ? nil : names.number($0.bytes) }
    spans.add(record, service ?? declaredService, input, place)
  }
}
