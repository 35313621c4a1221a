extension CodePage {
  /// Diagnostics about what input files hold as a whole.
  static let contentDiagnostics: [CodePage] = [
    CodePage(
      "empty-export",
      title: ("The export is empty", "导出文件为空"),
      meaning: (
        """
        It holds no byte, or nothing but blanks. It covers no time, so that it cannot show that \
        nothing happened.
        """,
        "文件没有任何字节，或只有空白。它不覆盖任何时间，因此不能证明什么也没有发生。"
      ),
      effect: (
        """
        A warning for files met in a folder; exit status 4 for a file that the command line or \
        `sources:` names.
        """,
        "对文件夹中遇到的文件只是警告；若由命令行或 `sources:` 指明，则退出码为 4。"
      ),
      settle: (
        """
        Export it again, and check the query. `covers:` of the appendix declares that a quiet \
        source was complete.
        """,
        "请重新导出并检查查询。附录的 `covers:` 可声明无记录的来源是完整的。"
      )),
    CodePage(
      "no-records",
      title: ("Recognised, but it holds no record", "已识别，但没有记录"),
      meaning: (
        "The file has the frame of its format and nothing in it.",
        "文件具有该格式的外壳，但没有内容。"
      ),
      effect: qualifies,
      settle: (
        "Check the query or the time range the export was made with.",
        "请检查导出时的查询或时间范围。"
      )),
    CodePage(
      "mostly-quarantined",
      title: ("More than half of the records could not be used", "超过一半的记录无法使用"),
      meaning: (
        """
        The file was probably read with the wrong format, time field or unit. Deciding from the \
        rest would be guessing.
        """,
        "该文件很可能以错误的格式、时间字段或单位读取。据其余部分裁定等于猜测。"
      ),
      effect: endsIncomplete,
      settle: (
        """
        See the first problem of the file; then `--as FORMAT=GLOB`, or `sources:` in the \
        appendix.
        """,
        "请看该文件的第一个问题；然后使用 `--as FORMAT=GLOB` 或附录的 `sources:`。"
      )),
    CodePage(
      "input-changed",
      title: ("The export changed while it was analysed", "导出文件在分析过程中发生变化"),
      meaning: (
        "The second pass found other bytes than the first. Offsets and digests would not hold.",
        "第二遍读到的字节与第一遍不同，偏移和摘要将不成立。"
      ),
      effect: endsIncomplete,
      settle: (
        "Copy the exports to a place where nothing writes to them.",
        "请将导出文件复制到没有程序写入的位置。"
      )),
    CodePage(
      "identical-export",
      title: ("The same file twice", "同一文件出现两次"),
      meaning: (
        "Byte for byte the same as another input; it counts once.",
        "与另一输入逐字节相同；只计一次。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "duplicate-records",
      title: ("Records that two exports share count once", "两个导出文件共有的记录只计一次"),
      meaning: (
        """
        Exports of one source overlap in time. A record that both hold counts as often as the one \
        that holds it more often, not as the sum.
        """,
        "同一来源的导出文件在时间上重叠。两者都有的记录取次数较多的一方，而不相加。"
      ),
      effect: informs,
      settle: (
        "Nothing to fix. Equal lines within one export are legitimate and all count.",
        "无需修正。同一导出文件内的相同行是正常的，全部计入。"
      )),
    CodePage(
      "duplicates-uncompared",
      title: (
        "Overlapping blocks hold more samples than can be compared",
        "重叠的块含有过多样本，无法比对"
      ),
      meaning: (
        "`inspect` counts some samples twice here; verdicts are not concerned.",
        "`inspect` 在此将部分样本计了两次；不影响裁定。"
      ),
      effect: qualifies,
      settle: (
        "Raise `--max-memory`, or name fewer blocks.",
        "请提高 `--max-memory`，或指定更少的块。"
      )),
    CodePage(
      "rotated-line",
      title: ("A line goes on in the next file", "一行延续到下一个文件"),
      meaning: (
        """
        Log rotation cut a record in two. Its halves were joined and count once, with the first \
        file.
        """,
        "日志轮转将一条记录切成两半。两半已拼接，只计一次，归入第一个文件。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "other-lines",
      title: ("Lines that are no records were passed over", "不是记录的行已跳过"),
      meaning: (
        """
        Banners, comments or continuation lines of a text log; the first place and the number are \
        printed.
        """,
        "文本日志中的横幅、注释或续行；会列出首处位置和数量。"
      ),
      effect: informs,
      settle: (
        "Look at the first place; if it is a record after all, declare the format with `--as`.",
        "请查看首处位置；若其实是记录，请用 `--as` 指定格式。"
      )),
    CodePage(
      "source-unmatched",
      title: (
        "A pattern of `sources:` matches no input",
        "`sources:` 中的某个模式没有匹配任何输入"
      ),
      meaning: (
        "The appendix declares a source that is not among the files.",
        "附录声明的来源不在所给文件之中。"
      ),
      effect: qualifies,
      settle: (
        "Supply the export, or correct the pattern: it matches the end of the path at a `/`.",
        "请提供导出文件，或更正模式：它从 `/` 处起匹配路径末尾。"
      )),
    CodePage(
      "gzip-truncated",
      title: ("A gzip file ends in the middle", "gzip 文件中途结束"),
      meaning: (
        "The copy is incomplete. What came out before the cut was read, and the rest is missing.",
        "副本不完整。截断之前的内容已读取，其余缺失。"
      ),
      effect: endsIncomplete,
      settle: ("Copy the export again.", "请重新复制该导出文件。")),
    CodePage(
      "gzip-corrupt",
      title: ("A gzip file is damaged", "gzip 文件已损坏"),
      meaning: (
        "The compressed data or its checksum is wrong near the byte that is printed.",
        "压缩数据或其校验和在所列字节附近有误。"
      ),
      effect: endsIncomplete,
      settle: (
        "Copy the export again; compare its SHA-256 with the original's.",
        "请重新复制，并与原件比对 SHA-256。"
      )),
    CodePage(
      "gzip-trailing",
      title: ("Bytes follow the end of a gzip file", "gzip 文件末尾之后还有字节"),
      meaning: (
        "They belong to no gzip member; gzip ignores them too. They are counted, not read.",
        "它们不属于任何 gzip 成员；gzip 也会忽略。已计数，未读取。"
      ),
      effect: qualifies,
      settle: ("Check how the file was made.", "请检查该文件的生成方式。")),
    CodePage(
      "inflate-ratio",
      title: ("Far too much comes out of a small file", "小文件解压出的内容过多"),
      meaning: (
        "A decompression bomb, or a file of one repeated byte. It is no log.",
        "解压炸弹，或由单一字节重复而成的文件，不是日志。"
      ),
      effect: endsIncomplete,
      settle: ("Remove it from the inputs.", "请从输入中移除。")),
    CodePage(
      "no-judged-range",
      title: ("No export covers any time", "没有导出文件覆盖任何时间"),
      meaning: (
        """
        Without access logs, application logs, spans or metrics there is nothing to judge windows \
        over.
        """,
        "没有访问日志、应用日志、span 或指标，就没有可裁定的窗口。"
      ),
      effect: (
        "There is no verdict at all; the summary says that nothing was judged.",
        "没有任何裁定；摘要会说明未作裁定。"
      ),
      settle: (
        "Supply one of them, or ask for a range with --from and --to.",
        "请提供其中之一，或用 --from 和 --to 指定范围。"
      )),
    CodePage(
      "no-slow-log",
      title: ("No slow-log entry in it", "其中没有慢日志条目"),
      meaning: (
        "`inspect --statements` was given a file that is no slow log.",
        "`inspect --statements` 得到的文件不是慢日志。"
      ),
      effect: qualifies,
      settle: (
        "Give the slow logs of MySQL, Percona or MariaDB.",
        "请给出 MySQL、Percona 或 MariaDB 的慢日志。"
      )),
  ]
}
