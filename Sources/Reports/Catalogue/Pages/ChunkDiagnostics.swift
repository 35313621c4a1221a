extension CodePage {
  /// Diagnostics about the chunks and tombstones of a Prometheus TSDB.
  static let chunkDiagnostics: [CodePage] = [
    CodePage(
      "tsdb-chunk-crc",
      title: ("A chunk's checksum is wrong", "数据块的校验和有误"),
      meaning: (
        "Its samples were changed or damaged and are not used.",
        "其样本被改动或损坏，不予使用。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-chunk-corrupt",
      title: ("A chunk does not hold what it says", "数据块内容与声明不符"),
      meaning: (
        "The number of samples it states cannot be decoded from its bytes.",
        "无法从其字节解出所声明数量的样本。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-chunk-encoding",
      title: ("A chunk of an unknown encoding", "未知编码的数据块"),
      meaning: (
        "XOR chunks and native-histogram chunks are known.",
        "支持 XOR 数据块和原生直方图数据块。"
      ),
      effect: quarantines,
      settle: (
        "Make the snapshot with a Prometheus that writes these.",
        "请用写这些编码的 Prometheus 制作快照。"
      )),
    CodePage(
      "tsdb-chunk-length",
      title: ("A chunk's length is wrong", "数据块长度有误"),
      meaning: (
        "The place of the next chunk is taken from the index, where it is known.",
        "若索引中有下一数据块的位置，则据此继续。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-chunk-reference",
      title: ("The index points at no chunk", "索引指向的位置没有数据块"),
      meaning: ("At that place of the segment no chunk begins.", "段文件的该位置没有数据块开头。"),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-chunk-unnamed",
      title: ("A chunk that no series names", "没有序列引用的数据块"),
      meaning: (
        """
        No readable series of the index points at it, so that whose samples it holds is unknown.
        """,
        "索引中没有可读的序列指向它，因此不知其样本属于谁。"
      ),
      effect: quarantines,
      settle: ("Copy the block again, with its index.", "请连同索引重新复制该块。")),
    CodePage(
      "tsdb-segment-magic",
      title: ("A segment does not begin like one", "段文件开头不符"),
      meaning: (
        "The file is another one, or its first bytes are damaged.",
        "这是其他文件，或其开头字节已损坏。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-segment-version",
      title: ("A segment of an unknown version", "未知版本的段文件"),
      meaning: ("Only version 1 is known.", "只支持版本 1。"),
      effect: quarantines,
      settle: (
        "Make the snapshot with a Prometheus that writes version 1.",
        "请用写版本 1 的 Prometheus 制作快照。"
      )),
    CodePage(
      "tsdb-segment-missing",
      title: ("A segment is not there", "缺少段文件"),
      meaning: (
        "The index names chunks of a segment that is not among the files.",
        "索引引用的数据块所在的段文件不在所给文件中。"
      ),
      effect: quarantines,
      settle: ("Give the whole folder of the block.", "请给出块的整个文件夹。")),
    CodePage(
      "tsdb-segment-name",
      title: ("A segment's name is no number", "段文件名不是数字"),
      meaning: ("Its place in the block is unknown.", "其在块中的位置未知。"),
      effect: losesSamples,
      settle: (
        "Give the block's folder as it was: chunks/000001 and so on.",
        "请原样给出块的文件夹：chunks/000001 等。"
      )),
    CodePage(
      "tsdb-segment-truncated",
      title: ("A segment is cut inside of a chunk", "段文件在数据块中间被截断"),
      meaning: ("What came before was read.", "此前的内容已读取。"),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-segment-padding",
      title: ("Zeros between or behind the chunks", "数据块之间或之后有零字节"),
      meaning: (
        "They were passed over; Prometheus leaves them when it was ended hard.",
        "已跳过；Prometheus 被强行终止时会留下它们。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "tsdb-tombstones-magic",
      title: ("The tombstones do not begin like such a file", "墓碑文件开头不符"),
      meaning: (
        "The file is another one, or its first bytes are damaged.",
        "这是其他文件，或其开头字节已损坏。"
      ),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-tombstones-version",
      title: ("Tombstones of an unknown version", "未知版本的墓碑文件"),
      meaning: ("Only version 1 is known.", "只支持版本 1。"),
      effect: losesSamples,
      settle: (
        "Make the snapshot with a Prometheus that writes version 1.",
        "请用写版本 1 的 Prometheus 制作快照。"
      )),
    CodePage(
      "tsdb-tombstones-truncated",
      title: ("The tombstones are cut", "墓碑文件被截断"),
      meaning: ("The file is shorter than its head and checksum.", "该文件比其头部和校验和还短。"),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-tombstones-crc",
      title: ("The tombstones' checksum is wrong", "墓碑文件的校验和有误"),
      meaning: ("What was deleted is not known.", "已删除的内容无从得知。"),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-tombstones-corrupt",
      title: ("A tombstone is broken", "某个墓碑损坏"),
      meaning: ("What was deleted is not known.", "已删除的内容无从得知。"),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-tombstones-large",
      title: ("The tombstones do not fit into memory", "墓碑文件放不进内存"),
      meaning: ("They must be kept as a whole.", "必须整体保存。"),
      effect: losesSamples,
      settle: (
        "Raise `--max-memory`, or clean the tombstones of the snapshot.",
        "请提高 `--max-memory`，或清理快照的墓碑。"
      )),
    CodePage(
      "tsdb-tombstones-unread",
      title: ("What was deleted from the block is not known", "块中删除了什么无从得知"),
      meaning: (
        "The tombstones could not be read; deleted samples count as if they were not.",
        "墓碑文件无法读取；已删除的样本按未删除计入。"
      ),
      effect: qualifies,
      settle: (
        "Copy the block again, or clean the tombstones before the snapshot.",
        "请重新复制该块，或在快照之前清理墓碑。"
      )),
  ]
}
