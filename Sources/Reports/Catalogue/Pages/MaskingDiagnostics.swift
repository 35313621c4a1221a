extension CodePage {
  /// Disclosure copies: making them, their recipients, and what they must be.
  static let maskingDiagnostics: [CodePage] = [
    CodePage(
      "redaction-gate",
      title: ("A disclosure copy would show a sensitive value", "披露副本中会露出敏感值"),
      meaning: (
        """
        The finished copy was scanned as a whole, and a detector found something that should have \
        been masked, or a part that cannot be looked through. Place and rule are named, never the \
        value.
        """,
        "对完成的副本整体扫描后，检测器发现应当脱敏而未脱敏的内容，或有无法查看的部分。只给出位置与规则，不给出该值。"
      ),
      effect: (
        "Nothing is kept, no temporary file either: exit status 6.",
        "不保留任何内容，包括临时文件：退出码 6。"
      ),
      settle: (
        """
        Do not pass on anything made from this package. Look at the named line in the full \
        package, and report the case.
        """,
        "请勿转交由该证据包生成的任何内容。请查看完整包中所指的行，并报告此情况。"
      )),
    CodePage(
      "redact-kind",
      title: ("Only full packages are redacted", "只能对完整包脱敏"),
      meaning: (
        "The package is a disclosure copy, or does not say which kind it is.",
        "该证据包是披露副本，或未说明其种类。"
      ),
      effect: refusesCommand,
      settle: ("Name the package ending in `-FULL.zip`.", "请指定以 `-FULL.zip` 结尾的证据包。")),
    CodePage(
      "redact-name",
      title: ("A masked name would change the order of leaves", "脱敏后的名称会改变叶的顺序"),
      meaning: (
        """
        The name of a file holds a sensitive value. Leaves come in the order of names, and with a \
        token in the name the order would be another.
        """,
        "某文件名含敏感值。叶按文件名排序，名称换成记号后顺序会改变。"
      ),
      effect: refusesCommand,
      settle: (
        "Rename the file and pack again.",
        "请为该文件改名后重新打包。"
      )),
    CodePage(
      "recipient-certificate",
      title: ("Nothing can be encrypted for this certificate", "无法为该证书加密"),
      meaning: (
        """
        A recipient's certificate has expired, is not valid yet, lacks the key usage \
        keyEncipherment (RSA) or keyAgreement (P-256), or has another kind of key.
        """,
        "收件人证书已过期、尚未生效、缺少密钥用途 keyEncipherment（RSA）或 keyAgreement（P-256），或密钥种类不符。"
      ),
      effect: refusesCommand,
      settle: (
        "Ask the recipient for a certificate for encryption: RSA of 2048 bits or more, or P-256.",
        "请向收件人索取用于加密的证书：RSA 2048 位及以上，或 P-256。"
      )),
    CodePage(
      "sealing-failed",
      title: ("A part could not be encrypted", "无法加密"),
      meaning: (
        "libcrypto could not encrypt a part for the recipients, or the disk is full.",
        "libcrypto 无法为收件人加密该部分，或磁盘已满。"
      ),
      effect: writesNothing,
      settle: (
        "Try `openssl cms -encrypt -aes-256-gcm` with the certificate, and check the room on disk.",
        "请用该证书试运行 `openssl cms -encrypt -aes-256-gcm`，并检查磁盘空间。"
      )),
    CodePage(
      "disclosure-member",
      title: ("A disclosure copy holds a file that does not belong in it", "披露副本含不应有的文件"),
      meaning: (
        """
        Under `data/` a disclosure copy has disclosed lines, the texts made of them, the tree and \
        sealed parts only. Another file may be raw.
        """,
        "披露副本的 `data/` 下只有披露行、由其生成的文本、默克尔树和加密部分。其他文件可能是原始数据。"
      ),
      effect: failsOrWritesNothing,
      settle: ("Do not pass the package on.", "请勿转交该证据包。")),
    CodePage(
      "disclosure-info",
      title: ("A disclosure copy does not say what it is", "披露副本的说明不完整"),
      meaning: (
        """
        `bag-info.txt` does not say `Contains-Unmasked-Data: no`, or its `Twin-Binding` to the \
        full package is missing or malformed.
        """,
        "`bag-info.txt` 未写明 `Contains-Unmasked-Data: no`，或与完整包的绑定 `Twin-Binding` 缺失或格式不符。"
      ),
      effect: failsOrWritesNothing,
      settle: ("Make the copy again from the full package.", "请由完整包重新生成副本。")),
  ]
}
