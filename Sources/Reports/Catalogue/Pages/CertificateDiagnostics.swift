extension CodePage {
  /// Why a package's certificate cannot be made.
  static let certificateDiagnostics: [CodePage] = [
    CodePage(
      "certificate-font",
      title: ("The font of the certificate is missing", "缺少存证证书所用的字体"),
      meaning: (
        """
        `certificate.pdf` is set in one font file, WenQuanYi Micro Hei unless `--certificate-font` \
        names another, so that its bytes do not depend on the fonts of a machine. The file is not \
        there, or it is no font. This is looked at before the analysis, even if nothing comes to be \
        packed.
        """,
        """
        `certificate.pdf` 只用一个字体文件排版（默认文泉驿微米黑，或由 `--certificate-font` 指定），\
        使其字节不取决于机器上的字体。该文件不存在，或不是字体。此项在分析之前检查，即使最终没有证据包需要写出。
        """
      ),
      effect: refusesCommand,
      settle: (
        """
        Install `fonts-wqy-microhei`, name a font with Chinese glyphs, or leave the certificate out \
        with `--no-certificate`.
        """,
        "安装 `fonts-wqy-microhei`，指定含中文字形的字体，或用 `--no-certificate` 不制作证书。"
      )),
    CodePage(
      "certificate-library",
      title: ("A library that draws the certificate is missing", "缺少绘制存证证书的库"),
      meaning: (
        """
        Pango with Cairo and libqrencode are loaded only when a certificate is drawn. One of them is \
        not installed, or is too old to have what is needed.
        """,
        "Pango、Cairo 与 libqrencode 只在绘制证书时加载。其中之一没有安装，或版本过旧而缺少所需功能。"
      ),
      effect: refusesCommand,
      settle: (
        """
        Install the package that the message names, or leave the certificate out with \
        `--no-certificate`.
        """,
        "安装错误信息所指的软件包，或用 `--no-certificate` 不制作证书。"
      )),
    CodePage(
      "certificate-drawing",
      title: ("The certificate cannot be drawn", "无法绘制存证证书"),
      meaning: (
        """
        Cairo reported an error, a character has no glyph, or the identifiers are too long for a QR \
        code. The message says which.
        """,
        "Cairo 报告了错误，某个字符没有字形，或标识过长而无法编入二维码。错误信息会说明是哪一种。"
      ),
      effect: writesNothing,
      settle: (
        "Leave the certificate out with `--no-certificate`, and report the message.",
        "用 `--no-certificate` 不制作证书，并报告该信息。"
      )),
  ]
}
