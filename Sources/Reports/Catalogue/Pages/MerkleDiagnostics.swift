extension CodePage {
  /// The Merkle tree of a package, and single lines disclosed from it.
  static let merkleDiagnostics: [CodePage] = [
    CodePage(
      "merkle-missing",
      title: ("The package lacks parts of its tree", "证据包缺少默克尔树文件"),
      meaning: (
        "`data/integrity/` lacks a file without which no line can be proven.",
        "`data/integrity/` 中缺少证明各行所需的文件。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新获取证据包。")),
    CodePage(
      "merkle-malformed",
      title: ("The tree's description is not readable", "默克尔树描述不可读"),
      meaning: (
        "`merkle.json` or `mask-key.hex` is not in the form that the format page gives.",
        "`merkle.json` 或 `mask-key.hex` 不符合格式说明。"
      ),
      effect: failsOrWritesNothing,
      settle: ("Obtain the package again.", "请重新获取证据包。")),
    CodePage(
      "merkle-member",
      title: ("Tree and payload have other members", "默克尔树与数据文件不对应"),
      meaning: (
        "A data file is in no tree, or the tree names a file that is not in the package.",
        "某数据文件不在树中，或树中所列文件不在证据包内。"
      ),
      effect: failsVerification,
      settle: (
        "Compare the list of files with another copy of the package.",
        "请将文件清单与证据包的另一副本比对。"
      )),
    CodePage(
      "merkle-count",
      title: ("A file has another number of lines", "文件行数不符"),
      meaning: (
        "A file has more or fewer lines than `merkle.json` says: lines were added or removed.",
        "文件行数多于或少于 `merkle.json` 所述：有行被增加或删除。"
      ),
      effect: failsVerification,
      settle: (
        "Compare the file with another copy of the package.",
        "请将该文件与证据包的另一副本比对。"
      )),
    CodePage(
      "merkle-root",
      title: ("The lines do not give the root", "各行计算所得的根不符"),
      meaning: (
        """
        The root worked out from the lines, their salts and splits is not the one stated: a line, \
        the key, a split or the root was changed.
        """,
        "由各行、盐值与切分位置算出的根与所述不同：某行、密钥、切分位置或根被改动。"
      ),
      effect: failsVerification,
      settle: (
        "`merkle-block` names the lines; if all blocks differ, the key was changed.",
        "`merkle-block` 指出是哪些行；若所有分块都不同，则是密钥被改动。"
      )),
    CodePage(
      "merkle-block",
      title: ("Where the tree differs", "默克尔树的差异位置"),
      meaning: (
        "One of the 1024 lines from the line named on is not what the tree holds.",
        "自所示行起的 1024 行中，至少一行与树中内容不同。"
      ),
      effect: failsVerification,
      settle: (
        "Compare these lines with another copy of the package.",
        "请将这些行与证据包的另一副本比对。"
      )),
    CodePage(
      "merkle-proof",
      title: ("A stored proof does not hold", "所附证明不成立"),
      meaning: (
        "An inclusion proof in `merkle.json` does not lead from its line to the root.",
        "`merkle.json` 中的某个包含证明无法由该行导出根。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新获取证据包。")),
    CodePage(
      "merkle-segments",
      title: ("The splits of lines are wrong", "行的切分位置有误"),
      meaning: (
        "`merkle-segments.jsonl` is not readable, or splits a line where it has no bytes.",
        "`merkle-segments.jsonl` 不可读，或切分位置超出该行。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新获取证据包。")),
    CodePage(
      "merkle-line",
      title: ("A disclosed line is not readable", "披露行不可读"),
      meaning: (
        "A line of a disclosure copy is not in its form, or not at its place.",
        "披露副本中某行不符合格式，或不在其位置。"
      ),
      effect: failsVerification,
      settle: ("Obtain the disclosure copy again.", "请重新获取披露副本。")),
    CodePage(
      "merkle-bag-info",
      title: ("bag-info.txt states another tree", "bag-info.txt 所述的树不同"),
      meaning: (
        "Root or number of leaves in `bag-info.txt` differ from `merkle.json`.",
        "`bag-info.txt` 中的根或叶数与 `merkle.json` 不同。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新获取证据包。")),
    CodePage(
      "merkle-key-exposed",
      title: ("A disclosure copy holds a secret", "披露副本中含有秘密"),
      meaning: (
        "A disclosure copy holds the mask key or the splits: its masked values can be searched.",
        "披露副本中含有脱敏密钥或切分位置：已遮蔽的值可被穷举。"
      ),
      effect: failsVerification,
      settle: (
        "Do not pass it on, take back what was passed on, and make the copy anew.",
        "请勿传阅，收回已发出的副本，并重新制作。"
      )),
    CodePage(
      "mask-key",
      title: ("The mask key cannot be used", "脱敏密钥不可用"),
      meaning: (
        "The file of `--mask-key` does not hold 64 lowercase hex digits, or none could be drawn.",
        "`--mask-key` 文件不是 64 位小写十六进制数字，或无法生成随机密钥。"
      ),
      effect: refusesCommand,
      settle: (
        "Make one with `openssl rand -hex 32`, and keep it as secret as the full package.",
        "请用 `openssl rand -hex 32` 生成，并像完整证据包一样保密。"
      )),
  ]

  /// Proofs of single lines.
  static let disclosureDiagnostics: [CodePage] = [
    CodePage(
      "disclosure-line",
      title: ("The package has no such lines", "证据包中没有这些行"),
      meaning: (
        "`--lines` names a file or lines that the package's tree does not have, or too many.",
        "`--lines` 所指的文件或行不在证据包的树中，或数量过多。"
      ),
      effect: refusesCommand,
      settle: (
        "Name a file of `merkle.json` and lines that it has.",
        "请指定 `merkle.json` 中的文件及其已有的行。"
      )),
    CodePage(
      "disclosure-malformed",
      title: ("No proof of lines", "不是行证明文件"),
      meaning: (
        "The file is not a proof that `estreat disclose` wrote, or it is cut.",
        "该文件不是 `estreat disclose` 写出的证明，或已被截断。"
      ),
      effect: writesNothing,
      settle: ("Obtain the proof again.", "请重新获取该证明。")),
    CodePage(
      "disclosure-line-false",
      title: ("A line is not proven", "某行未得到证明"),
      meaning: (
        "The line, as shown, is not the leaf that the proof claims.",
        "所示的行不是证明所称的叶。"
      ),
      effect: failsProof,
      settle: (
        "Do not rely on the line; obtain the proof again.",
        "请勿采信该行；请重新获取证明。"
      )),
    CodePage(
      "disclosure-root",
      title: ("The proof is under another root", "证明对应另一个根"),
      meaning: (
        "The root of the proof is not the one given, or not the package's.",
        "证明中的根不是所给的根，或不是该证据包的根。"
      ),
      effect: failsProof,
      settle: (
        "Compare with the package that the lines were taken from.",
        "请与摘取这些行的证据包比对。"
      )),
    CodePage(
      "disclosure-place",
      title: ("A line is at another place", "行的位置不符"),
      meaning: (
        "The leaf belongs to another line or file than the proof says.",
        "该叶属于另一行或另一文件，与证明所述不符。"
      ),
      effect: failsProof,
      settle: (
        "Do not rely on the place that the proof states.",
        "请勿采信证明所述的位置。"
      )),
    CodePage(
      "disclosure-unpinned",
      title: ("The root is known from nowhere else", "根没有其他来源"),
      meaning: (
        "The proof holds under its own root; whoever made it could have made the root as well.",
        "证明在其自带的根下成立；但制作者也可能自行生成该根。"
      ),
      effect: informs,
      settle: (
        "Check with `--package`, or `--root` from the signed package or its certificate.",
        "请用 `--package`，或用取自已签名证据包或其存证证书的 `--root` 再次检查。"
      )),
    CodePage(
      "disclosure-twin",
      title: ("The lines come from the twin package", "行取自孪生证据包"),
      meaning: (
        "The tree is the same, but the lines were taken from the other of the two packages.",
        "树相同，但这些行取自两个证据包中的另一个。"
      ),
      effect: informs,
      settle: ("Nothing needs to be done.", "无需处理。")),
  ]
}
