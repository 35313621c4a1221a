extension CodePage {
  /// Diagnostics about input files as a whole.
  static let inputDiagnostics: [CodePage] = [
    CodePage(
      "no-such-path",
      title: ("There is no such file or folder", "文件或文件夹不存在"),
      meaning: ("A path on the command line leads nowhere.", "命令行上的路径不存在。"),
      effect: (
        """
        Nothing is analysed. For an input: exit status 4; for the appendix or an option: exit \
        status 2.
        """,
        "不作任何分析。若为输入：退出码 4；若为附录或选项：退出码 2。"
      ),
      settle: (
        """
        Check the spelling and the folder you are in; `estreat init` writes an example appendix.
        """,
        "请检查拼写和当前文件夹；`estreat init` 可写出示例附录。"
      )),
    CodePage(
      "unreadable",
      title: ("The file cannot be read", "文件无法读取"),
      meaning: (
        "It is there, but may not be opened, or is a folder where a file is needed.",
        "文件存在，但无权打开，或此处需要文件而给出的是文件夹。"
      ),
      effect: (
        """
        Nothing is analysed. For an input: exit status 4; for the appendix or an option: exit \
        status 2.
        """,
        "不作任何分析。若为输入：退出码 4；若为附录或选项：退出码 2。"
      ),
      settle: ("Check the permissions, or name the file itself.", "请检查权限，或指明文件本身。")),
    CodePage(
      "no-inputs",
      title: ("There are no files below the paths", "所给路径下没有文件"),
      meaning: (
        "The folders are empty, or hold only hidden files.",
        "文件夹为空，或只含隐藏文件。"
      ),
      effect: writesNothing,
      settle: (
        "Name the exports or the folder that holds them.",
        "请指明导出文件或其所在的文件夹。"
      )),
    CodePage(
      "stdin-twice",
      title: ("Stdin is named twice", "标准输入被指定了两次"),
      meaning: ("`-` can be read only once.", "`-` 只能读取一次。"),
      effect: refusesCommand,
      settle: ("Name it once, or save the data to a file.", "请只写一次，或先存为文件。")),
    CodePage(
      "spool",
      title: ("Stdin could not be kept", "无法保存标准输入"),
      meaning: (
        """
        There is a second pass, so that stdin is copied to a private temporary file; that failed.
        """,
        "由于需要第二遍读取，标准输入会复制到私有临时文件；此操作失败。"
      ),
      effect: writesNothing,
      settle: (
        "Make room in the temporary folder (TMPDIR), or give a file.",
        "请在临时文件夹（TMPDIR）中腾出空间，或直接给出文件。"
      )),
    CodePage(
      "name-not-utf8",
      title: ("A file's name is not UTF-8", "文件名不是 UTF-8"),
      meaning: (
        "The file cannot be opened or named in a report.",
        "该文件无法打开，也无法写入报告。"
      ),
      effect: writesNothing,
      settle: ("Rename the file.", "请重命名该文件。")),
    CodePage(
      "broken-link",
      title: ("A link leads nowhere", "链接指向不存在的目标"),
      meaning: (
        "A symbolic link in a folder has no target and was left out.",
        "文件夹中的符号链接没有目标，已略过。"
      ),
      effect: qualifies,
      settle: (
        "Supply the file it should lead to, or remove the link.",
        "请提供其目标文件，或删除该链接。"
      )),
    CodePage(
      "link-loop",
      title: ("A link leads back to a folder above it", "链接指回上级文件夹"),
      meaning: (
        "Following it would never end; it was left out, and every file was read once.",
        "跟随它将无穷无尽；已略过，每个文件只读一次。"
      ),
      effect: qualifies,
      settle: (
        "Nothing to fix; remove the link if it disturbs.",
        "无需修正；若有妨碍可删除该链接。"
      )),
    CodePage(
      "not-a-file",
      title: ("Neither a file nor a folder", "既非文件也非文件夹"),
      meaning: (
        "A socket, pipe or device in a folder was left out.",
        "文件夹中的套接字、管道或设备已略过。"
      ),
      effect: qualifies,
      settle: (
        "Name a pipe explicitly as `-`, if it was meant.",
        "若确需读取管道，请明确写作 `-`。"
      )),
    CodePage(
      "hidden-skipped",
      title: ("Hidden files and folders were left out", "隐藏文件和文件夹已略过"),
      meaning: (
        "Names that begin with a dot are not read when a folder is searched.",
        "搜索文件夹时不读取以点开头的名称。"
      ),
      effect: informs,
      settle: (
        "Name such a file on the command line if it is an export.",
        "若其为导出文件，请在命令行上指明。"
      )),
    CodePage(
      "unrecognised",
      title: ("No known export format", "无法识别的导出格式"),
      meaning: (
        """
        The content matches no format. In a folder such files are usually notes or configuration.
        """,
        "内容不符合任何格式。文件夹中的此类文件通常是说明或配置。"
      ),
      effect: (
        """
        A warning for files met in a folder. For a file that the command line or `sources:` names \
        it is an error: exit status 4, and nothing is packed.
        """,
        """
        对文件夹中遇到的文件只是警告。若文件由命令行或 `sources:` 指明，则为错误：退出码 4，且不\
        打包。
        """
      ),
      settle: (
        """
        `estreat inspect FILE` says what was looked at; `--as FORMAT=GLOB` reads it as a format, \
        and `sources:` of the appendix declares its role.
        """,
        """
        `estreat inspect FILE` 会说明检查过程；`--as FORMAT=GLOB` 可指定格式，附录的 `sources:` \
        可声明其角色。
        """
      )),
  ]
}
