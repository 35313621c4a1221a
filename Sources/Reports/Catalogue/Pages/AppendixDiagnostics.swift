extension CodePage {
  /// Mistakes in an appendix.
  static let appendixDiagnostics: [CodePage] = [
    CodePage(
      "appendix-empty",
      title: ("The appendix is empty", "附录为空"),
      meaning: ("It holds no key at all.", "其中没有任何键。"),
      effect: refusesAppendix,
      settle: (
        "`estreat init` writes a commented example.",
        "`estreat init` 可写出带注释的示例。"
      )),
    CodePage(
      "appendix-too-large",
      title: ("The appendix is too large", "附录过大"),
      meaning: (
        "No contract needs a file of this size; it was not read.",
        "没有合同需要这样大的文件；未读取。"
      ),
      effect: refusesAppendix,
      settle: ("Name the appendix, not an export.", "请指明附录，而不是导出文件。")),
    CodePage(
      "appendix-aliases",
      title: ("YAML aliases stand for too much", "YAML 别名代表的内容过多"),
      meaning: ("Nested aliases unfold without bound.", "嵌套的别名会无限展开。"),
      effect: refusesAppendix,
      settle: ("Write the values out.", "请直接写出各值。")),
    CodePage(
      "appendix-version",
      title: ("An unknown version of the appendix format", "附录格式版本未知"),
      meaning: ("This program reads `estreat: 1`.", "本程序读取 `estreat: 1`。"),
      effect: refusesAppendix,
      settle: (
        "Write `estreat: 1`, or use the program that the file was made for.",
        "请写 `estreat: 1`，或使用该文件所对应的程序。"
      )),
    CodePage(
      "appendix-sha256",
      title: ("Another appendix than the agreed one", "不是约定的附录"),
      meaning: (
        "Its SHA-256 differs from the one given by `--appendix-sha256`.",
        "其 SHA-256 与 `--appendix-sha256` 给出的不同。"
      ),
      effect: refusesAppendix,
      settle: ("Supply the agreed text byte for byte.", "请提供逐字节一致的约定文本。")),
    CodePage(
      "appendix-exists",
      title: ("There is an appendix already", "附录已存在"),
      meaning: ("`init` does not overwrite it.", "`init` 不会覆盖它。"),
      effect: refusesCommand,
      settle: ("Name another folder, or pass `--force`.", "请指定其他文件夹，或使用 `--force`。")),
    CodePage(
      "timezone-missing",
      title: ("The appendix names no time zone", "附录没有指定时区"),
      meaning: (
        "Civil hours, days and \"same hour\" need the contract's zone.",
        "民用小时、日期和“同一小时”需要合同的时区。"
      ),
      effect: refusesAppendix,
      settle: (
        "Write `timezone: Asia/Shanghai` or another IANA name.",
        "请写 `timezone: Asia/Shanghai` 或其他 IANA 名称。"
      )),
    CodePage(
      "timezone-unknown",
      title: ("An unknown time zone", "时区未知"),
      meaning: (
        "The name is not in the IANA data of this machine.",
        "该名称不在本机的 IANA 数据中。"
      ),
      effect: refusesAppendix,
      settle: (
        "Use an IANA name, such as Asia/Shanghai or UTC.",
        "请使用 IANA 名称，例如 Asia/Shanghai 或 UTC。"
      )),
    CodePage(
      "clauses-empty",
      title: ("There is no clause", "没有条款"),
      meaning: ("`clauses:` holds nothing to judge.", "`clauses:` 中没有可裁定的内容。"),
      effect: refusesAppendix,
      settle: (
        "Add a clause; `estreat init` shows all five kinds.",
        "请增加条款；`estreat init` 列出全部五种。"
      )),
    CodePage(
      "requirement-cycle",
      title: ("Clauses require each other", "条款互为前置"),
      meaning: (
        "The cycle is printed; none of them could ever be armed.",
        "会打印该循环；其中任何条款都无法生效。"
      ),
      effect: refusesAppendix,
      settle: ("Remove one of the requirements.", "请删除其中一个前置条款。")),
    CodePage(
      "unknown-key",
      title: ("An unknown key", "未知的键"),
      meaning: (
        "Nothing unknown is skipped: a misspelled rule would silently not apply.",
        "不会跳过任何未知内容：拼错的规则会在不知不觉中失效。"
      ),
      effect: refusesAppendix,
      settle: ("The message suggests the nearest key.", "错误信息会给出最接近的键。")),
    CodePage(
      "unknown-kind",
      title: ("An unknown clause kind", "未知的条款种类"),
      meaning: (
        """
        The kinds are blue-green-verified, latency-percentile, trace-injection, \
        sensitive-exposure and seasonal-baseline.
        """,
        """
        种类有 blue-green-verified、latency-percentile、trace-injection、sensitive-exposure 和 \
        seasonal-baseline。
        """
      ),
      effect: refusesAppendix,
      settle: ("The message suggests the nearest kind.", "错误信息会给出最接近的种类。")),
    CodePage(
      "unknown-clause",
      title: ("A clause id that is not in the appendix", "附录中没有的条款 ID"),
      meaning: (
        """
        It is required, excused or arbitrated, and not declared. A2 requires A1 and A3 unless \
        `requires:` says otherwise.
        """,
        """
        它被列为前置、豁免或仲裁对象，但没有声明。除非 `requires:` 另有规定，A2 以 A1 和 A3 为前\
        置。
        """
      ),
      effect: refusesAppendix,
      settle: ("Add the clause, or write `requires: []`.", "请增加该条款，或写 `requires: []`。")),
    CodePage(
      "unknown-name",
      title: ("A word that is not one of the choices", "不在可选项中的词"),
      meaning: ("The key takes one of a few words.", "该键只接受少数几个词。"),
      effect: refusesAppendix,
      settle: ("The message suggests the nearest one.", "错误信息会给出最接近的词。")),
    CodePage(
      "unknown-node",
      title: ("An unknown node of the causal path", "因果路径中的未知节点"),
      meaning: (
        "`arbitration.path` takes the names of node detectors.",
        "`arbitration.path` 只接受节点检测器的名称。"
      ),
      effect: refusesAppendix,
      settle: ("The message suggests the nearest one.", "错误信息会给出最接近的名称。")),
    CodePage(
      "unknown-pattern",
      title: ("A pattern that is not built in", "未内置的模式"),
      meaning: (
        "Built-in patterns are named; own ones need a name and an expression.",
        "内置模式写名称；自定义模式需要名称和表达式。"
      ),
      effect: refusesAppendix,
      settle: (
        "Write `{name: ORDER_REF, regex: \"425[0-9]{10}\"}`.",
        "请写 `{name: ORDER_REF, regex: \"425[0-9]{10}\"}`。"
      )),
  ]
}
