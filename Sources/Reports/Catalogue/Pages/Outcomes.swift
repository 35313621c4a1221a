extension CodePage {
  /// What was decided about one window of a clause.
  static let outcomes: [CodePage] = [
    CodePage(
      "COMPLIANT",
      title: ("The clause held in this window", "该窗口内条款得到遵守"),
      meaning: (
        """
        The exports cover the window and carry enough to decide it, and what was counted lies \
        within the agreed limit. It says nothing about windows that were not judged.
        """,
        "导出文件覆盖该窗口并足以作出裁定，且统计结果在约定限值之内。它不说明未被裁定的窗口。"
      ),
      rule: (
        """
        Every clause is judged window by window; whole counts or exact fractions are compared \
        with the limit, never rounded values. A value equal to its limit holds.
        """,
        """
        每个条款逐窗口裁定；以整数计数或精确分数与限值比较，从不使用舍入后的数值。等于限值视为遵\
        守。
        """
      ),
      effect: (
        """
        The verdict is final for this window. A run with nothing but such verdicts ends with exit \
        status 0.
        """,
        "对该窗口是最终裁定。全部裁定均如此时，运行以退出码 0 结束。"
      ),
      settle: (
        """
        Nothing is open. A later export that holds more records of the same time can still change \
        the counts; analyze both together then.
        """,
        """
        没有待解决的问题。若后来的导出文件含有同一时间的更多记录，计数仍可能改变，届时请一并分析。
        """
      ),
      example: (
        """
        A3 asks for 99.98 %: 9998 of 10000 requests with a valid trace id hold, since 9998 · \
        10000 ≥ 9998 · 10000.
        """,
        """
        A3 要求 99.98 %：10000 个请求中有 9998 个带有效追踪 ID，即为遵守，因为 9998 · 10000 ≥ \
        9998 · 10000。
        """
      )),
    CodePage(
      "BREACHED",
      title: ("The clause was in force and did not hold", "条款生效而未被遵守"),
      meaning: (
        """
        Every clause it requires held over the window, the exports cover the window, and what was \
        counted lies beyond the limit. The verdict names the file, the offset and the line of \
        what it rests on.
        """,
        """
        其全部前置条款在该窗口内成立，导出文件覆盖该窗口，且统计结果超出限值。裁定会列出所依据的\
        文件、偏移和行号。
        """
      ),
      rule: (
        """
        A window is breached when its count misses the agreed limit by any amount; adjoining \
        breached windows of one clause are one breach, with an onset and an end.
        """,
        """
        只要计数偏离约定限值，该窗口即为违约；同一条款相邻的违约窗口合为一次违约，带有起点和终点。
        """
      ),
      effect: (
        """
        It changes the result: exit status 1, unless every breached window is excused by the \
        appendix or --fail-on asks for less. Excused windows stay BREACHED and are shown with and \
        without the excuse.
        """,
        """
        它改变结果：退出码为 1，除非技术附录豁免了全部违约窗口，或 --fail-on 要求更低。被豁免的窗\
        口仍显示 BREACHED，合计时分别给出含豁免与不含豁免的数字。
        """
      ),
      settle: (
        """
        `estreat explain CLAUSE@TIME` shows the arithmetic, and the package holds the lines. What \
        can overturn it: an export that was missing, an agreed exception, or a wrong unit or zone \
        in the appendix.
        """,
        """
        `estreat explain CLAUSE@TIME` 给出计算过程，证据包内有原始行。可能推翻它的有：缺失的导出\
        文件、约定的豁免、或技术附录中错误的单位或时区。
        """
      ),
      example: (
        """
        A2 asks for a P99 of at most 200 ms: of 30 requests at least 30 must be in time, and 15 \
        were. 15 < 30 is a breach.
        """,
        """
        A2 要求 P99 不超过 200 ms：30 个请求中至少 30 个须按时完成，实际为 15 个。15 < 30，即为违\
        约。
        """
      )),
    CodePage(
      "NOT_IN_FORCE",
      title: (
        "A required clause did not hold, so this clause was not armed",
        "前置条款不成立，因此本条款未生效"
      ),
      meaning: (
        """
        The contract attaches the clause to others. One of them was breached or itself not in \
        force over the window, so no liability arises from this clause there. The measured value \
        is shown all the same.
        """,
        """
        合同使本条款依附于其他条款。其中之一在该窗口内违约或自身未生效，因此本条款在此不产生责任。\
        测得的数值仍会列出。
        """
      ),
      rule: (
        """
        For each window every required clause must hold over all of it. By default the latency \
        clause (A2) requires the verified release (A1) and trace injection (A3). A1 itself is not \
        in force outside a verified deployment.
        """,
        """
        对每个窗口，每个前置条款必须在整个窗口内成立。默认情况下，延迟条款（A2）要求发布已验证（\
        A1）和追踪 ID 注入（A3）。在已验证的部署之外，A1 自身即不生效。
        """
      ),
      effect: (
        """
        The window is no breach and does not count for the exit status; `blockedBy` names what \
        blocked it. The clause stays in the factual chain of an incident and leaves the list of \
        liabilities.
        """,
        """
        该窗口不是违约，也不影响退出码；`blockedBy` 指明受阻于哪一条款。在事件中它仍留在事实链条\
        里，但不列入责任清单。
        """
      ),
      settle: (
        """
        Look at the verdict of the blocking clause over the same window. `requires:` of the \
        appendix says what is required; an explicit list replaces the default.
        """,
        """
        请查看阻断条款在同一窗口的裁定。技术附录的 `requires:` 规定前置条款；明确列出时取代默认值。
        """
      ),
      example: (
        """
        A deployment verified on 2024-05-21 cannot arm A2 for an incident of 2024-05-20: the \
        windows of that day are NOT_IN_FORCE.
        """,
        """
        2024-05-21 才验证的部署不能使 A2 对 2024-05-20 的事件生效：当日的窗口均为 NOT_IN_FORCE。
        """
      )),
    CodePage(
      "INDETERMINATE",
      title: ("The data cannot carry a verdict", "现有数据不足以作出裁定"),
      meaning: (
        """
        Something that the verdict needs is missing, cut off, ambiguous or too coarse. The reason \
        in parentheses says what. It is neither a breach nor a sign that all was well.
        """,
        """
        裁定所需的数据缺失、被截断、含义不明或过于粗略，括号中的原因说明具体情形。它既不是违约，\
        也不表示一切正常。
        """
      ),
      rule: (
        """
        Missing data is never read as zero and never as held. Where unknown records could decide \
        either way, the window is decided with all of them good and all of them bad; only if both \
        agree is there a verdict.
        """,
        """
        缺失的数据从不当作零，也从不当作遵守。若未知记录可能左右结果，则分别按全部合格与全部不合\
        格计算；只有两者一致才作出裁定。
        """
      ),
      effect: (
        """
        The window is left open. If nothing is breached, one such unexcused window makes exit \
        status 3; partial windows at the edges count only where --from or --to asked for them.
        """,
        """
        该窗口悬而未决。若没有违约，只要有一个未豁免的此类窗口，退出码即为 3；边缘的不完整窗口仅\
        在 --from 或 --to 要求时才计入。
        """
      ),
      settle: (
        """
        `estreat explain REASON` tells for each reason which export, option or key of the \
        appendix settles it.
        """,
        "`estreat explain REASON` 针对每个原因说明哪个导出文件、选项或附录键可以解决。"
      ),
      example: (
        """
        Of 100 requests 99 must be in time; 98 were, and 1 line could not be read. With that line \
        good the window holds, with it bad it does not: INDETERMINATE(quarantined).
        """,
        """
        100 个请求中须有 99 个按时；已知 98 个按时，另有 1 行无法读取。若该行合格则遵守，不合格则\
        不遵守：INDETERMINATE(quarantined)。
        """
      )),
    CodePage(
      "NOT_EVALUATED",
      title: (
        "The clause was not judged: no export for it, or nothing happened",
        "条款未被评估：没有所需的导出文件，或没有发生任何请求"
      ),
      meaning: (
        """
        The export that the clause is decided from was not supplied at all, or it was supplied, \
        covers the window, and holds nothing that the clause counts.
        """,
        """
        裁定该条款所依据的导出文件根本没有提供；或者已提供并覆盖该窗口，但其中没有该条款要统计的\
        内容。
        """
      ),
      rule: (
        """
        No export: the clause cannot be looked at. No matching record in a covered window: there \
        is nothing to measure, which is not the same as holding.
        """,
        "没有导出文件：条款无从检查。窗口被覆盖但没有匹配记录：没有可测量的对象，这不等于遵守。"
      ),
      effect: (
        """
        It never changes the exit status by itself. A clause that requires it becomes \
        NOT_EVALUATED too.
        """,
        "它本身从不改变退出码。以它为前置条款的条款也随之成为 NOT_EVALUATED。"
      ),
      settle: (
        """
        The summary names the export to supply (`supply:`); `estreat inspect PATH` says what the \
        appendix still needs.
        """,
        "摘要会指出应提供的导出文件；`estreat inspect` 会说明技术附录还需要什么。"
      ),
      example: (
        """
        A night with 0 requests between 03:00 and 03:01 gives NOT_EVALUATED(no-traffic) for A2, \
        not COMPLIANT.
        """,
        """
        夜间 03:00 到 03:01 之间有 0 个请求，A2 为 NOT_EVALUATED(no-traffic)，而不是 COMPLIANT。
        """
      )),
  ]
}
