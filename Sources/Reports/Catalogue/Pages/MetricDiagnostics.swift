extension CodePage {
  /// Diagnostics about metrics other than the blocks of a TSDB.
  static let metricDiagnostics: [CodePage] = [
    CodePage(
      "sample-without-time",
      title: ("A sample without a time", "没有时间的样本"),
      meaning: (
        """
        A scraped page usually states no times. A sample is never given one, since when it was \
        scraped is unknown.
        """,
        "抓取的页面通常不写时间。程序不会为样本补上时间，因为抓取时刻未知。"
      ),
      effect: quarantines,
      settle: (
        "Supply a TSDB snapshot, an answer of `query_range`, or a page with time stamps.",
        "请提供 TSDB 快照、`query_range` 的响应，或带时间戳的页面。"
      )),
    CodePage(
      "sample-syntax",
      title: ("A point that is no time and value", "不是时间与数值的点"),
      meaning: (
        "An answer's point is not a pair of a time and a text.",
        "响应中的点不是时间与文本的配对。"
      ),
      effect: quarantines,
      settle: ("Run the query again.", "请重新执行查询。")),
    CodePage(
      "sample-value",
      title: ("A value that is no number", "数值不是数字"),
      meaning: ("The sample cannot be counted.", "该样本无法计入。"),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "sample-conflict",
      title: (
        "Two exports state different values for one instant",
        "两个导出文件对同一时刻给出不同数值"
      ),
      meaning: (
        "The first export in path order counts; which one is right cannot be seen from them.",
        "按路径顺序以第一个导出文件为准；从中看不出孰是孰非。"
      ),
      effect: qualifies,
      settle: ("Remove the export that is wrong.", "请移除错误的导出文件。")),
    CodePage(
      "exposition-syntax",
      title: ("Not a sample line", "不是样本行"),
      meaning: (
        "A line of a metric page is neither a sample nor a comment.",
        "指标页面中的一行既不是样本也不是注释。"
      ),
      effect: quarantines,
      settle: (
        "Export the metrics again; the line may be cut.",
        "请重新导出指标；该行可能被截断。"
      )),
    CodePage(
      "exemplar-syntax",
      title: ("An exemplar could not be read", "示例无法读取"),
      meaning: ("The sample that carries it was kept.", "携带它的样本已保留。"),
      effect: qualifies,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "openmetrics-eof",
      title: ("A page does not end with # EOF", "页面没有以 # EOF 结尾"),
      meaning: (
        "OpenMetrics asks for it; without it the page may be cut.",
        "OpenMetrics 要求如此；缺少它时页面可能被截断。"
      ),
      effect: qualifies,
      settle: ("Export the metrics again.", "请重新导出指标。")),
    CodePage(
      "openmetrics-after-eof",
      title: ("Lines follow # EOF", "# EOF 之后还有内容"),
      meaning: ("They were read as another page.", "它们被当作另一页读取。"),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "le-missing",
      title: ("A histogram bucket without its bound", "直方图的桶没有边界"),
      meaning: (
        "The label `le` is gone, so that the bucket's place is unknown.",
        "标签 `le` 不存在，因此桶的位置未知。"
      ),
      effect: quarantines,
      settle: ("Check relabelling: `le` must be kept.", "请检查重新打标签的规则：必须保留 `le`。")),
    CodePage(
      "le-not-number",
      title: ("A bucket's bound is no number", "桶的边界不是数字"),
      meaning: ("`le` must be a number or +Inf.", "`le` 必须是数字或 +Inf。"),
      effect: quarantines,
      settle: ("Check relabelling.", "请检查重新打标签的规则。")),
    CodePage(
      "histogram-buckets",
      title: ("Bounds and counts do not agree", "边界与计数不一致"),
      meaning: (
        "An OTLP histogram needs one more count than bounds.",
        "OTLP 直方图的计数应比边界多一个。"
      ),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "exponential-histogram",
      title: ("An exponential histogram that cannot be held", "无法表示的指数直方图"),
      meaning: (
        "Its scale or offsets lie beyond what a native histogram can hold.",
        "其 scale 或偏移超出原生直方图的范围。"
      ),
      effect: quarantines,
      settle: ("Export it with explicit buckets.", "请以显式的桶导出。")),
    CodePage(
      "native-histogram",
      title: ("A native histogram that does not hold together", "自相矛盾的原生直方图"),
      meaning: (
        "The buckets of an answer's histogram overlap or do not sum up.",
        "响应中直方图的桶相互重叠或合计不符。"
      ),
      effect: quarantines,
      settle: ("Run the query again.", "请重新执行查询。")),
    CodePage(
      "native-histogram-text",
      title: ("A native histogram as text states no schema", "文本形式的原生直方图没有 schema"),
      meaning: ("Without the schema its buckets have no bounds.", "没有 schema，其桶就没有边界。"),
      effect: quarantines,
      settle: (
        "Supply the TSDB block itself, or the answer of `query_range`.",
        "请提供 TSDB 块本身，或 `query_range` 的响应。"
      )),
  ]
}
