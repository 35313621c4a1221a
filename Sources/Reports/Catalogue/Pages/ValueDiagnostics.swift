extension CodePage {
  /// Values of an appendix that cannot be read or make no sense.
  static let valueDiagnostics: [CodePage] = [
    CodePage(
      "unknown-role",
      title: ("An unknown role of a source", "来源的角色未知"),
      meaning: (
        """
        A source is gateway-access, app-log, security-audit, slow-log, spans, metrics, \
        deployments, scan or config.
        """,
        """
        来源可为 gateway-access、app-log、security-audit、slow-log、spans、metrics、deployments、\
        scan 或 config。
        """
      ),
      effect: refusesAppendix,
      settle: ("The message suggests the nearest one.", "错误信息会给出最接近的角色。")),
    CodePage(
      "unknown-unit",
      title: ("An unknown unit", "单位未知"),
      meaning: ("Units of time are s, ms, us and ns.", "时间单位为 s、ms、us 和 ns。"),
      effect: refusesAppendix,
      settle: ("The message suggests the nearest one.", "错误信息会给出最接近的单位。")),
    CodePage(
      "unit-missing",
      title: ("A metric without its unit", "指标没有单位"),
      meaning: (
        "0.9998 and 99.98 are both plausible shares; the unit tells which is meant.",
        "0.9998 和 99.98 都可能是占比；须由单位说明。"
      ),
      effect: refusesAppendix,
      settle: (
        "Write `unit: percent` or `unit: ratio`.",
        "请写 `unit: percent` 或 `unit: ratio`。"
      )),
    CodePage(
      "missing-key",
      title: ("A required key is missing", "缺少必需的键"),
      meaning: (
        "The clause or section cannot be read without it.",
        "没有它就无法读取该条款或小节。"
      ),
      effect: refusesAppendix,
      settle: ("The message shows how to write it.", "错误信息会给出写法。")),
    CodePage(
      "wrong-type",
      title: ("A value of another type", "值的类型不符"),
      meaning: ("A mapping, a list or a plain text was expected.", "应为映射、列表或纯文本。"),
      effect: refusesAppendix,
      settle: (
        "Compare with the example that `estreat init` writes.",
        "请与 `estreat init` 写出的示例比较。"
      )),
    CodePage(
      "value-syntax",
      title: ("A value that cannot be read", "无法读取的值"),
      meaning: (
        "It is no duration, percentage, number or date in the known spelling.",
        "它不是已知写法的时长、百分数、数字或日期。"
      ),
      effect: refusesAppendix,
      settle: ("Write 200ms, 99.98%, 2024-05-01.", "请写 200ms、99.98%、2024-05-01。")),
    CodePage(
      "value-range",
      title: ("A value out of range", "值超出范围"),
      meaning: (
        "The value is well-formed and makes no sense at this key.",
        "写法正确，但对该键没有意义。"
      ),
      effect: refusesAppendix,
      settle: ("The message states the bounds.", "错误信息会给出界限。")),
    CodePage(
      "negative-value",
      title: ("A negative value", "负值"),
      meaning: (
        "Durations, ratios and factors of the appendix are not negative.",
        "附录中的时长、占比和系数不为负。"
      ),
      effect: refusesAppendix,
      settle: ("Leave out the minus sign.", "请去掉负号。")),
    CodePage(
      "window-length",
      title: ("A window that does not tile the hour", "不能整除小时的窗口"),
      meaning: (
        "Windows divide 60 minutes, or are whole hours up to a day.",
        "窗口须整除 60 分钟，或为不超过一天的整小时。"
      ),
      effect: refusesAppendix,
      settle: ("Use 60s, 5m, 30m, 1h …", "请使用 60s、5m、30m、1h ……")),
    CodePage(
      "interval-reversed",
      title: ("An interval that ends before it begins", "先结束后开始的区间"),
      meaning: ("`from` must lie before `to`.", "`from` 必须早于 `to`。"),
      effect: refusesAppendix,
      settle: ("Exchange the two times.", "请交换两个时间。")),
    CodePage(
      "conflict",
      title: ("Two keys exclude each other", "两个键互相排斥"),
      meaning: (
        """
        `service:` narrows a clause to one service, `per: service` splits it; both at once have \
        no meaning.
        """,
        "`service:` 将条款限于一个服务，`per: service` 将其拆分；同时使用没有意义。"
      ),
      effect: refusesAppendix,
      settle: ("Remove one of them.", "请删除其中之一。")),
    CodePage(
      "pattern-syntax",
      title: ("An expression that cannot be compiled", "无法编译的表达式"),
      meaning: (
        """
        Back-references, look-around and expressions that match the empty text are refused, since \
        they cannot be run in linear time.
        """,
        "反向引用、环视以及匹配空文本的表达式会被拒绝，因为无法在线性时间内执行。"
      ),
      effect: refusesAppendix,
      settle: (
        "Write it in vectorscan's syntax, as in `425[0-9]{10}`.",
        "请用 vectorscan 的语法书写，例如 `425[0-9]{10}`。"
      )),
  ]
}
