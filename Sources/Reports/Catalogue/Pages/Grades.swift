extension CodePage {
  /// How well a causal chain is evidenced, and what is said about the order of onsets.
  static let grades: [CodePage] = [
    CodePage(
      "E0",
      title: ("Grade E0: contradicted", "证据等级 E0：被反证"),
      meaning: (
        """
        The data speaks against the link: the effect began before the cause, or most traces show \
        the effect without the cause.
        """,
        "数据反对这一联系：结果先于原因开始，或多数调用链只有结果而没有原因。"
      ),
      rule: (
        """
        The onset order is FAIL, or more than half of the effect's traces contradict. An incident \
        has the grade of its weakest link.
        """,
        "起点顺序为 FAIL，或结果的调用链中超过一半相互矛盾。事件的等级取其最弱的一环。"
      ),
      effect: (
        "No verdict changes; the breaches stand one by one. Do not assert this chain.",
        "不改变任何裁定；各次违约单独成立。请勿主张这一链条。"
      ),
      settle: (
        """
        Look at the contradicting traces and at the clocks (`clock-skew`): a clock that is ahead \
        reverses an order.
        """,
        "请查看矛盾的调用链和时钟（`clock-skew`）：走快的时钟会颠倒顺序。"
      ),
      example: (
        """
        22 of 41 late traces hold no slow query although every slow query carries a trace id: E0.
        """,
        "41 条迟到的调用链中有 22 条没有慢查询，而每条慢查询都带追踪 ID：E0。"
      )),
    CodePage(
      "E1",
      title: ("Grade E1: contract order only", "证据等级 E1：仅有合同顺序"),
      meaning: (
        """
        The clauses were breached together, and the contract says which comes first. The data \
        itself shows no order in time.
        """,
        "这些条款同时违约，合同规定了先后；数据本身没有显示时间上的先后。"
      ),
      rule: (
        "Mechanism or onset order is not PASS, and nothing contradicts.",
        "机制或起点顺序没有 PASS，也没有相反证据。"
      ),
      effect: (
        "No verdict changes. The chain is the contract's, not an observation.",
        "不改变任何裁定。该链条来自合同，而不是观察所得。"
      ),
      settle: (
        """
        Exports with finer stamps, a slow log beside the counters (`resolution-widened`, samples \
        at most 60 s apart).
        """,
        """
        时间戳更精细的导出文件，在计数器之外提供慢日志（`resolution-widened`，采样间隔不超过 60 s）。
        """
      )),
    CodePage(
      "E2",
      title: ("Grade E2: consistent", "证据等级 E2：相容"),
      meaning: (
        """
        The contract declares how the cause leads to the effect, and the cause began first, clock \
        uncertainty included. No trace ties them together yet.
        """,
        "合同声明了原因如何导致结果，且计入时钟误差后原因确实在先；但尚无调用链把两者连在一起。"
      ),
      rule: (
        "Tests 1 (mechanism) and 2 (onset order) are PASS; test 3 (shared traces) is not.",
        "检验 1（机制）和检验 2（起点顺序）为 PASS；检验 3（共享调用链）不是。"
      ),
      effect: ("No verdict changes.", "不改变任何裁定。"),
      settle: (
        """
        Slow logs whose statements carry trace ids (sqlcommenter), or database spans of whole \
        traces.
        """,
        "语句带追踪 ID 的慢日志（sqlcommenter），或完整调用链中的数据库 span。"
      )),
    CodePage(
      "E3",
      title: ("Grade E3: supported", "证据等级 E3：有支持"),
      meaning: (
        "Mechanism and order hold, and the same requests show both cause and effect.",
        "机制和顺序成立，且同一批请求同时显示原因和结果。"
      ),
      rule: (
        "Tests 1, 2 and 3 are PASS: at least half of the effect's traces hold the cause too.",
        "检验 1、2、3 为 PASS：结果的调用链中至少一半也含有原因。"
      ),
      effect: ("No verdict changes.", "不改变任何裁定。"),
      settle: (
        """
        For E4 the time share must show that the requests would have met the limit without the \
        cause.
        """,
        "要达到 E4，时间份额须表明若无该原因，请求本可满足限值。"
      ),
      example: (
        "37 of 41 late traces hold a slow query: 37 · 2 ≥ 41.",
        "41 条迟到的调用链中 37 条含有慢查询：37 · 2 ≥ 41。"
      )),
    CodePage(
      "E4",
      title: ("Grade E4: established", "证据等级 E4：已确立"),
      meaning: (
        """
        Order, mechanism and shared traces hold, the cause's share of time explains the breach, \
        and contradictions are few. It is no probability.
        """,
        "顺序、机制和共享调用链成立，原因所占的时间足以解释违约，且矛盾很少。它不是概率。"
      ),
      rule: (
        """
        Tests 1, 2, 3 and 6 (time share) are PASS, and at most 10 % of the effect's traces \
        contradict.
        """,
        "检验 1、2、3 和 6（时间份额）为 PASS，且结果的调用链中至多 10 % 相矛盾。"
      ),
      effect: ("No verdict changes.", "不改变任何裁定。"),
      settle: (
        "Nothing is open; alternatives that could not be tested are listed with the incident.",
        "没有待解决的问题；无法检验的其他解释列在事件中。"
      )),
    CodePage(
      "ORDER_CONFLICT",
      title: ("The observed order differs from the contract's", "观察到的顺序与合同顺序不同"),
      meaning: (
        """
        All onsets can be told apart, and they come in another order than the arbitration clause \
        lists. Both orders are printed.
        """,
        "各个起点都能区分先后，但顺序与仲裁条款所列不同。两种顺序都会列出。"
      ),
      rule: (
        """
        The contract order is `arbitration.order`, A5 → A2 → A4 by default; the observed order is \
        that of the first onsets.
        """,
        "合同顺序为 `arbitration.order`，默认 A5 → A2 → A4；观察顺序为各条款首次起点的先后。"
      ),
      effect: (
        """
        No verdict changes. A link whose effect came first is FAIL in onset order, and its grade \
        is E0.
        """,
        "不改变任何裁定。若某一环的结果在先，则其起点顺序为 FAIL，等级为 E0。"
      ),
      settle: (
        """
        Check the clocks of the sources, and whether a time means the start or the end of a \
        request (`time: {means: start}`).
        """,
        "请检查各来源的时钟，以及时间表示请求的开始还是结束（`time: {means: start}`）。"
      ),
      example: (
        """
        A2 began at 14:20:08 and A5 at 14:21:02: observed A2 → A5, against the contract's A5 → \
        A2.
        """,
        "A2 始于 14:20:08，A5 始于 14:21:02：观察顺序 A2 → A5，与合同的 A5 → A2 相反。"
      )),
    CodePage(
      "undecidable",
      title: ("The order of onsets cannot be decided", "起点的先后无法判定"),
      meaning: (
        """
        The onsets of two clauses overlap once the uncertainty of their clocks and stamps is \
        counted. They share a place in the observed order (=).
        """,
        "计入时钟和时间戳的误差后，两个条款的起点相互重叠。它们在观察顺序中并列（=）。"
      ),
      rule: (
        """
        An onset is an interval: whole-second stamps reach over a second, samples over their \
        spacing, skewed clocks over the measured range. Overlapping intervals have no order.
        """,
        """
        起点是一个区间：整秒的时间戳跨一秒，采样跨其间隔，有偏差的时钟跨测得的范围。重叠的区间没\
        有先后。
        """
      ),
      effect: (
        "No verdict changes. The onset-order test is UNKNOWN, so the link is E1 at best.",
        "不改变任何裁定。起点顺序检验为 UNKNOWN，因此该环至多为 E1。"
      ),
      settle: (
        """
        Exports with milliseconds, samples closer together, spans that tie the clocks to each \
        other.
        """,
        "带毫秒的导出文件、更密的采样、以及能把各时钟联系起来的 span。"
      )),
  ]
}
