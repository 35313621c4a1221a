/// `VERIFY.txt`: what is in the package and the exact commands that check it, in Chinese and
/// English. It names no digest: the package id covers this very file.
enum VerifyInstructions {
  static func text(
    _ info: PackageInfo, payloadBytes: UInt64, payloadFiles: Int, hasCertificate: Bool
  ) -> String {
    """
    证据包验证说明 / How to verify this evidence package
    ====================================================

    \(info.fileName)
    \(payloadFiles) 个数据文件，\(payloadBytes) 字节 / \(payloadFiles) payload files, \(payloadBytes) bytes

    \(chinese(info, hasCertificate))
    \(english(info, hasCertificate))
    """
  }

  private static func commands(_ file: String) -> String {
    """
        sha256sum -c --strict \(file).sha256
        unzip -tq \(file)
        mkdir bag && unzip -q \(file) -d bag && cd bag
        sha256sum -c --strict manifest-sha256.txt tagmanifest-sha256.txt
        cksum -a sm3 -c --strict sm3sums.txt
        sha256sum tagmanifest-sha256.txt
        sh verify.sh ../\(file)
        bagit.py --validate .
    """
  }

  private static let unsignedInChinese = """
    本包未签名，也不是 ASiC 容器。下面的检查只说明清单与文件一致；包若被整体重做，清单也会一致。
    因此请将第六条命令得到的“包标识”与制作方通过其他途径提供的值比对：两者相同，内容即未被改动。
    本包不能证明由谁、在何时制作。
    """

  private static let unsignedInEnglish = """
    It is unsigned, not an ASiC container. The checks below show that its lists agree with its
    files; those of a package that was made anew would agree too. So compare the package id,
    which the sixth command prints, with the value that its maker gave you by another way: if
    they are equal, nothing was changed. It does not show who made it or when.
    """

  private static func chinese(_ info: PackageInfo, _ hasCertificate: Bool) -> String {
    let unmasked =
      info.containsUnmaskedData
      ? "本包含有未脱敏的原始数据，仅供法庭与鉴定人使用，不得传阅。" : "本包不含可读的原始敏感数据。"
    return """
      【中文】
      \(unmasked)
      \(info.signatures.map(signedInChinese) ?? unsignedInChinese)

      所需工具：Debian 12 自带的 unzip、coreutils（SM3 需要 9.0 以上）；bagit.py 可选。

      \(commands(info.fileName))

      1 压缩包整体未变（需要旁边的 .sha256 文件）。2 每个成员可解压且 CRC 正确。3 解包。
      4 数据文件与说明文件的 SHA-256。5 同样文件的 SM3。6 包标识，即
      tagmanifest-sha256.txt 的 SHA-256。7 以上各项，并检查有无未列出或缺少的文件。
      8 按 BagIt（RFC 8493）校验。任何一条以非零状态退出，即为验证失败。
      verify.sh 随包而来，改包者也能改它：请先阅读，或直接逐条执行上面的命令。
      \(info.signatures.map(signaturesInChinese) ?? "")
      \(linesInChinese(info))\(info.isCountsOnly ? countsInChinese : "")\(hasCertificate ? certificateInChinese : "")
      文件：data/ 为证据数据；manifest-sha256.txt 列出 data/ 下全部文件；
      tagmanifest-sha256.txt 列出其余文件；sm3sums.txt 为二者所列文件及二者自身的 SM3；
      bag-info.txt 为包的说明。
      不能证明的事项：导出之前的数据是否真实。

      """
  }

  private static func english(_ info: PackageInfo, _ hasCertificate: Bool) -> String {
    let unmasked =
      info.containsUnmaskedData
      ? """
      This package holds UNMASKED raw data. It is for the court and its experts; do not
      circulate it.
      """ : "This package holds no readable raw sensitive data."
    return """
      [English]
      \(unmasked)
      \(info.signatures.map(signedInEnglish) ?? unsignedInEnglish)

      Tools: unzip and coreutils as in Debian 12 (SM3 needs 9.0 or later); bagit.py is optional.

      \(commands(info.fileName))

      1 the zip as a whole (needs the .sha256 file beside it). 2 every member unpacks and its
      CRC is right. 3 unpack. 4 SHA-256 of payload and tag files. 5 SM3 of the same. 6 the
      package id, the SHA-256 of tagmanifest-sha256.txt. 7 all of that, and no file unlisted or
      missing. 8 the rules of BagIt (RFC 8493). Any command that exits non-zero is a failure.
      verify.sh came with the package, and whoever changed the one could have changed the other:
      read it first, or run the commands above one by one.
      \(info.signatures.map(signaturesInEnglish) ?? "")
      \(linesInEnglish(info))\(info.isCountsOnly ? countsInEnglish : "")\(hasCertificate ? certificateInEnglish : "")
      Files: data/ is the evidence; manifest-sha256.txt lists everything under data/;
      tagmanifest-sha256.txt lists the other files; sm3sums.txt holds the SM3 of what the two
      list and of the two; bag-info.txt describes the package.
      Not proven by this package: that the data was true before it was exported.

      """
  }
}
