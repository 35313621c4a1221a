/// The message catalogue of human-readable reports. Codes, clause ids and names of nodes and tests
/// stay as they are in every language.
struct Phrases: Sendable {
  let language: ReportLanguage

  /// What can be said. `{0}`, `{1}` … are filled in.
  enum Key: CaseIterable {
    case breached, undecidedHeadline, noBreach, nothingJudged, incomplete
    case since, judged, judgedAppendix, moreIncidents, when
    case grade, loneBreach, order, contractOrder, orderAgrees, orderUndecidable, path, inferred
    case traces, notLiable, gap, noteLine
    case windowsOne, windowsMany, limit, limitFrom, unrounded, within, confirmed
    case blocksOne, neededCount, overall
    case clause, held, breachedColumn, notInForce, undecided, notEvaluated, condition
    case runs, moreRuns, blockedBy, undecidedTitle, notEvaluatedTitle, supply, excusedTitle
    case excusedTotals, excusedMark, notesTitle, dataTitle, dataTotals, quarantined, duplicates
    case identical, assumedZone, unrecognised, exportRange, diagnosticsTitle, diagnosticsTotals
    case packagesTitle, unmasked, masked, noPackageBreach, noPackageIncomplete, notWritten,
      filesTitle
    case exposures, falseAlarmsTitle, falseAlarms, support
  }

  /// The text for `key`, with `{n}` replaced by `arguments[n]`.
  func callAsFunction(_ key: Key, _ arguments: String...) -> String {
    let pair = Self.text(key)
    var text = language == .english ? pair.english : pair.chinese
    for (index, argument) in arguments.enumerated() {
      text = text.split(separator: "{\(index)}", omittingEmptySubsequences: false)
        .joined(separator: argument)
    }
    return text
  }

  /// What an evidence grade says in one word.
  func gradeWord(_ rank: Int) -> String {
    let english = ["contradicted", "contract order only", "consistent", "supported", "established"]
    let chinese = ["被反证", "仅合同顺序", "相容", "有支持", "已确立"]
    let words = language == .english ? english : chinese
    return words.indices.contains(rank) ? words[rank] : ""
  }

  /// `1 window`, `5 windows`.
  func windows(_ count: Int) -> String {
    count == 1 ? self(.windowsOne, "1") : self(.windowsMany, "\(count)")
  }

  private static func text(_ key: Key) -> (english: String, chinese: String) {
    headline(key) ?? incident(key) ?? clauses(key) ?? data(key) ?? ("", "")
  }

  private static func headline(_ key: Key) -> (english: String, chinese: String)? {
    switch key {
    case .breached: ("BREACHED", "违约")
    case .undecidedHeadline: ("UNDECIDED: no breach, but {0} undecided", "未决：无违约，但有 {0} 无法裁定")
    case .noBreach: ("NO BREACH: {0} decided", "无违约：{0} 已裁定")
    case .nothingJudged: ("NOTHING JUDGED: no export covers any time", "未裁定：没有导出文件覆盖任何时间")
    case .incomplete:
      ("INCOMPLETE: an input could not be read to its end; see the errors", "不完整：有输入未能读完，见错误信息")
    case .moreIncidents: ("{0} more incidents below", "另有 {0} 个事件，见下")
    case .when: ("when", "时间")
    case .since: ("since {0}", "始于 {0}")
    case .judged: ("judged {0}", "裁定范围 {0}")
    case .judgedAppendix: ("appendix {0}, sha256 {1}", "附件 {0}，sha256 {1}")
    default: nil
    }
  }

