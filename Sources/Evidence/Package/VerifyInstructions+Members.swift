/// What `VERIFY.txt` says about members that not every package has.
extension VerifyInstructions {
  /// The certificate: what it is, what covers it, and how paper is compared with the package.
  static let certificateInChinese = """

    证书：certificate.pdf 是供打印的中英文说明，不是公证书或鉴定意见。它印有 manifest-sha256.txt 的
    SHA-256 与默克尔根（下面前两条命令须得出相同的值），首页二维码以文本载有证书版本、编号、副本种类、
    这两个值与裁定摘要（verdicts-sha256，若作过分析）。证书自身的 SHA-256 在 tagmanifest-sha256.txt
    与 sm3sums.txt 中，因而由包标识与签名覆盖；所以它不能载有包标识，签署处留有填写包标识的栏。

    \(certificate)

    """

  static let certificateInEnglish = """

    The certificate: certificate.pdf says on paper, in Chinese and English, what the package holds; it
    is not a notarial or appraisal opinion. It bears the SHA-256 of manifest-sha256.txt and the Merkle
    root, which the first two commands below must give. The QR code of its first page holds, as lines
    of text, its version, identifier, kind of copy, those two values and, where there was an analysis,
    the digest of the verdicts. The certificate itself is listed in tagmanifest-sha256.txt and
    sm3sums.txt, so that package id and signatures cover it; so it cannot bear the package id, and
    has a field to write it in.

    \(certificate)

    """

  private static let certificate = """
        sha256sum manifest-sha256.txt
        grep Merkle-Root bag-info.txt
        grep certificate.pdf tagmanifest-sha256.txt | sha256sum -c --strict
        pdftoppm -r 200 -f 1 -l 1 -png certificate.pdf page && zbarimg -q --raw page-*.png
    """

  /// Slices that hold a part of their records: how what was left out is held against the export.
  static let countsInChinese = """

    仅限计数（Replay: counts-only）：至少一个来源的切片过长，只保留超时、失败及链条所涉记录的原始行。
    data/logs/counts.jsonl 按窗口载明该来源全部记录的计数；data/logs/omitted.jsonl 逐段载明原导出文件
    （解压后）中略去部分的位置与 SHA-256。持有原导出文件者可核对第 r 段，两个输出须一致：

    \(range)

    """

  static let countsInEnglish = """

    Counts only (Replay: counts-only): a source was too long for this package, which holds the exact lines
    of its late, failed and chained records alone. data/logs/counts.jsonl states the counts of all its
    records by window; data/logs/omitted.jsonl, for each range of the export (as unpacked) that was
    left out, where it lies and its SHA-256. Who has the export checks range r, and both outputs must
    be equal:

    \(range)

    """

  private static let range = """
        line=$(sed -n ${r}p data/logs/omitted.jsonl)
        field() { printf '%s' "$line" | sed 's/.*"'$1'":"\\{0,1\\}\\([0-9a-f]*\\).*/\\1/'; }
        field rangeSha256
        tail -c +$(($(field sourceOffset) + 1)) EXPORT | head -c $(field sourceLength) | sha256sum
        (an export that is compressed: zcat EXPORT.gz | tail …; EXPORT is the "source" of the line)
    """
}
