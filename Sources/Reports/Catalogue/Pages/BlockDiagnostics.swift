extension CodePage {
  /// Diagnostics about the blocks of a Prometheus TSDB: folders, index, symbols.
  static let blockDiagnostics: [CodePage] = [
    CodePage(
      "tsdb-meta",
      title: ("A block's meta.json is broken", "块的 meta.json 损坏"),
      meaning: (
        "The file says what the block holds and is no valid JSON of that kind.",
        "该文件说明块的内容，但不是有效的此类 JSON。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-meta-version",
      title: ("A block of an unknown version", "未知版本的块"),
      meaning: ("Only version 1 is known.", "只支持版本 1。"),
      effect: quarantines,
      settle: (
        "Make the snapshot with a Prometheus that writes version 1.",
        "请用写版本 1 的 Prometheus 制作快照。"
      )),
    CodePage(
      "tsdb-downsampled",
      title: ("A block that Thanos downsampled", "Thanos 降采样的块"),
      meaning: (
        "It holds aggregates of 5 minutes or 1 hour, and no samples.",
        "其中是 5 分钟或 1 小时的聚合，没有样本。"
      ),
      effect: quarantines,
      settle: (
        "Export the block of the bucket that has raw resolution.",
        "请从存储桶导出原始分辨率的块。"
      )),
    CodePage(
      "tsdb-blocks-overlap",
      title: ("Blocks overlap in time", "块在时间上重叠"),
      meaning: ("A sample that both hold counts once.", "两者都有的样本只计一次。"),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "tsdb-unreadable",
      title: ("A file of a block cannot be read", "块中的文件无法读取"),
      meaning: ("The system refused to open or read it.", "系统拒绝打开或读取。"),
      effect: losesSamples,
      settle: ("Check the path and its permissions.", "请检查路径和权限。")),
    CodePage(
      "tsdb-compressed",
      title: ("A compressed file of a block is too large", "块中的压缩文件过大"),
      meaning: (
        "Blocks are read at random places; a compressed file must be kept in memory for that.",
        "块需要随机读取；压缩文件因此必须整体保存在内存中。"
      ),
      effect: losesSamples,
      settle: (
        "Decompress the files of the block, or raise `--max-memory`.",
        "请解压块中的文件，或提高 `--max-memory`。"
      )),
    CodePage(
      "tsdb-time-range",
      title: ("A time that no clock shows", "不可能的时间"),
      meaning: (
        "A chunk holds a time far outside of any plausible range.",
        "数据块中的时间远超合理范围。"
      ),
      effect: quarantines,
      settle: (
        "Check what wrote the samples; times are milliseconds since 1970.",
        "请检查写入样本的程序；时间为自 1970 年起的毫秒数。"
      )),
    CodePage(
      "tsdb-index-missing",
      title: ("A block without its index", "块没有索引"),
      meaning: (
        "The series of its chunks are unknown, so that its samples cannot be used.",
        "其数据块属于哪些序列未知，样本无法使用。"
      ),
      effect: qualifies,
      settle: (
        "Give the whole folder of the block: index, chunks, meta.json.",
        "请给出块的整个文件夹：index、chunks、meta.json。"
      )),
    CodePage(
      "tsdb-index-stray",
      title: ("The index beside the chunks is no input", "数据块旁的索引不是输入"),
      meaning: (
        """
        It was read to name the series, and is not hashed; what rests on it is not proven to be \
        unchanged.
        """,
        "为识别序列读取了它，但没有计算其哈希；由此得出的结果不能证明未被改动。"
      ),
      effect: qualifies,
      settle: ("Give the whole folder of the block.", "请给出块的整个文件夹。")),
    CodePage(
      "tsdb-index-magic",
      title: ("The index does not begin like one", "索引文件开头不符"),
      meaning: (
        "The file is another one, or its first bytes are damaged.",
        "这是其他文件，或其开头字节已损坏。"
      ),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-version",
      title: ("An index of an unknown version", "未知版本的索引"),
      meaning: ("Versions 1 and 2 are known.", "支持版本 1 和 2。"),
      effect: losesSamples,
      settle: (
        "Make the snapshot with a Prometheus that writes index version 2.",
        "请用写索引版本 2 的 Prometheus 制作快照。"
      )),
    CodePage(
      "tsdb-index-truncated",
      title: ("The index is cut", "索引被截断"),
      meaning: (
        "It is shorter than its own head and table of contents.",
        "它比自身的头部和目录还短。"
      ),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-toc",
      title: ("The index' table of contents is broken", "索引的目录损坏"),
      meaning: ("The places of its parts are unknown.", "其各部分的位置未知。"),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-large",
      title: ("An index that comes as a stream is too large", "以流方式读取的索引过大"),
      meaning: ("It must be kept in memory and does not fit.", "它必须保存在内存中，但放不下。"),
      effect: losesSamples,
      settle: ("Give the block's folder.", "请给出块的文件夹。")),
    CodePage(
      "tsdb-index-crc",
      title: ("A checksum of the index is wrong", "索引的校验和有误"),
      meaning: ("A part of the index was changed or damaged.", "索引的一部分被改动或损坏。"),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-order",
      title: (
        "Chunks lie in another order than the index names them in",
        "数据块的顺序与索引所列不同"
      ),
      meaning: (
        "More of the index would have to be kept than memory allows.",
        "需要保存的索引超过内存允许的数量。"
      ),
      effect: quarantines,
      settle: (
        "Raise `--max-memory`, or compact the block.",
        "请提高 `--max-memory`，或压实该块。"
      )),
    CodePage(
      "tsdb-index-postings",
      title: ("The postings table is broken", "倒排表损坏"),
      meaning: (
        "The table that leads from labels to series cannot be read; series are read without it.",
        "由标签查序列的表无法读取；序列仍可直接读取。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-symbols",
      title: ("The symbol table is broken or cut", "符号表损坏或被截断"),
      meaning: ("Names and labels of all series stand in it.", "全部序列的名称和标签都在其中。"),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-symbols-crc",
      title: ("The symbol table's checksum is wrong", "符号表的校验和有误"),
      meaning: ("Names of series cannot be trusted.", "序列名称不可信。"),
      effect: losesSamples,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-index-symbols-large",
      title: ("The symbol table does not fit into memory", "符号表放不进内存"),
      meaning: ("It must be kept as a whole.", "它必须整体保存。"),
      effect: losesSamples,
      settle: ("Raise `--max-memory`.", "请提高 `--max-memory`。")),
    CodePage(
      "tsdb-series-corrupt",
      title: ("A series of the index is broken", "索引中的某个序列损坏"),
      meaning: (
        "Its entry or checksum is wrong; its chunks have no name.",
        "其条目或校验和有误；其数据块没有名称。"
      ),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-series-count",
      title: (
        "The index lists another number of series than it holds",
        "索引所列的序列数与实际不符"
      ),
      meaning: ("Some series cannot be found by their labels.", "部分序列无法由标签找到。"),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
    CodePage(
      "tsdb-series-labels",
      title: ("A series names labels that the index does not hold", "序列引用了索引中没有的标签"),
      meaning: ("Its name cannot be put together.", "无法拼出其名称。"),
      effect: quarantines,
      settle: ("Copy the block again.", "请重新复制该块。")),
  ]
}
