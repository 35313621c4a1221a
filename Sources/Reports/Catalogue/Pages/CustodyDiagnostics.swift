extension CodePage {
  /// The custody chain of packages.
  static let custodyDiagnostics: [CodePage] = [
    custody(
      "custody-malformed", ("No event of a custody chain", "不是保管链事件"),
      (
        "A line of custody.jsonl is not an event in the one spelling that is allowed.",
        "custody.jsonl 的某一行不是规定写法的事件。"
      )),
    custody(
      "custody-broken", ("An event does not continue the chain", "保管链断裂"),
      (
        "The hash of an event is not that of its content, or it names another event before it.",
        "事件的哈希与其内容不符，或其前一事件不一致。"
      )),
    custody(
      "custody-missing", ("Events are missing", "缺少保管事件"),
      (
        "The numbers of the events have a gap.",
        "事件编号不连续。"
      )),
    custody(
      "custody-reordered", ("Events are out of order", "保管事件次序错乱"),
      (
        "An event does not stand where its number says.",
        "事件的位置与其编号不符。"
      )),
    custody(
      "custody-duplicated", ("An event comes twice", "保管事件重复"),
      (
        "The same event stands in the chain again.",
        "同一事件在链中再次出现。"
      )),
    custody(
      "custody-cut", ("The end of the chain is cut off", "保管链尾部被截断"),
      (
        "There are fewer events than bag-info.txt pins.",
        "事件数少于 bag-info.txt 所载明的数目。"
      )),
    custody(
      "custody-head", ("The chain ends otherwise", "保管链末端不符"),
      (
        "Count or last hash of the chain is not what bag-info.txt pins.",
        "链的事件数或末端哈希与 bag-info.txt 所载不符。"
      )),
    custody(
      "custody-pin", ("Chain and pin do not go together", "保管链与固定值不配套"),
      (
        "There is a chain that bag-info.txt does not pin, or a pin without its chain.",
        "存在保管链而 bag-info.txt 未固定其值，或有固定值而无链。"
      )),
  ]

  private static func custody(_ code: String, _ title: Both, _ meaning: Both) -> CodePage {
    CodePage(
      code, title: title, meaning: meaning, effect: failsVerification,
      settle: (
        "Obtain the package again, and ask its maker what was changed.",
        "请重新取得证据包，并向制作方询问改动情况。"
      ))
  }
}
