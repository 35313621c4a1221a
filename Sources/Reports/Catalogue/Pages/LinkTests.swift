extension CodePage {
  /// The tests of one causal link, and what each can say.
  static let linkTests: [CodePage] = [
    CodePage(
      "mechanism",
      title: ("Is it agreed how the cause leads to the effect?", "是否约定了原因如何导致结果？"),
      meaning: (
        """
        PASS when `arbitration.order` of the appendix puts the cause before the effect. UNKNOWN \
        when the appendix declares no order between the two.
        """,
        """
        若技术附录的 `arbitration.order` 将原因列在结果之前，则为 PASS；若附录未声明两者的顺序，\
        则为 UNKNOWN。
        """
      ),
      rule: (
        """
        Test 1 of a link. The contract's reasoning: slow queries cause the latency, and the \
        time-out makes the application throw the raw exception before masking.
        """,
        "检验 1。合同的理由：慢查询是延迟主因，而延迟超时导致应用层未做脱敏直接抛出原始异常。"
      ),
      effect: (
        "No verdict changes; without PASS the link is E1 at best.",
        "不改变任何裁定；若不为 PASS，该环至多为 E1。"
      ),
      settle: (
        """
        Name both clauses in `arbitration: {order: […]}` of the appendix, if that is what was \
        agreed.
        """,
        "若确有约定，请在技术附录的 `arbitration: {order: […]}` 中列出两个条款。"
      )),
    CodePage(
      "onset-order",
      title: ("Did the cause begin before the effect?", "原因是否先于结果开始？"),
      meaning: (
        """
        PASS when the cause's onset lies wholly before the effect's, FAIL when it lies wholly \
        after it, UNKNOWN when the two intervals overlap.
        """,
        "原因的起点完全早于结果为 PASS，完全晚于结果为 FAIL，两个区间重叠为 UNKNOWN。"
      ),
      rule: (
        """
        Test 2: last instant of the cause's onset < first instant of the effect's onset, clock \
        uncertainty included.
        """,
        "检验 2：计入时钟误差后，原因起点区间的末端 < 结果起点区间的始端。"
      ),
      effect: (
        "No verdict changes. FAIL makes the link E0; UNKNOWN leaves it E1 at best.",
        "不改变任何裁定。FAIL 使该环为 E0；UNKNOWN 使其至多为 E1。"
      ),
      settle: (
        """
        Finer stamps; a slow log, which gives the first slow statement, beside counters, which \
        give a minute.
        """,
        "更精细的时间戳；计数器只能给到分钟，慢日志能给出第一条慢语句。"
      ),
      example: (
        "A5 began at 14:20:02, A2 at 14:20:08.412: PASS.",
        "A5 始于 14:20:02，A2 始于 14:20:08.412：PASS。"
      )),
    CodePage(
      "shared-traces",
      title: (
        "Do the same requests show both cause and effect?",
        "同一批请求是否同时显示原因和结果？"
      ),
      meaning: (
        """
        Counted both ways: how many traces of the effect hold the cause, and how many traces of \
        the cause hold the effect.
        """,
        "双向统计：结果的调用链中有多少含原因，原因的调用链中有多少含结果。"
      ),
      rule: (
        """
        Test 3: PASS when shared · 2 ≥ traces of the effect, else FAIL; UNKNOWN when one side has \
        no traces at all.
        """,
        """
        检验 3：共享数 · 2 ≥ 结果的调用链数则为 PASS，否则为 FAIL；任一方没有调用链则为 UNKNOWN。
        """
      ),
      effect: (
        "No verdict changes; without PASS the link is E2 at best.",
        "不改变任何裁定；若不为 PASS，该环至多为 E2。"
      ),
      settle: (
        "Trace ids in the slow log (sqlcommenter `traceparent`), or database spans.",
        "慢日志中的追踪 ID（sqlcommenter `traceparent`），或数据库 span。"
      ),
      example: (
        """
        37 of 41 late traces hold a slow query, and 37 of 52 slow queries lie in a late trace: \
        PASS.
        """,
        "41 条迟到的调用链中 37 条含慢查询，52 条慢查询中 37 条位于迟到的调用链：PASS。"
      )),
    CodePage(
      "contradictions",
      title: ("How many traces speak against the link?", "有多少调用链反对这一联系？"),
      meaning: (
        """
        Traces that show the effect while the cause is observed to be absent, or to begin only \
        after the effect was over.
        """,
        "显示了结果，而观察到原因不存在、或原因在结果结束之后才开始的调用链。"
      ),
      rule: (
        """
        Test 8: PASS when contradicting · 10 ≤ traces of the effect. Absence is observed only \
        where 9 in 10 slow-log entries carry trace ids, or the trace's own database spans are \
        there and none is slow.
        """,
        """
        检验 8：矛盾数 · 10 ≤ 结果的调用链数则为 PASS。只有当慢日志中每 10 条有 9 条带追踪 ID，或\
        该调用链自身的数据库 span 存在且都不慢时，才算观察到原因不存在。
        """
      ),
      effect: (
        "No verdict changes. More than half contradicting makes the link E0; E4 needs PASS.",
        "不改变任何裁定。超过一半相矛盾使该环为 E0；E4 需要 PASS。"
      ),
      settle: (
        """
        Read the contradicting traces in `estreat explain INCIDENT`; they may have a cause of \
        their own.
        """,
        "请在 `estreat explain INCIDENT` 中阅读矛盾的调用链；它们可能另有原因。"
      ),
      example: (
        "4 of 41 late traces contradict: 4 · 10 ≤ 41, PASS. With 5 it is FAIL.",
        "41 条迟到的调用链中 4 条矛盾：4 · 10 ≤ 41，PASS。若为 5 条则为 FAIL。"
      )),
    CodePage(
      "completeness",
      title: (
        "Does every node between cause and effect have data?",
        "原因与结果之间的每个节点是否都有数据？"
      ),
      meaning: (
        """
        PASS when each node of the path is observed. A node without data is inferred, not \
        observed; the chain is kept and says so.
        """,
        "路径上每个节点都被观察到则为 PASS。没有数据的节点只是推断而未观察到；链条保留并注明。"
      ),
      rule: (
        """
        Test 9: the path is `arbitration.path`, by default mysql_slow_log → app_thread_blocked → \
        gateway_timeout → stack_trace_expose.
        """,
        """
        检验 9：路径为 `arbitration.path`，默认 mysql_slow_log → app_thread_blocked → \
        gateway_timeout → stack_trace_expose。
        """
      ),
      effect: (
        "No verdict changes and no grade changes; it qualifies how the path may be told.",
        "不改变任何裁定，也不改变等级；它限定路径可以如何陈述。"
      ),
      settle: (
        """
        Supply the export of the missing node: slow log, application log with waits, gateway log.
        """,
        "请提供缺失节点的导出文件：慢日志、带等待时间的应用日志、网关日志。"
      )),
    CodePage(
      "time-share",
      title: (
        "Would the request have met the limit without the cause?",
        "若没有该原因，请求能否满足限值？"
      ),
      meaning: (
        """
        The time of the slow statements is taken off the request's latency; what is left is \
        compared with the limit.
        """,
        "从请求的延迟中减去慢语句的时间，剩余部分与限值比较。"
      ),
      rule: (
        "Test 6; grade E4 needs it. A link for which it was not run has no time-share line.",
        "检验 6；等级 E4 需要它。未执行该检验的环没有 time-share 一行。"
      ),
      effect: (
        "No verdict changes; without PASS the link is E3 at best.",
        "不改变任何裁定；若不为 PASS，该环至多为 E3。"
      ),
      settle: (
        "Spans or slow-log entries with durations that carry the request's trace id.",
        "带有时长并携带请求追踪 ID 的 span 或慢日志条目。"
      ),
      example: (
        """
        A request of 1010 ms with 950 ms of slow statements would have taken 60 ms, which is \
        within 200 ms.
        """,
        "一个 1010 ms 的请求含 950 ms 的慢语句，否则只需 60 ms，在 200 ms 之内。"
      )),
  ]
}
