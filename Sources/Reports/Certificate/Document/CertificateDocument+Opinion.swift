internal import Analysis

/// What is inferred from the facts, and by which rules.
extension CertificateDocument {
  func emitOpinion(_ analysis: CertificateContent.Analysis, _ flow: inout some RowSink) {
    let incident = analysis.incident
    heading(.opinion, Bilingual("推断（意见）", "Inference (opinion)"), &flow)
    guard let grade = incident.grade else {
      paragraph(
        Bilingual("仅涉及一项违约，不对因果关系作任何推断。", "One breach alone; nothing is inferred about causes."),
        &flow)
      return
    }
    paragraph(
      Bilingual(
        "本节是程序按约定规则作出的推断，不是事实，也不是概率。相关不等于因果。",
        "This section is what the program infers by the agreed rules. It is no fact and no"
          + " probability; that things went together does not prove that one caused the other."),
      &flow)
    let meaning = CodeCatalogue.standard.page(grade.code)?.meaning
    let words = [ReportLanguage.chinese, .english].map {
      "\(grade.code)  " + Phrases(language: $0).gradeWord(grade.rawValue)
    }
    pair(
      Bilingual("证据等级", "evidence grade"),
      [
        (words[0] + (meaning.map { "：" + $0.chinese } ?? ""), .value),
        (words[1] + (meaning.map { ": " + $0.english } ?? ""), .english),
      ], &flow)
    let observed = incident.observedOrder.map { group in
      group.map { clause in
        let onset = analysis.breaches.filter { $0.clause == clause }.map(\.onset.first).min()
        return clause + (onset.map { " " + clock.time($0) } ?? "")
      }.joined(separator: " = ")
    }.joined(separator: " → ")
    pair(Bilingual("观察到的顺序", "observed order"), observed, &flow)
    pair(
      Bilingual("合同约定的顺序", "contract order"),
      incident.contractOrder.joined(separator: " → "), &flow)
    if incident.isOrderUndecidable {
      pair(
        Bilingual("顺序", "order"), "在时钟误差内无法判定 / undecidable within clock uncertainty", &flow)
    }
    pair(Bilingual("根因路径", "path"), incident.path.joined(separator: " → "), &flow)
    pair(
      Bilingual("推断而未观察到", "inferred, not observed"),
      incident.inferredNodes.joined(separator: ", "), &flow)
    let standings: [(IncidentTrace.Standing, Bilingual)] = [
      (.complete, Bilingual("完整", "complete")), (.partial, Bilingual("部分", "partial")),
      (.contradicting, Bilingual("相反", "contradicting")),
    ]
    pair(
      Bilingual("调用链", "traces"),
      standings.map { "\(incident.traceCount($0.0)) \($0.1.chinese) \($0.1.english)" }
        .joined(separator: ", "), &flow)
    pair(
      Bilingual("未生效，不计责任", "not in force, no liability"),
      incident.notInForce.joined(separator: ", "), &flow)
    pair(Bilingual("备注", "notes"), incident.notes.joined(separator: ", "), &flow)
    emitLinks(incident, &flow)
  }

  private static let linkColumns = [
    TableColumn(x: 0, width: 62), TableColumn(x: 66, width: 80), TableColumn(x: 150, width: 46),
    TableColumn(x: 200, width: 287),
  ]

  private func emitLinks(_ incident: Incident, _ flow: inout some RowSink) {
    var rows: [[String]] = []
    for link in incident.links {
      let gap = link.gap.isEmpty ? "" : " (\(link.gap.joined(separator: ", ")) –)"
      for (index, test) in link.tests.enumerated() {
        let name = index == 0 ? "\(link.from) → \(link.to)  \(link.grade.code)\(gap)" : ""
        rows.append([name, test.test, test.result.rawValue, test.detail])
      }
    }
    let head = tableHead(
      [
        Bilingual("联系与等级", "link, grade"), Bilingual("检验", "test"), Bilingual("结果", "result"),
        Bilingual("依据", "reason"),
      ], Self.linkColumns)
    flow.addTable(head: head, rows: rows.count) { tableRow(cells(rows[$0], Self.linkColumns)) }
  }

  func emitMethod(_ analysis: CertificateContent.Analysis, _ flow: inout some RowSink) {
    heading(.method, Bilingual("方法", "Method"), &flow)
    for clause in analysis.clauses {
      var texts: [(text: String, style: TextStyle)] = []
      if let rule = clause.rule as? any CertifiedRule {
        texts = [
          (rule.chineseMethod.joined(separator: "；") + "。", .value),
          (rule.method.joined(separator: "; ") + ".", .english),
        ]
      }
      if !clause.requires.isEmpty {
        texts.append(("先决条款 requires \(clause.requires.joined(separator: ", "))", .english))
      }
      guard !texts.isEmpty else { continue }
      pair(Bilingual(clause.id, type(of: clause.rule).kind), texts, &flow)
    }
    if let arbitration = analysis.appendix.arbitration {
      let within = durationText(arbitration.withinNanoseconds)
      pair(
        Bilingual("并发违约", "concurrent breaches"),
        [
          (
            "触发时刻相距不超过 \(within) 的违约合为一个事件；合同顺序 "
              + arbitration.order.joined(separator: " → ") + "。", .value
          ),
          (
            "breaches whose triggers lie at most \(within) apart form one incident; contract order "
              + arbitration.order.joined(separator: " → ") + ".", .english
          ),
        ], &flow)
    }
    pair(
      Bilingual("判定", "decision"),
      [
        ("以整数计数与精确分数裁定；小数仅供显示。数据不足以裁定时写明原因，绝不补零。", .value),
        (
          "Integers and exact fractions decide; decimals are for display. Where the data cannot carry"
            + " a verdict the reason is said; nothing missing becomes zero.", .english
        ),
      ], &flow)
  }
}
