extension CodePage {
  /// Replay of packages.
  static let replayDiagnostics: [CodePage] = [
    CodePage(
      "replay-counts-only",
      title: ("Decided again by counts only", "仅凭计数重新裁定"),
      meaning: (
        "A source was longer than --max-slice, so the package holds its late, failed and chained lines, counts of all of them, and the SHA-256 of each omitted range.",
        "某一来源超过 --max-slice，证据包只含其超时、失败及链条所涉的行、全部记录的计数，以及每段略去部分的 SHA-256。"
      ),
      effect: (
        "The verdicts agree with the counts, and the counts with the lines that are there; the incident and the verdict digest are not decided again. replay ends with status 3.",
        "裁定与计数一致，计数与所含各行一致；事件与裁定摘要未重新裁定。replay 以状态 3 结束。"
      ),
      settle: (
        "Check the omitted ranges against the exports by the commands in VERIFY.txt, or pack again with a larger --max-slice.",
        "请按 VERIFY.txt 中的命令用原导出文件核对略去的各段，或以更大的 --max-slice 重新打包。"
      )),
    CodePage(
      "replay-differs",
      title: ("The package's data give other verdicts", "证据包的数据得出不同裁定"),
      meaning: (
        "The verdicts or the incident that the package states are not those that its own slices, samples and appendix give.",
        "证据包所载裁定或事件，与其自带切片、样本和附录重新得出的结果不一致。"
      ),
      effect: (
        "replay ends with status 5; every differing window stands with both sides.",
        "replay 以状态 5 结束；逐窗口列出双方数值。"
      ),
      settle: (
        "Compare the differing windows with the exports, whose digests the package states; do not rely on the package until then.",
        "请将有差异的窗口与原始导出文件比对（证据包载有其摘要）；在此之前不要依赖该证据包。"
      )),
    CodePage(
      "replay-facts",
      title: ("The package lacks what a replay needs", "证据包缺少重放所需内容"),
      meaning: (
        "A document that a replay starts from is missing or cannot be read: verdicts.json, incident.json, context.json or the appendix.",
        "重放所依据的文件缺失或无法读取：verdicts.json、incident.json、context.json 或附录。"
      ),
      effect: (
        "Nothing is decided again; replay ends with status 5.",
        "不重新裁定；replay 以状态 5 结束。"
      ),
      settle: (
        "Obtain the full package as `estreat analyze` made it; other packages cannot be replayed.",
        "请取得由 `estreat analyze` 生成的完整证据包；其他证据包无法重放。"
      )),
    CodePage(
      "replay-refused",
      title: ("Not replayed: the package does not verify", "未重放：证据包未通过校验"),
      meaning: (
        "verify found errors, so the data may not be those that were packed.",
        "verify 发现错误，数据可能并非打包时的数据。"
      ),
      effect: (
        "Nothing is decided again; replay ends with status 5.",
        "不重新裁定；replay 以状态 5 结束。"
      ),
      settle: (
        "Obtain the package again; --despite-errors replays it all the same, still with status 5.",
        "请重新取得证据包；--despite-errors 可照样重放，状态仍为 5。"
      )),
  ]
}
