extension CodePage {
  /// CSV of metrics, read as a source declares it.
  static let csvDiagnostics: [CodePage] = [
    CodePage(
      "csv-undeclared",
      title: ("CSV whose columns nobody declares", "未声明各列含义的 CSV"),
      meaning: (
        "A table of times and numbers does not say which column is what, so it was not read.",
        "时间与数值的表格本身不说明各列的含义，因此未读取。"
      ),
      effect: (
        "Nothing of the file counts. Named or wanted by a source it is exit status 4.",
        "该文件不计入任何内容。若由命令行指名或由来源要求，则退出码为 4。"
      ),
      settle: (
        "Declare its layout with `csv:` in a source of the appendix.",
        "请在附录的来源中用 `csv:` 声明其布局。"
      )),
    CodePage(
      "csv-header",
      title: ("The header of a CSV cannot be read", "CSV 表头无法读取"),
      meaning: (
        "Without its header no column has a name; nothing of the file was read.",
        "没有表头，各列便没有名称；未读取该文件的任何内容。"
      ),
      effect: quarantines,
      settle: (
        "Export the file again, or write `header: no` and number the columns.",
        "请重新导出该文件，或写 `header: no` 并用编号指定各列。"
      )),
    CodePage(
      "csv-header-repeated",
      title: ("The header stands a second time", "表头重复出现"),
      meaning: (
        "Files were put together. The line is no sample; the rows after it are read as before.",
        "多个文件被拼接在一起。该行不是样本；其后的各行照常读取。"
      ),
      effect: quarantines,
      settle: ("Supply the files one by one.", "请逐个提供这些文件。")),
    CodePage(
      "csv-column-missing",
      title: ("A declared column is not in the file", "声明的列不在文件中"),
      meaning: (
        "The appendix names a column that the header lacks, so that nothing can be read.",
        "附录指名的列在表头中不存在，因此无法读取。"
      ),
      effect: quarantines,
      settle: (
        "Compare the names in `csv:` with the first line of the file.",
        "请将 `csv:` 中的名称与文件首行核对。"
      )),
    CodePage(
      "csv-column-twice",
      title: ("Two columns have one name", "两列同名"),
      meaning: (
        "Which of them is meant cannot be told.",
        "无法判断指的是哪一列。"
      ),
      effect: quarantines,
      settle: (
        "Export the file with distinct names, or number the columns.",
        "请以不同的列名导出，或用编号指定各列。"
      )),
    CodePage(
      "csv-column-name",
      title: ("A column's name is no metric name", "列名不是指标名"),
      meaning: (
        "In the wide layout each column is a metric, and its name must be one.",
        "在宽表布局中每一列是一个指标，其列名必须是指标名。"
      ),
      effect: quarantines,
      settle: (
        "List the wanted columns under `metrics:` with the names they shall have.",
        "请在 `metrics:` 下列出所需的列及其应有的名称。"
      )),
    CodePage(
      "csv-columns-unused",
      title: ("Columns that nobody declares", "未声明的列"),
      meaning: (
        "They were passed over; the message names them.",
        "这些列被跳过；消息中会列出。"
      ),
      effect: informs,
      settle: (
        "Declare them as labels or metrics if they matter.",
        "若它们有意义，请声明为标签或指标。"
      )),
    CodePage(
      "csv-empty-cells",
      title: ("Cells without a value", "没有值的单元格"),
      meaning: (
        "An empty cell is no sample, and never zero. The message counts them.",
        "空单元格不是样本，也绝不当作零。消息中给出其数量。"
      ),
      effect: informs,
      settle: ("Nothing is to be done.", "无须处理。")),
    CodePage(
      "csv-cells",
      title: ("A row has another number of cells", "某行的单元格数不同"),
      meaning: (
        "Its values may stand in the wrong columns, so that the whole row is set aside.",
        "其数值可能错位，因此整行被隔离。"
      ),
      effect: quarantines,
      settle: ("Export the file again; it may be cut or mixed.", "请重新导出；文件可能被截断或混杂。")),
    CodePage(
      "csv-quote",
      title: ("A quote in the wrong place", "引号位置错误"),
      meaning: (
        "A quote stands inside a bare cell, or is never closed.",
        "引号出现在未加引号的单元格中，或没有闭合。"
      ),
      effect: quarantines,
      settle: ("Export the file again, quoted as in RFC 4180.", "请按 RFC 4180 的引号规则重新导出。")),
    CodePage(
      "sample-alignment",
      title: ("How the samples lie that a clause rests on", "条款所依据的样本如何分布"),
      meaning: (
        """
        The message states how far apart the samples are, and how old the last one is at the \
        edges of the windows: counters are read there without extrapolation.
        """,
        "消息说明样本的间隔，以及在窗口边缘处最后一个样本的时距：计数器在此读取，不作外推。"
      ),
      effect: informs,
      settle: (
        "Scrape more often if events must be placed more exactly.",
        "若需更精确地确定事件的时间，请提高采集频率。"
      )),
    CodePage(
      "calendar-conflict",
      title: ("A date is both a holiday and a workday", "某日期既是节假日又是工作日"),
      meaning: (
        "The calendar of the appendix lists it twice; it counts as worked.",
        "附录的日历中列出两次；按工作日处理。"
      ),
      effect: informs,
      settle: ("Leave it out of one list.", "请从其中一个列表删去。")),
  ]
}
