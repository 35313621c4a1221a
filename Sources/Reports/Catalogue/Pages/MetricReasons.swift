extension CodePage {
  /// Why histograms and samples could not decide a window.
  static let metricReasons: [CodePage] = [
    CodePage(
      "bucket-resolution",
      title: ("The limit lies inside a histogram bucket", "限值落在直方图的一个桶内"),
      meaning: (
        """
        The histogram has no bound at the limit. Counting the whole bucket as in time would \
        comply, counting it as late would breach, and inside of it nothing is known.
        """,
        "直方图在限值处没有边界。把该桶全算按时则遵守，全算迟到则违约，而桶内情况未知。"
      ),
      rule: (
        """
        For neighbours b⁻ < L < b⁺: count(b⁻) ≥ needed complies, count(b⁺) < needed breaches, \
        else it is open. Nothing is interpolated.
        """,
        """
        对相邻边界 b⁻ < L < b⁺：count(b⁻) ≥ 所需数则遵守，count(b⁺) < 所需数则违约，否则悬而未决。\
        从不插值。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Supply the access log, or add a bucket bound at the limit (`le="0.2"` for 200 ms) for the \
        future.
        """,
        "请提供访问日志；今后可在限值处增加桶边界（200 ms 对应 `le=\"0.2\"`）。"
      ),
      example: (
        """
        Limit 200 ms, bounds at 0.1 and 0.25: of 100 requests 97 are within 0.1 and 99 within \
        0.25; 99 are needed.
        """,
        """
        限值 200 ms，边界为 0.1 和 0.25：100 个请求中 97 个在 0.1 之内，99 个在 0.25 之内；需要 \
        99 个。
        """
      )),
    CodePage(
      "native-histogram-bound",
      title: (
        "The limit lies inside a bucket of a native histogram",
        "限值落在原生直方图的一个桶内"
      ),
      meaning: (
        """
        A native histogram has exponential bounds. The bucket that holds the limit gives a lower \
        and an upper count, and here the verdict differs between them.
        """,
        """
        原生直方图的边界按指数排列。含限值的桶给出一个下限计数和一个上限计数，此处两者的裁定不同。
        """
      ),
      rule: (
        """
        Three-way rule as for `bucket-resolution`: at least the needed count below the bucket \
        complies, fewer even with the bucket breaches, else it is open.
        """,
        """
        与 `bucket-resolution` 相同的三分规则：桶以下已达所需数则遵守，加上该桶仍不足则违约，否则\
        悬而未决。
        """
      ),
      effect: (
        """
        INDETERMINATE where it is a reason; as a note it says that the counts are bounds, not \
        exact.
        """,
        "作为原因时为 INDETERMINATE；作为备注时说明计数是界限而非精确值。"
      ),
      settle: (
        """
        Supply the access log, or a histogram of a higher schema: schema 3 has bounds 9 % apart, \
        schema 8 has them 0.3 % apart.
        """,
        "请提供访问日志，或更高 schema 的直方图：schema 3 的边界相距 9 %，schema 8 相距 0.3 %。"
      )),
    CodePage(
      "resolution",
      title: ("The samples are further apart than the window is long", "样本间隔大于窗口长度"),
      meaning: (
        """
        A counter or histogram that is sampled every five minutes cannot say what happened in one \
        minute.
        """,
        "每五分钟采样一次的计数器或直方图不能说明某一分钟内发生了什么。"
      ),
      rule: (
        """
        The median spacing of the samples must not exceed the window. An increase is the \
        difference of two samples; none is extrapolated.
        """,
        "样本的中位间隔不得超过窗口长度。增量是两个样本之差，从不外推。"
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Supply metrics of raw resolution (a TSDB snapshot instead of a downsampled answer), or \
        logs. By agreement, a longer `window:`.
        """,
        "请提供原始分辨率的指标（TSDB 快照而非降采样结果）或日志。也可经约定延长 `window:`。"
      ),
      example: (
        "Samples every 300 s, window 60 s: at most 1 sample lies in a window, and 2 are needed.",
        "每 300 s 采样，窗口 60 s：窗口内至多 1 个样本，而需要 2 个。"
      )),
  ]
}
