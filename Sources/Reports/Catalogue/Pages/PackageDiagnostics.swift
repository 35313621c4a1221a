extension CodePage {
  /// What `verify` says about the content of a package, and what keeps one from being made.
  static let packageDiagnostics: [CodePage] = [
    CodePage(
      "unsigned",
      title: ("The package is not signed", "证据包未签名"),
      meaning: (
        "Its lists agree with its files, but only the package id tells it from one made anew.",
        "其清单与文件一致，但只有证据包 ID 能将其与重新制作的包区分。"
      ),
      effect: qualifiesPackage,
      settle: (
        "Compare the package id with the one its maker gave you by another way.",
        "请与制作方以其他途径给出的证据包 ID 比对。"
      )),
    CodePage(
      "package-id-mismatch",
      title: ("Another package than the expected one", "不是预期的证据包"),
      meaning: (
        "The SHA-256 of tagmanifest-sha256.txt is not the id you gave.",
        "tagmanifest-sha256.txt 的 SHA-256 与所给 ID 不符。"
      ),
      effect: failsVerification,
      settle: (
        "Ask its maker for the package with that id.",
        "请向制作方索取具有该 ID 的证据包。"
      )),
    CodePage(
      "member-changed",
      title: ("A file was changed", "文件被改动"),
      meaning: ("Its SHA-256 is not the one in the manifest.", "其 SHA-256 与清单所列不符。"),
      effect: failsVerification,
      settle: (
        "Obtain the package again; do not rely on that file.",
        "请重新取得证据包；不要依据该文件。"
      )),
    CodePage(
      "member-missing",
      title: ("A file is missing", "文件缺失"),
      meaning: (
        "The manifest lists it, or every package has it, and it is not there.",
        "清单列有该文件，或每个证据包都应有它，但它不存在。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "member-unlisted",
      title: ("A file that no list names", "清单中没有的文件"),
      meaning: ("It was added after the package was made.", "它是在证据包制成之后加入的。"),
      effect: failsVerification,
      settle: ("Do not rely on that file.", "不要依据该文件。")),
    CodePage(
      "sm3-mismatch",
      title: ("A file's SM3 digest is wrong", "文件的 SM3 摘要有误"),
      meaning: ("Its content is not the one in sm3sums.txt.", "其内容与 sm3sums.txt 所列不符。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "manifest-malformed",
      title: ("A line of a list cannot be read", "清单中的某行无法读取"),
      meaning: ("A digest or path in it is malformed.", "其中的摘要或路径格式有误。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "manifest-scope",
      title: ("A list names a file that is not its own", "清单列出了不属于它的文件"),
      meaning: (
        "Payload belongs into the manifest, other files into the tag manifest.",
        "数据属于 manifest，其他文件属于 tagmanifest。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "list-too-large",
      title: ("A list is too large to be read", "清单过大，无法读取"),
      meaning: ("No real package has a list of this size.", "真实的证据包不会有这样大的清单。"),
      effect: failsVerification,
      settle: ("Do not rely on the file.", "不要依据该文件。")),
    CodePage(
      "bag-info-malformed",
      title: ("A line of bag-info.txt cannot be read", "bag-info.txt 的某行无法读取"),
      meaning: ("It is no key and value.", "它不是键和值。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "bagit-wrong",
      title: ("It does not declare BagIt 1.0", "没有声明 BagIt 1.0"),
      meaning: (
        "bagit.txt is not the text that every bag begins with.",
        "bagit.txt 不是每个 bag 应有的文本。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "payload-oxum-missing",
      title: ("The size of the payload is not stated", "没有写明数据大小"),
      meaning: ("bag-info.txt lacks Payload-Oxum.", "bag-info.txt 缺少 Payload-Oxum。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "payload-oxum-mismatch",
      title: ("The payload has another size than stated", "数据大小与所写不符"),
      meaning: ("Bytes or files were added or removed.", "有字节或文件被增加或删除。"),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "sidecar-mismatch",
      title: ("The zip is not the one its .sha256 file names", "zip 与其 .sha256 文件不符"),
      meaning: ("At least one byte differs.", "至少有一个字节不同。"),
      effect: failsVerification,
      settle: (
        "Obtain the package and its .sha256 file again.",
        "请重新取得证据包及其 .sha256 文件。"
      )),
    CodePage(
      "sidecar-malformed",
      title: ("The .sha256 file cannot be read", ".sha256 文件无法读取"),
      meaning: ("It is not one line of sha256sum.", "它不是 sha256sum 的一行输出。"),
      effect: failsVerification,
      settle: ("Obtain it again.", "请重新取得。")),
    CodePage(
      "sidecar-name",
      title: ("The zip was renamed", "zip 已被改名"),
      meaning: (
        "The .sha256 file names it differently; the digest agrees.",
        ".sha256 文件中的名称不同；摘要一致。"
      ),
      effect: qualifiesPackage,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "foreign-deflate",
      title: ("Another library deflated a member", "成员由其他压缩库压缩"),
      meaning: (
        """
        Changes of compressed bytes that leave the content as it is cannot be seen without the \
        .sha256 file.
        """,
        "若没有 .sha256 文件，无法发现不影响内容的压缩字节改动。"
      ),
      effect: qualifiesPackage,
      settle: ("Verify with the .sha256 file beside it.", "请将 .sha256 文件放在旁边再验证。")),
    CodePage(
      "deflate-altered",
      title: ("Compressed bytes were changed", "压缩字节被改动"),
      meaning: (
        "They unpack to what is listed, and are not the bytes that were written.",
        "解压结果与清单一致，但并非当初写入的字节。"
      ),
      effect: failsVerification,
      settle: ("Obtain the package again.", "请重新取得证据包。")),
    CodePage(
      "file-unreadable",
      title: ("A file of a package cannot be read", "证据包所需的文件无法读取"),
      meaning: ("The system refused to open or read it.", "系统拒绝打开或读取。"),
      effect: writesNothing,
      settle: ("Check the path and its permissions.", "请检查路径和权限。")),
    CodePage(
      "file-changed-while-read",
      title: ("A file changed while it was read", "文件在读取过程中发生变化"),
      meaning: ("A package must hold what was hashed.", "证据包的内容必须与所计算的哈希一致。"),
      effect: writesNothing,
      settle: ("Run again when nothing writes to it.", "请在没有程序写入时重新运行。")),
    CodePage(
      "duplicate-member",
      title: ("A package would hold one name twice", "证据包中出现重名"),
      meaning: ("The second file would hide the first.", "第二个文件会掩盖第一个。"),
      effect: failsOrWritesNothing,
      settle: (
        "Do not rely on such a package. If this program made it, please report that.",
        "不要依据这样的证据包。若由本程序制成，请予以报告。"
      )),
    CodePage(
      "member-place",
      title: ("A file would lie outside its place", "文件位置不正确"),
      meaning: (
        "Payload lies below data/, other files beside it.",
        "数据位于 data/ 之下，其他文件位于其旁。"
      ),
      effect: writesNothing,
      settle: (
        "This is a fault of the program; please report it.",
        "这是程序的缺陷，请予以报告。"
      )),
    CodePage(
      "payload-empty",
      title: ("A package without payload", "没有数据的证据包"),
      meaning: ("There is nothing below data/.", "data/ 之下没有任何内容。"),
      effect: writesNothing,
      settle: (
        "This is a fault of the program; please report it.",
        "这是程序的缺陷，请予以报告。"
      )),
    CodePage(
      "name-clash",
      title: ("Two names cannot be unpacked beside each other", "两个名称无法并存解压"),
      meaning: (
        "On systems that ignore case, one file would overwrite the other.",
        "在不区分大小写的系统上，一个文件会覆盖另一个。"
      ),
      effect: failsOrWritesNothing,
      settle: ("Rename one of the exports.", "请重命名其中一个导出文件。")),
    CodePage(
      "unsafe-name",
      title: ("A member's name is not safe", "成员名称不安全"),
      meaning: (
        "It could leave the folder it is unpacked into, or cannot be written on every system.",
        "它可能越出解压文件夹，或无法在所有系统上写入。"
      ),
      effect: failsOrWritesNothing,
      settle: (
        "Use letters, digits and . _ - + = @ , in segments parted by /.",
        "请使用字母、数字及 . _ - + = @ ,，以 / 分段。"
      )),
    CodePage(
      "package-info",
      title: ("Package metadata cannot be written", "证据包元数据无法写入"),
      meaning: (
        "An incident id, date or text of bag-info.txt has characters that may not be there.",
        "事件 ID、日期或 bag-info.txt 的文本含有不允许的字符。"
      ),
      effect: writesNothing,
      settle: (
        "Use letters, digits and . _ - in `--case` and `--operator`.",
        "请在 `--case` 和 `--operator` 中使用字母、数字和 . _ -。"
      )),
  ]
}
