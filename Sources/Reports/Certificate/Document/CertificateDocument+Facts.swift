internal import Analysis

/// What was found: counts and times, apart from any opinion.
extension CertificateDocument {
  /// Windows listed of one breach; the findings of the package hold them all.
  static let shownWindows = 60

  func emitFacts(_ analysis: CertificateContent.Analysis, _ flow: inout some RowSink) {
    heading(.facts, Bilingual("查明的事实", "Facts found"), &flow)
    paragraph(
      Bilingual(
        "以下为由所列文件计数所得的结果，不含推断。每个数值所依据的字节见 data/findings/verdicts.json。",
        "What was counted in the listed files, without inference. data/findings/verdicts.json names"
          + " the bytes that each number rests on."), &flow, keepsWithNext: true)
    for breach in analysis.breaches { emit(breach, analysis, &flow) }
    emitTotals(analysis, &flow)
  }

  private func emit(
    _ breach: Breach, _ analysis: CertificateContent.Analysis, _ flow: inout some RowSink
  ) {
    let verdicts = analysis.windows(of: breach)
    let clause = analysis.appendix.clause(breach.clause)
    let heading = analysis.result.clauses.first { $0.id == breach.clause }
    subheading(
      "\(breach.clause)   违约 BREACHED\(breach.isExcused ? "   已豁免 excused" : "")", &flow)
    pair(Bilingual("约定", "agreed"), heading?.condition, &flow, keepsWithNext: true)
    pair(Bilingual("服务", "service"), breach.service, &flow)
    let stretch = Interval(from: breach.windows.first?.from ?? breach.onset.first, to: breach.end)
    var times = bothClocks(stretch)
    times.append(("\(breach.windows.count) 个窗口 / windows", .english))
    pair(Bilingual("违约窗口", "breached windows"), times, &flow)
    pair(Bilingual("起点", "onset"), onset(breach), &flow)
    if let counts = (clause?.rule as? any CertifiedRule)?.counts {
      pair(
        Bilingual("计数", "counts"), [(counts.chinese, .value), (counts.english, .english)], &flow)
    }
    for baseline in analysis.baselines(of: breach) { emit(baseline, &flow) }
    pair(
      Bilingual("确认的模式", "patterns confirmed"),
      analysis.patterns(of: breach).joined(separator: ", "), &flow)
    for (id, windows) in analysis.disarmed(by: breach) {
      pair(
        Bilingual("影响", "consequence"),
        [
          ("\(id) 在 \(windows) 个窗口中未生效（NOT_IN_FORCE）", .value),
          ("\(id) is NOT_IN_FORCE in \(windows) window\(windows == 1 ? "" : "s")", .english),
        ], &flow)
    }
    emitWindows(verdicts, &flow)
  }

  /// The first breaching record, as finely as its stamp says.
  private func onset(_ breach: Breach) -> [(text: String, style: TextStyle)] {
    let (first, last) = (breach.onset.first, breach.onset.last)
    let offset = clock.offset(first)
    if first == last {
      return [(clock.civil(first) + " \(offset)", .value), (first.rfc3339, .english)]
    }
    let step = last - first + 1
    if [1_000, 1_000_000, 1_000_000_000].contains(step) {
      let step = durationText(step)
      return [
        (clock.civil(first) + " \(offset)（时间戳精度 \(step)）", .value),
        ("\(first.rfc3339) (stamped to \(step))", .english),
      ]
    }
    return [
      (clock.civil(first) + " – " + clock.civil(last) + " \(offset)", .value),
      ("\(first.rfc3339) – \(last.rfc3339)", .english),
    ]
  }

  private func emit(_ baseline: BaselineSummary, _ flow: inout some RowSink) {
    let days = baseline.days.map { day in
      let counts = [day.numerator, day.denominator].compactMap { $0.map(String.init) }
      let ratio = day.ratio.map { Quantity.text($0, unit: "ratio") } ?? "—"
      let note = day.note.map { ", \($0)" } ?? ""
      return "\(day.date.dropFirst(5)): \(ratio)"
        + (counts.count == 2 ? " (\(counts.joined(separator: "/"))\(note))" : note)
    }
    var texts: [(text: String, style: TextStyle)] = []
    if let limit = baseline.limit, let median = baseline.median, let iqr = baseline.iqr,
      let q1 = baseline.q1, let q3 = baseline.q3
    {
      let shown = [q1, median, q3, iqr, limit].map { Quantity.text($0, unit: "ratio", digits: 6) }
      texts.append(
        (
          "Q1 \(shown[0]), 中位数 median \(shown[1]), Q3 \(shown[2]), 四分位距 IQR \(shown[3]),"
            + " 限值 limit \(shown[4]) (\(baseline.quantile))", .value
        ))
    }
    texts.append((days.joined(separator: "; "), .english))
    pair(
      Bilingual(
        "\(clock.shortTime(baseline.hour)) 起一小时", "history of that hour"), texts, &flow)
  }

