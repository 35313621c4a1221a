extension CodePage {
  /// Diagnostics about scans, images and object lists.
  static let scanDiagnostics: [CodePage] = [
    CodePage(
      "scan-not-read",
      title: ("A report of another tool is carried, not read", "其他工具的报告只保留而不读取"),
      meaning: (
        "The format is recognised, and its findings are not counted.",
        "格式已识别，但其结果不计入。"
      ),
      effect: qualifies,
      settle: (
        "Add the report of `trivy --format json`.",
        "请补充 `trivy --format json` 的报告。"
      )),
    CodePage(
      "scan-older",
      title: ("A scan older than the last deployment", "扫描早于最近一次部署"),
      meaning: (
        "It may describe another image than the one that ran.",
        "它描述的可能不是实际运行的镜像。"
      ),
      effect: informs,
      settle: (
        "Compare the image of the scan with the one that was deployed.",
        "请将扫描的镜像与部署的镜像比对。"
      )),
    CodePage(
      "scan-artifact",
      title: ("The report does not say what was scanned", "报告没有说明扫描对象"),
      meaning: ("Without the name of the image it proves little.", "没有镜像名称，证明力很小。"),
      effect: qualifies,
      settle: ("Scan with a Trivy that writes schema 2.", "请用写 schema 2 的 Trivy 扫描。")),
    CodePage(
      "scan-empty",
      title: ("The report holds no result", "报告没有结果"),
      meaning: ("Nothing was found, or nothing was reached.", "可能没有发现，也可能没有扫到。"),
      effect: qualifies,
      settle: ("Check that the scan reached what it should scan.", "请确认扫描到了应扫描的内容。")),
    CodePage(
      "scan-schema",
      title: ("The report has another schema than 2", "报告的 schema 不是 2"),
      meaning: ("It was read as one of schema 2.", "按 schema 2 读取。"),
      effect: informs,
      settle: (
        "Nothing to fix if the counts agree with the tool's own.",
        "若计数与工具自身一致则无需修正。"
      )),
    CodePage(
      "scan-severity",
      title: ("A finding without a known severity", "没有已知严重级别的结果"),
      meaning: ("It counts as UNKNOWN.", "按 UNKNOWN 计。"),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "scan-shape",
      title: ("A part of the report is no list", "报告的一部分不是列表"),
      meaning: ("That part was not counted.", "该部分未计入。"),
      effect: qualifies,
      settle: ("Export it again with `--format json`.", "请用 `--format json` 重新导出。")),
    CodePage(
      "scan-undated",
      title: ("The report does not say when it was made", "报告没有说明生成时间"),
      meaning: ("It cannot be set against the deployment.", "无法与部署时间对照。"),
      effect: qualifies,
      settle: ("Scan with a Trivy that writes CreatedAt.", "请用写 CreatedAt 的 Trivy 扫描。")),
    CodePage(
      "trivy-shape",
      title: ("A report whose results are no list", "结果不是列表的报告"),
      meaning: (
        "The file is no report of Trivy, or is damaged.",
        "该文件不是 Trivy 报告，或已损坏。"
      ),
      effect: quarantines,
      settle: ("Export it again with `--format json`.", "请用 `--format json` 重新导出。")),
    CodePage(
      "image-shape",
      title: ("A value that describes no image", "不描述镜像的内容"),
      meaning: ("The file is no inspection of an image.", "该文件不是镜像检查结果。"),
      effect: quarantines,
      settle: (
        "Export it with `docker image inspect`, `crictl inspecti` or `skopeo inspect`.",
        "请用 `docker image inspect`、`crictl inspecti` 或 `skopeo inspect` 导出。"
      )),
    CodePage(
      "image-count",
      title: ("More images than are read", "镜像数量超过读取上限"),
      meaning: ("What follows the limit is not counted.", "超出上限的部分不计入。"),
      effect: quarantines,
      settle: ("Export the images that were deployed.", "请只导出已部署的镜像。")),
    CodePage(
      "image-digest",
      title: ("A digest that is not well-formed", "摘要格式不正确"),
      meaning: ("The image cannot be identified by it.", "无法以其标识镜像。"),
      effect: qualifies,
      settle: ("Inspect the image again.", "请重新检查该镜像。")),
    CodePage(
      "image-digest-missing",
      title: ("A container names its image by a tag", "容器以标签指定镜像"),
      meaning: (
        "A tag moves; which image ran is not fixed by it.",
        "标签会移动，不能固定实际运行的镜像。"
      ),
      effect: informs,
      settle: ("Deploy images by their digests.", "请按摘要部署镜像。")),
    CodePage(
      "image-undated",
      title: ("The image does not say when it was made", "镜像没有说明生成时间"),
      meaning: ("It cannot be set against commits or deployments.", "无法与提交或部署对照。"),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "object-kind-unstated",
      title: ("An object without a kind is only counted", "没有 kind 的对象只计数"),
      meaning: ("Lists may leave the kind of their items out.", "列表可能省略其条目的 kind。"),
      effect: informs,
      settle: (
        "Export it again with `kubectl get … -o json`.",
        "请用 `kubectl get … -o json` 重新导出。"
      )),
    CodePage(
      "object-shape",
      title: ("A value that is no object of a cluster", "不是集群对象的内容"),
      meaning: ("Something else stands where an object should.", "应为对象之处是其他内容。"),
      effect: quarantines,
      settle: (
        "Export it again with `kubectl get … -o json`.",
        "请用 `kubectl get … -o json` 重新导出。"
      )),
  ]
}
