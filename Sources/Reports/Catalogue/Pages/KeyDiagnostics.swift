extension CodePage {
  /// Keys and certificates.
  static let keyDiagnostics: [CodePage] = [
    CodePage(
      "key-unreadable",
      title: ("The private key cannot be read", "私钥无法读取"),
      meaning: (
        "The file holds no readable private key (PKCS#8 or PKCS#12).",
        "文件中没有可读取的私钥（PKCS#8 或 PKCS#12）。"
      ),
      effect: refusesCommand,
      settle: (
        "Give the key as PEM, DER or PKCS#12.",
        "请以 PEM、DER 或 PKCS#12 提供私钥。"
      )),
    CodePage(
      "key-pass-phrase",
      title: ("The pass phrase is missing or wrong", "口令缺失或不正确"),
      meaning: (
        "The key is encrypted and the pass phrase is missing or wrong.",
        "私钥已加密，而口令缺失或不正确。"
      ),
      effect: refusesCommand,
      settle: (
        "Write it into a file, or hand over a descriptor; it is never an argument.",
        "请将口令写入文件或以描述符传入；绝不作为参数。"
      )),
    CodePage(
      "pass-phrase-unreadable",
      title: ("The pass phrase cannot be read", "口令无法读取"),
      meaning: (
        "The pass phrase cannot be read from the file or descriptor.",
        "无法从文件或描述符读取口令。"
      ),
      effect: refusesCommand,
      settle: (
        "Check the path and its permissions.",
        "请检查路径及其权限。"
      )),
    CodePage(
      "key-algorithm",
      title: ("A key of this kind may not sign", "此类密钥不得签名"),
      meaning: (
        "Packages are signed with P-256, RSA of 3072 bits or more, or SM2.",
        "证据包用 P-256、3072 位及以上的 RSA 或 SM2 签署。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Use a key of one of these kinds.",
        "请使用上述种类的密钥。"
      )),
    CodePage(
      "key-certificate-mismatch",
      title: ("The certificate is not that of the key", "证书与私钥不符"),
      meaning: (
        "None of the certificates belongs to the key.",
        "没有与该私钥对应的证书。"
      ),
      effect: refusesCommand,
      settle: (
        "Give the certificate that was issued for this key.",
        "请提供为该密钥签发的证书。"
      )),
    CodePage(
      "certificate-unreadable",
      title: ("A certificate cannot be read", "证书无法读取"),
      meaning: (
        "The file holds no readable X.509 certificate.",
        "文件中没有可读取的 X.509 证书。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Give it as PEM or DER.",
        "请以 PEM 或 DER 提供。"
      )),
    CodePage(
      "certificate-missing",
      title: ("No certificate for the key", "缺少证书"),
      meaning: (
        "No certificate was given for the key.",
        "未提供与私钥对应的证书。"
      ),
      effect: refusesCommand,
      settle: (
        "Name the certificate and its issuers.",
        "请指明证书及其颁发者。"
      )),
    CodePage(
      "certificate-expired",
      title: ("A certificate has expired", "证书已过期"),
      meaning: (
        "A certificate of the chain has expired at the time judged.",
        "链中有证书在所判断的时刻已过期。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Judge at the time of signing with --at, or sign with a valid certificate.",
        "请用 --at 按签署时刻判断，或使用有效证书签署。"
      )),
    CodePage(
      "certificate-not-yet-valid",
      title: ("A certificate is not yet valid", "证书尚未生效"),
      meaning: (
        "A certificate of the chain is not yet valid at that time.",
        "链中有证书在该时刻尚未生效。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Check the clock, or wait until it is valid.",
        "请检查时钟，或待其生效。"
      )),
    CodePage(
      "certificate-usage",
      title: ("The certificate may not be used for signatures", "证书不得用于签名"),
      meaning: (
        "The certificate's key usage does not allow signatures.",
        "证书的密钥用途不允许签名。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Use a certificate issued for signing.",
        "请使用为签名签发的证书。"
      )),
    CodePage(
      "certificate-signature",
      title: ("A certificate was not signed by its issuer", "证书并非由其颁发者签发"),
      meaning: (
        "The signature on the certificate does not verify with the issuer's key.",
        "用颁发者的密钥无法验证证书上的签名。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Get the chain again from the authority.",
        "请向机构重新获取证书链。"
      )),
    CodePage(
      "certificate-untrusted",
      title: ("The chain ends at no trusted root", "证书链未止于受信任的根"),
      meaning: (
        "The chain ends nowhere or at a root that is not trusted.",
        "证书链不完整，或止于不受信任的根。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Add the missing issuers, or name the root with --trust once you have checked it.",
        "请补充缺失的颁发者，或在核对后用 --trust 指明根证书。"
      )),
    CodePage(
      "certificate-chain",
      title: ("A certificate does not belong to the chain", "证书不属于该链"),
      meaning: (
        "A certificate does not belong to the chain or may not issue.",
        "证书不属于该链，或无权签发。"
      ),
      effect: failsOrRefuses,
      settle: (
        "Give the issuers in the order in which they issued.",
        "请按签发顺序提供颁发者证书。"
      )),
  ]
}
