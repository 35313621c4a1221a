extension CodePage {
  /// Findings of an analysis: what sources say about each other.
  static let findingDiagnostics: [CodePage] = [
    CodePage(
      "source-disagreement",
      title: ("Two sources decide a window differently", "两个来源对同一窗口裁定不同"),
      meaning: (
        """
        The first source in the clause's `from:` decided; another one that could decide says the \
        opposite.
        """,
        "以条款 `from:` 中的第一个来源为准；另一个同样可以裁定的来源得出相反结论。"
      ),
      effect: qualifies,
      settle: (
        "Compare the exports: one may be sampled, filtered, or count other routes (`where:`).",
        "请比对各导出文件：其一可能被抽样、过滤，或统计了其他路由（`where:`）。"
      )),
    CodePage(
      "source-count-difference",
      title: ("Two sources count requests more than 2 % apart", "两个来源的请求数相差超过 2 %"),
      meaning: (
        "The verdicts agree, the counts do not. One export may lack records.",
        "裁定一致，但计数不一致。某个导出文件可能缺少记录。"
      ),
      effect: qualifies,
      settle: (
        "Check whether one is sampled, truncated or filtered.",
        "请检查是否被抽样、截断或过滤。"
      )),
    CodePage(
      "metric-log-disagreement",
      title: ("The injection metric and the log differ", "注入率指标与日志不一致"),
      meaning: (
        """
        They are more than 0.01 points apart, or decide differently. A rate metric lags its cause \
        by its own window.
        """,
        "两者相差超过 0.01 个百分点，或裁定不同。速率指标会滞后其自身窗口的长度。"
      ),
      effect: qualifies,
      settle: (
        "Check the metric's unit and window; the first source in `from:` decided.",
        "请检查指标的单位和窗口；以 `from:` 中的第一个来源为准。"
      )),
    CodePage(
      "metric-unit",
      title: (
        "A metric declared in percent is probably a ratio",
        "声明为百分数的指标很可能是比率"
      ),
      meaning: (
        "No value is above 1. Windows that only it could decide are INDETERMINATE(unit).",
        "没有数值大于 1。只能由它裁定的窗口为 INDETERMINATE(unit)。"
      ),
      effect: qualifies,
      settle: (
        "Write `unit: ratio`, if 1 means all requests.",
        "若 1 表示全部请求，请写 `unit: ratio`。"
      )),
    CodePage(
      "pattern-disagreement",
      title: (
        "The audit names a pattern that the stack trace does not show",
        "审计所列模式在堆栈中未发现"
      ),
      meaning: (
        """
        The audit leg reports a leak pattern, and our detectors with their validators do not find \
        it in the stack trace.
        """,
        "审计证据环节报告了泄露模式，而带校验的检测器在堆栈中没有找到。"
      ),
      effect: qualifies,
      settle: (
        "Read the exhibit: the trace may be cut, or the audit's pattern looser than ours.",
        "请查看证物：堆栈可能被截断，或审计的模式更宽松。"
      )),
    CodePage(
      "unmasked-data",
      title: ("A package holds raw, unmasked data", "证据包含有未脱敏的原始数据"),
      meaning: (
        "FULL packages carry the lines as they were, personal data included.",
        "FULL 证据包原样保留各行，包括个人数据。"
      ),
      effect: qualifies,
      settle: (
        "Pass them on only to those who may see personal data.",
        "请只交给有权查看个人数据的人。"
      )),
  ]
}
