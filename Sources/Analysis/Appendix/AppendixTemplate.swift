/// What `estreat init` writes: a commented appendix that passes `estreat lint`.
public enum AppendixTemplate {
  /// Folders beside the appendix, with what belongs in them.
  public static let folders = ["exports"]

  /// The text of `appendix.yaml`.
  public static let text = """
    # The technical appendix: what was agreed, and where the evidence lies.
    # estreat decides everything from this file. Unknown keys are errors. Check it with
    # `estreat lint appendix.yaml`.
    estreat: 1                  # version of this file format
    appendix: v1                # version of the agreed text; the file's SHA-256 identifies it
    timezone: Asia/Shanghai     # the contract's IANA zone: civil hours, days, reports
    parties: {supplier: Supplier Ltd., customer: Customer Ltd.}

    clauses:
      A1:                       # a deployment verified by a blue-green release is in force
        kind: blue-green-verified
        credential: {config-hash: required, on-mismatch: finding}   # or: breach
      A3:                       # requests carry a valid trace id
        kind: trace-injection
        from: [gateway-access]  # the first source that can decide decides
        where: {path: "/api/*"} # `*` is any run of characters, `/` included
        at-least: 99.98%
        window: 60s
      A2:                       # the 99th percentile of latency
        kind: latency-percentile
        requires: [A1, A3]      # judged only while these hold
        where: {path: "/api/*"}
        percentile: 99
        at-most: 200ms
        window: 60s
        from: [access-log]
      A4:                       # no sensitive value in a stack trace
        kind: sensitive-exposure
        patterns: [SSN, CREDIT_CARD]
        gateway-status: [500]   # as sent to the client; 5xx may be written
      A5:                       # the slow-query ratio against the same hour of the last days
        kind: seasonal-baseline
        ratio: {slow: [mysql_global_status_slow_queries], of: mysql_global_status_questions}
        window: 30m
        same-hour-of-days: 7
        limit: median + 2.5 * iqr
        quantile: type7         # type6, type7 or type8
        min-days: 5
        history: literal        # or: exclude-breached, exclude-excused

    arbitration:                # how concurrent breaches are ranked
      within: 60s
      order: [A5, A2, A4]
      path: [mysql_slow_log, app_thread_blocked, gateway_timeout, stack_trace_expose]

    late-allowance: 0s          # how far past its end a window must be covered to be judged
    # calendar: {holidays: [2024-05-01], workdays: [2024-05-11]}   # days of one type are compared, beside the verdict
    # excused:
    #   - {from: 2024-05-12T02:00+08:00, to: 2024-05-12T04:00+08:00, clauses: [A2, A5], reason: agreed maintenance, agreed-by: change board}
    # sources:                  # only what cannot be recognised, or must be overridden
    #   - role: slow-log        # gateway-access, app-log, security-audit, slow-log, spans, metrics, deployments, scan, config
    #     files: "exports/*slow*.log"
    #     zone: Asia/Shanghai   # for stamps without a zone
    #   - role: metrics         # CSV says nothing of itself: columns are named here
    #     files: "exports/*.csv"
    #     time: {field: Time, unit: ms}   # s, ms, us, ns; for dates format: "%d.%m.%Y %H:%M:%S" or nothing
    #     csv:
    #       layout: long        # a name and a value a row; wide: a column a metric
    #       name: metric        # long: column of the names (metric: NAME where there is but one)
    #       value: value        # long: column of the values
    #       metrics: {Queries: mysql_global_status_questions}   # wide: column: metric; without it every other column
    #       labels: [instance]  # columns that are labels, or {label: column}
    #       constant-labels: {job: mysql}
    #       delimiter: ";"      # default ","; also tab
    #       decimal: ","        # default "."
    #       header: false       # default true; without a header columns are named by number, from 1
    #       comment: "#"        # lines that begin so are passed over
    #       missing: ["null"]   # cells that are no sample, as empty ones always are

    """
}
