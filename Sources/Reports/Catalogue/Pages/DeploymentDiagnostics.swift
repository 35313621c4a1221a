extension CodePage {
  /// Diagnostics about deployments and the agreed topology.
  static let deploymentDiagnostics: [CodePage] = [
    CodePage(
      "deployment-phase",
      title: ("A deployment record without a known phase", "部署记录没有已知阶段"),
      meaning: (
        "The id is missing, or the phase is a word that is not known.",
        "缺少标识，或阶段是未知的词。"
      ),
      effect: quarantines,
      settle: (
        "Use started, paused, switched, verified, superseded, rolled-back or failed.",
        "请使用 started、paused、switched、verified、superseded、rolled-back 或 failed。"
      )),
    CodePage(
      "deployment-contradiction",
      title: ("A record that is verified and denies it", "既称已验证又予以否认的记录"),
      meaning: (
        "`verified: true` stands beside a phase such as paused or failed. It arms nothing.",
        "`verified: true` 与 paused 或 failed 之类的阶段并存。它不使任何条款生效。"
      ),
      effect: quarantines,
      settle: ("Correct the tool that writes the record.", "请更正写入该记录的工具。")),
    CodePage(
      "object-kind",
      title: ("An object without a kind", "没有 kind 的对象"),
      meaning: ("What it describes cannot be told.", "无法得知其描述的是什么。"),
      effect: quarantines,
      settle: ("Export with `-o json` or `-o yaml`.", "请用 `-o json` 或 `-o yaml` 导出。")),
    CodePage(
      "state-unknown",
      title: ("A state that says nothing", "不说明任何情况的状态"),
      meaning: (
        "A deployment object without a phase or known word is on no timeline.",
        "没有阶段或已知状态词的部署对象不进入时间线。"
      ),
      effect: qualifies,
      settle: ("Export the live object with its status.", "请导出带状态的实时对象。")),
    CodePage(
      "state-without-time",
      title: ("A state without its time", "没有时间的状态"),
      meaning: (
        "When it was reached is unknown, and no time is invented.",
        "不知何时达到该状态，程序不会编造时间。"
      ),
      effect: qualifies,
      settle: ("Export the live object with its conditions.", "请导出带 conditions 的实时对象。")),
    CodePage(
      "state-contradiction",
      title: ("Completed, yet not what carries traffic", "已完成，但并非承载流量的版本"),
      meaning: (
        """
        The object says it is done while traffic, or what was applied, is another release. It was \
        not taken as verified.
        """,
        "对象称已完成，而流量或所应用的是另一版本。未将其视为已验证。"
      ),
      effect: qualifies,
      settle: ("Export it again once the controller has settled.", "请在控制器稳定后重新导出。")),
    CodePage(
      "generation-outdated",
      title: ("The status is of an earlier specification", "状态属于更早的规格"),
      meaning: (
        "The controller had not seen the change when the object was exported.",
        "导出对象时控制器尚未看到变更。"
      ),
      effect: qualifies,
      settle: (
        "Export it again once the controller has seen the change.",
        "请在控制器看到变更后重新导出。"
      )),
    CodePage(
      "switch-unseen",
      title: ("A completion whose switch is not in the export", "完成记录缺少其切换记录"),
      meaning: (
        "Events before it are missing, so that it verifies nothing.",
        "此前的事件缺失，因此不构成验证。"
      ),
      effect: qualifies,
      settle: (
        "Export the events from before the switch, or the Rollout object.",
        "请导出切换之前的事件，或 Rollout 对象。"
      )),
    CodePage(
      "spinnaker-execution",
      title: ("No execution with an id and a status", "没有带 ID 和状态的执行"),
      meaning: ("The object is no pipeline execution.", "该对象不是流水线执行。"),
      effect: quarantines,
      settle: (
        "Export executions (`spin pipeline execution get ID`).",
        "请导出执行（`spin pipeline execution get ID`）。"
      )),
    CodePage(
      "too-many-events",
      title: ("More deployment events than can be kept", "部署事件超过可保存的数量"),
      meaning: (
        "Events beyond the limit are counted and quarantined.",
        "超出上限的事件已计数并隔离。"
      ),
      effect: quarantines,
      settle: ("Export a shorter range.", "请缩短范围导出。")),
    CodePage(
      "topology-not-compared",
      title: ("The service graph was not compared", "未比较服务拓扑"),
      meaning: (
        "No traces were supplied, or none after the switch.",
        "没有提供调用链，或切换之后没有调用链。"
      ),
      effect: informs,
      settle: (
        "Supply traces of the time before and after the switch.",
        "请提供切换前后的调用链。"
      )),
    CodePage(
      "topology-extra",
      title: ("An edge that is not agreed", "未约定的边"),
      meaning: (
        """
        Spans show a call between services that the appendix does not list and of which one is \
        named there.
        """,
        "span 显示了附录未列出的服务间调用，且其中一方在附录中被提及。"
      ),
      effect: qualifies,
      settle: (
        """
        Read the witness; then correct the service or the appendix. `on-difference: breach` makes \
        it a breach.
        """,
        "请查看证据，再更正服务或附录。`on-difference: breach` 会使其成为违约。"
      )),
    CodePage(
      "topology-missing",
      title: ("An agreed edge was not seen", "未看到约定的边"),
      meaning: (
        "The caller has traces, all its calls name a callee, and none goes where it was agreed.",
        "调用方有调用链，其调用都指明被调用方，但没有一次去往约定之处。"
      ),
      effect: qualifies,
      settle: (
        "Check sampling and rare use before asserting it.",
        "在主张之前请检查抽样和罕用的情况。"
      )),
    CodePage(
      "topology-changed",
      title: ("An agreed edge goes elsewhere", "约定的边指向别处"),
      meaning: (
        "The caller reaches another service than the agreed one.",
        "调用方访问的不是约定的服务。"
      ),
      effect: qualifies,
      settle: (
        "Compare the release's configuration with the appendix.",
        "请将发布的配置与附录比对。"
      )),
    CodePage(
      "topology-unseen",
      title: ("An agreed edge that cannot be seen", "无法看到的约定边"),
      meaning: (
        "Traces are too few or incomplete to say anything about it; it is never a breach.",
        "调用链过少或不完整，无法说明其情况；从不构成违约。"
      ),
      effect: informs,
      settle: ("Supply whole, unsampled traces.", "请提供完整且未抽样的调用链。")),
    CodePage(
      "topology-outside",
      title: (
        "Calls among services that the appendix does not name",
        "附录未提及的服务之间的调用"
      ),
      meaning: (
        "They are counted and do not touch the agreed graph.",
        "它们被计数，不涉及约定的拓扑。"
      ),
      effect: informs,
      settle: ("Nothing to fix.", "无需修正。")),
    CodePage(
      "topology-switched",
      title: ("The graph is another one after the switch", "切换之后拓扑不同"),
      meaning: (
        """
        Edges before and after the switch differ; by itself that is no difference from the \
        agreement.
        """,
        "切换前后的边不同；这本身并非与约定不符。"
      ),
      effect: informs,
      settle: ("Edges of little use may be there all the same.", "使用很少的边可能依然存在。")),
  ]
}
