extension CodePage {
  /// Which trace ids were not valid, and what identified a release.
  static let identityNotes: [CodePage] = [
    CodePage(
      "missing-id",
      title: ("Requests without a trace id", "没有追踪 ID 的请求"),
      meaning: (
        "The field is empty or holds a dash. Such a request counts as not injected.",
        "字段为空或为短横线。此类请求按未注入计。"
      ),
      rule: (
        "A3: a valid id is 32 lowercase hex digits, not all zero; with `id-bits: 64` also 16.",
        "A3：有效 ID 为 32 位小写十六进制数字，不全为零；`id-bits: 64` 时也接受 16 位。"
      ),
      effect: (
        """
        It counts these requests; the share decides the verdict. As a diagnostic it totals the \
        judged range.
        """,
        "它统计这些请求；由占比决定裁定。作为诊断时给出裁定范围内的总数。"
      ),
      settle: (
        """
        Find the route or client whose requests carry no id: the evidence of the window names \
        them.
        """,
        "请找出不带 ID 的路由或客户端：窗口的证据会列出它们。"
      ),
      example: (
        "9998 of 10000 valid holds 99.98 %; 9997 does not.",
        "10000 个中 9998 个有效，达到 99.98 %；9997 个则未达到。"
      )),
    CodePage(
      "zero-id",
      title: ("Trace ids of zeros only", "全零的追踪 ID"),
      meaning: (
        "A tracer that is switched off writes zeros. They identify nothing and are not valid.",
        "关闭的追踪器会写入全零。它们不标识任何请求，因而无效。"
      ),
      rule: ("A3: 32 hex digits, not all zero.", "A3：32 位十六进制数字，不全为零。"),
      effect: ("They count as not injected.", "按未注入计。"),
      settle: (
        "Check that the tracer is started before the first request.",
        "请确认追踪器在第一个请求之前已启动。"
      )),
    CodePage(
      "uppercase-id",
      title: ("Trace ids with upper-case digits", "含大写字母的追踪 ID"),
      meaning: (
        """
        The id has the right length but is spelled with A to F. By the literal rule it is not \
        valid, although it still joins records.
        """,
        "长度正确，但使用了大写 A 到 F。按文字规则无效，但仍可用于关联记录。"
      ),
      rule: (
        "A3: `^[0-9a-f]{32}$`, as W3C trace context writes it.",
        "A3：`^[0-9a-f]{32}$`，与 W3C 追踪上下文的写法一致。"
      ),
      effect: ("They count as not injected.", "按未注入计。"),
      settle: (
        "Write ids in lower case, or agree otherwise in the contract.",
        "请以小写写出 ID，或在合同中另行约定。"
      )),
    CodePage(
      "wrong-length-id",
      title: ("Trace ids of another length", "长度不符的追踪 ID"),
      meaning: ("Hex digits, but not 32 of them.", "是十六进制数字，但不是 32 位。"),
      rule: (
        "A3: 32 digits; `id-bits: 64` accepts 16 too.",
        "A3：32 位；`id-bits: 64` 时也接受 16 位。"
      ),
      effect: ("They count as not injected.", "按未注入计。"),
      settle: (
        "If 64-bit ids were agreed, write `id-bits: 64`.",
        "若约定使用 64 位 ID，请写 `id-bits: 64`。"
      )),
    CodePage(
      "not-hex-id",
      title: ("Trace ids that are not hex", "非十六进制的追踪 ID"),
      meaning: (
        "The field holds something else, such as a request number or a placeholder.",
        "字段中是其他内容，例如请求编号或占位符。"
      ),
      rule: ("A3: 32 lowercase hex digits.", "A3：32 位小写十六进制数字。"),
      effect: ("They count as not injected.", "按未注入计。"),
      settle: (
        "Map the right field: `sources: - fields: {trace-id: NAME}`.",
        "请映射正确的字段：`sources: - fields: {trace-id: NAME}`。"
      )),
    CodePage(
      "deploy_id",
      title: ("Which deployment was in force", "生效的是哪一次部署"),
      meaning: (
        "The note names the deployment that armed the clause over this stretch.",
        "该备注指明在此期间使条款生效的部署。"
      ),
      rule: (
        "A1: from *verified* until superseded, rolled back or the next switch.",
        "A1：自“已验证”起，至被取代、回滚或下一次切换为止。"
      ),
      effect: (
        "None. It identifies what the verdict speaks of.",
        "没有影响。它标识裁定所针对的对象。"
      ),
      settle: ("Nothing is open.", "没有待解决的问题。"),
      example: ("`deploy_id: 20240514-9f2`", "`deploy_id: 20240514-9f2`（自验证起生效）")),
    CodePage(
      "topology",
      title: ("How many agreed edges were seen", "看到了多少条约定的边"),
      meaning: (
        """
        The note counts the edges of the agreed service graph that traces showed while the \
        deployment was in force.
        """,
        "该备注统计部署生效期间调用链显示的约定拓扑边数。"
      ),
      rule: (
        "A1, `topology: {edges: […]}` of the appendix, compared with spans after the switch.",
        "A1，技术附录的 `topology: {edges: […]}`，与切换之后的 span 比较。"
      ),
      effect: (
        """
        None by itself; a difference is `topology-difference` where it was agreed to be a breach.
        """,
        "本身没有影响；若约定差异构成违约，则为 `topology-difference`。"
      ),
      settle: (
        "Edges that were not seen are listed as `topology-unseen` or `topology-missing`.",
        "未看到的边列为 `topology-unseen` 或 `topology-missing`。"
      ),
      example: (
        "`topology: 2 of 2 agreed edges seen`",
        "`topology: 2 of 2 agreed edges seen`（约定的边全部看到）"
      )),
  ]
}
