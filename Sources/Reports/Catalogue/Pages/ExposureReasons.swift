extension CodePage {
  /// Why a suspected exposure of sensitive data was not confirmed.
  static let exposureReasons: [CodePage] = [
    CodePage(
      "missing-leg",
      title: (
        "A leg of the exposure has no export to look in",
        "泄露的一条证据环节没有可查的导出文件"
      ),
      meaning: (
        """
        A leak needs three records of one request. The export of the leg named behind the colon \
        was not supplied or does not cover the time; or the candidate has no id to join by.
        """,
        """
        认定泄露需要同一请求的三条记录。冒号后所列证据环节的导出文件未提供或未覆盖该时间；或候选\
        记录没有可用于关联的 ID。
        """
      ),
      rule: (
        """
        A4: application record of level ERROR or worse with a stack trace, gateway record with a \
        listed status (500 by default), audit record with `data_leak_pattern`; joined by trace id \
        or bridged request id.
        """,
        """
        A4：级别为 ERROR 或更严重且带堆栈的应用记录，状态在所列范围内（默认 500）的网关记录，带 \
        `data_leak_pattern` 的审计记录；以追踪 ID 或桥接的请求 ID 关联。
        """
      ),
      effect: (
        "INDETERMINATE; exit status 3 if nothing is breached.",
        "INDETERMINATE；若无违约，退出码为 3。"
      ),
      settle: (
        """
        Supply the named export over that time. For the gateway leg, map `request-id` and \
        `trace-id` in `sources:`.
        """,
        """
        请提供所列导出文件的相应时段。对网关证据环节，请在 `sources:` 中映射 `request-id` 和 \
        `trace-id`。
        """
      )),
    CodePage(
      "leg-absent",
      title: ("A leg is covered and not there: no exposure", "证据环节已覆盖但不存在：不构成泄露"),
      meaning: (
        """
        The export covers the time and holds no such record for the request, or another status \
        was sent to the client. The suspicion is listed and not a breach.
        """,
        """
        导出文件覆盖该时间，但没有该请求的相应记录，或发给客户端的是其他状态。该嫌疑会列出，但不\
        是违约。
        """
      ),
      rule: (
        """
        A4 asks for all three legs. The status sent to the client decides, not the upstream's: a \
        504 mapped to 500 counts as 500.
        """,
        """
        A4 要求三条证据环节齐全。以发给客户端的状态为准，而非上游状态：被映射为 500 的 504 按 500 \
        计。
        """
      ),
      effect: (
        "COMPLIANT with this reason; no effect on the exit status.",
        "COMPLIANT 并附此原因；不影响退出码。"
      ),
      settle: (
        """
        Nothing is open by the contract. Whether the stack trace should have been written at all \
        is another matter: `estreat explain` shows where it stands.
        """,
        "依合同没有待解决的问题。堆栈本不该写出是另一回事：`estreat explain` 会指出其位置。"
      ),
      example: (
        """
        Audit says SSN, the application logged a stack trace, the gateway answered 200: \
        leg-absent: gateway.
        """,
        "审计记录写有 SSN，应用记录了堆栈，网关答复 200：leg-absent: gateway。"
      )),
  ]
}
