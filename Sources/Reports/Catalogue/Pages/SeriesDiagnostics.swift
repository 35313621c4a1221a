extension CodePage {
  /// Diagnostics about OTLP metrics and the answers of metric stores.
  static let seriesDiagnostics: [CodePage] = [
    CodePage(
      "metric-name",
      title: ("A metric without a name", "没有名称的指标"),
      meaning: (
        "An OTLP metric states no name, so that no clause can find it.",
        "OTLP 指标没有名称，任何条款都找不到它。"
      ),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "metric-data",
      title: ("A metric without data", "没有数据的指标"),
      meaning: (
        "An OTLP metric has neither gauge, sum, histogram nor summary.",
        "OTLP 指标既没有 gauge、sum、histogram，也没有 summary。"
      ),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "metric-value",
      title: ("A data point whose value is no number", "数据点的数值不是数字"),
      meaning: ("The point cannot be counted.", "该点无法计入。"),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "metric-null",
      title: ("Null values in an export", "导出文件中的空值"),
      meaning: (
        "A null is a NaN or the mark that a series ended; it is read as its end.",
        "空值是 NaN 或序列结束的标记；按序列结束读取。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "metric-temporality",
      title: ("Neither delta nor cumulative", "既非增量也非累积"),
      meaning: (
        "An OTLP sum or histogram must say which it is.",
        "OTLP 的 sum 或 histogram 必须说明属于哪一种。"
      ),
      effect: quarantines,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "metric-type-conflict",
      title: ("A metric is stated with two types", "同一指标有两种类型"),
      meaning: (
        "Two exporters write one name with different meanings; the first type was taken.",
        "两个导出器以不同含义写同一名称；采用了第一种类型。"
      ),
      effect: qualifies,
      settle: ("Find out which exporters they are.", "请查明是哪些导出器。")),
    CodePage(
      "metric-type-syntax",
      title: ("A # TYPE line lacks a name or a type", "# TYPE 行缺少名称或类型"),
      meaning: ("The line was passed over.", "该行已跳过。"),
      effect: qualifies,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "metric-type-unknown",
      title: ("A # TYPE line states an unknown type", "# TYPE 行的类型未知"),
      meaning: ("The metric was read as untyped.", "该指标按无类型读取。"),
      effect: qualifies,
      settle: ("Check the exporter.", "请检查导出器。")),
    CodePage(
      "metric-types-unchecked",
      title: ("Too many metrics to compare types", "指标过多，未比对类型"),
      meaning: (
        "Conflicts of types beyond the limit were not looked for.",
        "超出上限的部分未检查类型冲突。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "delta-temporality",
      title: ("Delta points were added up", "增量点已累加"),
      meaning: (
        "They were added by series in the order of the export, so that they read like counters.",
        "它们按序列以导出顺序累加，从而可作计数器读取。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "delta-order",
      title: ("A delta point out of order", "增量点顺序错乱"),
      meaning: (
        "It is not later than the one before it of its series.",
        "它不晚于同一序列的前一个点。"
      ),
      effect: quarantines,
      settle: ("Export the points in the order of time.", "请按时间顺序导出各点。")),
    CodePage(
      "delta-overlap",
      title: ("Delta points overlap", "增量点相互重叠"),
      meaning: (
        """
        A point begins before the one before it of its series ends; adding both would count \
        twice.
        """,
        "某点在同一序列前一点结束之前开始；相加会重复计数。"
      ),
      effect: quarantines,
      settle: (
        "Check for two exporters that write one series.",
        "请检查是否有两个导出器写同一序列。"
      )),
    CodePage(
      "delta-histogram",
      title: ("A delta histogram that cannot be added", "无法累加的增量直方图"),
      meaning: ("Its buckets differ from those of the point before it.", "其桶与前一点的桶不同。"),
      effect: quarantines,
      settle: ("Check the exporter's version.", "请检查导出器版本。")),
    CodePage(
      "delta-mixed",
      title: ("Delta metrics inside an export of traces", "调用链导出文件中含有增量指标"),
      meaning: (
        "Their order cannot be known once the file is shared between workers.",
        "该文件由多个线程读取时，其顺序无法得知。"
      ),
      effect: quarantines,
      settle: ("Export metrics into a file of their own.", "请将指标导出到单独的文件。")),
    CodePage(
      "series-limit",
      title: ("More series than memory allows", "序列数超过内存允许的数量"),
      meaning: ("What came after the limit was not kept.", "超出上限之后的部分未保留。"),
      effect: (
        """
        Delta points of further series are quarantined, which INDETERMINATE windows then say. In \
        `inspect --series` only the count of series is short, and no verdict is concerned.
        """,
        """
        后续序列的增量点会被隔离，相应窗口为 INDETERMINATE。在 `inspect --series` 中只是序列计数\
        偏少，不影响裁定。
        """
      ),
      settle: (
        "Raise `--max-memory`, or export fewer metrics.",
        "请提高 `--max-memory`，或导出更少的指标。"
      )),
    CodePage(
      "series-labels",
      title: ("A label that is no text, or stands twice", "标签不是文本，或重复出现"),
      meaning: ("The series cannot be told from others.", "该序列无法与其他序列区分。"),
      effect: quarantines,
      settle: ("Run the query again.", "请重新执行查询。")),
    CodePage(
      "series-without-metric",
      title: ("Points before their metric", "点出现在其指标之前"),
      meaning: ("Members of the answer stand in an unusual order.", "响应中成员的顺序不寻常。"),
      effect: quarantines,
      settle: (
        "Run the query again and keep the order of its members.",
        "请重新查询并保持成员顺序。"
      )),
    CodePage(
      "prometheus-error",
      title: ("The answer is an error", "响应为错误"),
      meaning: (
        "Prometheus reports an error instead of samples.",
        "Prometheus 返回的是错误而非样本。"
      ),
      effect: quarantines,
      settle: ("Run the query again.", "请重新执行查询。")),
    CodePage(
      "prometheus-warnings",
      title: ("The answer carries warnings", "响应带有警告"),
      meaning: (
        "It may be partial, for instance because a store was away.",
        "它可能不完整，例如某个存储不可用。"
      ),
      effect: qualifies,
      settle: (
        "Read its warnings; ask a server that has all of the data.",
        "请阅读其警告；改问拥有全部数据的服务器。"
      )),
    CodePage(
      "prometheus-infos",
      title: ("The answer carries remarks", "响应带有说明"),
      meaning: ("Remarks on the query, without loss of data.", "对查询的说明，没有数据丢失。"),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "query-look-back",
      title: ("Values may be repeated by the query itself", "数值可能由查询本身重复"),
      meaning: (
        """
        A range query shows the last sample for up to 5 minutes more. Such values before a gap \
        cannot be told from real ones.
        """,
        "范围查询会将最后一个样本再显示至多 5 分钟。间断之前的此类数值无法与真实值区分。"
      ),
      effect: qualifies,
      settle: ("Export a TSDB snapshot or a dump.", "请导出 TSDB 快照或转储。")),
    CodePage(
      "vm-shape",
      title: ("A VictoriaMetrics line without its parts", "VictoriaMetrics 行缺少组成部分"),
      meaning: (
        "Metric, values and timestamps are needed.",
        "需要 metric、values 和 timestamps。"
      ),
      effect: quarantines,
      settle: ("Export again with `/api/v1/export`.", "请用 `/api/v1/export` 重新导出。")),
    CodePage(
      "vm-lengths",
      title: ("Values and times differ in number", "数值与时间数量不同"),
      meaning: (
        "Which value belongs to which time cannot be told.",
        "无法确定哪个数值属于哪个时间。"
      ),
      effect: quarantines,
      settle: ("Export again.", "请重新导出。")),
  ]
}
