extension CodePage {
  /// Diagnostics about lines, entries and messages of single formats.
  static let lineDiagnostics: [CodePage] = [
    CodePage(
      "access-line-syntax",
      title: ("Not a line of this access log format", "不是该访问日志格式的行"),
      meaning: (
        "The line does not have the fields of the format that the file was recognised as.",
        "该行不具备所识别格式的字段。"
      ),
      effect: quarantines,
      settle: (
        """
        Check whether the log format changed in the middle of the file; `--as` names another one.
        """,
        "请检查文件中途是否更换了日志格式；`--as` 可指定其他格式。"
      )),
    CodePage(
      "log-line-syntax",
      title: ("Not a line of this log format", "不是该日志格式的行"),
      meaning: (
        "The line has neither the head of an entry nor belongs to the one before it.",
        "该行既不是条目的开头，也不属于前一条目。"
      ),
      effect: quarantines,
      settle: ("Copy the log again; the line may be cut.", "请重新复制日志；该行可能被截断。")),
    CodePage(
      "logfmt-syntax",
      title: ("A quote is never closed", "引号没有闭合"),
      meaning: ("A logfmt line ends inside a quoted value.", "logfmt 行在引号内的值中结束。"),
      effect: quarantines,
      settle: ("Export the file again; the line may be cut.", "请重新导出；该行可能被截断。")),
    CodePage(
      "csv-syntax",
      title: ("Not the columns of a csvlog entry", "不是 csvlog 条目的列"),
      meaning: (
        "A PostgreSQL csv line has too few columns, or a quote is not closed.",
        "PostgreSQL csv 行的列数过少，或引号没有闭合。"
      ),
      effect: quarantines,
      settle: ("Copy the log again; the entry may be cut.", "请重新复制日志；该条目可能被截断。")),
    CodePage(
      "cri-syntax",
      title: ("Not a line of a container runtime's log", "不是容器运行时日志的行"),
      meaning: ("Time, stream, tag and message were expected.", "应为时间、流、标记和消息。"),
      effect: quarantines,
      settle: (
        "Copy the files under /var/log/pods as they are.",
        "请原样复制 /var/log/pods 下的文件。"
      )),
    CodePage(
      "docker-shape",
      title: ("A Docker record without its text", "Docker 记录没有文本"),
      meaning: ("The member `log` is missing or no text.", "成员 `log` 缺失或不是文本。"),
      effect: quarantines,
      settle: ("Copy the container's `*-json.log` as it is.", "请原样复制容器的 `*-json.log`。")),
    CodePage(
      "journald-message",
      title: ("A journal entry without a usable MESSAGE", "日志条目没有可用的 MESSAGE"),
      meaning: (
        "MESSAGE is neither text nor an array of bytes.",
        "MESSAGE 既不是文本也不是字节数组。"
      ),
      effect: quarantines,
      settle: ("Export again with `journalctl -o json`.", "请用 `journalctl -o json` 重新导出。")),
    CodePage(
      "cloudwatch-shape",
      title: ("A CloudWatch object without events", "CloudWatch 对象没有事件"),
      meaning: (
        "Neither `logEvents` nor `events` is in it.",
        "其中既没有 `logEvents` 也没有 `events`。"
      ),
      effect: quarantines,
      settle: ("Export the log group again.", "请重新导出日志组。")),
    CodePage(
      "cloudwatch-next-token",
      title: ("A CloudWatch answer is one page of several", "CloudWatch 响应只是多页之一"),
      meaning: (
        "The answer carries a token for the next page, so that events are missing.",
        "响应带有下一页标记，因此缺少事件。"
      ),
      effect: qualifies,
      settle: (
        "Let the aws command page to the end (no `--max-items`, no `--no-paginate`).",
        "请让 aws 命令翻页到底（不用 `--max-items` 和 `--no-paginate`）。"
      )),
    CodePage(
      "hit-source",
      title: ("A search hit without its source", "搜索命中没有 _source"),
      meaning: (
        "The hit holds no `_source`, so that the record itself is not there.",
        "该命中不含 `_source`，因此没有记录本身。"
      ),
      effect: quarantines,
      settle: ("Export with `_source` enabled.", "请启用 `_source` 后导出。")),
    CodePage(
      "search-timed-out",
      title: ("A search timed out", "搜索超时"),
      meaning: (
        "Elasticsearch answered before all shards did; hits may be missing.",
        "Elasticsearch 在全部分片答复之前返回；可能缺少命中。"
      ),
      effect: qualifies,
      settle: ("Export a shorter range.", "请缩短范围导出。")),
    CodePage(
      "loki-entry",
      title: ("A Loki entry without its line", "Loki 条目没有日志行"),
      meaning: ("The pair of time and line is incomplete.", "时间与日志行的配对不完整。"),
      effect: quarantines,
      settle: ("Export the query again.", "请重新导出该查询。")),
    CodePage(
      "no-timestamp",
      title: ("Goroutines without a time", "没有时间的 goroutine"),
      meaning: (
        "A dump that no log line dates cannot be placed in a window.",
        "没有日志行标明时间的转储无法归入窗口。"
      ),
      effect: qualifies,
      settle: ("Export dumps through a log that writes times.", "请通过会写时间的日志导出转储。")),
    CodePage(
      "slow-log-entry",
      title: ("A slow-log entry without Query_time", "慢日志条目没有 Query_time"),
      meaning: (
        "The entry may be cut at the beginning of the file.",
        "该条目可能在文件开头被截断。"
      ),
      effect: quarantines,
      settle: ("Supply the file before it.", "请提供前一个文件。")),
    CodePage(
      "slow-log-duration",
      title: ("An impossible Query_time", "不可能的 Query_time"),
      meaning: (
        "A known fault of the server writes times such as 18446744073708 seconds.",
        "服务器的已知缺陷会写出 18446744073708 秒之类的时间。"
      ),
      effect: quarantines,
      settle: ("Nothing to fix; the entry cannot be used.", "无法修正；该条目不能使用。")),
    CodePage(
      "slow-log-quotes",
      title: (
        "Statements that were cut, or whose quotes do not match",
        "被截断或引号不配对的语句"
      ),
      meaning: (
        "They end at the next header, so that a line inside of them is not taken for one.",
        "它们到下一个头部为止，以免把语句内的行误作头部。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "audit-no-leaks",
      title: ("An audit that names no leak patterns", "审计记录不含泄露模式"),
      meaning: (
        """
        Events of a cluster, account or network audit are carried, and are no leg of an exposure.
        """,
        "集群、账户或网络审计的事件会被保留，但不构成泄露的证据环节。"
      ),
      effect: informs,
      settle: (
        "Add the security audit that holds `data_leak_pattern`.",
        "请补充含有 `data_leak_pattern` 的安全审计。"
      )),
    CodePage(
      "audit-shape",
      title: ("An object that is no event of this audit", "不是该审计的事件"),
      meaning: (
        "The object lacks what every event of the audit has.",
        "该对象缺少此类审计事件应有的内容。"
      ),
      effect: quarantines,
      settle: (
        "Export the audit without other objects, or choose a format with `--as`.",
        "请导出不含其他对象的审计，或用 `--as` 指定格式。"
      )),
    CodePage(
      "yaml-syntax",
      title: ("Broken YAML", "YAML 损坏"),
      meaning: (
        "The text is no valid YAML; line and column are printed.",
        "该文本不是有效的 YAML；会列出行和列。"
      ),
      effect: (
        """
        For an appendix it is an error, exit status 2. For an export the document is quarantined.
        """,
        "对附录是错误，退出码 2。对导出文件则隔离该文档。"
      ),
      settle: ("Check indentation and quotes at the place.", "请检查该处的缩进和引号。")),
    CodePage(
      "yaml-depth",
      title: ("YAML nested too deeply", "YAML 嵌套过深"),
      meaning: (
        "The document is refused so that it cannot exhaust the program.",
        "拒绝该文档以免耗尽程序资源。"
      ),
      effect: quarantines,
      settle: ("Export it again with `-o json`.", "请用 `-o json` 重新导出。")),
    CodePage(
      "yaml-aliases",
      title: ("YAML aliases that unfold without bound", "YAML 别名无限展开"),
      meaning: ("A few short aliases stand for too much text.", "少数几个别名代表了过多的文本。"),
      effect: quarantines,
      settle: ("Export it again with `-o json`.", "请用 `-o json` 重新导出。")),
    CodePage(
      "duplicate-key",
      title: ("A key occurs twice", "键重复出现"),
      meaning: (
        "Which of the two values counts cannot be told, so neither is taken.",
        "无法确定以哪个值为准，因此都不采用。"
      ),
      effect: (
        """
        For an appendix it is an error, exit status 2. For an export the document is quarantined.
        """,
        "对附录是错误，退出码 2。对导出文件则隔离该文档。"
      ),
      settle: ("Remove one of them.", "请删除其中之一。")),
    CodePage(
      "protobuf-syntax",
      title: ("Bytes that are no protobuf message", "字节不是 protobuf 消息"),
      meaning: (
        "A tag or length is impossible at the offset that is printed.",
        "所列偏移处的标记或长度不可能。"
      ),
      effect: quarantines,
      settle: ("Export it again; check the exporter.", "请重新导出，并检查导出器。")),
    CodePage(
      "protobuf-wire-type",
      title: ("A field of another wire type than the schema says", "字段的线类型与模式不符"),
      meaning: (
        "The message was written by another schema, or is damaged.",
        "该消息按另一模式写成，或已损坏。"
      ),
      effect: quarantines,
      settle: ("Export it again as OTLP.", "请按 OTLP 重新导出。")),
    CodePage(
      "protobuf-depth",
      title: ("Protobuf nested too deeply", "protobuf 嵌套过深"),
      meaning: ("An attribute nests beyond the limit.", "某个属性的嵌套超过上限。"),
      effect: quarantines,
      settle: (
        "Look at the exporter; such values are not data.",
        "请检查导出器；此类值不是数据。"
      )),
    CodePage(
      "protobuf-truncated",
      title: ("A protobuf stream ends in the middle", "protobuf 流中途结束"),
      meaning: (
        "The last message is incomplete; the ones before it were read.",
        "最后一条消息不完整；此前的已读取。"
      ),
      effect: quarantines,
      settle: ("Copy the export again.", "请重新复制该导出文件。")),
    CodePage(
      "protobuf-empty",
      title: ("Messages of no bytes", "零字节的消息"),
      meaning: ("They were passed over and counted.", "它们已跳过并计数。"),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
  ]
}
