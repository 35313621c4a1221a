/// What diagnostics do to verdicts and to the exit status; many pages share one of these.
extension CodePage {
  /// A record is set aside and may decide either way.
  static let quarantines: Both = (
    """
    The record is kept with its place and counts as unknown: verdicts that it could turn are \
    INDETERMINATE(quarantined), all others stand. More than half of a file in quarantine is exit \
    status 4.
    """,
    """
    该记录连同位置予以保留，按未知计：可能因它改变的裁定为 INDETERMINATE(quarantined)，其余不受影响。\
    一个文件中超过一半被隔离时退出码为 4。
    """
  )

  /// A part of a block cannot be used.
  static let losesSamples: Both = (
    """
    The part is quarantined with its place. Samples that cannot be named or found are not used, \
    and windows that need them are INDETERMINATE. More than half of a file in quarantine is exit \
    status 4.
    """,
    """
    该部分连同位置予以隔离。无法命名或找到的样本不予使用，需要它们的窗口为 INDETERMINATE。\
    一个文件中超过一半被隔离时退出码为 4。
    """
  )

  /// A note.
  static let informs: Both = (
    "None. Verdicts and exit status stay as they are.",
    "没有影响。裁定和退出码保持不变。"
  )

  /// A warning.
  static let qualifies: Both = (
    """
    No verdict is changed by it alone. It limits what the data can show, and whoever relies on \
    the result should know it.
    """,
    "它本身不改变任何裁定，但限制了数据所能证明的内容，依据结果的人应当知晓。"
  )

  /// An input could not be read to its end.
  static let endsIncomplete: Both = (
    """
    Exit status 4. What could be read is reported with "complete": false, and no package is \
    written.
    """,
    "退出码 4。已读取的部分以 \"complete\": false 报告，不写出证据包。"
  )

  /// The appendix is refused.
  static let refusesAppendix: Both = (
    "Nothing is judged until the appendix is corrected: exit status 2.",
    "在更正技术附录之前不作任何裁定：退出码 2。"
  )

  /// A key or certificate that cannot be used, in signing or in verifying.
  static let failsOrRefuses: Both = (
    "In signing it is exit status 2 and nothing is written; in `verify` it is exit status 5.",
    "签署时退出码为 2，不写出任何内容；`verify` 时退出码为 5。"
  )

  /// The command line is refused.
  static let refusesCommand: Both = (
    "Nothing is run: exit status 2.", "不执行任何操作：退出码 2。"
  )

  /// The command ends with nothing written.
  static let writesNothing: Both = (
    "The command ends and writes nothing: exit status 4.", "命令终止，不写出任何内容：退出码 4。"
  )

  /// A package does not verify.
  static let failsVerification: Both = (
    "The package does not verify: exit status 5. The check goes on and reports every problem.",
    "证据包未通过验证：退出码 5。检查会继续，并报告所有问题。"
  )

  /// A proof of single lines does not hold.
  static let failsProof: Both = (
    "The proof does not hold: exit status 5.", "证明不成立：退出码 5。"
  )

  /// A hash chain is broken.
  static let breaksChain: Both = (
    "The chain is not intact: exit status 5. The check goes on behind it.",
    "链不完整：退出码 5。其后的检查继续进行。"
  )

  /// A remark on a hash chain that is intact.
  static let qualifiesChain: Both = (
    "None; the chain is intact as far as it can be seen. It says what the check cannot show.",
    "没有影响，就可见部分而言链是完整的。它说明检查所不能证明的内容。"
  )

  /// A remark on a package that verifies.
  static let qualifiesPackage: Both = (
    "None; the package still verifies. It says what the check cannot show.",
    "没有影响，证据包仍通过验证。它说明检查所不能证明的内容。"
  )

  /// A defect of a package, or a reason not to make one.
  static let failsOrWritesNothing: Both = (
    """
    In a package that is checked: exit status 5. In one that is being made: nothing is written, \
    exit status 4.
    """,
    "检查证据包时：退出码 5。制作证据包时：不写出任何内容，退出码 4。"
  )

  /// A fault of the program.
  static let endsInternally: Both = (
    "The run ends with exit status 70, and nothing half-written is left.",
    "运行以退出码 70 结束，不留下写了一半的内容。"
  )
}
