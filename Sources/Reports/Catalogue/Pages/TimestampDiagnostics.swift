extension CodePage {
  /// Time-stamps and receipts that were attached to packages.
  static let timestampDiagnostics: [CodePage] =
    answerDiagnostics + authorityDiagnostics + attachmentDiagnostics

  private static let failsOrAttachesNothing: Both = (
    "In `verify` the package does not verify, exit status 5; in `attach` nothing is changed.",
    "`verify` 时证据包未通过验证，退出码 5；`attach` 时不作任何更改。"
  )
  private static let refusesToAttach: Both = (
    "Nothing is attached and the package stays as it is: exit status 2.",
    "不附加任何内容，证据包保持原样：退出码 2。"
  )
  private static let fetchAgain: Both = (
    "Send seal/signatures.sha256.tsq of this package to an authority and attach its answer.",
    "请将本包的 seal/signatures.sha256.tsq 发送给时间戳机构，再附加其应答。"
  )
  private static let obtainAgain: Both = (
    "Obtain the package again, and its digest by another way.",
    "请重新取得证据包，并通过其他途径取得其摘要。"
  )

  private static let answerDiagnostics: [CodePage] = [
    CodePage(
      "timestamp-request",
      title: ("The request asks for something else", "时间戳请求不符"),
      meaning: (
        "The .tsq file is not the request that belongs to the list of signatures.",
        ".tsq 文件不是签名清单所对应的请求。"
      ),
      effect: failsVerification, settle: obtainAgain),
    CodePage(
      "timestamp-malformed",
      title: ("No time-stamp response", "不是时间戳应答"),
      meaning: (
        "The file is no RFC 3161 response with a token, in DER to its last byte.",
        "文件不是含令牌的 RFC 3161 应答（DER，直至最后一个字节）。"
      ),
      effect: failsOrAttachesNothing, settle: fetchAgain),
    CodePage(
      "timestamp-status",
      title: ("The authority refused", "机构拒绝签发时间戳"),
      meaning: (
        "The response says that no time-stamp was granted; its text is quoted.",
        "应答表明未签发时间戳，并引用其文字。"
      ),
      effect: failsOrAttachesNothing, settle: fetchAgain),
    CodePage(
      "timestamp-imprint",
      title: ("Other data was stamped", "时间戳针对其他数据"),
      meaning: (
        "The digest in the token is not that of seal/signatures.sha256.",
        "令牌中的摘要不是 seal/signatures.sha256 的摘要。"
      ),
      effect: failsOrAttachesNothing, settle: fetchAgain),
    CodePage(
      "timestamp-nonce",
      title: ("The answer is to another request", "应答对应另一请求"),
      meaning: (
        "The nonce in the token is missing or not that of the request.",
        "令牌中的随机数缺失，或与请求不一致。"
      ),
      effect: failsOrAttachesNothing, settle: fetchAgain),
    CodePage(
      "timestamp-signature",
      title: ("The token was not signed so", "时间戳签名无效"),
      meaning: (
        """
        The authority's key did not sign what the token states, or it signed in a way that is not \
        accepted: RSA (PKCS #1 v1.5) or ECDSA with SHA-256, SHA-384 or SHA-512.
        """,
        """
        机构密钥未对令牌内容签名，或签名方式不被接受：应为 RSA（PKCS #1 v1.5）或 ECDSA，\
        配 SHA-256、SHA-384 或 SHA-512。
        """
      ),
      effect: failsOrAttachesNothing, settle: fetchAgain),
  ]

  private static let authorityDiagnostics: [CodePage] = [
    CodePage(
      "timestamp-certificate",
      title: ("The authority's certificate does not fit", "机构证书不符"),
      meaning: (
        """
        The certificate that the token names is not in it, is not for time-stamping alone, or has \
        a chain that does not hold.
        """,
        "令牌所指的证书不在其中、并非专用于时间戳，或其证书链不成立。"
      ),
      effect: failsOrAttachesNothing,
      settle: (
        "Use an authority whose certificate is for time-stamping, and ask for the certificate.",
        "请使用证书专用于时间戳的机构，并要求其附上证书。"
      )),
    CodePage(
      "timestamp-untrusted",
      title: ("The authority is not trusted", "机构不受信任"),
      meaning: (
        "The chain of the authority's certificate ends at none of the trusted roots.",
        "机构证书链未到达任何受信任的根证书。"
      ),
      effect: failsOrAttachesNothing,
      settle: (
        "Name the authority's root with --trust, obtained by another way than the package.",
        "请用 --trust 指定机构的根证书，且须通过证据包以外的途径取得。"
      )),
    CodePage(
      "timestamp-expired",
      title: ("The authority stamped without a valid certificate", "签发时机构证书无效"),
      meaning: (
        "A certificate of the authority had expired, or was not yet valid, at the stated time.",
        "在所述时刻，机构的某张证书已过期或尚未生效。"
      ),
      effect: failsOrAttachesNothing, settle: fetchAgain),
    CodePage(
      "timestamp-chain",
      title: ("The authority's chain differs", "机构证书链不一致"),
      meaning: (
        "The file beside the response does not hold its certificate and the issuers in order.",
        "应答旁的文件并非按顺序存放机构证书及其签发者。"
      ),
      effect: failsVerification, settle: obtainAgain),
    CodePage(
      "timestamp-roots",
      title: ("Nobody says whose the time-stamp is", "未指定时间戳信任根"),
      meaning: (
        "No root certificate was named, so the token is judged by what came with the package.",
        "未指定根证书，只能依据包内自带的证书判断令牌。"
      ),
      effect: qualifiesPackage,
      settle: (
        "Name the authority's root certificate with --trust.",
        "请用 --trust 指定机构的根证书。"
      )),
    CodePage(
      "timestamp-authority-expired",
      title: ("The authority's certificate has expired since", "机构证书其后已过期"),
      meaning: (
        """
        The certificates were valid at the stated time and are not when the package is judged. \
        Whoever holds an old key could state an old time.
        """,
        "证书在所述时刻有效，而在判断时已失效。持有旧密钥者可以写入旧的时间。"
      ),
      effect: qualifiesPackage,
      settle: (
        "Judge as of an earlier time with --at, or attach a newer time-stamp in good time.",
        "请用 --at 按较早的时刻判断，或及时附加新的时间戳。"
      )),
  ]

  private static let attachmentDiagnostics: [CodePage] = [
    CodePage(
      "attachment-manifest",
      title: ("No manifest of attachments", "附加清单形式不符"),
      meaning: (
        "META-INF/ASiCManifest002.xml or a further one is not in the form of a package.",
        "META-INF/ASiCManifest002.xml 或其后的清单不是证据包所用的形式。"
      ),
      effect: failsVerification, settle: obtainAgain),
    CodePage(
      "attachment-missing",
      title: ("An attachment is not there", "缺少附加内容"),
      meaning: (
        """
        A manifest speaks of a time-stamp, chain or receipt, or its number shows an earlier \
        manifest, that is not there.
        """,
        "清单提到的时间戳、证书链或回执，或编号表明应有的较早清单，不在证据包中。"
      ),
      effect: failsVerification, settle: obtainAgain),
    CodePage(
      "attachment-changed",
      title: ("An attachment was changed", "附加内容被改动"),
      meaning: (
        "The digest of a member is not what the manifest of an attachment states.",
        "成员的摘要与附加清单所述不一致。"
      ),
      effect: failsVerification, settle: obtainAgain),
    CodePage(
      "attach-unsigned",
      title: ("The package is not signed", "证据包未签名"),
      meaning: (
        "Time-stamps and receipts are attached to signatures, and the package has none.",
        "时间戳与回执附加于签名，而该证据包没有签名。"
      ),
      effect: refusesToAttach,
      settle: (
        "Make the package again with --sign-key or --sm2-key.",
        "请用 --sign-key 或 --sm2-key 重新制作证据包。"
      )),
    CodePage(
      "attach-duplicate",
      title: ("It is attached already", "已附加"),
      meaning: (
        "The package holds this time-stamp already, or a member of the receipt's name.",
        "证据包已含有该时间戳，或已有与回执同名的成员。"
      ),
      effect: refusesToAttach,
      settle: (
        "Give the receipt another name, or attach another authority's answer.",
        "请为回执改名，或附加另一机构的应答。"
      )),
    CodePage(
      "attach-full",
      title: ("No further attachment fits", "附加数量已满"),
      meaning: (
        "The manifests of attachments are numbered with three digits, and all are used.",
        "附加清单以三位数字编号，现已用尽。"
      ),
      effect: refusesToAttach,
      settle: (
        "Keep further receipts beside the package.",
        "请将其余回执存放在证据包之外。"
      )),
  ]
}
