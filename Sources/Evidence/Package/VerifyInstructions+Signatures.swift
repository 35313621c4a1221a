/// What `VERIFY.txt` says when a package is signed.
extension VerifyInstructions {
  static func signedInChinese(_ signatures: SignatureStatement) -> String {
    let kinds =
      [
        signatures.cades.map { "CAdES-BES（\($0.rawValue)，SHA-256）" },
        signatures.hasSM2 ? "SM2（SM3 摘要）" : nil,
      ].compactMap { $0 }.joined(separator: "与")
    let test = signatures.isTest ? "测试 TEST：本包用测试密钥签名，任何人都可能持有，签名不证明任何事。\n" : ""
    let container = signatures.cades == nil ? "，不是 ASiC 容器" : "，是 ASiC-E 容器"
    return """
      \(test)本包有 \(kinds) 签名\(container)。签名表明持有该私钥者签了这些清单，清单又覆盖全部文件。
      签名者是谁，须用您通过其他途径取得的根证书判断：包内的证书是包自己带来的。
      签名中的时间是签名者自称的；没有时间戳，本包不能证明何时制作。
      """
  }

  static func signedInEnglish(_ signatures: SignatureStatement) -> String {
    let kinds =
      [
        signatures.cades.map { "CAdES-BES (\($0.rawValue), SHA-256)" },
        signatures.hasSM2 ? "SM2 with SM3" : nil,
      ].compactMap { $0 }.joined(separator: " and ")
    let test =
      signatures.isTest
      ? """
      TEST: this package is signed with test keys, which anybody may hold. Its signatures prove
      nothing.

      """ : ""
    let container = signatures.cades == nil ? "is not an ASiC container" : "is an ASiC-E container"
    return """
      \(test)It is signed: \(kinds). It \(container). A signature shows
      that the holder of the key signed the lists, and the lists cover every file. Whose the key
      is shows only against a root certificate that you obtained by another way: those in here
      came with the package. A time in a signature is what the signer claims; without a timestamp
      this package does not show when it was made.
      """
  }

  static func signaturesInChinese(_ signatures: SignatureStatement) -> String {
    """

    签名（需要 OpenSSL 3.0，在 bag 目录内执行；ROOT.pem 与 SM2ROOT.pem 是您信任的根证书）：

    \(commands(signatures))

    seal/signatures.sha256 列出 seal/ 下的签名与证书链及其所签的清单。证书已过期而要按某一时刻
    判断时，给 openssl 加 -attime 秒数。verify.sh 也检查签名：
    ROOT=ROOT.pem SM2_ROOT=SM2ROOT.pem sh verify.sh PACKAGE.zip

    时间戳（若后来附加；TSAROOT.pem 是您信任的时间戳机构根证书）：

    \(timestampCommand)

    seal/signatures.sha256.tsq 是时间戳请求。时间戳只证明“不晚于该时刻已存在”。其后附加的内容由
    META-INF/ASiCManifest002.xml 等列出，不影响包标识。机构证书已过期时加 -attime 秒数。

    """
  }

  static func signaturesInEnglish(_ signatures: SignatureStatement) -> String {
    """

    Signatures (with OpenSSL 3.0, in the folder bag; ROOT.pem and SM2ROOT.pem are root certificates you trust):

    \(commands(signatures))

    seal/signatures.sha256 lists the signatures and chains under seal/ and the lists they sign.
    To judge an expired certificate as of a time, give openssl -attime SECONDS. verify.sh checks
    the signatures too:
    ROOT=ROOT.pem SM2_ROOT=SM2ROOT.pem sh verify.sh PACKAGE.zip

    Time-stamps, where they were attached later (TSAROOT.pem is the root of an authority you trust):

    \(timestampCommand)

    seal/signatures.sha256.tsq is the request. A time-stamp proves only that the package existed no
    later than then. META-INF/ASiCManifest002.xml and further ones list what was attached; the
    package id does not change. If the authority's certificate has expired, add -attime SECONDS.

    """
  }

  private static let timestampCommand =
    "    openssl ts -verify -data seal/signatures.sha256 -in seal/signatures.sha256.tsr \\\n"
    + "      -CAfile TSAROOT.pem"

  private static func commands(_ signatures: SignatureStatement) -> String {
    var lines = ["sha256sum -c --strict \(PackageLayout.signatureList)"]
    if signatures.cades != nil {
      for (signature, content) in [
        (PackageLayout.cadesSignature, PackageLayout.tagManifest),
        (PackageLayout.containerSignature, PackageLayout.containerManifest),
      ] {
        lines += [
          "openssl cms -verify -cades -binary -inform DER -in \(signature) \\",
          "  -content \(content) -CAfile ROOT.pem -purpose any -out /dev/null",
        ]
      }
    }
    if signatures.hasSM2 {
      let id = "distid:\(SignatureAlgorithm.distinguishingID)"
      lines += [
        "openssl pkeyutl -verify -rawin -digest sm3 -certin -inkey \(PackageLayout.sm2Chain) \\",
        "  -pkeyopt \(id) -in \(PackageLayout.sm3Sums) \\",
        "  -sigfile \(PackageLayout.sm2Signature)",
        "openssl verify -vfyopt \(id) -CAfile SM2ROOT.pem \(PackageLayout.sm2Chain)",
      ]
    }
    return lines.map { "    " + $0 }.joined(separator: "\n")
  }
}
