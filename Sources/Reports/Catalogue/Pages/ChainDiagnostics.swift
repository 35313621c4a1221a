extension CodePage {
  /// Hash-chained logs.
  static let chainDiagnostics: [CodePage] = [
    CodePage(
      "chain-record",
      title: ("No record of the chain", "不是有效的链记录"),
      meaning: (
        "The line is not a valid record of the chain.",
        "该行不是有效的链记录。"
      ),
      effect: breaksChain,
      settle: (
        "Export the log again; the line may be cut.",
        "请重新导出日志；该行可能被截断。"
      )),
    CodePage(
      "chain-hash",
      title: ("A record was changed", "记录被改动"),
      meaning: (
        "A record's hash is not that of its content: it was changed.",
        "记录的哈希与内容不符：记录被改动。"
      ),
      effect: breaksChain,
      settle: (
        "Compare it with another copy of the log.",
        "请与日志的另一副本比对。"
      )),
    CodePage(
      "chain-missing",
      title: ("Records are missing", "记录缺失"),
      meaning: (
        "No record has the hash named as predecessor: records are missing, or one was changed and hashed anew.",
        "找不到前序哈希对应的记录：有记录缺失，或被改后重新计算哈希。"
      ),
      effect: breaksChain,
      settle: (
        "Supply the file that holds them, or another copy of the log.",
        "请提供含有这些记录的文件，或日志的另一副本。"
      )),
    CodePage(
      "chain-reordered",
      title: ("Records stand in another order", "记录顺序不同"),
      meaning: (
        "A record stands before its predecessor.",
        "记录排在其前序记录之前。"
      ),
      effect: breaksChain,
      settle: (
        "Export the log in the order in which it was written.",
        "请按写入顺序导出日志。"
      )),
    CodePage(
      "chain-duplicate",
      title: ("A record stands twice", "记录重复"),
      meaning: (
        "A record repeats an earlier one.",
        "记录与前面的某条重复。"
      ),
      effect: breaksChain,
      settle: (
        "Leave the copy out.",
        "请去除重复的记录。"
      )),
    CodePage(
      "chain-fork",
      title: ("The chain forks", "链出现分叉"),
      meaning: (
        "Two different records name the same predecessor, or a second chain begins.",
        "两条不同记录指向同一前序，或出现第二条链。"
      ),
      effect: breaksChain,
      settle: (
        "Find out which of the two was written first, and by whom.",
        "请查明两者中哪条先写入、由谁写入。"
      )),
    CodePage(
      "chain-link",
      title: ("More broken links than are listed", "断链过多"),
      meaning: (
        "Broken links beyond the first 10000 are only counted.",
        "超过 10000 处断链后只计数。"
      ),
      effect: breaksChain,
      settle: (
        "Mend what the first findings name, and check again.",
        "请先处理最前面的发现项，再行检查。"
      )),
    CodePage(
      "chain-tail",
      title: ("The tail was cut or replaced", "尾部被截断或替换"),
      meaning: (
        "The chain does not reach the pinned head.",
        "链未到达给定的末端哈希。"
      ),
      effect: breaksChain,
      settle: (
        "Supply the log up to the pinned head.",
        "请提供直到给定末端的日志。"
      )),
    CodePage(
      "chain-count",
      title: ("Another number of records", "记录数不符"),
      meaning: (
        "The number of records is not the pinned one.",
        "记录数与给定值不符。"
      ),
      effect: breaksChain,
      settle: (
        "Supply the whole log.",
        "请提供完整的日志。"
      )),
    CodePage(
      "chain-empty",
      title: ("The file holds no record", "文件中没有记录"),
      meaning: (
        "Nothing was there to be verified.",
        "没有可验证的内容。"
      ),
      effect: breaksChain,
      settle: (
        "Supply the log.",
        "请提供日志。"
      )),
    CodePage(
      "chain-grown",
      title: ("Records follow the pinned head", "给定末端之后还有记录"),
      meaning: (
        "The log went on after its head was pinned; what follows is verified, but not pinned.",
        "末端给定之后日志继续写入；其后的记录已验证，但未受锁定。"
      ),
      effect: qualifiesChain,
      settle: (
        "Pin the new head.",
        "请锁定新的末端哈希。"
      )),
    CodePage(
      "chain-time",
      title: ("Times go back", "时间倒退"),
      meaning: (
        "`ts_us` of a record is smaller than that of its predecessor.",
        "记录的 `ts_us` 小于其前序记录。"
      ),
      effect: qualifiesChain,
      settle: (
        "Check the clock of the writer.",
        "请检查写入方的时钟。"
      )),
    CodePage(
      "chain-ambiguous",
      title: ("An entry that the form cannot delimit", "无法判定边界的内容"),
      meaning: (
        "An entry holds the separator, so that this form of chain cannot tell where it ends.",
        "内容含有分隔符，此种链无法判定其边界。"
      ),
      effect: qualifiesChain,
      settle: (
        "Do not write the separator into entries.",
        "请勿在内容中写入分隔符。"
      )),
    CodePage(
      "chain-uncovered",
      title: ("Members that no hash covers", "不受哈希保护的字段"),
      meaning: (
        "Members beside the four are covered by no hash, and may have been changed unseen.",
        "四个字段之外的成员不受哈希保护，可能被改动而不被发现。"
      ),
      effect: qualifiesChain,
      settle: (
        "Do not rely on them.",
        "请勿依据这些字段。"
      )),
    CodePage(
      "chain-unpinned",
      title: ("Nothing pins the chain", "链未被锁定"),
      meaning: (
        "Without a pinned head or count a cut tail cannot be seen.",
        "没有给定末端哈希或记录数，无法发现尾部截断。"
      ),
      effect: qualifiesChain,
      settle: (
        "Give --head or --records.",
        "请给出 --head 或 --records。"
      )),
  ]
}
