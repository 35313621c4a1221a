extension CodePage {
  /// How well a breach is carried by its sample.
  static let support: [CodePage] = [
    CodePage(
      "confirmed",
      title: ("The sample alone excludes chance at 95 %", "样本本身在 95 % 水平上排除了偶然"),
      meaning: (
        """
        Not only the measured value lies beyond the limit, but also the bound that chance leaves. \
        The breach would be found even if the sample were unlucky. Of a latency limit that was \
        kept it says that so few late requests are no luck.
        """,
        """
        不仅测得的数值超出限值，连考虑偶然性之后的界限也超出限值。即使样本运气不佳，仍会认定违约。\
        对遵守了的时延限值，它表示迟到请求如此之少并非侥幸。
        """
      ),
      rule: (
        """
        One-sided 95 %. A2: exact interval for the share of late requests (Clopper–Pearson). A5: \
        Wilson lower bound of the window's ratio against the limit, and the limit recomputed with \
        each day of the history left out in turn. A1: a topology difference that sampling cannot \
        explain.
        """,
        """
        单侧 95 %。A2：迟到请求占比的精确区间（Clopper–Pearson）。A5：窗口占比的 Wilson 下界与限\
        值比较，并逐日剔除历史后重新计算限值。A1：抽样无法解释的拓扑差异。
        """
      ),
      effect: (
        """
        It does not change the verdict; BREACHED rests on the literal rule. --fail-on supported \
        lets only such breaches end with exit status 1.
        """,
        """
        它不改变裁定；BREACHED 仅依据条款文字。使用 --fail-on supported 时，只有此类违约以退出码 \
        1 结束。
        """
      ),
      settle: ("Nothing is open.", "没有待解决的问题。"),
      example: (
        "P99 with 3 late of 60 requests: confirmed. With 2 late of 60: weak.",
        "P99，60 个请求中 3 个迟到：confirmed。60 个中 2 个迟到：weak。"
      )),
    CodePage(
      "weak",
      title: (
        "Breached by the letter, but the sample is small or unstable",
        "按条款文字构成违约，但样本小或不稳定"
      ),
      meaning: (
        """
        The measured value lies beyond the limit; the bound that chance leaves does not. By the \
        contract it is a breach, in court it is the weaker half of the argument.
        """,
        """
        测得的数值超出限值，但考虑偶然性之后的界限没有超出。依合同构成违约，但在法庭上是较弱的论\
        据。
        """
      ),
      rule: (
        """
        As for `confirmed`: one-sided 95 %, A2 by the exact interval, A5 by Wilson's bound and \
        leave-one-day-out.
        """,
        "与 `confirmed` 相同：单侧 95 %，A2 用精确区间，A5 用 Wilson 界限和逐日剔除。"
      ),
      effect: (
        "The verdict stays BREACHED. With --fail-on supported it no longer makes exit status 1.",
        "裁定仍为 BREACHED。使用 --fail-on supported 时不再导致退出码 1。"
      ),
      settle: (
        """
        Longer windows, `min-requests` in the appendix, or further breached windows that agree \
        with it.
        """,
        "更长的窗口、附录中的 `min-requests`、或与之一致的更多违约窗口。"
      ),
      example: (
        """
        2 late of 60 requests miss a P99, but chance alone does that in more than 5 % of good \
        services.
        """,
        """
        60 个请求中 2 个迟到，未达到 P99；但对合格的服务，仅凭偶然就有超过 5 % 的可能出现这种情况。
        """
      )),
    CodePage(
      "none",
      title: ("The sample does not support the breach at all", "样本完全不支持该违约"),
      meaning: (
        """
        The letter of the rule fired, while neither the point value against a clean limit nor the \
        bound that chance leaves lies beyond it, for instance because the limit hangs on a single \
        day.
        """,
        """
        条款文字被触发，但无论以干净限值衡量的数值，还是考虑偶然性之后的界限，都没有超出，例如限\
        值取决于单独一天。
        """
      ),
      rule: (
        "As for `confirmed`; none means that every check of support speaks against it.",
        "与 `confirmed` 相同；none 表示各项支持检查都不成立。"
      ),
      effect: (
        """
        The verdict stays BREACHED, since the contract says so. With --fail-on supported it does \
        not make exit status 1.
        """,
        "裁定仍为 BREACHED，因为合同如此规定。使用 --fail-on supported 时不导致退出码 1。"
      ),
      settle: (
        """
        Read the baseline of the hour in `estreat explain A5@TIME`, and the notes on the verdict.
        """,
        "请阅读 `estreat explain A5@TIME` 中该小时的基线，以及裁定的备注。"
      )),
  ]
}
