extension CodePage {
  /// Why the requests of a window could not be counted for sure.
  static let requestReasons: [CodePage] = [
    CodePage(
      "quarantined",
      title: ("Unreadable records could turn the verdict", "无法读取的记录可能改变裁定"),
      meaning: (
        """
        Some records of the deciding source have no usable time, unit or syntax. They are kept, \
        counted and listed with their place, but their content is unknown.
        """,
        """
        裁定来源中的部分记录没有可用的时间、单位或语法。它们被保留、计数并列出位置，但内容未知。
        """
      ),
      rule: (
        """
        The verdict is taken twice: all quarantined records good, and all of them bad. Different \
        results leave it open. A record without a readable time may lie anywhere between its \
        neighbours' times.
        """,
        """
        裁定计算两次：被隔离的记录全部合格，以及全部不合格。结果不同则悬而未决。没有可读时间的记\
        录可能位于相邻记录时间之间的任何位置。
        """
      ),
      effect: (
        """
        INDETERMINATE, exit status 3 if nothing is breached. More than half of a file quarantined \
        is exit status 4.
        """,
        "INDETERMINATE；若无违约，退出码为 3。一个文件中超过一半被隔离则退出码为 4。"
      ),
      settle: (
        """
        The diagnostics name the first such record and the fix: usually `--assume-zone`, a \
        `time:` or a unit in `sources:`, or a fresh copy of the file.
        """,
        """
        诊断会给出第一条此类记录及解决方法：通常是 `--assume-zone`、`sources:` 中的 `time:` 或单\
        位，或重新复制文件。
        """
      ),
      example: (
        """
        99 of 100 requests must be in time: 98 were, 1 line is broken. Good: 99 ≥ 99 holds; bad: \
        98 < 99 does not.
        """,
        """
        100 个请求中须有 99 个按时：98 个按时，1 行损坏。合格则 99 ≥ 99，遵守；不合格则 98 < 99，\
        不遵守。
        """
      )),
    CodePage(
      "client-abort",
      title: (
        "Requests that the client gave up could turn the verdict",
        "客户端放弃的请求可能改变裁定"
      ),
      meaning: (
        """
        Status 499 means that the client closed the connection. If that happened before the \
        limit, nobody knows whether the answer would have been in time.
        """,
        "状态 499 表示客户端关闭了连接。若发生在限值之前，无法知道响应是否会按时。"
      ),
      rule: (
        """
        A 499 with a latency above the limit is late. A 499 within it is decided with all of them \
        in time and all of them late; both must agree.
        """,
        "延迟超过限值的 499 为迟到。限值之内的 499 分别按全部按时和全部迟到计算，两者必须一致。"
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        A source further behind, such as the application log or spans, can show how long the work \
        took; agree in the contract how aborted requests count.
        """,
        """
        更靠后的来源（如应用日志或 span）可以显示实际耗时；也可在合同中约定如何计算被放弃的请求。
        """
      ),
      example: (
        """
        60 requests, 60 needed in time, 59 were, and 1 was given up after 80 ms with a limit of \
        200 ms.
        """,
        "60 个请求，须 60 个按时，59 个按时，另有 1 个在 80 ms 后被放弃，限值为 200 ms。"
      )),
    CodePage(
      "latency-missing",
      title: (
        "Requests without a latency could turn the verdict",
        "没有延迟数据的请求可能改变裁定"
      ),
      meaning: (
        """
        Some access records state no duration (a dash, an empty field), so that nobody knows \
        whether they were late.
        """,
        "部分访问记录没有写明耗时（短横线或空字段），无法知道是否迟到。"
      ),
      rule: (
        "Decided with all of them in time and all of them late; both must agree.",
        "分别按全部按时和全部迟到计算，两者必须一致。"
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Log the request time, or name the field that holds it: `sources: - fields: {latency: \
        {field: …, unit: …}}`. A histogram listed in `from:` can decide instead.
        """,
        """
        请记录请求时间，或指明其字段：`sources: - fields: {latency: {field: …, unit: …}}`。也可由 \
        `from:` 中列出的直方图裁定。
        """
      )),
    CodePage(
      "field-missing",
      title: (
        "No record has the field that the clause counts",
        "没有任何记录含有该条款要统计的字段"
      ),
      meaning: (
        """
        The log as a whole lacks the field named behind the colon, such as trace-id. That says \
        how the log was configured, not whether ids were injected.
        """,
        """
        整个日志都缺少冒号后所列的字段，例如 trace-id。这只说明日志如何配置，而不说明是否注入了追\
        踪 ID。
        """
      ),
      rule: (
        """
        A log in which at least 1 record has the field can decide, empty values included; one \
        without it cannot.
        """,
        "至少有 1 条记录含有该字段（即使为空值）的日志可以裁定；完全没有的不能。"
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Map the field: `sources: - fields: {trace-id: NAME}`, or let another source decide \
        (`from: [app-log, metric]`).
        """,
        """
        请映射字段：`sources: - fields: {trace-id: NAME}`，或改由其他来源裁定（`from: [app-log, \
        metric]`）。
        """
      )),
    CodePage(
      "min-requests",
      title: ("Too few requests for a percentile", "请求太少，不能计算百分位数"),
      meaning: (
        """
        The appendix says that windows with fewer requests than `min-requests` are not judged, \
        and unknown records could not lift the count over it.
        """,
        "技术附录规定少于 `min-requests` 个请求的窗口不予裁定，且未知记录也不足以使其达到该数。"
      ),
      rule: (
        """
        N < min-requests. Without the key every window with at least one request is judged: in 60 \
        requests a P99 allows none to be late, since ⌈0.99 · 60⌉ = 60.
        """,
        """
        N < min-requests。没有该键时，只要有请求就裁定：60 个请求的 P99 不允许任何一个迟到，因为 \
        ⌈0.99 · 60⌉ = 60。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        A longer `window:`, or a smaller `min-requests`, by agreement. Zero late requests prove a \
        P99 at 95 % only from n = 299.
        """,
        """
        经约定延长 `window:` 或减小 `min-requests`。没有迟到请求时，从 n = 299 起才能在 95 % 水平\
        上证明 P99。
        """
      )),
    CodePage(
      "sampling-unknown",
      title: ("Spans alone do not decide latency", "仅凭 span 不能裁定延迟"),
      meaning: (
        """
        Only spans are left to decide the window, and whether they are all of the requests or a \
        sample cannot be seen from them.
        """,
        "只剩 span 可用于裁定该窗口，而从 span 本身看不出它们是全部请求还是抽样。"
      ),
      rule: (
        """
        A percentile needs every request of the window. Sampled spans illustrate, they do not \
        decide.
        """,
        "百分位数需要窗口内的全部请求。抽样的 span 只能说明，不能裁定。"
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        "Supply the gateway's access log, or the latency histogram named by `histogram:`.",
        "请提供网关的访问日志，或 `histogram:` 所指的延迟直方图。"
      )),
    CodePage(
      "unit",
      title: ("The metric's values do not fit its declared unit", "指标数值与声明的单位不符"),
      meaning: (
        """
        The metric named behind the colon is declared in percent, while no value is above 1, or \
        it is declared as a ratio and goes beyond 1. Taken literally it would be a breach a \
        hundred times too deep.
        """,
        """
        冒号后的指标声明为百分数，但没有数值大于 1；或声明为比率却超过 1。按字面理解会使违约夸大\
        百倍。
        """
      ),
      rule: (
        """
        A share in percent lies in 0 to 100, a ratio in 0 to 1. A day on which no percentage is \
        above 1 is a ratio in disguise.
        """,
        "百分数在 0 到 100 之间，比率在 0 到 1 之间。一天之内没有百分数大于 1，实为比率。"
      ),
      effect: (
        "INDETERMINATE instead of a wrong breach; exit status 3 if nothing is breached.",
        "为 INDETERMINATE，而不是错误的违约；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Write `metric: {name: …, unit: ratio}` (or percent) in the appendix, after looking at \
        `estreat inspect --samples`.
        """,
        """
        请先查看 `estreat inspect --samples`，再在附录中写 `metric: {name: …, unit: ratio}`（或 \
        percent）。
        """
      ),
      example: (
        "0.99992 declared in percent would read 0.99992 % against 99.98 %.",
        "0.99992 若声明为百分数，会被读作 0.99992 %，与 99.98 % 比较。"
      )),
  ]
}
