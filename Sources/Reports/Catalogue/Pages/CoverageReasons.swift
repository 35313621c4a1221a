extension CodePage {
  /// Why a window could not be looked at: the exports do not reach over it, or hold nothing.
  static let coverageReasons: [CodePage] = [
    CodePage(
      "partial-window",
      title: ("The exports do not reach over the whole window", "导出文件没有覆盖整个窗口"),
      meaning: (
        """
        A window is judged only when every source that decides it covers all of it, and the \
        agreed late allowance after it. Here one of them begins later or ends earlier.
        """,
        """
        只有当每个裁定来源都覆盖整个窗口及其后约定的迟到宽限时，才裁定该窗口。此处有一个来源开始\
        得更晚或结束得更早。
        """
      ),
      rule: (
        """
        Coverage of a source: first to last record over all its files, widened by `covers: {from, \
        to}`, less detected gaps. Judged when [from, to + late-allowance) is covered.
        """,
        """
        来源的覆盖范围：其全部文件中第一条到最后一条记录，按 `covers: {from, to}` 扩展，再减去检\
        测到的间断。当 [from, to + late-allowance) 被覆盖时才裁定。
        """
      ),
      effect: (
        """
        INDETERMINATE. At the edges of the data it counts for exit status 3 only if --from or \
        --to asked for these windows.
        """,
        "INDETERMINATE。位于数据边缘时，只有 --from 或 --to 要求了这些窗口，才计入退出码 3。"
      ),
      settle: (
        """
        Supply the export that goes on, or declare `covers:` for a source that was complete but \
        quiet. A smaller `late-allowance` helps where exports are known to be on time.
        """,
        """
        请提供后续的导出文件；若来源完整但当时无记录，请声明 `covers:`。若导出确知及时，可缩小 \
        `late-allowance`。
        """
      ),
      example: (
        "An export taken at 14:22:00 whose window is 14:22 to 14:23 covers 0 of its 60 seconds.",
        "14:22:00 取得的导出文件，其窗口为 14:22 至 14:23，覆盖了 60 秒中的 0 秒。"
      )),
    CodePage(
      "late-window",
      title: (
        "The late allowance after the window is not covered",
        "窗口之后的迟到宽限期未被覆盖"
      ),
      meaning: (
        """
        The window itself is covered, but records of it may still arrive within the agreed \
        allowance, and the export ends before that.
        """,
        "窗口本身已被覆盖，但在约定的宽限期内仍可能有其记录到达，而导出文件在此之前就结束了。"
      ),
      rule: (
        """
        `late-allowance` of the appendix: a window [from, to) is judged only if the export \
        reaches to + late-allowance.
        """,
        """
        技术附录的 `late-allowance`：只有导出文件到达 to + late-allowance，才裁定窗口 [from, to)。
        """
      ),
      effect: (
        "INDETERMINATE; like `partial-window` for the exit status.",
        "INDETERMINATE；对退出码的作用与 `partial-window` 相同。"
      ),
      settle: (
        "Take the export later, or lower `late-allowance` by agreement.",
        "请更晚导出，或经约定降低 `late-allowance`。"
      ),
      example: (
        """
        With an allowance of 30 s the window that ends at 14:23:00 needs records up to 14:23:30.
        """,
        "宽限为 30 s 时，14:23:00 结束的窗口需要直到 14:23:30 的记录。"
      )),
    CodePage(
      "no-data",
      title: ("A hole in the export while the service was busy", "服务繁忙时导出文件出现空洞"),
      meaning: (
        """
        A source that is otherwise dense has no record or sample in the whole window, has some \
        before and after, and another source shows traffic. Silence there means lost data, not a \
        quiet service.
        """,
        """
        一个通常密集的来源在整个窗口内没有任何记录或样本，前后都有，而另一来源显示有流量。此处的\
        沉默意味着数据丢失，而不是服务空闲。
        """
      ),
      rule: (
        """
        A gap is a whole window without records of an access log or a metric that has records on \
        both sides, while another export is active. Missing samples are never zero.
        """,
        """
        间断是指：访问日志或指标在整个窗口内无记录，两侧都有记录，而另一导出文件有活动。缺失的样\
        本从不当作零。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Export the gap again from the collector or the host, or from a second replica. If the \
        source was really stopped by agreement, declare it under `excused:`.
        """,
        """
        请从采集器、主机或第二副本重新导出该间断。若来源确系按约定停止，请在 `excused:` 中声明。
        """
      ),
      example: (
        """
        Access log: 40 lines at 14:19, 0 at 14:20, 38 at 14:21; the application log has 35 lines \
        at 14:20.
        """,
        "访问日志：14:19 有 40 行，14:20 有 0 行，14:21 有 38 行；应用日志在 14:20 有 35 行。"
      )),
    CodePage(
      "export-truncated",
      title: ("The export was cut when it was taken", "导出时被截断"),
      meaning: (
        """
        The export looks cut: a round number of records, an incomplete last record, a page or a \
        time-out reported by the tool, or an end far before the time it was asked for. Windows \
        behind the cut are not known.
        """,
        """
        该导出文件看似被截断：记录数为整数上限、最后一条记录不完整、工具报告了分页或超时、或远早\
        于所要求的时间就结束。截断之后的窗口无从得知。
        """
      ),
      rule: (
        """
        Signs: exactly 1000, 5000, 10000 … records while other sources go on; `size`, `limit`, \
        next-page tokens; unterminated JSON. What was lost reaches from the last record to the \
        next export of the role.
        """,
        """
        迹象：恰好 1000、5000、10000 …… 条记录而其他来源仍在继续；`size`、`limit`、下一页标记；未\
        结束的 JSON。丢失部分从最后一条记录到同类的下一个导出文件。
        """
      ),
      effect: (
        """
        INDETERMINATE for the windows that lost records; the others are judged. As a diagnostic \
        it is a warning with the file's name.
        """,
        "丢失记录的窗口为 INDETERMINATE，其余照常裁定。作为诊断时，它是带文件名的警告。"
      ),
      settle: (
        """
        Export again in shorter ranges or with paging to the end. If the round number is a \
        coincidence, declare `covers: {from, to}` for the source.
        """,
        "请缩短范围重新导出，或翻页到底。若整数只是巧合，请为该来源声明 `covers: {from, to}`。"
      ),
      example: (
        "A search answer with 10000 of 48211 hits.",
        "一个搜索结果只含 48211 条命中中的 10000 条。"
      )),
    CodePage(
      "no-traffic",
      title: ("Covered, but nothing matched", "已覆盖，但没有匹配的记录"),
      meaning: (
        """
        The source covers the window and has no record that the clause counts, and no other \
        source shows traffic that it should have seen.
        """,
        "来源覆盖该窗口，但没有本条款要统计的记录，其他来源也没有显示它本应看到的流量。"
      ),
      rule: (
        """
        Covered and N = 0: there is no percentile and no ratio. A ratio of 0/0 is neither held \
        nor breached.
        """,
        "已覆盖且 N = 0：既无百分位数也无占比。0/0 既非遵守也非违约。"
      ),
      effect: ("NOT_EVALUATED; no effect on the exit status.", "NOT_EVALUATED；不影响退出码。"),
      settle: (
        """
        Usually nothing. Check `where:`, `service:` and the spelling of labels if traffic was \
        expected.
        """,
        "通常无需处理。若本应有流量，请检查 `where:`、`service:` 和标签的写法。"
      )),
    CodePage(
      "no-export",
      title: ("The export that the clause needs was not supplied", "未提供该条款所需的导出文件"),
      meaning: (
        "None of the sources that the clause may be decided from is among the inputs.",
        "可用于裁定该条款的来源都不在输入之中。"
      ),
      rule: (
        """
        A1: deployments. A2, A3: the sources in `from:`. A4: application log, gateway log, \
        security audit. A5: the counters of `ratio:`, or the slow log and a query count.
        """,
        """
        A1：部署记录。A2、A3：`from:` 中的来源。A4：应用日志、网关日志、安全审计。A5：`ratio:` 的\
        计数器，或慢日志加查询计数。
        """
      ),
      effect: (
        "NOT_EVALUATED; clauses that require it become NOT_EVALUATED too.",
        "NOT_EVALUATED；以其为前置条款的条款也成为 NOT_EVALUATED。"
      ),
      settle: (
        """
        Supply the export named in the summary. If it is there but was not recognised, `estreat \
        inspect` says why; `--as FORMAT=GLOB` overrules.
        """,
        """
        请提供摘要中指明的导出文件。若已提供但未被识别，`estreat inspect` 会说明原因，可用 `--as \
        FORMAT=GLOB` 指定。
        """
      )),
  ]
}
