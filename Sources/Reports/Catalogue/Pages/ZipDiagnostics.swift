extension CodePage {
  /// What `verify` says about the zip itself.
  static let zipDiagnostics: [CodePage] = [
    CodePage(
      "not-a-zip",
      title: ("The file is no zip", "文件不是 zip"),
      meaning: ("It does not begin or end like one.", "其开头或结尾不符合 zip。"),
      effect: ("Nothing could be checked: exit status 4.", "未能进行任何检查：退出码 4。"),
      settle: (
        "Name a package, a file that ends in .zip.",
        "请指明证据包，即以 .zip 结尾的文件。"
      )),
    CodePage(
      "end-record-missing",
      title: ("The zip has no end record", "zip 没有结束记录"),
      meaning: (
        "It was cut off or damaged; what can be found without it is checked.",
        "它被截断或损坏；仍检查无需该记录即可找到的内容。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "end-record-wrong",
      title: ("The end record contradicts the directory", "结束记录与目录矛盾"),
      meaning: ("Numbers or places that it states are wrong.", "所写的数量或位置有误。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "central-directory-broken",
      title: ("The directory is not where the zip says", "目录不在 zip 所述的位置"),
      meaning: (
        "The list of members is damaged; members are looked for one by one.",
        "成员列表已损坏；逐个查找成员。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "local-header-broken",
      title: ("A member has no local header", "成员没有本地头"),
      meaning: ("Its data cannot be found.", "无法找到其数据。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "header-mismatch",
      title: ("Two headers of a member differ", "成员的两个头部不一致"),
      meaning: (
        "Programs that trust one or the other would unpack different things.",
        "信任不同头部的程序会解压出不同内容。"
      ),
      effect: failsVerification,
      settle: ("Do not rely on the member.", "不要依据该成员。")),
    CodePage(
      "crc-mismatch",
      title: ("A member's checksum is wrong", "成员的校验和有误"),
      meaning: ("Its bytes were changed or damaged.", "其字节被改动或损坏。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "size-mismatch",
      title: ("A member has another size than stated", "成员大小与所写不符"),
      meaning: ("Its data ends too early or too late.", "其数据结束过早或过晚。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "bad-deflate",
      title: ("Compressed data is broken", "压缩数据损坏"),
      meaning: ("The member cannot be unpacked.", "该成员无法解压。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "entry-order",
      title: ("Members are not in their order", "成员顺序不正确"),
      meaning: (
        "Packages are written sorted; this one was rearranged.",
        "证据包按顺序写入；该包被重新排列。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "entry-overlap",
      title: ("Members overlap", "成员重叠"),
      meaning: (
        "Two entries claim the same bytes, which a maker of packages never does.",
        "两个条目占用相同的字节，正常制作的证据包不会如此。"
      ),
      effect: failsVerification,
      settle: ("Do not rely on the package.", "不要依据该证据包。")),
    CodePage(
      "hidden-bytes",
      title: ("Bytes that belong to no member", "不属于任何成员的字节"),
      meaning: (
        "Something lies between the members and is listed nowhere.",
        "成员之间有未列出的内容。"
      ),
      effect: failsVerification,
      settle: ("Do not rely on the package.", "不要依据该证据包。")),
    CodePage(
      "prefix-bytes",
      title: ("Bytes before the first member", "第一个成员之前有字节"),
      meaning: (
        "A zip may carry something in front of it; a package does not.",
        "zip 前面可能附有内容，证据包则不会。"
      ),
      effect: failsVerification,
      settle: ("Do not rely on the package.", "不要依据该证据包。")),
    CodePage(
      "trailing-bytes",
      title: ("Bytes after the end", "结尾之后有字节"),
      meaning: ("Something was appended to the package.", "有内容被附加到证据包之后。"),
      effect: failsVerification,
      settle: ("Do not rely on the package.", "不要依据该证据包。")),
    CodePage(
      "archive-comment",
      title: ("The zip has a comment", "zip 带有注释"),
      meaning: ("Packages have none; it was added.", "证据包没有注释；它是后来加入的。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "byte-rule",
      title: ("A member is not stored as the rules say", "成员的存储方式不符合规则"),
      meaning: (
        """
        Method, time, attributes or order of bytes differ from what is written for every package.
        """,
        "压缩方式、时间、属性或字节顺序与规定不符。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "mimetype-missing",
      title: ("There is no mimetype member", "没有 mimetype 成员"),
      meaning: ("Every package begins with it.", "每个证据包都以其开头。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "mimetype-not-first",
      title: ("mimetype is not the first member", "mimetype 不是第一个成员"),
      meaning: ("Members were rearranged.", "成员被重新排列。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "mimetype-wrong",
      title: ("mimetype states another type", "mimetype 写有其他类型"),
      meaning: ("The file is no package of this kind.", "该文件不是此类证据包。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "mimetype-compressed",
      title: ("mimetype is compressed", "mimetype 被压缩"),
      meaning: (
        "It must be stored as it is, so that tools recognise the file.",
        "它必须原样存储，以便工具识别文件。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "bomb-members",
      title: ("Too many members", "成员过多"),
      meaning: (
        "The zip claims more members than any package has; they were not read.",
        "zip 声称的成员数超过任何证据包；未读取。"
      ),
      effect: failsVerification,
      settle: ("Do not unpack it.", "请勿解压。")),
    CodePage(
      "bomb-ratio",
      title: ("A member unpacks to far too much", "成员解压后过大"),
      meaning: (
        "It claims a size that no text reaches; it was not read.",
        "其声称的大小是任何文本都达不到的；未读取。"
      ),
      effect: failsVerification,
      settle: ("Do not unpack it.", "请勿解压。")),
    CodePage(
      "bomb-total",
      title: ("The members unpack to far too much", "全部成员解压后过大"),
      meaning: (
        "Together they claim more than the limit; they were not read.",
        "合计声称的大小超过上限；未读取。"
      ),
      effect: failsVerification,
      settle: ("Do not unpack it.", "请勿解压。")),
  ]
}
