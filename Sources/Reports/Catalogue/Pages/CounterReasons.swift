extension CodePage {
  /// Why counters and their history could not decide a window.
  static let counterReasons: [CodePage] = [
    CodePage(
      "counter-reset",
      title: ("A counter began anew inside the window", "计数器在窗口内重新开始"),
      meaning: (
        """
        The process restarted. The sample interval that holds the reset is dropped from numerator \
        and denominator alike, and here too much of the window is gone.
        """,
        "进程重启过。含重置的采样区间同时从分子和分母中剔除，而此处剔除的部分过多。"
      ),
      rule: (
        """
        More than 10 % of a counter window dropped leaves it open; of a history hour, the day \
        counts as missing. A histogram window with any reset is open.
        """,
        """
        计数器窗口被剔除超过 10 % 则悬而未决；历史小时如此则该日视为缺失。含有任何重置的直方图窗\
        口悬而未决。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        "Slow-log entries or access-log lines count across restarts. Denser samples drop less.",
        "慢日志条目或访问日志行不受重启影响。更密的采样剔除更少。"
      ),
      example: (
        """
        A window of 30 minutes with samples every 60 s drops 1 of 30 intervals, 3.3 %: it is \
        judged. With samples every 300 s it drops 1 of 6, 16.7 %: it is not.
        """,
        """
        30 分钟的窗口，每 60 s 采样，剔除 30 个区间中的 1 个，即 3.3 %：可裁定。每 300 s 采样则剔\
        除 6 个中的 1 个，即 16.7 %：不裁定。
        """
      )),
    CodePage(
      "clipped-histogram",
      title: ("The histogram ends at or below the limit", "直方图止于限值或其以下"),
      meaning: (
        """
        There is no bucket bound above the limit, or the histogram looks cut: something lies in \
        its highest bucket, and over the whole judged range never anything above. What was cut \
        away may have been late.
        """,
        """
        限值以上没有桶边界；或者直方图看似被裁剪：最高的桶中有数据，而整个裁定范围内其上从无数据。\
        被裁掉的部分可能是迟到的请求。
        """
      ),
      rule: (
        """
        COMPLIANT needs a finite bound above the limit; where the histogram looks cut, it needs as \
        many in time as if the greatest possible total, N divided by the percentile, had been \
        there. A breach can still be shown.
        """,
        """
        COMPLIANT 需要限值以上有一个有限边界；若直方图看似被裁剪，则按可能的最大总数（N 除以百分位）\
        计算所需的达标数。违约仍可证明。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        "Supply the unclipped histogram or the access log.",
        "请提供未裁剪的直方图或访问日志。"
      ),
      example: (
        """
        984 of 1000 within the limit is a breach of P99; with 8 late requests cut away it reads \
        984 of 992, which is 99.19 %.
        """,
        """
        1000 个中 984 个在限值内，P99 违约；裁掉 8 个迟到请求后读作 992 个中 984 个，即 99.19 %。
        """
      )),
    CodePage(
      "histogram-invalid",
      title: ("The histogram contradicts itself", "直方图自相矛盾"),
      meaning: (
        """
        Its buckets do not hold together in this window; what exactly is named behind the colon.
        """,
        "该窗口内各桶互不相符；冒号后说明具体情形。"
      ),
      rule: (
        """
        Cumulative buckets must not fall, `+Inf` must equal `_count`, every bucket needs its \
        bound, and the layout must not change inside the window nor between instances.
        """,
        """
        累积桶不得递减，`+Inf` 必须等于 `_count`，每个桶必须有边界，布局在窗口内以及各实例之间不\
        得变化。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Check relabelling and the exporter's version; supply the access log. Windows before and \
        after a change of layout are judged.
        """,
        "请检查重新打标签的规则和导出器版本，并提供访问日志。布局变化前后的窗口照常裁定。"
      )),
    CodePage(
      "warm-up",
      title: ("Too few days of history for a baseline", "历史天数不足，无法建立基线"),
      meaning: (
        """
        The limit of the seasonal clause is computed from the same civil hour of the past days, \
        and too few of them are usable.
        """,
        "季节性条款的限值由过去各日同一民用小时算出，而可用的天数太少。"
      ),
      rule: (
        """
        limit = median(H) + k · IQR(H) over the same hour of the last 7 days; fewer than \
        `min-days` (5 of 7 by default) give no limit. It never reaches further back.
        """,
        """
        limit = median(H) + k · IQR(H)，取过去 7 天同一小时；少于 `min-days`（默认 7 天中的 5 天）\
        则没有限值。从不追溯更早的日子。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Supply metrics or slow logs of the missing days; `estreat explain A5@TIME` lists each day \
        and why it is missing.
        """,
        "请提供缺失日子的指标或慢日志；`estreat explain A5@TIME` 逐日列出并说明缺失原因。"
      ),
      example: (
        "With 4 usable days of 7 there is no limit; with 5 there is.",
        "7 天中有 4 天可用则没有限值；有 5 天则有。"
      )),
    CodePage(
      "degenerate-spread",
      title: ("The history has no spread, and no floor is agreed", "历史没有离散度，且未约定下限"),
      meaning: (
        """
        All middle values of the history are equal. The limit is then the median itself, and the \
        smallest excess would be a breach.
        """,
        "历史的中间值全部相等。此时限值就是中位数本身，最小的超出也会成为违约。"
      ),
      rule: (
        """
        IQR = Q3 − Q1 = 0, so limit = median + 2.5 · 0. `floor:` of the clause sets the least \
        limit.
        """,
        "IQR = Q3 − Q1 = 0，因此 limit = median + 2.5 · 0。条款的 `floor:` 规定最低限值。"
      ),
      effect: (
        """
        INDETERMINATE where it is the reason; the note DEGENERATE_SPREAD leaves the verdict as it \
        is.
        """,
        "作为原因时为 INDETERMINATE；备注 DEGENERATE_SPREAD 不改变裁定。"
      ),
      settle: (
        "Agree on `floor: 0.5%` or the like in the appendix.",
        "请在附录中约定 `floor: 0.5%` 之类的下限。"
      )),
  ]
}
