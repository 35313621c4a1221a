extension CodePage {
  /// What qualifies a seasonal verdict without changing it.
  static let baselineNotes: [CodePage] = [
    CodePage(
      "DEGENERATE_SPREAD",
      title: ("The history has no spread", "历史没有离散度"),
      meaning: (
        """
        The middle half of the past days has one value, so the limit equals the median and the \
        least excess is a breach by the letter.
        """,
        "过去各日的中间一半只有一个值，限值等于中位数，最小的超出按文字即为违约。"
      ),
      rule: (
        """
        IQR = Q3 − Q1 = 0. The appendix's `floor:` is then the least limit, where one is agreed.
        """,
        "IQR = Q3 − Q1 = 0。若技术附录约定了 `floor:`，则以其为最低限值。"
      ),
      effect: (
        "It qualifies the verdict and does not change it; no effect on the exit status.",
        "它限定裁定但不改变裁定；不影响退出码。"
      ),
      settle: (
        "Agree on `floor:`, and read the support tier of the breach.",
        "请约定 `floor:`，并查看该违约的支持程度。"
      ),
      example: (
        "Seven days of 2 %: limit 2 %; a window at 2.1 % is BREACHED with this note.",
        "七天均为 2 %：限值 2 %；占比 2.1 % 的窗口为 BREACHED 并附此备注。"
      )),
    CodePage(
      "DEFINITION_SENSITIVE",
      title: (
        "Another definition of quartiles would decide otherwise",
        "换一种四分位数定义会得出不同结果"
      ),
      meaning: (
        """
        Quartiles of seven values have several accepted definitions. The agreed one decides; at \
        least one of the others puts the window on the other side of the limit.
        """,
        """
        七个数值的四分位数有多种公认定义。以约定的定义为准；但至少另有一种定义使该窗口落在限值的\
        另一侧。
        """
      ),
      rule: (
        "Type 7 (linear; numpy, DuckDB) by default; types 6 and 8 are computed beside it.",
        "默认类型 7（线性；numpy、DuckDB）；同时计算类型 6 和 8。"
      ),
      effect: ("It qualifies the verdict and does not change it.", "它限定裁定但不改变裁定。"),
      settle: (
        """
        Write `quantile:` into the appendix, so that nobody can argue about it. More history \
        makes the definitions agree.
        """,
        "请在附录中写明 `quantile:`，以免争议。更多的历史会使各种定义趋于一致。"
      ),
      example: (
        """
        2.1 2.4 3.0 3.2 3.5 4.3 5.1 → limit 6.20 (type 7), 7.95 (type 6), 7.37 (type 8); 7.0 is a \
        breach by type 7 only.
        """,
        """
        2.1 2.4 3.0 3.2 3.5 4.3 5.1 → 限值 6.20（类型 7）、7.95（类型 6）、7.37（类型 8）；7.0 仅\
        按类型 7 为违约。
        """
      )),
    CodePage(
      "POISONED_HISTORY",
      title: ("Bad days are among the history", "历史中混有异常日"),
      meaning: (
        """
        Hours that were breached, excused or stand out themselves raise the limit, so that a surge \
        can hide behind them. Where they are few, the clean limit without them is shown beside the \
        literal one.
        """,
        """
        本身违约、被豁免或明显异常的小时会抬高限值，使激增得以隐藏。若这样的小时不多，则在按文字的\
        限值旁给出剔除它们后的干净限值。
        """
      ),
      rule: (
        """
        Breached or excused hours may be left out for the clean limit, at most 2 of 7; more than \
        that, and the note is mandatory. With `history: literal` the verdict stays literal.
        """,
        """
        干净限值可剔除违约或被豁免的小时，7 天中至多 2 天；超过则必须附此备注。`history: literal` \
        时裁定仍按文字。
        """
      ),
      effect: ("It qualifies the verdict and does not change it.", "它限定裁定但不改变裁定。"),
      settle: (
        """
        Agree on `history: exclude-breached` or `exclude-excused` for the future; supply older \
        history where the appendix allows more days.
        """,
        """
        今后可约定 `history: exclude-breached` 或 `exclude-excused`；若附录允许更多天数，请提供更\
        早的历史。
        """
      ),
      example: (
        "With 3 bad days of 7 the literal rule misses a surge to 4 times the usual ratio.",
        "7 天中有 3 天异常时，按文字的规则会漏掉占比升至平常 4 倍的激增。"
      )),
    CodePage(
      "SEASONAL_CONFLICT",
      title: ("Days of the same type say something else", "同类日期得出不同结论"),
      meaning: (
        """
        The comparison with the last days and the comparison with days of the same type (weekday, \
        weekend, holiday, make-up workday) disagree about this window.
        """,
        """
        与过去各日的比较和与同类日期（工作日、周末、节假日、调休工作日）的比较对该窗口结论不同。
        """
      ),
      rule: (
        """
        The contract compares the same hour of the last 7 days; the calendar of the appendix \
        (`calendar: {holidays, workdays}`) gives the days of one type, as support.
        """,
        """
        合同比较过去 7 天的同一小时；技术附录的日历（`calendar: {holidays, workdays}`）给出同类日\
        期，作为支持。
        """
      ),
      effect: ("It qualifies the verdict and does not change it.", "它限定裁定但不改变裁定。"),
      settle: (
        "Supply more weeks of history, and check the calendar.",
        "请提供更多周的历史，并核对日历。"
      )),
    CodePage(
      "CONFIG_CHANGED",
      title: (
        "What counts as slow changed inside the history",
        "历史期间慢查询的判定标准发生变化"
      ),
      meaning: (
        """
        `long_query_time` of the database was another one on some day of the history, so that its \
        slow queries are not those of today.
        """,
        "历史中某日数据库的 `long_query_time` 不同，因此其慢查询与今日的含义不同。"
      ),
      rule: (
        """
        The ratio counts statements that took longer than `long_query_time`. A change of it moves \
        the ratio without any change of the service.
        """,
        "占比统计超过 `long_query_time` 的语句。该值变化会使占比变动，而服务并未变化。"
      ),
      effect: ("It qualifies the verdict and does not change it.", "它限定裁定但不改变裁定。"),
      settle: (
        """
        Show when the setting was changed and by whom; judge from days after the change once \
        there are enough.
        """,
        "请说明何时由谁更改了设置；待变化后的天数足够时再据以裁定。"
      ),
      example: (
        "Lowered from 2 s to 1 s, the ratio rises although no statement got slower.",
        "由 2 s 降为 1 s 后，虽无语句变慢，占比仍会上升。"
      )),
  ]
}
