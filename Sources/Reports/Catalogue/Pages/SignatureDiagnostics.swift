extension CodePage {
  /// Signatures of packages.
  static let signatureDiagnostics: [CodePage] = [
    CodePage(
      "signer-kind",
      title: ("The key does not fit the signature", "密钥种类与签名不符"),
      meaning: (
        "The key is of the wrong kind for this signature, or no signer is named.",
        "密钥种类与该签名不符，或未指定签名者。"
      ),
      effect: refusesCommand,
      settle: (
        "Use P-256 or RSA for --sign-key, SM2 for --sm2-key.",
        "--sign-key 请用 P-256 或 RSA，--sm2-key 请用 SM2。"
      )),
    CodePage(
      "signing-failed",
      title: ("No signature was made", "未能签名"),
      meaning: (
        "The library made no signature with the key.",
        "密码库未能用该密钥生成签名。"
      ),
      effect: writesNothing,
      settle: (
        "Check the key with stock tools.",
        "请用通用工具检查该密钥。"
      )),
    CodePage(
      "key-generation",
      title: ("Test keys could not be made", "无法生成测试密钥"),
      meaning: (
        "The library made no key or certificate.",
        "密码库未能生成密钥或证书。"
      ),
      effect: refusesCommand,
      settle: (
        "Check the installation of OpenSSL.",
        "请检查 OpenSSL 的安装。"
      )),
    CodePage(
      "signature-missing",
      title: ("A signature is not there", "缺少签名"),
      meaning: (
        "A stated signature is not there, or roots were named but the package is unsigned.",
        "声明的签名不存在，或指定了信任根而包未签名。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "signature-malformed",
      title: ("No signature in the form of a package", "签名形式不符"),
      meaning: (
        "It is no CAdES-BES signature in the form of a package.",
        "不是证据包所用形式的 CAdES-BES 签名。"
      ),
      effect: failsVerification,
      settle: (
        "Verify it with stock tools, and ask its maker.",
        "请用通用工具验证，并询问制作方。"
      )),
    CodePage(
      "signature-content",
      title: ("Other content was signed", "所签内容不一致"),
      meaning: (
        "What was signed is not the content that is there.",
        "所签内容与现有内容不一致。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "signature-invalid",
      title: ("The signature does not verify", "签名无效"),
      meaning: (
        "The signature was not made with the certificate's key.",
        "签名并非由证书对应的私钥作出。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "signature-certificate",
      title: ("The signer's certificate is absent or named inconsistently", "签名证书缺失或不一致"),
      meaning: (
        "The certificate that the signature names is absent or named inconsistently.",
        "签名所指的证书缺失，或指称前后不一。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "signature-kind",
      title: ("Another kind of key than stated", "密钥种类与声明不符"),
      meaning: (
        "The key is of another kind than `bag-info.txt` states.",
        "密钥种类与 `bag-info.txt` 的声明不符。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "chain-malformed",
      title: ("The chain file is not in its form", "证书链文件形式不符"),
      meaning: (
        "The chain file is not a list of certificates as a package writes it.",
        "证书链文件不是证据包规定的形式。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "chain-differs",
      title: ("The chain file is not the embedded chain", "证书链文件与内嵌证书不一致"),
      meaning: (
        "The chain file is not the chain embedded in the signature.",
        "证书链文件与签名内嵌的证书不一致。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "asic-manifest",
      title: ("The container's manifest does not agree", "容器清单不一致"),
      meaning: (
        "The container's manifest and the members do not agree.",
        "容器清单与成员不一致。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package as it was signed.",
        "请向制作方索取签署时的证据包。"
      )),
    CodePage(
      "signature-roots",
      title: ("No root was given for a signature", "未提供信任根"),
      meaning: (
        "Whose the signature is, is not shown: the chain ends at a root that nobody vouched for.",
        "签名者身份未获证明：证书链止于无人担保的根。"
      ),
      effect: qualifiesPackage,
      settle: (
        "Name the root with --trust once you have checked it by another way.",
        "请以其他途径核对根证书后用 --trust 指明。"
      )),
    CodePage(
      "test-signature",
      title: ("Signed with test keys", "用测试密钥签名"),
      meaning: (
        "The package is signed with test keys, which prove nothing.",
        "本包用测试密钥签名，不证明任何事。"
      ),
      effect: qualifiesPackage,
      settle: (
        "Sign with the keys of the organisation.",
        "请用本单位的密钥签署。"
      )),
    CodePage(
      "not-a-container",
      title: ("Signed with SM2 only", "仅有 SM2 签名"),
      meaning: (
        "The package is signed with SM2 only and is not an ASiC container.",
        "本包仅有 SM2 签名，不是 ASiC 容器。"
      ),
      effect: qualifiesPackage,
      settle: (
        "Add a CAdES signature where a container is wanted.",
        "若需容器，请增加 CAdES 签名。"
      )),
  ]
}
