public import Diagnostics

/// The message catalogue: a page for every code that estreat prints.
///
/// Adding a code is one page in a file below `Pages/`; adding such a file is one name here. Tests
/// read the sources and fail for a code without a page, and for a page without a code.
public struct CodeCatalogue: Sendable {
  /// Pages by kind, in the order of the list.
  let areas: [CodeArea]
  /// Pages by code.
  private let byCode: [String: CodePage]

  /// A catalogue of these areas; of two pages of one code the first counts.
  init(areas: [CodeArea]) {
    self.areas = areas
    byCode = Dictionary(
      areas.flatMap(\.pages).map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The catalogue of this program.
  public static let standard = CodeCatalogue(areas: [
    CodeArea(title: ("outcomes of verdicts", "裁定结果"), pages: CodePage.outcomes),
    CodeArea(
      title: ("reasons of verdicts: coverage", "裁定原因：覆盖范围"), pages: CodePage.coverageReasons),
    CodeArea(
      title: ("reasons of verdicts: requests", "裁定原因：请求"), pages: CodePage.requestReasons),
    CodeArea(
      title: ("reasons of verdicts: metrics and history", "裁定原因：指标与历史"),
      pages: CodePage.metricReasons + CodePage.counterReasons),
    CodeArea(
      title: ("reasons of verdicts: release and requirements", "裁定原因：发布与前置条款"),
      pages: CodePage.releaseReasons),
    CodeArea(
      title: ("reasons of verdicts: exposure", "裁定原因：敏感泄露"), pages: CodePage.exposureReasons),
    CodeArea(
      title: ("notes on verdicts: baseline", "裁定备注：基线"),
      pages: CodePage.baselineNotes + CodePage.historyNotes),
    CodeArea(
      title: ("notes on verdicts: ids and releases", "裁定备注：标识与发布"),
      pages: CodePage.identityNotes),
    CodeArea(title: ("support of a breach", "违约的支持程度"), pages: CodePage.support),
    CodeArea(
      title: ("grades and order of causal chains", "因果链条的证据等级与顺序"), pages: CodePage.grades),
    CodeArea(title: ("tests of a causal link", "因果联系的检验"), pages: CodePage.linkTests),
    CodeArea(title: ("diagnostics: findings", "诊断：发现项"), pages: CodePage.findingDiagnostics),
    CodeArea(title: ("diagnostics: time", "诊断：时间"), pages: CodePage.timeDiagnostics),
    CodeArea(
      title: ("diagnostics: input files", "诊断：输入文件"),
      pages: CodePage.inputDiagnostics + CodePage.contentDiagnostics),
    CodeArea(
      title: ("diagnostics: records and formats", "诊断：记录与格式"),
      pages: CodePage.recordDiagnostics + CodePage.lineDiagnostics),
    CodeArea(
      title: ("diagnostics: metrics", "诊断：指标"),
      pages: CodePage.metricDiagnostics + CodePage.seriesDiagnostics + CodePage.csvDiagnostics),
    CodeArea(
      title: ("diagnostics: TSDB blocks", "诊断：TSDB 块"),
      pages: CodePage.blockDiagnostics + CodePage.chunkDiagnostics),
    CodeArea(title: ("diagnostics: traces", "诊断：调用链"), pages: CodePage.traceDiagnostics),
    CodeArea(
      title: ("diagnostics: deployments and topology", "诊断：部署与拓扑"),
      pages: CodePage.deploymentDiagnostics),
    CodeArea(
      title: ("diagnostics: scans and configuration", "诊断：扫描与配置"),
      pages: CodePage.scanDiagnostics),
    CodeArea(
      title: ("diagnostics: appendix", "诊断：技术附录"),
      pages: CodePage.appendixDiagnostics + CodePage.valueDiagnostics),
    CodeArea(
      title: ("diagnostics: command line and output", "诊断：命令行与输出"),
      pages: CodePage.commandDiagnostics),
    CodeArea(
      title: ("diagnostics: evidence package", "诊断：证据包"),
      pages: CodePage.packageDiagnostics + CodePage.zipDiagnostics + CodePage.keyDiagnostics
        + CodePage.signatureDiagnostics + CodePage.timestampDiagnostics
        + CodePage.custodyDiagnostics + CodePage.chainDiagnostics + CodePage.merkleDiagnostics
        + CodePage.disclosureDiagnostics + CodePage.certificateDiagnostics
        + CodePage.replayDiagnostics + CodePage.maskingDiagnostics),
  ])

  /// Every code, in the order of the list.
  public var codes: [String] { areas.flatMap(\.pages).map(\.code) }

  /// The page of exactly `code`.
  func page(_ code: String) -> CodePage? { byCode[code] }

  /// The code that `text` means: as it stands, or as it is seen in output, such as
  /// `leg-absent: gateway`, `INDETERMINATE(quarantined)` or `[gzip-corrupt]`; in any case.
  public func code(for text: String) -> String? {
    var inner = Substring(text)
    if let open = inner.firstIndex(where: { $0 == "(" || $0 == "[" }) {
      inner = inner[inner.index(after: open)...]
    }
    inner = inner.prefix { $0 != ")" && $0 != "]" && $0 != ":" }
    for candidate in [text, String(inner)] {
      if byCode[candidate] != nil { return candidate }
      let folded = candidate.lowercased()
      if let known = codes.first(where: { $0.lowercased() == folded }) { return known }
    }
    return nil
  }

  /// What to say when nothing is called `text`: the nearest code, if one is near.
  public func unknown(_ text: String) -> Diagnostic {
    let near = NearestName.suggestion(for: text, among: codes, called: "codes")
    // Ids of clauses are short, and some grade is near to each of them.
    let fix =
      text.count > 3 && near.hasPrefix("did you mean")
      ? near
      : "`estreat explain --codes` lists the codes; a clause, breach or incident needs"
        + " -a APPENDIX and the exports"
    return Diagnostic(.error, "unknown-code", "there is no code \"\(text)\"", fix: fix)
  }
}
