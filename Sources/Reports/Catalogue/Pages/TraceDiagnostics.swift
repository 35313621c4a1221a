extension CodePage {
  /// Diagnostics about spans and traces.
  static let traceDiagnostics: [CodePage] = [
    CodePage(
      "span-id",
      title: ("A span without a valid id", "span 没有有效的 ID"),
      meaning: (
        "Ids are 16 bytes for a trace, 8 for a span and its parent, not all zero.",
        "调用链 ID 为 16 字节，span 及其父 ID 为 8 字节，不全为零。"
      ),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "span-id-short",
      title: ("Ids with too few digits", "位数过少的 ID"),
      meaning: (
        "They were read with zeros before them, as Jaeger and Zipkin write them.",
        "按 Jaeger 和 Zipkin 的写法在左侧补零读取。"
      ),
      effect: informs,
      settle: ("Check that the ids were not cut.", "请确认 ID 没有被截断。")),
    CodePage(
      "span-id-reused",
      title: ("Different spans have the same id", "不同的 span 使用相同的 ID"),
      meaning: (
        "Within one trace an id names two spans; the first counts as parent.",
        "同一调用链中一个 ID 指向两个 span；以第一个为父。"
      ),
      effect: qualifies,
      settle: ("Check the id generator.", "请检查 ID 生成器。")),
    CodePage(
      "span-time",
      title: (
        "A span without start and end, or ending before it starts",
        "span 没有起止时间，或先结束后开始"
      ),
      meaning: ("It cannot be placed in time.", "无法确定其时间。"),
      effect: quarantines,
      settle: ("Check the exporter's clock and units.", "请检查导出器的时钟和单位。")),
    CodePage(
      "span-timestamp-missing",
      title: ("Spans without any time", "完全没有时间的 span"),
      meaning: (
        """
        Zipkin leaves the time out on one side of a shared span; they were passed over and \
        counted.
        """,
        "Zipkin 在共享 span 的一侧省略时间；已跳过并计数。"
      ),
      effect: qualifies,
      settle: ("Export the side of the call that records times.", "请导出记录时间的一侧。")),
    CodePage(
      "span-duration-missing",
      title: ("Spans without a duration", "没有时长的 span"),
      meaning: (
        "They were read as ending when they begin, and prove nothing about clocks.",
        "按开始即结束读取，且不能用于检验时钟。"
      ),
      effect: informs,
      settle: (
        "A crashed or unfinished client leaves such spans.",
        "崩溃或未完成的客户端会留下这样的 span。"
      )),
    CodePage(
      "span-orphan",
      title: ("Spans whose parent is not there", "父 span 不存在的 span"),
      meaning: (
        """
        Calls along missing spans cannot be seen, so that an agreed edge may be unseen rather \
        than missing.
        """,
        "缺失 span 上的调用无法看到，因此约定的边可能只是未看到而非缺失。"
      ),
      effect: informs,
      settle: ("Export whole traces.", "请导出完整的调用链。")),
    CodePage(
      "span-duplicate",
      title: ("Copies of spans count once", "重复的 span 只计一次"),
      meaning: (
        """
        Same trace, id, side, times, service and parent: exports overlap, or an exporter sent \
        again.
        """,
        "调用链、ID、侧别、时间、服务和父均相同：导出文件重叠，或导出器重发。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "span-early",
      title: ("Spans begin before their parent does", "span 早于其父开始"),
      meaning: (
        "At least one clock is wrong; stamps were left as they are.",
        "至少有一个时钟有误；时间戳保持原样。"
      ),
      effect: qualifies,
      settle: ("Compare the clocks of the hosts.", "请比对各主机的时钟。")),
    CodePage(
      "span-late",
      title: ("Spans answer a call that its caller had ended", "span 在调用方结束之后才响应"),
      meaning: (
        "A caller that gave up leaves such spans, and a clock that is ahead too.",
        "放弃等待的调用方会留下这样的 span，走快的时钟也会。"
      ),
      effect: informs,
      settle: ("Nothing to fix by itself.", "本身无需修正。")),
    CodePage(
      "spans-not-counted",
      title: ("Spans were not counted in full", "span 未全部统计"),
      meaning: (
        """
        A trace has more spans than memory allows; orphans, copies, clocks and calls are known in \
        part.
        """,
        "某条调用链的 span 超过内存允许的数量；孤儿、重复、时钟和调用只知一部分。"
      ),
      effect: qualifies,
      settle: ("Raise `--max-memory`.", "请提高 `--max-memory`。")),
    CodePage(
      "process-unknown",
      title: ("Spans whose process is not in the export", "span 所属进程不在导出文件中"),
      meaning: (
        "They have no service and take no part in the service graph.",
        "它们没有服务，不参与服务拓扑。"
      ),
      effect: qualifies,
      settle: ("Export whole traces, with their processes.", "请连同进程导出完整的调用链。")),
    CodePage(
      "resource-after-records",
      title: ("A resource stands after its records", "资源位于其记录之后"),
      meaning: (
        "The records before it were read without its service.",
        "其前面的记录读取时没有服务信息。"
      ),
      effect: qualifies,
      settle: ("Export with a tool that writes the resource first.", "请用先写资源的工具导出。")),
    CodePage(
      "trace-summary",
      title: (
        "A search answer lists traces without their spans",
        "搜索响应只列出调用链而没有 span"
      ),
      meaning: ("Summaries are no spans and decide nothing.", "摘要不是 span，不能用于裁定。"),
      effect: qualifies,
      settle: (
        "Export each trace by its id (`/api/traces/ID`).",
        "请按 ID 逐条导出调用链（`/api/traces/ID`）。"
      )),
    CodePage(
      "skywalking-not-read",
      title: ("SkyWalking segments are not read", "不读取 SkyWalking 段"),
      meaning: ("Their ids do not join those of logs.", "其 ID 无法与日志关联。"),
      effect: qualifies,
      settle: (
        "Export the traces as OTLP, Zipkin or Jaeger.",
        "请以 OTLP、Zipkin 或 Jaeger 导出调用链。"
      )),
  ]
}
