internal import Analysis
internal import Diagnostics
internal import Evidence
internal import Reports

/// `data/custody/statement.json`: what an opposing expert asks first. How the run was made, by
/// which clocks and zones, what the exports cover, and what none of it proves.
struct PackageStatement {
  let result: AnalysisResult
  let tool: ReportTool
  let settings: RunSettings
  let appendix: Appendix
  let slices: [SliceSink.Summary]

  var document: JSONValue {
    .object([
      ("schema", .string("estreat.statement/1")), ("tool", AnalysisJSON.tool(tool)),
      ("command", .array(command.map { .string($0) })), ("clocks", clocks), ("zones", zones),
      ("completeness", .array(result.inputs.map(completeness))),
      (
        "missingExports",
        .array(
          result.missingExports.map {
            .object([("clause", .string($0.clause)), ("needs", .string($0.needs))])
          })
      ),
      ("dataQuality", .array(quality)),
      ("replay", .string(isCountsOnly ? SliceCounts.standing : "full")),
      (
        "limits",
        .array((Self.limits + (isCountsOnly ? [Self.countsOnly] : [])).map(Self.text))
      ),
      ("notProven", .array(notProven.map(Self.text))), ("law", law),
    ])
  }

  /// The command as far as it can change a verdict; threads, colours and places of output cannot.
  private var command: [String] {
    var out = ["estreat", "analyze", "--appendix-sha256", result.appendixSHA256]
    if let from = settings.from { out += ["--from", from.rfc3339] }
    if let to = settings.to { out += ["--to", to.rfc3339] }
    if let zone = settings.assumedZone { out += ["--assume-zone", zone] }
    for forced in settings.forced { out += ["--as", forced.format + "=" + forced.glob] }
    return out + result.inputs.map(\.path)
  }

  private var clocks: JSONValue {
    .object([
      ("run", .string(settings.time.rfc3339)), ("runFrom", .string(settings.clock)),
      (
        "note",
        Self.text(
          (
            """
            Verdicts rest on the times that the exports state; the clock of the run dates the \
            package and signatures, and turns no verdict.
            """,
            "裁定依据各导出文件所载的时间；运行时钟只用于包与签名的日期，不影响任何裁定。"
          ))
      ),
    ])
  }

  private var zones: JSONValue {
    .object([
      ("contract", .string(result.zone.name)), ("tzdata", .string(CivilZone.dataVersion)),
      ("assumed", .optional(settings.assumedZone)),
    ])
  }

  /// What one export covers.
  private func completeness(_ input: InputSummary) -> JSONValue {
    .object([
      ("path", .string(input.path)),
      ("sha256", .optional(input.sha256.isEmpty ? nil : input.sha256)),
      ("role", .optional(input.role?.rawValue)),
      ("services", .array(input.services.map { .string($0) })),
      ("from", .optional(input.span?.first.rfc3339)), ("to", .optional(input.span?.last.rfc3339)),
      ("records", .integer(input.records)), ("quarantined", .integer(input.quarantined)),
      ("duplicates", .integer(input.duplicates)), ("assumedZone", .optional(input.assumedZone)),
      ("identicalTo", .optional(input.identicalTo)),
    ])
  }

  /// Gaps, skew, cuts and whatever else was said about the data, by code.
  private var quality: [JSONValue] {
    var counts: [String: Int64] = [:]
    for diagnostic in result.diagnostics { counts[diagnostic.code, default: 0] += 1 }
    for verdict in result.verdicts where verdict.outcome == .indeterminate {
      counts[verdict.reasonCode ?? "indeterminate", default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map {
      .object([("code", .string($0.key)), ("count", .integer($0.value))])
    }
  }

  private typealias Both = (english: String, chinese: String)

  private static func text(_ text: Both) -> JSONValue {
    .object([("en", .string(text.english)), ("zh", .string(text.chinese))])
  }

  private var isCountsOnly: Bool { slices.contains { $0.kept != nil } }

  private static let countsOnly: Both = (
    "Slices longer than --max-slice hold the late, failed and chained records alone; "
      + "data/logs/counts.jsonl states the counts of all of them, data/logs/omitted.jsonl the "
      + "SHA-256 of each range of the export that was left out. Replay: counts-only.",
    "超过 --max-slice 的切片仅保留超时、失败及链条所涉记录；data/logs/counts.jsonl 载明全部记录的计数，"
      + "data/logs/omitted.jsonl 载明原导出文件中每一段略去部分的 SHA-256。重放：仅限计数（counts-only）。"
  )

  private static let limits: [Both] = [
    (
      "Only what was exported was read; windows that no export covers are not judged.",
      "仅读取所导出的内容；没有导出覆盖的窗口不作裁定。"
    ),
    (
      "The chain of custody begins when the program read the exports; what was done before is not "
        + "in it.",
      "保管链自程序读取导出文件时开始，此前的经过不在其中。"
    ),
    (
      "A causal order is what the data supports by the tests stated with it, not a proof of cause.",
      "因果次序是数据在所述检验下所支持的，并非因果的证明。"
    ),
  ]

  private var notProven: [Both] {
    [
      (
        "That the data was true before it was exported.",
        "导出之前的数据是否真实。"
      ),
      (
        "A timestamp proves only \"existed no later than\".",
        "时间戳只证明“不晚于该时刻已存在”。"
      ),
      (
        "That a field is hidden by @JsonIgnore (Go: json:\"-\"): not provable from this scan.",
        "某字段已由 @JsonIgnore（Go 为 json:\"-\"）隐藏：不能由本次扫描证明。"
      ),
    ]
  }

  private var law: JSONValue {
    .object([
      (
        "note",
        Self.text(
          ("References of the contract's appendix; not legal advice.", "合同技术附录所引法条；不构成法律意见。"))
      ),
      (
        "references",
        .array(
          appendix.lawReferences.map {
            .object([("label", .string($0.label)), ("note", .string($0.note))])
          })
      ),
    ])
  }
}
