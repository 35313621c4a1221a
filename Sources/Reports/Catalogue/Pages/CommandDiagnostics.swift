extension CodePage {
  /// Mistakes on the command line, and output that could not be written.
  static let commandDiagnostics: [CodePage] = [
    CodePage(
      "usage",
      title: ("The command line cannot be read", "命令行无法解析"),
      meaning: (
        "An option, argument or value is missing, unknown or malformed.",
        "选项、参数或值缺失、未知或写法有误。"
      ),
      effect: refusesCommand,
      settle: (
        "`estreat COMMAND --help` lists what there is.",
        "`estreat COMMAND --help` 列出可用项。"
      )),
    CodePage(
      "unknown-format",
      title: ("An unknown export format", "导出格式未知"),
      meaning: ("`--as` names a format that does not exist.", "`--as` 所指的格式不存在。"),
      effect: refusesCommand,
      settle: ("The message suggests the nearest one.", "错误信息会给出最接近的名称。")),
    CodePage(
      "unknown-report",
      title: ("An unknown report format", "报告格式未知"),
      meaning: ("`--format` names a report that does not exist.", "`--format` 所指的报告不存在。"),
      effect: refusesCommand,
      settle: ("The message suggests the nearest one.", "错误信息会给出最接近的名称。")),
    CodePage(
      "unknown-subject",
      title: ("Nothing of that name in this run", "本次运行中没有该名称"),
      meaning: (
        "`explain` found no clause, breach or incident with this id, and no code either.",
        "`explain` 没有找到具有该 ID 的条款、违约或事件，也没有该代码。"
      ),
      effect: refusesCommand,
      settle: (
        "The summary prints the ids; `estreat explain --codes` lists the codes.",
        "摘要会打印各 ID；`estreat explain --codes` 列出全部代码。"
      )),
    CodePage(
      "unknown-code",
      title: ("No page for this code", "没有该代码的页面"),
      meaning: (
        "`explain` without exports takes a code, and there is none of that name.",
        "不带导出文件的 `explain` 接受代码，但没有该名称的代码。"
      ),
      effect: refusesCommand,
      settle: (
        """
        `estreat explain --codes` lists all. For a clause, breach or incident, add `-a APPENDIX` \
        and the exports.
        """,
        """
        `estreat explain --codes` 列出全部。若为条款、违约或事件，请加上 `-a APPENDIX` 和导出文件。
        """
      )),
    CodePage(
      "unknown-kernel",
      title: ("An instruction set that this machine lacks", "本机没有的指令集"),
      meaning: (
        "ESTREAT_SIMD forces a kernel that is not available here.",
        "ESTREAT_SIMD 指定的内核在此不可用。"
      ),
      effect: refusesCommand,
      settle: (
        "Unset ESTREAT_SIMD, or choose one of those listed.",
        "请取消 ESTREAT_SIMD，或从所列中选择。"
      )),
    CodePage(
      "forced-format",
      title: ("--as is not FORMAT=GLOB", "--as 不是 FORMAT=GLOB"),
      meaning: (
        "The option needs a format, an equals sign and a pattern of file names.",
        "该选项需要格式、等号和文件名模式。"
      ),
      effect: refusesCommand,
      settle: ("Write `--as nginx-json='*.log'`.", "请写 `--as nginx-json='*.log'`。")),
    CodePage(
      "memory-limit",
      title: ("--max-memory is no size of at least 64M", "--max-memory 不是至少 64M 的大小"),
      meaning: (
        "The text is no number with K, M or G, or it is too small to work with.",
        "该文本不是带 K、M 或 G 的数字，或小到无法工作。"
      ),
      effect: refusesCommand,
      settle: ("Write `--max-memory 512M`.", "请写 `--max-memory 512M`。")),
    CodePage(
      "slice-limit",
      title: ("--max-slice is no size", "--max-slice 不是大小"),
      meaning: (
        "The text is no number of bytes, with or without K, M or G, or it is zero.",
        "该文本不是字节数（可带 K、M 或 G），或为零。"
      ),
      effect: refusesCommand,
      settle: ("Write `--max-slice 256M`.", "请写 `--max-slice 256M`。")),
    CodePage(
      "time-syntax",
      title: ("Not a time", "不是时间"),
      meaning: (
        "The part behind the @ is no date and time with a zone.",
        "符号 @ 后面的内容不是带时区的日期和时间。"
      ),
      effect: refusesCommand,
      settle: ("Write A2@2024-05-15T14:20:00+08:00.", "请写 A2@2024-05-15T14:20:00+08:00。")),
    CodePage(
      "source-date-epoch",
      title: ("SOURCE_DATE_EPOCH is no count of seconds", "SOURCE_DATE_EPOCH 不是秒数"),
      meaning: ("The variable fixes the only clock of the program.", "该变量固定程序唯一的时钟。"),
      effect: refusesCommand,
      settle: ("Unset it, or pass `--now`.", "请取消它，或使用 `--now`。")),
    CodePage(
      "output-not-a-folder",
      title: ("The output is a file", "输出位置是文件"),
      meaning: ("`-o` needs a folder.", "`-o` 需要文件夹。"),
      effect: refusesCommand,
      settle: ("Name a folder for the output.", "请为输出指定文件夹。")),
    CodePage(
      "output-not-empty",
      title: ("The output folder holds something else", "输出文件夹中有其他内容"),
      meaning: (
        """
        It is not empty and holds no earlier output of estreat; nothing of yours is overwritten.
        """,
        "它不为空，且不含 estreat 以前的输出；不会覆盖您的文件。"
      ),
      effect: refusesCommand,
      settle: ("Name another folder, or pass `--force`.", "请指定其他文件夹，或使用 `--force`。")),
    CodePage(
      "output-unwritable",
      title: ("The output cannot be written", "无法写入输出"),
      meaning: (
        "The folder does not exist, is not writable, or is full. Nothing half-written is left.",
        "文件夹不存在、不可写或已满。不会留下写了一半的文件。"
      ),
      effect: writesNothing,
      settle: ("Check the folder, its permissions and its room.", "请检查文件夹、权限和空间。")),
    CodePage(
      "internal",
      title: ("A fault of estreat", "estreat 的缺陷"),
      meaning: (
        "Something happened that the program does not expect.",
        "发生了程序未预料的情况。"
      ),
      effect: endsInternally,
      settle: ("Please report it with the command line.", "请附上命令行予以报告。")),
  ]
}
