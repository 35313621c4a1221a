extension CodePage {
  /// Why a release was not in force or differed from what was agreed, and what requirements passed on.
  static let releaseReasons: [CodePage] = [
    CodePage(
      "no-verified-deployment",
      title: ("No verified deployment was in force", "没有已验证的部署生效"),
      meaning: (
        """
        Before this time no deployment was verified, or the one in force was superseded without a \
        verified successor. A release that only started, paused or progressed verifies nothing.
        """,
        """
        此前没有任何部署通过验证，或生效的部署被取代而没有已验证的后继。仅开始、暂停或进行中的发\
        布不构成验证。
        """
      ),
      rule: (
        """
        A1: in force from *verified* until superseded, rolled back, or the next deployment's \
        traffic switch begins. A window in force only in part is not in force.
        """,
        """
        A1：自“已验证”起生效，至被取代、回滚或下一次部署开始切换流量为止。仅部分时间生效的窗口视\
        为未生效。
        """
      ),
      effect: (
        """
        NOT_IN_FORCE with no clause to blame; clauses that require A1 are NOT_IN_FORCE too. No \
        effect on the exit status.
        """,
        "NOT_IN_FORCE，没有可归因的条款；以 A1 为前置的条款也为 NOT_IN_FORCE。不影响退出码。"
      ),
      settle: (
        """
        Supply the deployment records from before the window, with the record that says \
        `verified`.
        """,
        "请提供该窗口之前的部署记录，包括写明 `verified` 的那一条。"
      ),
      example: (
        "`deploy_id=20240521-abc` verified on 2024-05-21 arms nothing at 2024-05-20T14:22Z.",
        "`deploy_id=20240521-abc` 于 2024-05-21 验证，不能使 2024-05-20T14:22Z 的条款生效。"
      )),
    CodePage(
      "switching",
      title: ("Traffic was moving to another deployment", "流量正在切换到另一部署"),
      meaning: (
        """
        The next deployment had begun to take traffic and was not verified yet. In that time \
        neither colour is the agreed one.
        """,
        "下一次部署已开始接收流量但尚未验证。这段时间内两种颜色都不是约定的版本。"
      ),
      rule: (
        """
        The switch begins with its first record of traffic moved; without one, with `started` of \
        a deployment that was verified later. A supplier cannot disarm clauses by merely \
        starting.
        """,
        """
        切换自其第一条流量移动记录开始；若没有该记录，则自后来通过验证的部署的 `started` 开始。供\
        应商不能仅凭启动部署就使条款失效。
        """
      ),
      effect: ("NOT_IN_FORCE; no effect on the exit status.", "NOT_IN_FORCE；不影响退出码。"),
      settle: (
        "Check the times of `switched` and `verified` in the deployment export.",
        "请核对部署导出文件中 `switched` 和 `verified` 的时间。"
      ),
      example: (
        """
        Switch at 10:00:10, verified at 10:04:30: the windows from 10:00 to 10:05 are not in \
        force.
        """,
        "10:00:10 切换，10:04:30 验证：10:00 到 10:05 的窗口未生效。"
      )),
    CodePage(
      "rolled-back",
      title: ("The deployment was rolled back", "部署已回滚"),
      meaning: (
        "The deployment in force was taken back, and nothing was verified after it.",
        "生效的部署已被撤回，其后没有任何部署通过验证。"
      ),
      rule: (
        "A1: a rollback ends the force of a deployment at once.",
        "A1：回滚立即终止部署的效力。"
      ),
      effect: ("NOT_IN_FORCE; no effect on the exit status.", "NOT_IN_FORCE；不影响退出码。"),
      settle: (
        "If the predecessor was verified again after the rollback, supply that record.",
        "若回滚后前一版本重新通过验证，请提供该记录。"
      )),
    CodePage(
      "topology-difference",
      title: ("The service graph differs from the agreed topology", "服务拓扑与约定不同"),
      meaning: (
        """
        Spans seen after the switch show an edge that is not agreed, lack an agreed one, or a \
        changed one, and the appendix makes that a breach.
        """,
        "切换之后的 span 显示了未约定的边、缺少约定的边、或边发生变化，而技术附录将其定为违约。"
      ),
      rule: (
        """
        A1 with `topology: {edges: […], on-difference: breach}`. An agreed edge is missing only \
        if its caller has traces, all its calls name a callee, and no span of the callee is an \
        orphan.
        """,
        """
        A1，`topology: {edges: […], on-difference: breach}`。只有当调用方有调用链、其调用都指明被\
        调用方、且被调用方没有孤儿 span 时，约定的边才算缺失。
        """
      ),
      effect: (
        "BREACHED, exit status 1. With `on-difference: finding` it is only a warning.",
        "BREACHED，退出码 1。若为 `on-difference: finding` 则只是警告。"
      ),
      settle: (
        """
        The diagnostics `topology-extra`, `topology-missing` and `topology-changed` name the \
        edges; supply whole traces.
        """,
        """
        诊断 `topology-extra`、`topology-missing` 和 `topology-changed` 会列出相应的边；请提供完\
        整的调用链。
        """
      )),
    CodePage(
      "credential-mismatch",
      title: ("The release does not match its credential", "发布与其凭证不符"),
      meaning: (
        """
        The deployment in force states different commits or configuration hashes, states none \
        where one is required, or names a commit that is not in the git export.
        """,
        "生效的部署写有不同的提交或配置哈希、缺少必需的哈希、或其提交不在 git 导出文件中。"
      ),
      rule: (
        """
        A1 with `credential: {config-hash: required, on-mismatch: breach}`: the commit and the \
        hash identify what was agreed to run.
        """,
        """
        A1，`credential: {config-hash: required, on-mismatch: breach}`：提交和哈希标识约定运行的\
        内容。
        """
      ),
      effect: (
        """
        BREACHED, exit status 1. With `on-mismatch: finding` only the warning CREDENTIAL_MISMATCH \
        is printed.
        """,
        "BREACHED，退出码 1。若为 `on-mismatch: finding`，则只打印警告 CREDENTIAL_MISMATCH。"
      ),
      settle: (
        "Compare the deployment record with the running release; supply the complete `git log`.",
        "请将部署记录与实际运行的版本比对，并提供完整的 `git log`。"
      )),
    CodePage(
      "CREDENTIAL_MISMATCH",
      title: ("The release does not match its credential (finding)", "发布与其凭证不符（发现项）"),
      meaning: (
        """
        As for `credential-mismatch`: commit or configuration hash of the deployment in force \
        differ, are missing, or are not in the git export.
        """,
        """
        与 `credential-mismatch` 相同：生效部署的提交或配置哈希不同、缺失或不在 git 导出文件中。
        """
      ),
      rule: ("A1, `credential:` of the appendix.", "A1，技术附录的 `credential:`。"),
      effect: (
        """
        A warning by itself; with `on-mismatch: breach` the verdict is \
        BREACHED(credential-mismatch).
        """,
        "本身是警告；若为 `on-mismatch: breach`，则裁定为 BREACHED(credential-mismatch)。"
      ),
      settle: (
        "Compare the deployment record with the running release.",
        "请将部署记录与实际运行的版本比对。"
      )),
    CodePage(
      "requirement-indeterminate",
      title: ("A required clause is undecided over the window", "前置条款在该窗口内悬而未决"),
      meaning: (
        """
        Whether this clause was armed cannot be said, because a clause that it requires could not \
        be decided. The measured value is shown all the same.
        """,
        "由于其前置条款无法裁定，不能确定本条款是否生效。测得的数值仍会列出。"
      ),
      rule: (
        """
        Requirements over the window: one that fails gives NOT_IN_FORCE; else one undecided gives \
        INDETERMINATE; else one not evaluated gives NOT_EVALUATED.
        """,
        """
        窗口内的前置条款：有不成立的则为 NOT_IN_FORCE；否则有未决的则为 INDETERMINATE；否则有未评\
        估的则为 NOT_EVALUATED。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached. `blockedBy` names the clauses.",
        "INDETERMINATE；若无违约，退出码为 3。`blockedBy` 列出相应条款。"
      ),
      settle: (
        "Settle the reason of the required clause; this one is then decided by itself.",
        "解决前置条款的原因后，本条款即可自行裁定。"
      )),
    CodePage(
      "requirement-not-evaluated",
      title: ("A required clause was not evaluated", "前置条款未被评估"),
      meaning: (
        """
        The export of a required clause is missing, or nothing happened there, so this clause \
        cannot be said to have been armed.
        """,
        "前置条款的导出文件缺失，或当时没有任何请求，因此不能说本条款已生效。"
      ),
      rule: (
        "As for `requirement-indeterminate`, third case.",
        "与 `requirement-indeterminate` 相同，属最后一种情形。"
      ),
      effect: ("NOT_EVALUATED; no effect on the exit status.", "NOT_EVALUATED；不影响退出码。"),
      settle: (
        """
        Supply the export that the required clause needs, or write `requires: []` if the clause \
        was agreed to stand alone.
        """,
        "请提供前置条款所需的导出文件；若约定本条款独立成立，请写 `requires: []`。"
      )),
  ]
}
