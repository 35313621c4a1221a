/// How a line of the package is proven, with stock tools.
extension VerifyInstructions {
  static func linesInChinese(_ info: PackageInfo) -> String {
    """
    逐行证明：data/ 下（data/integrity/ 除外）每一行都是一棵默克尔树（RFC 9162，SHA-256）的叶，
    树根即 bag-info.txt 的 Merkle-Root，结构见 data/integrity/merkle.json。因此可单独出示某一行
    并证明其属于本包（estreat disclose）。\(info.kind == .full ? Self.leafInChinese : "")
    """
  }

  static func linesInEnglish(_ info: PackageInfo) -> String {
    """
    Single lines: each line under data/, except data/integrity/, is a leaf of one Merkle tree
    (RFC 9162, SHA-256), whose root is Merkle-Root of bag-info.txt; data/integrity/merkle.json
    describes it. So one line can be shown and proven without the others (estreat disclose).
    \(info.kind == .full ? Self.leafInEnglish : "")
    """
  }

  private static let leafInChinese = """
    手工计算（文件 m 的第 n 行，
    不含敏感值；含敏感值的行按 data/integrity/merkle-segments.jsonl 切分，段号 s 依次为 0、1、2……）：

    \(leaf)
    """

  private static let leafInEnglish = """
    By hand, for line n of file m without sensitive values (others are cut where
    data/integrity/merkle-segments.jsonl says, and s is 0, 1, 2 … for their segments):

    \(leaf)
    """

  /// A line's bytes include its line feed; the order of the fields is that of `Merkle.docc/Format.md`.
  private static let leaf = """
        salt  { printf 'estreat.salt/1\\0'; printf '%016x%08x' $n $s | xxd -r -p; printf %s $m; } |
              openssl dgst -sha256 -mac HMAC \\
                -macopt hexkey:$(cat data/integrity/mask-key.hex) -binary | head -c 16 > salt
        part  { printf 'estreat.segment/1\\0'; cat salt; sed -n ${n}p $m; } |
              openssl dgst -sha256 -binary > part
        leaf  { printf '\\0estreat.line/1\\0'; printf '%08x' 1 | xxd -r -p; cat part; } |
              openssl dgst -sha256
        node  SHA-256(0x01, left, right), along "path" of merkle.json up to "root"

    """
}