  private static func incident(_ key: Key) -> (english: String, chinese: String)? {
    switch key {
    case .grade: ("grade {0} {1}", "证据等级 {0} {1}")
    case .loneBreach: ("a breach of its own", "单独违约")
    case .order: ("order", "观察顺序")
    case .contractOrder: ("contract", "合同顺序")
    case .orderAgrees: ("as in the contract", "与合同顺序一致")
    case .orderUndecidable: ("undecidable within clock uncertainty", "在时钟误差内无法判定")
    case .path: ("path", "根因路径")
    case .inferred: ("inferred, not observed: {0}", "推断而未观察到：{0}")
    case .traces: ("traces", "调用链")
    case .notLiable: ("not in force, so no liability: {0}", "未生效，不计责任：{0}")
    case .gap: ("no breach of {0} between", "其间 {0} 未违约")
    case .noteLine: ("notes", "备注")
    case .windowsOne: ("{0}\u{a0}window", "{0} 个窗口")
    case .windowsMany: ("{0}\u{a0}windows", "{0} 个窗口")
    case .limit: ("limit {0}", "限值 {0}")
    case .limitFrom: ("limit {0} from median {1}, IQR {2}", "限值 {0}，取自中位数 {1}、四分位距 {2}")
    case .unrounded:
      ("hour from {0}, {1} days; computed from unrounded inputs", "{0} 起的小时，{1} 天；由未舍入的数值算出")
    case .within: ("{0}\u{a0}of\u{a0}{1}\u{a0}within", "{1} 中 {0} 达标")
    case .confirmed: ("{0} confirmed of {1}", "{1} 中确认 {0}")
    case .exposures: ("patterns {0}", "模式 {0}")
    case .blocksOne:
      ("so {0} is NOT_IN_FORCE in {1}, blocked by {2}", "因此 {0} 在 {1} 中 NOT_IN_FORCE，受阻于 {2}")
    case .overall:
      (
        "{0} of {1} = {2} over the judged range, but each window is judged by itself",
        "整个裁定范围为 {1} 中 {0} = {2}，但每个窗口单独裁定"
      )
    case .neededCount: ("{0} of {1} valid, {2} needed for {3}", "{1} 中 {0} 有效，{3} 需要 {2}")
    default: nil
    }
  }

  private static func clauses(_ key: Key) -> (english: String, chinese: String)? {
    switch key {
    case .clause: ("clause", "条款")
    case .held: ("held", "符合")
    case .breachedColumn: ("breached", "违约")
    case .notInForce: ("not in force", "未生效")
    case .undecided: ("undecided", "未决")
    case .notEvaluated: ("not evaluated", "未评估")
    case .condition: ("condition", "条件")
    case .runs: ("verdicts, runs of equal windows merged", "裁定（相同的连续窗口已合并）")
    case .moreRuns: ("… {0} more in analysis.json", "… 其余 {0} 段见 analysis.json")
    case .blockedBy: ("blocked by {0}", "受阻于 {0}")
    case .undecidedTitle: ("undecided", "未决")
    case .notEvaluatedTitle: ("not evaluated", "未评估")
    case .supply: ("{0}: supply {1}", "{0}：请提供 {1}")
    case .excusedTitle: ("excused", "豁免")
    case .excusedTotals:
      ("{0}: {1} excused; breached {2} with them, {3} without", "{0}：豁免 {1}；违约窗口含豁免 {2}，不含 {3}")
    case .excusedMark: ("excused", "已豁免")
    case .notesTitle: ("notes", "备注")
    case .support: ("support {0}", "支持程度 {0}")
    case .falseAlarmsTitle: ("by chance", "偶然超限")
    case .falseAlarms:
      (
        "{0}: {1} of {2} decided above the limit; of {2} clean windows the rule itself puts {3} to {4}"
          + " above it",
        "{0}：已裁定 {2}，其中 {1} 个超限；即使服务完全正常，该规则本身也会使其中约 {3} 至 {4} 个超限"
      )
    default: nil
    }
  }

  private static func data(_ key: Key) -> (english: String, chinese: String)? {
    switch key {
    case .dataTitle: ("data", "数据")
    case .dataTotals: ("{0} inputs, {1} bytes, {2} records", "{0} 个输入，{1} 字节，{2} 条记录")
    case .quarantined: ("{0} quarantined", "{0} 条被隔离")
    case .duplicates: ("{0} duplicates", "{0} 条重复")
    case .identical: ("identical exports counted once: {0}", "相同的导出文件只计一次：{0}")
    case .assumedZone: ("zone assumed for {0}", "假定了时区：{0}")
    case .unrecognised: ("not recognised: {0}", "未识别：{0}")
    case .exportRange: ("{0} and {1} more", "{0} 等，另有 {1} 个")
    case .diagnosticsTitle: ("diagnostics", "诊断")
    case .diagnosticsTotals: ("{0} errors, {1} warnings, {2} notes", "{0} 个错误，{1} 个警告，{2} 个提示")
    case .packagesTitle: ("packages", "证据包")
    case .unmasked: ("holds unmasked data", "含未脱敏数据")
    case .masked: ("masked", "已脱敏")
    case .noPackageBreach: ("none: nothing was breached", "无：没有违约")
    case .noPackageIncomplete: ("none: an input could not be read to its end", "无：有输入未能读完")
    case .notWritten: ("none written; -o DIR writes them", "未写出；用 -o DIR 写出")
    case .filesTitle: ("files", "文件")
    default: nil
    }
  }
}
