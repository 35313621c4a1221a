extension CodePage {
  /// What is said about the history and the clock behind a seasonal verdict.
  static let historyNotes: [CodePage] = [
    CodePage(
      "missing-day",
      title: ("A day of the history has no value", "历史中有一日没有数值"),
      meaning: (
        """
        The hour of that day is not covered well enough, was skipped by a clock change, or had no \
        queries. It is left out, never replaced by another day.
        """,
        """
        该日的这一小时覆盖不足、因时钟调整而不存在、或没有查询。该日被剔除，从不以其他日子代替。
        """
      ),
      rule: (
        """
        A history hour counts if at least 90 % of it is covered and at most 10 % is dropped for \
        counter resets.
        """,
        "历史小时至少 90 % 被覆盖、且因计数器重置剔除不超过 10 % 时才计入。"
      ),
      effect: (
        "None by itself; fewer than `min-days` usable days are `warm-up`.",
        "本身没有影响；可用天数少于 `min-days` 时为 `warm-up`。"
      ),
      settle: ("Supply the export of that hour.", "请提供该小时的导出文件。")),
    CodePage(
      "excused-history",
      title: ("A day of the history was excused", "历史中有一日被豁免"),
      meaning: (
        """
        The appendix excuses that hour for this clause (maintenance). It is marked, and with \
        `history: exclude-excused` it is left out.
        """,
        """
        技术附录对本条款豁免了该小时（维护）。该日予以标注；若为 `history: exclude-excused` 则剔\
        除。
        """
      ),
      rule: (
        """
        `excused: - {from, to, clauses, reason, agreed-by}`; with `history: literal` an excused \
        day still counts.
        """,
        """
        `excused: - {from, to, clauses, reason, agreed-by}`；`history: literal` 时被豁免的日子仍\
        计入。
        """
      ),
      effect: ("None by itself; see POISONED_HISTORY.", "本身没有影响；参见 POISONED_HISTORY。"),
      settle: ("Agree on the history mode in the appendix.", "请在技术附录中约定历史模式。")),
    CodePage(
      "expected-false-alarms",
      title: (
        "How many breaches the rule would find in a clean service",
        "规则在正常服务中会误报多少次"
      ),
      meaning: (
        """
        The literal rule fires now and then although nothing is wrong. The number expected for \
        this many windows is printed beside the number found.
        """,
        "按文字的规则在一切正常时也会偶尔触发。按窗口数预期的次数与实际次数并列给出。"
      ),
      rule: (
        """
        median + 2.5 · IQR of 7 days fires on 3.1 % of clean windows for normal ratios, 7.4 % for \
        log-normal ones with σ = 0.5, and 11 % with σ = 1.
        """,
        """
        7 天的 median + 2.5 · IQR 对正态占比在 3.1 % 的正常窗口触发，对 σ = 0.5 的对数正态为 7.4 %，\
        σ = 1 时为 11 %。
        """
      ),
      effect: (
        "None. It says how much a single breach proves.",
        "没有影响。它说明单次违约能证明多少。"
      ),
      settle: (
        "Look at support tiers and at runs of breached windows.",
        "请查看支持程度和连续违约的窗口。"
      ),
      example: (
        "48 half-hour windows a day: about 1.5 to 5.3 false alarms.",
        "每日 48 个半小时窗口：约 1.5 到 5.3 次误报。"
      )),
    CodePage(
      "tzdata",
      title: ("Civil hours rest on a version of the time zone data", "民用小时依赖时区数据的版本"),
      meaning: (
        """
        The same hour of past days is computed with the IANA zone of the appendix. Rules of zones \
        change; the version used is stated so that others can repeat it.
        """,
        """
        过去各日的同一小时按技术附录的 IANA 时区计算。时区规则会变化；列出所用版本以便他人复算。
        """
      ),
      rule: (
        "A repeated hour pools both, a skipped hour makes the day missing.",
        "重复的小时合并计算，跳过的小时使该日缺失。"
      ),
      effect: (
        "None by itself. Another version can move an hour near a clock change.",
        "本身没有影响。另一版本可能移动时钟调整附近的小时。"
      ),
      settle: (
        "Use the same version of the tzdata package to repeat a run.",
        "复算时请使用相同版本的 tzdata 软件包。"
      )),
  ]
}
