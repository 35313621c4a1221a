extension CodePage {
  /// Diagnostics about single records, lines and documents.
  static let recordDiagnostics: [CodePage] = [
    CodePage(
      "json-syntax",
      title: ("Broken JSON", "JSON 损坏"),
      meaning: (
        "The line or element is no valid JSON; line and column are printed.",
        "该行或元素不是有效的 JSON；会列出行和列。"
      ),
      effect: quarantines,
      settle: (
        "Export again; a line cut at rotation is joined if the next file is given too.",
        "请重新导出；若同时给出下一个文件，轮转时切断的行会被拼接。"
      )),
    CodePage(
      "json-depth",
      title: ("JSON nested too deeply", "JSON 嵌套过深"),
      meaning: (
        "No log nests this deep; the record is refused so that it cannot exhaust the program.",
        "没有日志会嵌套这么深；拒绝该记录以免耗尽程序资源。"
      ),
      effect: quarantines,
      settle: (
        "Look at the record; export without the nested field.",
        "请查看该记录；导出时去掉嵌套的字段。"
      )),
    CodePage(
      "json-truncated",
      title: ("A JSON document ends in the middle", "JSON 文档中途结束"),
      meaning: (
        "What came before was read; what follows is missing, and the export looks cut.",
        "此前的内容已读取，之后的缺失，导出文件看似被截断。"
      ),
      effect: quarantines,
      settle: (
        "Export again, in shorter ranges if the tool timed out.",
        "请重新导出；若工具超时，请缩短范围。"
      )),
    CodePage(
      "json-shape",
      title: ("An answer of an unexpected shape", "响应的结构不符合预期"),
      meaning: (
        "The document is JSON, but not what its format promises, such as another `resultType`.",
        "文档是 JSON，但不符合其格式，例如 `resultType` 不同。"
      ),
      effect: quarantines,
      settle: ("Export with `query` or `query_range`.", "请用 `query` 或 `query_range` 导出。")),
    CodePage(
      "nul-bytes",
      title: ("NUL bytes inside a record", "记录中含有 NUL 字节"),
      meaning: (
        "Usually a crash or a full disk left a hole of zeros in the file.",
        "通常是崩溃或磁盘写满在文件中留下的零字节空洞。"
      ),
      effect: quarantines,
      settle: (
        "Copy the log again from another replica, if there is one.",
        "若有其他副本，请重新复制日志。"
      )),
    CodePage(
      "invalid-utf8",
      title: ("Text that is not UTF-8", "文本不是 UTF-8"),
      meaning: (
        """
        In an export: bytes of a text value are not UTF-8, which nginx lets through. In an \
        appendix: the file is in another encoding.
        """,
        """
        在导出文件中：文本值中的字节不是 UTF-8，nginx 会原样写出。在附录中：文件使用了其他编码。
        """
      ),
      effect: (
        """
        For a log it is a note: such a record still counts. A YAML document is quarantined. For \
        an appendix it is an error, exit status 2.
        """,
        "对日志只是提示：该记录照常计入。YAML 文档会被隔离。对附录是错误，退出码 2。"
      ),
      settle: (
        "Nothing to fix for an export. Save an appendix as UTF-8.",
        "导出文件无需修正。附录请存为 UTF-8。"
      )),
    CodePage(
      "line-too-long",
      title: ("A line beyond the limit", "行超过上限"),
      meaning: (
        "The line is longer than a record may be, and is not kept in memory.",
        "该行超过记录的最大长度，不保留在内存中。"
      ),
      effect: (
        """
        For a whole line of an export it is an error, exit status 4; for one entry of a slow log, \
        the entry is quarantined.
        """,
        "对导出文件的整行是错误，退出码 4；对慢日志的单个条目，则隔离该条目。"
      ),
      settle: ("Export again with shorter lines.", "请以较短的行重新导出。")),
    CodePage(
      "record-too-long",
      title: ("A record beyond the limit", "记录超过上限"),
      meaning: (
        "One record is larger than the limit for records; its place is kept.",
        "单条记录超过上限；其位置被保留。"
      ),
      effect: quarantines,
      settle: ("Export it again in smaller records.", "请以较小的记录重新导出。")),
    CodePage(
      "document-too-large",
      title: ("A document beyond the limit", "文档超过上限"),
      meaning: (
        "One JSON document that must be held as a whole is larger than the limit.",
        "一个须整体保存的 JSON 文档超过上限。"
      ),
      effect: quarantines,
      settle: (
        "Export a shorter range or one record a line, or raise `--max-memory`.",
        "请缩短范围或每行一条记录导出，或提高 `--max-memory`。"
      )),
    CodePage(
      "partial-record",
      title: ("The last part of a divided record is missing", "分段记录缺少最后一段"),
      meaning: (
        """
        Container runtimes and journald divide long records; the log was rotated between the \
        parts.
        """,
        "容器运行时会把长记录分段；日志在两段之间轮转。"
      ),
      effect: quarantines,
      settle: ("Supply the file that follows.", "请提供后续的文件。")),
  ]
}