  private static let windowColumns = [
    TableColumn(x: 0, width: 114), TableColumn(x: 118, width: 142),
    TableColumn(x: 264, width: 62, alignsRight: true),
    TableColumn(x: 330, width: 52, alignsRight: true),
    TableColumn(x: 386, width: 52, alignsRight: true), TableColumn(x: 446, width: 42),
  ]
  private static let windowLabels = [
    Bilingual("窗口（合同时区）", "window (contract zone)"), Bilingual("窗口（UTC）", "window (UTC)"),
    Bilingual("分子/分母", "counts"), Bilingual("测得", "observed"), Bilingual("限值", "limit"),
    Bilingual("支持", "support"),
  ]

  private func emitWindows(_ verdicts: [Verdict], _ flow: inout some RowSink) {
    let counted = verdicts.filter { $0.value != nil }
    guard !counted.isEmpty else { return }
    flow.addTable(
      head: tableHead(Self.windowLabels, Self.windowColumns),
      rows: min(counted.count, Self.shownWindows)
    ) { tableRow(cells(windowTexts(counted[$0]), Self.windowColumns)) }
    if counted.count > Self.shownWindows {
      let more = counted.count - Self.shownWindows
      paragraph(
        Bilingual(
          "另有 \(more) 个违约窗口，见 data/findings/verdicts.json。",
          "\(more) more breached windows: data/findings/verdicts.json."), &flow)
    }
  }

  private func windowTexts(_ verdict: Verdict) -> [String] {
    let (value, window) = (verdict.value, verdict.window)
    let limit = value?.limit ?? value?.observed
    let observed = value?.observed ?? limit
    let texts = observed.flatMap { observed in
      limit.map { Quantity.pair(observed, $0, unit: value?.unit ?? "") }
    }
    return [
      clock.range(window),
      "\(window.from.rfc3339) – \(window.to.rfc3339.split(separator: "T")[1])",
      value.map { "\($0.numerator)/\($0.denominator)" } ?? "—",
      value?.observed == nil ? "—" : texts?.0 ?? "—", value?.limit == nil ? "—" : texts?.1 ?? "—",
      verdict.support?.rawValue ?? "—",
    ]
  }

  private static let totals: [(label: Bilingual, outcome: Outcome)] = [
    (Bilingual("符合", "held"), .compliant), (Bilingual("违约", "breached"), .breached),
    (Bilingual("未生效", "not in force"), .notInForce),
    (Bilingual("未决", "undecided"), .indeterminate),
    (Bilingual("未评估", "not evaluated"), .notEvaluated),
  ]
  private static let totalColumns =
    [TableColumn(x: 0, width: 60)]
    + totals.indices.map {
      TableColumn(x: 64 + Double($0) * 85, width: 80, alignsRight: true)
    }

  /// How many windows of each clause of the whole run were decided how.
  private func emitTotals(_ analysis: CertificateContent.Analysis, _ flow: inout some RowSink) {
    var totals: [ClauseID: [Outcome: Int]] = [:]
    for verdict in analysis.result.verdicts {
      totals[verdict.clause, default: [:]][verdict.outcome, default: 0] += 1
    }
    subheading("裁定范围内的全部窗口   All windows of the judged range", &flow)
    let clauses = analysis.result.clauses
    flow.addTable(
      head: tableHead([Bilingual("条款", "clause")] + Self.totals.map(\.label), Self.totalColumns),
      rows: clauses.count
    ) { index in
      let counts = Self.totals.map { "\(totals[clauses[index].id]?[$0.outcome] ?? 0)" }
      return tableRow(cells([clauses[index].id] + counts, Self.totalColumns))
    }
  }
}
