internal import Analysis

/// The text summary under construction: what is known, how it is said, the lines so far.
struct Summary {
  let result: AnalysisResult
  let index: VerdictIndex
  let context: ReportContext
  let phrases: Phrases
  let clock: ContractClock
  var lines: [String] = []

  init(_ result: AnalysisResult, _ context: ReportContext) {
    self.result = result
    index = VerdictIndex(result)
    self.context = context
    phrases = Phrases(language: context.language)
    clock = ContractClock(zone: result.zone)
  }

  /// One labelled line, wrapped under the label's text.
  mutating func labelled(_ label: String, _ text: String, indent: Int = 0, width: Int = 14) {
    let head = String(repeating: " ", count: indent) + TextLayout.left(label, width)
    lines += TextLayout.wrap(head, text)
  }

  /// The first words in a colour where colours are wanted.
  private func paint(_ text: String, _ code: Int) -> String {
    context.usesColour ? "\u{1b}[1;\(code)m\(text)\u{1b}[0m" : text
  }

  /// What was found, since when, over which time, under which contract.
  mutating func headline() {
    if !result.isComplete { lines.append(paint(phrases(.incomplete), 33)) }
    let undecided = result.verdicts.count { $0.outcome == .indeterminate && !$0.isExcused }
    if !result.incidents.isEmpty {
      breachedHeadline()
    } else if result.judgedRange == nil {
      lines.append(paint(phrases(.nothingJudged), 33))
    } else if undecided > 0 {
      lines.append(paint(phrases(.undecidedHeadline, phrases.windows(undecided)), 33))
    } else {
      lines.append(paint(phrases(.noBreach, phrases.windows(result.verdicts.count)), 32))
    }
    if let range = result.judgedRange { lines.append(phrases(.judged, clock.both(range))) }
    lines.append(
      phrases(
        .judgedAppendix, result.appendixVersion, String(result.appendixSHA256.prefix(16)) + "…")
        + ", \(result.zone.name)")
  }

  /// Which clauses since when, a line an incident.
  private mutating func breachedHeadline() {
    let word = phrases(.breached) + ": "
    for (index, incident) in ranked.prefix(Self.headlines).enumerated() {
      let clauses = incident.clauses.joined(separator: ", ")
      var said = TextLayout.wrap(
        TextLayout.left(index == 0 ? word : "", TextLayout.width(word)),
        clauses + "  " + phrases(.since, clock.both(incident.interval.from)))
      if index == 0 { said[0] = paint(word, 31) + said[0].dropFirst(word.count) }
      lines += said
    }
    if ranked.count > Self.headlines {
      lines.append(phrases(.moreIncidents, "\(ranked.count - Self.headlines)"))
    }
  }

  /// Incidents named in the headline.
  private static let headlines = 4

  /// Chains first, then breaches of their own, each by onset.
  private var ranked: [Incident] {
    result.incidents.filter { !$0.links.isEmpty } + result.incidents.filter { $0.links.isEmpty }
  }

  mutating func incidents() {
    for incident in ranked { add(incident) }
  }

  /// Counts of windows by verdict, one line a clause.
  mutating func clauseTable() {
    lines.append("")
    let columns: [(Phrases.Key, Outcome)] = [
      (.held, .compliant), (.breachedColumn, .breached), (.notInForce, .notInForce),
      (.undecided, .indeterminate), (.notEvaluated, .notEvaluated),
    ]
    let widths = columns.map { max(6, TextLayout.width(phrases($0.0)) + 2) }
    let idWidth = max(6, (result.clauses.map { TextLayout.width($0.id) }.max() ?? 0) + 1)
    var header = TextLayout.left(phrases(.clause), idWidth)
    for (column, width) in zip(columns, widths) {
      header += TextLayout.right(phrases(column.0), width)
    }
    lines.append(header + "  " + phrases(.condition))
    var counts: [ClauseID: [Outcome: Int]] = [:]
    for verdict in result.verdicts {
      counts[verdict.clause, default: [:]][verdict.outcome, default: 0] += 1
    }
    for clause in result.clauses {
      var row = TextLayout.left(clause.id, idWidth)
      for (column, width) in zip(columns, widths) {
        row += TextLayout.right("\(counts[clause.id]?[column.1] ?? 0)", width)
      }
      lines += TextLayout.wrap(row + "  ", clause.condition)
    }
  }
}
