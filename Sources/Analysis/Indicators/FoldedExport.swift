/// A stretch of an export that one worker read in one go: what its neighbours must know.
///
/// A quarantined record without a time lies between the good records around it, which may be in
/// another stretch.
struct FoldedStretch: Sendable {
  /// Number of the chunk in its export.
  let index: Int
  /// Where the stretch lies; nil for an export that was read as one stream.
  private(set) var offset: Int64?
  private(set) var length: Int64 = 0
  private(set) var line: Int64 = 1
  /// Times of the first and last good record, in file order.
  private(set) var firstGood: Instant?
  private(set) var lastGood: Instant?
  /// Earliest and latest time of any record.
  private(set) var span: TimeSpan?
  /// Broken records before the first good one and after the last.
  private(set) var leading: Int64 = 0
  private(set) var trailing: Int64 = 0
  /// Whether any record in it could not be used.
  var hasBroken: Bool { leading + trailing > 0 || !unknown.isEmpty }
  /// Broken records by what is known of their time.
  private(set) var unknown: [TimeSpan: Int64] = [:]

  init(index: Int, _ chunk: LineChunk? = nil) {
    self.index = index
    if let chunk {
      offset = chunk.offset
      length = Int64(chunk.bytes.count)
      line = chunk.firstLine
    }
  }

  @inline(__always) mutating func sawGood(_ time: Instant) {
    if trailing > 0 { close(time) }
    if firstGood == nil { firstGood = time }
    lastGood = time
    if span == nil { span = TimeSpan(first: time, last: time) } else { span?.extend(to: time) }
  }

  private mutating func close(_ next: Instant) {
    if let last = lastGood {
      unknown[TimeSpan(first: min(last, next), last: max(last, next)), default: 0] += trailing
    } else {
      leading += trailing
    }
    trailing = 0
  }

  mutating func sawBroken(_ time: Instant?) {
    guard let time else {
      trailing += 1
      return
    }
    span = TimeSpan.union(span, TimeSpan(first: time, last: time))
    unknown[TimeSpan(first: time, last: time), default: 0] += 1
  }
}

/// What all workers folded of one export.
struct FoldedExport {
  private(set) var survey = Survey()
  private(set) var records: Int64 = 0
  private(set) var quarantined: Int64 = 0
  private(set) var span: TimeSpan?
  private(set) var services: [String] = []
  private(set) var problems: [SurveyFold.QuarantineCount] = []
  private(set) var notes: [FileNote] = []
  /// Stretches by their place, for the second pass; empty when the export was read as one.
  private(set) var zones: [FoldedStretch] = []
  private(set) var ends = ExportEnds()
  private(set) var statedZones: Set<StatedZone> = []
  /// Whether records run from late to early.
  private(set) var isDescending = false

  /// Puts `folds` together; their order does not matter.
  /// - Parameter role: what quarantined records of unknown time count against.
  init(_ folds: [SurveyFold], role: SourceRole?) {
    var step = ClockStep()
    var others: (count: Int, first: RecordPlace?) = (0, nil)
    for fold in folds {
      add(fold)
      step.merge(fold.clockStep)
      others.count += fold.others.count
      others.first = Self.earlier(others.first, fold.others.first)
    }
    for (role, facts) in survey.roles {
      span = TimeSpan.union(span, facts.span)
      services += facts.services
      survey.roles[role] = facts
    }
    services = Set(services).sorted()
    problems.sort { $0.place.offset < $1.place.offset }
    if let input = folds.first?.input, let widened = step.widenedNanoseconds {
      survey.clockSteps[input] = widened
      notes.append(
        FileNote(
          "resolution-widened",
          "all timestamps are whole steps of \(durationText(widened)); events lie anywhere within"
            + " one", isWarning: false))
    }
    if others.count > 0 {
      notes.append(
        FileNote(
          "other-lines", "lines that are no records of this format were passed over",
          place: others.first, count: others.count, isWarning: false))
    }
    join(folds.flatMap { $0.stretches.isEmpty ? [$0.stretch] : $0.stretches }, role)
  }

  private mutating func add(_ fold: SurveyFold) {
    fold.settle()
    var part = fold.survey
    for item in fold.latency { item.add(to: &part, fold.names) }
    for item in fold.injection { item.add(to: &part, fold.names) }
    for (role, facts) in fold.facts { part.roles[role] = facts.facts(fold.names) }
    part.spans = fold.spans.takeStore()
    if let slow = fold.slow.takeSeries()[-1] { part.slow.merge(slow) }
    survey.merge(part)
    records += fold.records
    quarantined += fold.quarantined
    statedZones.formUnion(fold.statedZones)
    if let half = fold.ends.brokenFirst { ends.brokenFirst = half }
    if let half = fold.ends.cutLast { ends.cutLast = half }
    span = TimeSpan.union(span, fold.span)
    for problem in fold.problems {
      if let known = problems.firstIndex(where: {
        $0.record.code == problem.record.code && $0.record.message == problem.record.message
      }) {
        let isFirst = problem.place.offset < problems[known].place.offset
        let count = problems[known].count + problem.count
        if isFirst { problems[known] = problem }
        problems[known].count = count
      } else {
        problems.append(problem)
      }
    }
    for note in fold.notes {
      guard
        let known = notes.firstIndex(where: { $0.code == note.code && $0.message == note.message })
      else {
        notes.append(note)
        continue
      }
      notes[known].count += note.count
      notes[known].place = Self.earlier(notes[known].place, note.place)
    }
  }

  private static func earlier(_ a: RecordPlace?, _ b: RecordPlace?) -> RecordPlace? {
    guard let a, let b else { return a ?? b }
    return a.offset <= b.offset ? a : b
  }

  /// Broken records at the edges of stretches get their times from the neighbours.
  private mutating func join(_ parts: [FoldedStretch], _ role: SourceRole?) {
    let ordered = parts.sorted { $0.index < $1.index }
    var unknown: [TimeSpan: Int64] = [:]
    var pending: Int64 = 0
    var last: Instant?
    for stretch in ordered {
      unknown.merge(stretch.unknown, uniquingKeysWith: +)
      guard let first = stretch.firstGood else {
        pending += stretch.leading + stretch.trailing
        continue
      }
      pending += stretch.leading
      if pending > 0 {
        let from = last ?? first
        unknown[TimeSpan(first: min(from, first), last: max(from, first)), default: 0] += pending
      }
      pending = stretch.trailing
      last = stretch.lastGood
    }
    if pending > 0, let last { unknown[TimeSpan(first: last, last: last), default: 0] += pending }
    zones = ordered.filter { $0.offset != nil }
    let good = ordered.filter { $0.firstGood != nil }
    if let first = good.first?.firstGood, let last = good.last?.lastGood {
      isDescending = last < first
    }
    guard let role else { return }
    survey.unknown = unknown.map {
      Survey.UnknownRecords(role: role, span: $0.key, count: $0.value)
    }
  }
}
